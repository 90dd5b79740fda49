/**
 * `<support-desk>`: where agents answer. Owns who is signed in and the life of a session; what a signed-in agent sees
 * is `workplace.ts`. Never imports an adapter: the page or the bundle brings one.
 */
import { ProtocolError, type ChatAdapter, type ErrorCode } from '@support-chat/protocol';
import { adoptStyles, baseStyles, composerStyles, icon, alertIcon, logStyles, tokens } from '@support-chat/ui';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { AgentApi, type AgentAccount } from './account/agent-api.js';
import { accountControls } from './account/account-controls.js';
import { takeSetupToken } from './account/setup-link.js';
import { checkFields, signInForm, type FieldProblems, type FieldValues } from './account/sign-in-form.js';
import type { ArchiveSource } from './archive/archive-source.js';
import type { SupportDeskEventDetails, SupportDeskEventMap } from './desk-events.js';
import { englishDesk, loadDeskLocalizer, type DeskLocalizer } from './desk-localizer.js';
import { deskSources } from './desk-sources.js';
import type { NoteSource } from './notes/note-source.js';
import type { MailSource } from './tickets/mail-source.js';
import type { SettingsSource } from './settings/settings-source.js';
import type { ShortcutSource } from './shortcuts/shortcut-source.js';
import type { SpellingSource } from './spelling/spelling-source.js';
import { deskStyles } from './styles/desk-styles.js';
import type { StatisticsSource } from './statistics/statistics-source.js';
import type { VisitorSource } from './visitor/visitor-source.js';
import { Workplace } from './workplace.js';

/** Makes the adapter of desks that were given none. `server` is an absolute URL without a slash at the end. */
export type DefaultDeskAdapter = (options: { readonly server: string }) => ChatAdapter;

/** `signing-in`: a form is on its way. `failed`: it could not be found out who is signed in. */
type Phase = 'checking' | 'signed-out' | 'set-up' | 'signing-in' | 'setting-up' | 'signed-in' | 'failed' | 'no-adapter';

/** Failures that stop an inbox and after which somebody has to sign in again. */
const SIGNED_OUT_BY: ReadonlySet<ErrorCode> = new Set(['sign-in-required', 'session-revoked']);

/**
 * The agents' desk: sign-in, inbox, several conversations at once, the visitor.
 *
 * @summary Agents' desk with inbox and several conversations side by side.
 *
 * @fires {CustomEvent<{ agent: AgentAccount | null }>} sc-signed-in - Somebody signed in or was signed in already.
 * @fires {CustomEvent<undefined>} sc-signed-out - The agent signed out or was signed out.
 * @fires {CustomEvent<{ conversation: string }>} sc-conversation-open - A conversation came to the front of the desk.
 * @fires {CustomEvent<{ conversation: string }>} sc-conversation-close - A conversation was taken off the desk.
 * @fires {CustomEvent<WrittenEvent>} sc-message-received - Someone else's message in an open conversation.
 * @fires {CustomEvent<{ count: number }>} sc-attention - How many chats want attention changed.
 * @fires {CustomEvent<Problem>} sc-error - A failure the agent was told of.
 *
 * @csspart sign-in - The page with the sign-in or the first-start form.
 * @csspart inbox - The list of conversations.
 * @csspart tab - One of waiting, mine, all.
 * @csspart row - One conversation in the list.
 * @csspart badge - Number of unread messages in a row.
 * @csspart conversation - One open conversation.
 * @csspart head - Name and actions above a conversation.
 * @csspart log - The scrolling list of messages.
 * @csspart composer - Field and button below a conversation.
 * @csspart card-button - Opens the dialog in which a card is made.
 * @csspart card-dialog - That dialog.
 * @csspart question-button - Opens the dialog that asks a visitor who has left.
 * @csspart question-dialog - That dialog.
 * @csspart mail - What became of a mail, behind its message.
 * @csspart mail-choice - Whether an answer to a ticket goes by e-mail too.
 * @csspart note - A note between the messages.
 * @csspart note-button - Changes over to writing a note.
 * @csspart note-composer - Field and button for notes.
 * @csspart persona-button - The agent's face: opens the dialog in which they say how visitors see them.
 * @csspart persona-dialog - That dialog.
 * @csspart presence - The menu in which the agent is available or away.
 * @csspart archive - Search through all chats, in the place of the inbox.
 * @csspart archive-button - Opens it.
 * @csspart statistics - What the team has done in figures, in the place of the inbox.
 * @csspart statistics-button - Opens them.
 * @csspart settings - What owners set, in place of the columns.
 * @csspart settings-button - Opens it.
 * @csspart shortcuts - What is suggested behind a `/`.
 * @csspart shortcuts-button - Opens the dialog with all shortcuts.
 * @csspart shortcuts-dialog - That dialog.
 * @csspart spelling - What may be meant by an unknown word.
 * @csspart spelling-choice - Which language is checked.
 * @csspart transfer-button - Opens the dialog in which a chat is passed on.
 * @csspart transfer-dialog - That dialog.
 * @csspart rating - The rating in a row.
 * @csspart typing-preview - What a visitor is typing.
 * @csspart about - The column about the visitor.
 * @csspart keys - The list of all keys.
 *
 * @cssproperty [--sc-accent] - The one colour; everything tinted derives from it.
 * @cssproperty [--sc-surface] - Background.
 * @cssproperty [--sc-text] - Text on the surface.
 * @cssproperty [--sc-font=inherit] - Typeface.
 * @cssproperty [--sc-desk-inbox-width=300px] - Width of the inbox.
 * @cssproperty [--sc-desk-about-width=320px] - Width of the column about the visitor.
 */
export class SupportDeskElement extends LitElement {
  static override readonly properties = {
    server: { type: String },
    adapter: { attribute: false },
    shortcuts: { attribute: false },
    archive: { attribute: false },
    statistics: { attribute: false },
    notes: { attribute: false },
    mails: { attribute: false },
    settings: { attribute: false },
    spelling: { attribute: false },
    visitors: { attribute: false },
    locale: { type: String },
    colorScheme: { type: String, attribute: 'color-scheme', reflect: true },
  };

  /** Fills in where a page gives no `adapter`; the script-tag bundle sets it. */
  static defaultAdapter: DefaultDeskAdapter | undefined;

  /** URL of the reference server, relative to the page. Default: the page's own origin. */
  declare server: string;
  /** Any back end whose agent is known already: the desk then asks nobody to sign in. */
  declare adapter: ChatAdapter | undefined;
  /** Where shortcuts are kept; to be set with `adapter`. Default: the reference server, for whom it signed in. */
  declare shortcuts: ShortcutSource | undefined;
  /** Where everything that was ever said is looked up; to be set with `adapter`. Default: the reference server, for whom it signed in. */
  declare archive: ArchiveSource | undefined;
  /** Where the team's figures come from; to be set with `adapter`. Default: the reference server, for whom it signed in. */
  declare statistics: StatisticsSource | undefined;
  /** Where notes are kept; to be set with `adapter`. Default: the reference server, for whom it signed in. */
  declare notes: NoteSource | undefined;
  /** How tickets are answered by mail; to be set with `adapter`. Default: the reference server, for whom it signed in. */
  declare mails: MailSource | undefined;
  /** Where settings are kept; to be set with `adapter`. Default: the reference server, for owners whom it signed in. */
  declare settings: SettingsSource | undefined;
  /** Where dictionaries come from; to be set with `adapter`. Default: the reference server, for whom it signed in. */
  declare spelling: SpellingSource | undefined;
  /** Who knows where visitors were and what the site says of them; to be set with `adapter`. Default: the reference server, for whom it signed in. */
  declare visitors: VisitorSource | undefined;
  /** BCP 47 tag. Default: the language of the page around the element, else of the browser. */
  declare locale: string;
  /** `auto` follows the system. */
  declare colorScheme: 'auto' | 'light' | 'dark';

  #localizer: DeskLocalizer = englishDesk();
  #phase: Phase = 'checking';
  #agent: AgentAccount | null = null;
  #refused: ErrorCode | null = null;
  #problems: FieldProblems = {};
  #setUpToken: string | null = null;
  #workplace: Workplace | undefined;
  /** Ends with the stay in the document. */
  #life: AbortController | undefined;
  /** Ends with the work of one agent on one server. */
  #work: AbortController | undefined;

  constructor() {
    super();
    this.server = '';
    this.locale = '';
    this.colorScheme = 'auto';
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot() as ShadowRoot;
    adoptStyles(root, tokens, baseStyles, logStyles, composerStyles, ...deskStyles);
    return root;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#life = new AbortController();
    this.#setUpToken ??= takeSetupToken();
    if (this.hasUpdated) this.#restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWork();
    this.#life?.abort();
    this.#life = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('locale')) void this.#loadWords();
    if (changed.has('server') || changed.has('adapter')) this.#restart();
  }

  protected override render(): TemplateResult {
    const localizer = this.#localizer;
    const phase = this.#phase;
    switch (phase) {
      case 'signed-in':
        return this.#workplace?.render() ?? html``;
      case 'checking':
        return html`<main class="entry" aria-busy="true">
          <p class="visually-hidden" role="status">${localizer.text('desk-loading')}</p>
        </main>`;
      case 'failed':
      case 'no-adapter':
        return this.#renderFailure(phase);
      default:
        return signInForm({
          kind: phase === 'set-up' || phase === 'setting-up' ? 'set-up' : 'sign-in',
          busy: phase === 'signing-in' || phase === 'setting-up',
          refused: this.#refused,
          problems: this.#problems,
          localizer,
          onSubmit: (values) => void this.#enter(values),
          onSignInInstead: () => this.#show('signed-out'),
        });
    }
  }

  #renderFailure(phase: 'failed' | 'no-adapter'): TemplateResult {
    const localizer = this.#localizer;
    return html`<main class="entry">
      <div class="entry-failure" role="alert">
        ${icon(alertIcon)}
        <h1>${localizer.text(phase === 'failed' ? 'desk-unreachable' : 'desk-no-adapter')}</h1>
        ${
          phase === 'failed'
            ? html`<p>${this.#refused ? localizer.error(this.#refused) : nothing}</p>
                <button type="button" class="button" @click=${() => this.#restart()}>
                  ${localizer.text('retry')}
                </button>`
            : nothing
        }
      </div>
    </main>`;
  }

  protected override updated(): void {
    if (this.#phase === 'signed-in') this.#workplace?.updated();
    const { locale, direction } = this.#localizer;
    const root = this.renderRoot.firstElementChild;
    root?.setAttribute('lang', locale);
    root?.setAttribute('dir', direction);
  }

  async #loadWords(): Promise<void> {
    const wanted = this.locale || this.closest('[lang]')?.getAttribute('lang') || navigator.language;
    try {
      const localizer = await loadDeskLocalizer(wanted);
      if (wanted !== (this.locale || wanted)) return; // another language was asked for meanwhile
      this.#localizer = localizer;
    } catch (error) {
      this.#tell('sc-error', new ProtocolError('network-failed', { cause: error }).problem);
    }
    this.#workplace?.setLocalizer(this.#localizer);
    this.requestUpdate();
  }

  /** Begins from nothing: another server, another adapter, or the element is back in the document. */
  #restart(): void {
    this.#stopWork();
    if (this.adapter) return this.#startWork(null, this.adapter);
    if (!SupportDeskElement.defaultAdapter) return this.#show('no-adapter');
    if (this.#setUpToken !== null) return this.#show('set-up');
    this.#show('checking');
    void this.#findAgent();
  }

  async #findAgent(): Promise<void> {
    await this.#ask('failed', async (api, signal) => {
      const agent = await api.me(signal);
      if (agent) this.#startWork(agent);
      else this.#show('signed-out');
    });
  }

  async #enter(values: FieldValues): Promise<void> {
    const token = this.#phase === 'set-up' ? this.#setUpToken : null;
    const before = this.#phase;
    this.#problems = checkFields(token === null ? 'sign-in' : 'set-up', values);
    this.#refused = null;
    if (Object.keys(this.#problems).length > 0) {
      this.requestUpdate();
      await this.updateComplete;
      return this.renderRoot.querySelector<HTMLElement>('[aria-invalid]')?.focus();
    }
    this.#show(token === null ? 'signing-in' : 'setting-up');
    const { name, password } = values;
    const email = values.email.trim();
    await this.#ask(before, async (api, signal) => {
      const agent =
        token === null
          ? await api.signIn({ email, password }, signal)
          : await api.setUp({ token, email, name: name.trim(), password }, signal);
      this.#setUpToken = null;
      this.#startWork(agent);
    });
  }

  async #signOut(): Promise<void> {
    this.#stopWork();
    this.#show('checking');
    await this.#ask('failed', async (api, signal) => {
      await api.signOut(signal);
      this.#show('signed-out');
      this.#tell('sc-signed-out', undefined);
    });
  }

  /** Asks the server; a failure shows `otherwise` with the reason. */
  async #ask(otherwise: Phase, work: (api: AgentApi, signal: AbortSignal) => Promise<void>): Promise<void> {
    const signal = this.#life?.signal;
    if (!signal) return;
    try {
      await work(new AgentApi(this.#serverUrl()), signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProtocolError)) throw error;
      this.#refused = error.code;
      this.#show(otherwise);
      this.#tell('sc-error', error.problem);
    }
  }

  #startWork(agent: AgentAccount | null, adapter?: ChatAdapter): void {
    const chosen = adapter ?? SupportDeskElement.defaultAdapter?.({ server: this.#serverUrl() });
    if (!chosen) return this.#show('no-adapter');
    const api = new AgentApi(this.#serverUrl());
    this.#stopWork();
    this.#work = new AbortController();
    const { signal } = this.#work;
    this.#agent = agent;
    this.#refused = null;
    this.#workplace = new Workplace({
      adapter: chosen,
      element: this,
      localizer: this.#localizer,
      ...deskSources(this, agent, api, this.#serverUrl()),
      canSignOut: agent !== null,
      account:
        agent &&
        accountControls({ api, signal, element: this, onProblem: (problem) => this.#tell('sc-error', problem) }),
      onSignOut: () => void this.#signOut(),
      onStopped: (code) => this.#stopped(code),
      emit: (name, detail) => this.#tell(name, detail),
      signal,
    });
    this.#show('signed-in');
    this.#tell('sc-signed-in', { agent });
  }

  /** The back end does not know the agent any more. */
  #stopped(code: ErrorCode): void {
    if (this.#agent === null || !SIGNED_OUT_BY.has(code)) return;
    this.#stopWork();
    this.#refused = code;
    this.#show('signed-out');
    this.#tell('sc-signed-out', undefined);
  }

  #stopWork(): void {
    this.#work?.abort();
    this.#work = undefined;
    this.#workplace = undefined;
    this.#agent = null;
  }

  #show(phase: Phase): void {
    this.#phase = phase;
    this.requestUpdate();
  }

  #serverUrl(): string {
    return new URL(this.server || '/', document.baseURI).href.replace(/\/$/, '');
  }

  #tell<Name extends keyof SupportDeskEventDetails>(name: Name, detail: SupportDeskEventDetails[Name]): void {
    const event = new CustomEvent(name, { detail, bubbles: true, composed: true });
    this.dispatchEvent(event);
  }
}

export interface SupportDeskElement {
  addEventListener<Name extends keyof SupportDeskEventMap>(
    type: Name,
    listener: (this: SupportDeskElement, event: SupportDeskEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof SupportDeskEventMap>(
    type: Name,
    listener: (this: SupportDeskElement, event: SupportDeskEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk': SupportDeskElement;
  }
}

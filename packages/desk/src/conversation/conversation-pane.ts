/**
 * One conversation on the desk: head with actions, log, connection line, composer. Owns its element and what is in it;
 * the chat itself belongs to the session.
 */
import type { ChatState } from '@support-chat/core';
import type { Author, ConversationPhase, ConversationSummary } from '@support-chat/protocol';
import { closeIcon, Composer, endIcon, icon, MessageLog, arrowLeftIcon } from '@support-chat/ui';
import { html, nothing, render, type TemplateResult } from 'lit';
import { connectionNotice, noticeDue, noticeLine } from '../connection-notice.js';
import type { DeskLocalizer } from '../desk-localizer.js';
import type { OpenChat } from '../desk-session.js';
import { face, personName } from '../face.js';
import { detailsIcon } from '../icon-paths.js';
import type { PaneShortcuts } from '../features/shortcuts/shortcuts.js';
import type { ShortcutSource } from '../shortcuts/shortcut-source.js';
import type { DeskSpelling } from '../spelling/desk-spelling.js';
import { SpellingEntry } from '../spelling/spelling-entry.js';
import { tip } from '../tip.js';
import type { ConversationNotes } from '../notes/conversation-notes.js';
import type { ConversationMails } from '../tickets/conversation-mails.js';
import { conversationStatus } from './conversation-status.js';
import { makeCard } from './make-card.js';
import { joinAsides, PaneMails } from './pane-mails.js';
import { PaneNotes, type WritingMode } from './pane-notes.js';
import { paneTools } from './pane-tools.js';
import { shortcutContext, shortcutValues } from './shortcut-values.js';

/** What the pane cannot do alone. */
export interface PaneHost {
  /** Monotonic, the clock of the states. */
  now(): number;
  close(id: string): void;
  activate(id: string): void;
  /** To the list, where only one column fits. */
  back(): void;
  toggleDetails(): void;
  /** Absent: there are none. */
  readonly shortcuts: ShortcutSource | undefined;
  /** Absent: the browser checks. */
  readonly spelling: DeskSpelling | undefined;
  /** Of a conversation; undefined: the back end keeps none. */
  notesOf(id: string): ConversationNotes | undefined;
  /** Of a conversation; undefined: the back end sends none. */
  mailsOf(id: string): ConversationMails | undefined;
}

/** What the inbox and the desk know about the conversation. */
export interface PaneContext {
  readonly summary: ConversationSummary | undefined;
  /** The agent; null before the first welcome. */
  readonly self: Author | null;
  readonly visible: boolean;
  readonly active: boolean;
  readonly detailsOpen: boolean;
}

/** The view of an open chat. */
export class ConversationPane {
  /** Put it where the conversation is to be seen. */
  readonly element = document.createElement('section');
  readonly #life = new AbortController();
  readonly #chat: OpenChat['chat'];
  readonly #id: string;
  readonly #host: PaneHost;
  readonly #parts: { readonly head: HTMLElement; readonly status: HTMLElement; readonly composer: HTMLElement };
  readonly #tools = document.createElement('div');
  readonly #log: MessageLog;
  readonly #composer: Composer;
  readonly #notes: PaneNotes | undefined;
  readonly #kept: ConversationNotes | undefined;
  readonly #mails: PaneMails | undefined;
  readonly #spelling: SpellingEntry | undefined;
  #shortcuts: Promise<PaneShortcuts> | undefined;
  #localizer: DeskLocalizer;
  #context: PaneContext = { summary: undefined, self: null, visible: false, active: false, detailsOpen: false };
  #dueTimer: ReturnType<typeof setTimeout> | undefined;
  /** They could not take this one: they have as many as they may have. */
  #full = false;

  constructor({ id, chat }: OpenChat, host: PaneHost, localizer: DeskLocalizer) {
    this.#id = id;
    this.#chat = chat;
    this.#host = host;
    this.#kept = host.notesOf(id);
    this.#localizer = localizer;
    const { signal } = this.#life;
    const part = (name: string): HTMLElement => {
      const element = document.createElement('div');
      element.className = name;
      element.part.add(name.replace('pane-', ''));
      this.element.append(element);
      return element;
    };
    this.element.className = 'pane';
    this.#tools.className = 'pane-tools';
    this.element.part.add('conversation');
    this.#parts = { head: part('pane-head'), status: part('pane-status'), composer: part('composer') };
    const { composer } = this.#parts;
    const log = part('pane-log');
    this.element.append(this.#parts.status);
    this.#log = new MessageLog({
      container: log,
      localizer,
      perspective: 'agent',
      onAction: (action) => chat.dispatch(action),
      files: chat.files,
      aside: (from, to, row) => joinAsides(this.#mails?.aside(from, to), this.#notes?.aside(from, to, row)),
      signal,
    });
    const foot = document.createElement('div');
    foot.className = 'pane-foot';
    foot.append(this.#tools, composer);
    this.#composer = new Composer({
      container: composer,
      localizer,
      files: { chat, zone: this.element, voice: () => import('../features/voice/voice.js') },
      keepEmoji: () => [localStorage, 'desk'],
      onSend: (text) => this.#send(text),
      onDraft: (text) => chat.dispatch({ type: 'set-draft', text }),
      onType: () => chat.dispatch({ type: 'type' }),
      onAlert: (text) => this.#log.announcer.alert(text),
      signal,
    });
    this.#spelling =
      host.spelling &&
      new SpellingEntry(host.spelling, {
        container: composer,
        localizer: () => this.#localizer,
        language: () => shortcutContext(this.#context.summary).locale,
        say: (text) => this.#log.announcer.status(text),
        alert: (text) => this.#log.announcer.alert(text),
        signal,
      });
    const mails = host.mailsOf(id);
    const shared = { chat, composer: () => this.#composer, log: () => this.#log, signal };
    const onChange = (): void => this.#render();
    this.#mails = mails && new PaneMails({ ...shared, mails, localizer: () => this.#localizer, onChange });
    const choice = this.#mails ? [this.#mails.element] : [];
    const reply = [this.#tools, composer, ...choice];
    this.element.append(foot);
    this.#notes =
      this.#kept &&
      new PaneNotes({
        ...{ notes: this.#kept, pane: this.element, foot, reply, localizer, signal },
        log: () => this.#log,
        self: () => this.#context.self,
        end: () => this.#chat.getState().timeline.cursor?.seq ?? 0,
        focusReply: () => this.#composer.focus(),
      });
    foot.before(...choice);
    signal.addEventListener(
      'abort',
      chat.subscribe(() => this.#render()),
      { once: true },
    );
    signal.addEventListener(
      'abort',
      chat.on('error', ({ code }) => {
        this.#full = code === 'capacity-reached';
        this.#render();
      }),
      { once: true },
    );
    // Whoever writes may need them; if they do not come, the button says so.
    composer.addEventListener('focusin', () => void this.#reachShortcuts()?.catch(() => undefined), { signal });
    this.element.addEventListener('focusin', () => host.activate(id), { signal });
    this.#render();
  }

  /** Takes what the desk knows now. */
  update(context: PaneContext): void {
    const { visible } = this.#context;
    this.#context = context;
    this.element.classList.toggle('active', context.active);
    this.element.classList.toggle('out-of-sight', !context.visible);
    this.element.inert = !context.visible;
    // The log reports what was read only while somebody can see it.
    if (context.summary?.erased) this.#kept?.erased();
    else if (context.summary) this.#kept?.heard(context.summary.notes ?? 0);
    this.#mails?.update(context.summary);
    if (visible !== context.visible) this.#chat.dispatch({ type: 'set-open', open: context.visible });
    this.#render();
  }

  setLocalizer(localizer: DeskLocalizer): void {
    this.#localizer = localizer;
    this.#log.setLocalizer(localizer);
    this.#composer.setLocalizer(localizer);
    this.#notes?.setLocalizer(localizer);
    this.#mails?.render();
    this.#render();
  }

  /** The field of what is being written, a reply or a note. */
  focusComposer(): void {
    if (this.#notes) this.#notes.focus();
    else this.#composer.focus();
  }

  /** Changes over to writing a reply, or a note where there are any. */
  write(mode: WritingMode): void {
    if (this.#notes) this.#notes.write(mode);
    else if (mode === 'reply') this.#composer.focus();
  }

  /** Shows all shortcuts; nothing where there are none. */
  openShortcuts(): void {
    this.#reachShortcuts()?.then(
      (shortcuts) => {
        if (this.#notes?.mode === 'note') this.#notes.write('reply');
        shortcuts.openDialog();
      },
      () => this.#log.announcer.alert(this.#localizer.error('network-failed')),
    );
  }

  /** Takes the conversation; nothing where somebody has it. */
  take(): void {
    if (!this.#isFree) return;
    this.#full = false;
    this.#chat.dispatch({ type: 'claim' });
  }

  /** Ends the conversation for both sides; a message of the visitor opens it again. */
  end(): void {
    if (this.#isGoing) this.#chat.dispatch({ type: 'end' });
  }

  /** Asks to whom the conversation is passed on; nothing where that is not done, or it has ended. */
  passOn(): void {
    if (this.#isGoing) this.#notes?.passOn(() => this.#context.summary?.assignee?.id ?? null);
  }

  /** Ends the view, not the chat. */
  destroy(): void {
    clearTimeout(this.#dueTimer);
    this.#life.abort();
    this.element.remove();
  }

  get #phase(): ConversationPhase | undefined {
    const { phase } = this.#chat.getState().conversation;
    return phase === 'none' ? this.#context.summary?.phase : phase;
  }

  get #isGoing(): boolean {
    return this.#phase !== undefined && this.#phase !== 'ended';
  }

  get #isFree(): boolean {
    return this.#isGoing && (this.#phase === 'queued' || !this.#context.summary?.assignee);
  }

  #send(text: string): boolean {
    if (this.#mails?.isOn) return this.#mails.send(text);
    this.#chat.dispatch({ type: 'send', text, withFiles: true });
    this.#log.scrollToEnd();
    return true;
  }

  #render(): void {
    const state = this.#chat.getState();
    const { summary } = this.#context;
    const name = summary ? personName(summary.visitor, this.#localizer) : this.#localizer.text('author-visitor');
    this.element.setAttribute('aria-label', name);
    render(this.#head(state, name), this.#parts.head);
    render(this.#status(state), this.#parts.status);
    render(
      paneTools({
        localizer: this.#localizer,
        onShortcuts: this.#host.shortcuts && (() => this.openShortcuts()),
        onCard: () =>
          makeCard(this.element, this.#localizer, { chat: this.#chat, log: this.#log, signal: this.#life.signal }),
        onQuestion: this.#mails?.canAsk ? () => this.#mails?.ask(this.element) : undefined,
        spelling: this.#spelling?.element,
      }),
      this.#tools,
    );
    this.#log.update(state);
    this.#composer.update(state);
    this.#spelling?.look();
    this.#composer.setPlaceholder(this.#localizer.text(this.#mails?.isOn ? 'mail-reply' : 'conversation-reply'));
  }

  #head(state: ChatState, name: string): TemplateResult {
    const localizer = this.#localizer;
    const { summary, self, detailsOpen } = this.#context;
    const phase = this.#phase;
    return html`
      <button type="button" class="icon-button back" ${tip(localizer.text('back'))} @click=${() => this.#host.back()}>
        ${icon(arrowLeftIcon)}
      </button>
      ${summary ? face(summary.visitor, localizer) : nothing}
      <div class="who">
        <h2><bdi>${name}</bdi></h2>
        <p>${conversationStatus(phase, summary?.assignee, self?.id ?? null, localizer)}</p>
      </div>
      ${
        this.#isFree
          ? html`<button
              type="button"
              class="button small"
              ${tip(localizer.text('conversation-take'), 'T', localizer, true)}
              @click=${() => this.take()}
            >
              ${localizer.text('conversation-take')}
            </button>`
          : nothing
      }
      ${this.#isGoing ? (this.#notes?.transferButton(() => this.passOn()) ?? nothing) : nothing}
      ${
        this.#isGoing && state.capabilities?.endConversation
          ? html`<button
              type="button"
              class="icon-button"
              ${tip(localizer.text('conversation-end'), 'Shift+E', localizer)}
              @click=${() => this.end()}
            >
              ${icon(endIcon)}
            </button>`
          : nothing
      }
      <button
        type="button"
        class="icon-button"
        aria-expanded=${detailsOpen ? 'true' : 'false'}
        ${tip(localizer.text('conversation-details'), 'D', localizer)}
        @click=${() => this.#host.toggleDetails()}
      >
        ${icon(detailsIcon)}
      </button>
      <button
        type="button"
        class="icon-button close"
        ${tip(localizer.text('conversation-close'), 'Escape', localizer)}
        @click=${() => this.#host.close(this.#id)}
      >
        ${icon(closeIcon)}
      </button>
    `;
  }

  #reachShortcuts(): Promise<PaneShortcuts> | undefined {
    const { shortcuts: source } = this.#host;
    if (!source || this.#life.signal.aborted) return undefined;
    this.#shortcuts ??= import('../features/shortcuts/shortcuts.js').then(
      (part) =>
        new part.PaneShortcuts({
          source,
          container: this.#parts.composer,
          parent: this.element,
          localizer: () => this.#localizer,
          values: () => shortcutValues(this.#context),
          context: () => shortcutContext(this.#context.summary),
          alert: (text) => this.#log.announcer.alert(text),
          signal: this.#life.signal,
        }),
    );
    this.#shortcuts.catch(() => (this.#shortcuts = undefined));
    return this.#shortcuts;
  }

  #status(state: ChatState): TemplateResult {
    const localizer = this.#localizer;
    const now = this.#host.now();
    const notice = connectionNotice(state.connection, now, localizer);
    this.#renderWhenDue(noticeDue(state.connection, now));
    const hint = html`<p class="notice calm">${localizer.text('conversation-ended-hint')}</p>`;
    return html`<div role="status">
        ${
          notice
            ? noticeLine(notice, localizer, () => this.#chat.dispatch({ type: 'connect' }))
            : state.conversation.phase === 'ended'
              ? hint
              : nothing
        }
      </div>
      <div role="alert">
        ${this.#full && this.#isFree ? html`<p class="notice">${localizer.error('capacity-reached')}</p>` : nothing}
      </div>`;
  }

  #renderWhenDue(delay: number | null): void {
    clearTimeout(this.#dueTimer);
    if (delay !== null) this.#dueTimer = setTimeout(() => this.#render(), delay);
  }
}

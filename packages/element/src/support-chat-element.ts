/**
 * `<support-chat>`: the shell that every page loads. It owns attributes, launcher and the order in which the rest is
 * loaded and let go. The conversation is `session.ts`, what a person sees of it `panel/`; both arrive on intent.
 */
import type { ChatState } from '@support-chat/core';
import type { ChatAdapter } from '@support-chat/protocol';
import { launcherWords, type LauncherWords } from '@support-chat/ui';
import type { SupportChatEventMap } from './element-events.js';
import type { DefaultAdapter, Labels, LoadSite, SupportChatConfig, Visitor } from './element-options.js';
import { languageOf, loadLauncherWords } from './load-launcher-words.js';
import type { ConsentQuestion } from './features/consent/consent-question.js';
import type { Panel } from './panel/panel.js';
import { popOutName } from './pop-out.js';

import { ReflectingElement } from './reflecting-element.js';
import { seekTriggers } from './seek-triggers.js';
import type { KeptChat, Session } from './session.js';
import type { ShellHost } from './shell-host.js';
import { ShellView } from './shell-view.js';
import { consentKey, readVisitMark } from './visit-mark.js';
import { whenIdle } from './when-idle.js';

/** The conversation comes along with what shows it: two requests would cost more than they save. */
const loadPanel = () => import('./panel/panel.js');
const loadConsent = () => import('./features/consent/consent.js');

/**
 * A live-support chat: a launcher in the corner of the page, or the chat itself inline or as a whole page.
 *
 * @summary Live-support chat with launcher, panel and durable outbox.
 *
 * @slot launcher - Replaces the launcher; pressing it toggles the panel.
 * @slot launcher-icon - Replaces the icon in the launcher.
 * @slot header - Replaces faces, name and line of truth in the panel's header.
 * @slot welcome - Replaces the greeting of the empty conversation.
 * @slot before-log - Above the log.
 * @slot after-log - Between log and composer.
 * @slot footer - Below the composer.
 *
 * @fires {CustomEvent<undefined>} sc-ready - The element takes calls.
 * @fires {CustomEvent<undefined>} sc-open - The panel opens.
 * @fires {CustomEvent<undefined>} sc-close - The panel closes.
 * @fires {CustomEvent<WrittenEvent>} sc-message-received - Someone else's message arrived live.
 * @fires {CustomEvent<{ id: string; seq: number; text: string }>} sc-message-sent - An own message is stored.
 * @fires {CustomEvent<{ score: number; comment: string }>} sc-rated - The visitor's rating is stored.
 * @fires {CustomEvent<{ unread: number }>} sc-unread - The number of unread messages changed.
 * @fires {CustomEvent<ConnectionState>} sc-connection - The connection went to another phase.
 * @fires {CustomEvent<Problem>} sc-error - A failure the visitor was told of.
 * @fires {CustomEvent<{ given: boolean }>} sc-consent - The visitor agreed that something is stored, or took it back.
 * @fires {CustomEvent<ContactEntry>} sc-contact-submitted - The visitor sent the contact form.
 * @fires {CustomEvent<{ id: string; text: string }>} sc-proactive - Cancelable: a proactive message is about to be offered.
 * @fires {CustomEvent<{ text: string }>} sc-before-send - Cancelable: a message is about to be queued.
 *
 * @cssstate open - The panel is open.
 * @cssstate unread - There is something unread.
 * @cssstate online - The connection stands.
 * @cssstate ended - The conversation was ended.
 */
export class SupportChatElement extends ReflectingElement {
  static readonly observedAttributes: readonly string[] = [
    'open',
    'mode',
    'locale',
    'server',
    'transport',
    'consent',
    'draggable-launcher',
  ];

  /** Makes the adapter of elements without an `adapter`; filled by the `support-chat` package, empty here. */
  static defaultAdapter: DefaultAdapter | undefined;

  /** Asks the server of elements without an `adapter` what its owner has set; filled as the one before. */
  static loadSite: LoadSite | undefined;

  /** Resolves when the element has been in a document and takes calls. */
  readonly ready: Promise<void>;

  readonly #internals = this.attachInternals();
  readonly #host: ShellHost;
  readonly #view: ShellView;
  #resolveReady: () => void = () => undefined;
  /** Ends with the stay in the document; undefined while outside. */
  #life: object | undefined;
  /** Ends the following of the rules there were before. */
  #rules: AbortController | undefined;
  #session: Promise<Session> | undefined;
  #loaded: Session | undefined;
  #panel: Panel | ConsentQuestion | undefined;
  /** What a removed element's chat left behind that no storage holds. */
  #kept: Promise<KeptChat | undefined> | undefined;
  #shownOpen = false;
  #shown: Promise<void> = Promise.resolve();
  /** Names the launcher while there is something unread. */
  #unreadName = '';
  #adapter: ChatAdapter | undefined;
  #visitor: Visitor | undefined;
  #config: SupportChatConfig = {};
  #labels: Labels = {};
  #words: LauncherWords = launcherWords;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    this.ready = new Promise((resolve) => (this.#resolveReady = resolve));
    this.#view = new ShellView(root, { toggle: () => this.toggle(), intend: () => this.#preload() });
    this.#host = {
      element: this,
      root,
      view: this.#view,
      language: () => languageOf(this),
      emit: (name, detail) => this.#emit(name, detail),
      setState: (name, on) => void this.#internals.states[on ? 'add' : 'delete'](name),
      setUnread: (name) => this.#setUnread(name),
      session: () => this.#startSession(),
      tracked: new Map(),
      storageKey: () => this.#config.storageKey ?? this.#adapter?.name ?? this.server,
    };
  }

  /** Any back end; wins over `server`. A change keeps draft and outbox. */
  get adapter(): ChatAdapter | undefined {
    return this.#adapter;
  }
  set adapter(value: ChatAdapter | undefined) {
    this.#adapter = value;
    this.#backEndChanged();
  }

  /** Who the page says its visitor is. */
  get visitor(): Visitor | undefined {
    return this.#visitor;
  }
  set visitor(value: Visitor | undefined) {
    this.#visitor = value;
    this.#loaded?.visitorChanged();
  }

  /** What the owner of the page sets about the panel. Replaced as a whole. */
  get config(): SupportChatConfig {
    return this.#config;
  }
  set config(value: SupportChatConfig | undefined) {
    this.#config = value ?? {};
    this.#panel?.update();
    this.#followTriggers();
  }

  /** Words that replace the locale's, by the names in its file. */
  get labels(): Labels {
    return this.#labels;
  }
  set labels(value: Labels | undefined) {
    this.#labels = value ?? {};
    this.#wordsChanged();
  }

  /** The present state, deeply immutable; null until there was a reason to load the conversation. */
  get state(): ChatState | null {
    return this.#loaded?.chat.getState() ?? null;
  }

  /** Opens the panel and puts the focus into its composer; resolves when it can be used. */
  show(): Promise<void> {
    this.open = true;
    return this.#shown;
  }

  /**
   * Queues a message as if the visitor had written it; the panel need not be open. Resolves with whether it was
   * queued: not when it is empty or too long, when a `sc-before-send` listener prevented it, or before consent.
   */
  async send(text: string): Promise<boolean> {
    return !this.#waits && (await this.#startSession()).send(text);
  }

  /**
   * Tells what happened on the page, for the rules of proactive messages: `cart` with `{ value, items }`, `country` with
   * `{ code }`, or any name of the site's own. Stays on this page; `cart` and `purchase` are shown to agents (docs/visitors.md).
   */
  track(event: string, data?: unknown): void {
    const { tracked } = this.#host;
    tracked.set(event, { times: (tracked.get(event)?.times ?? 0) + 1, data });
    this.#host.onTrack?.();
  }

  /** Same as setting {@link visitor}. */
  identify(visitor: Visitor): void {
    this.visitor = visitor;
  }

  /** Forgets identity, conversation, outbox and draft on this device, for instance when a customer signs out. */
  async reset(): Promise<void> {
    this.#kept = undefined;
    if (!this.#waits) (await this.#startSession()).reset();
  }

  /** The visitor takes it back: forgets all that this device holds, as `reset()` and more, in all tabs, and asks again. */
  async withdrawConsent(): Promise<void> {
    if (!this.#waits) await (await loadConsent()).withdraw(this.#host);
  }

  /** Moves the conversation into a window of its own and closes the panel. False when the browser blocked it. */
  popOut(): boolean {
    if (!window.open(this.#config.popOutUrl ?? location.href, popOutName(this.id), 'popup,width=420,height=720'))
      return false;
    this.hide();
    return true;
  }

  connectedCallback(): void {
    if (this.#life) return this.#modeChanged();
    this.upgradeProperties();
    if (window.name === popOutName(this.id)) this.mode = 'page';
    this.#begin();
    void this.#shown.then(() => {
      if (!this.isConnected) return;
      this.#resolveReady();
      this.#emit('sc-ready', undefined);
    });
  }

  disconnectedCallback(): void {
    // Moving within the document disconnects and connects in one go: that must not end anything.
    queueMicrotask(() => {
      if (!this.isConnected) this.#release();
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.#life || before === after) return;
    if (name === 'open') this.#applyOpen(true);
    else if (name === 'mode') this.#modeChanged();
    else if (name === 'locale') this.#wordsChanged();
    else if (name === 'consent') {
      this.#release();
      this.#begin(true);
    } else this.#backEndChanged();
  }

  /** Whether the visitor has to agree before anything is stored, or asked of a server. */
  get #waits(): boolean {
    return this.getAttribute('consent') === 'required';
  }

  #begin(byHand = false): void {
    const key = this.#host.storageKey();
    // Agreed to on an earlier page.
    if (readVisitMark(consentKey(key)) !== null) this.giveConsent();
    this.#life = {};
    this.#modeChanged();
    this.#wordsChanged();
    this.#applyOpen(byHand);
    if (this.#waits) return;
    if (!this.#shownOpen && readVisitMark(key) !== null) whenIdle(() => this.isConnected && void this.#startSession());
    this.#followTriggers();
  }

  #emit<Name extends keyof SupportChatEventMap>(name: Name, detail: SupportChatEventMap[Name]['detail']): boolean {
    const cancelable = /proactive|before/.test(name);
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  #backEndChanged(): void {
    this.#loaded?.adapterChanged();
    this.#followTriggers();
  }

  #modeChanged(): void {
    const floating = this.mode === 'floating';
    this.#view.setFloating(floating);
    if (!floating && !this.#waits) this.open = true;
    this.#panel?.layout();
  }

  #applyOpen(byHand: boolean): void {
    const open = this.open;
    if (open === this.#shownOpen) return;
    this.#shownOpen = open;
    this.#view.setOpen(open);
    this.#host.setState('open', open);
    this.#nameLauncher();
    if (open) {
      // Opened by the page while it loads, the chat does not take the focus away from what the person is doing.
      this.#shown = this.#openPanel(byHand && this.mode === 'floating');
    } else {
      this.#panel?.hide();
      this.#view.setBusy(false);
      this.#view.setFailure();
    }
    this.#emit(open ? 'sc-open' : 'sc-close', undefined);
  }

  async #openPanel(focus: boolean): Promise<void> {
    const life = this.#life;
    const current = (): boolean => life === this.#life && this.#shownOpen;
    this.#view.setFailure();
    this.#view.setBusy(true);
    try {
      const { prepare } = await (this.#waits ? loadConsent() : loadPanel());
      const make = await prepare(this.#host);
      if (!current()) return;
      this.#panel ??= make();
      this.#panel.show(focus);
    } catch (error) {
      if (!current()) return;
      this.#view.setFailure(this.#text('panel-load-failed'), () => void (this.#shown = this.#openPanel(focus)));
      const type = 'urn:support-chat:problem:network-failed';
      this.#emit('sc-error', { type, title: String(error), status: 0, code: 'network-failed' });
    }
    this.#view.setBusy(false);
  }

  async #startSession(): Promise<Session> {
    const life = this.#life;
    this.#session ??= loadPanel().then(async ({ startSession }) => {
      const session = await startSession(this.#host, await this.#kept);
      if (life === this.#life) this.#loaded = session; // else removed meanwhile
      return session;
    });
    try {
      return await this.#session;
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
  }

  #release(): void {
    this.#life = undefined;
    this.#rules?.abort();
    this.#panel?.destroy();
    this.#panel = undefined;
    this.#loaded = undefined;
    // One that did not come leaves nothing behind; whoever asked for it was told.
    this.#kept = this.#session?.then((session) => session.destroy()).catch(() => undefined);
    this.#session = undefined;
    this.#shownOpen = false;
    this.#view.setOpen(false);
    this.#view.setFailure();
  }

  #followTriggers(): void {
    this.#rules?.abort();
    if (this.#life && !this.#waits) this.#rules = seekTriggers(this.#host, SupportChatElement.loadSite);
  }

  #preload(): void {
    // A chunk that does not come now is asked for again, and its failure shown, when the panel opens.
    if (!this.#waits) void loadPanel().catch(() => undefined);
  }

  #setUnread(name: string): void {
    this.#unreadName = name;
    this.#host.setState('unread', Boolean(name));
    this.#nameLauncher();
  }

  /** One of the shell's words. */
  #text(key: keyof LauncherWords): string {
    const own = this.#labels[key];
    return typeof own === 'string' ? own : this.#words[key];
  }

  #nameLauncher(): void {
    const name = this.#shownOpen ? this.#text('launcher-close') : this.#unreadName || this.#text('launcher-open');
    this.#view.setName(name);
  }

  #wordsChanged(): void {
    const language = languageOf(this);
    this.#nameLauncher();
    this.#loaded?.wordsChanged();
    if (!this.#waits)
      void loadLauncherWords(language).then((words) => {
        if (language !== languageOf(this)) return;
        this.#words = words;
        this.#nameLauncher();
      });
  }
}

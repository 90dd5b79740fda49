/**
 * The conversation behind an element, with or without a panel: makes the chat on this page's ports, keeps it in step
 * with the element's properties, and turns what happens into the element's events, badge, teaser and sound. It knows
 * nothing of how the panel looks.
 */
import { createBrowserPorts, type BrowserPorts } from '@support-chat/browser';
import { createChatOn, hasDraftFiles, type Chat, type ChatState, type ChatStorage } from '@support-chat/core';
import {
  AdapterError,
  MAX_LABEL_LENGTH,
  MAX_LOCALE_LENGTH,
  MAX_TEXT_LENGTH,
  MAX_URL_LENGTH,
  type ChatAdapter,
  type WrittenEvent,
  type PageContext,
  type VisitorProfile,
  type WrittenDetails,
} from '@support-chat/protocol';
import { createLocalizer, loadLocalizer, type Localizer, type RenderMessage } from '@support-chat/ui';
import { dressLauncher } from './badge-and-chevron.js';
import type { SupportChatConfig, Visitor } from './element-options.js';
import type { Offer } from './features/proactive/offer.js';
import { followTracked } from './features/site-facts/follow-tracked.js';
import { readMuteChoice, writeMuteChoice } from './mute-choice.js';
import type { Notices } from './notices.js';
import type { ShellHost } from './shell-host.js';
import type { SupportChatElement } from './support-chat-element.js';
import { readVisitMark } from './visit-mark.js';
import { writeVisitMark } from './write-visit-mark.js';

/** What a chat leaves behind that no storage holds, for the next stay of the element in a document. */
export interface KeptChat extends Pick<ChatState, 'storage' | 'outbox' | 'widget'> {
  /** The last back end: the token is its alone. */
  readonly adapter: ChatAdapter;
}

/** The chat of a session; with plug-ins it may have a say in how messages look. */
export interface SessionChat extends Chat {
  readonly render?: RenderMessage;
}

/** Stands in for an adapter that nobody gave or that cannot be made: the panel then says that it cannot go on. */
function missingAdapter(detail: string): ChatAdapter {
  return { name: 'none', open: () => Promise.reject(new AdapterError('not-found', { detail })) };
}

/** Starts the conversation of an element. */
export async function startSession(host: ShellHost, kept: KeptChat | undefined): Promise<Session> {
  const [adapter, localizer] = await Promise.all([adapterOf(host), localizerOf(host)]);
  const storage = kept && (await import('./kept-storage.js')).keptStorage(kept, adapter);
  // Without those that the page asks for it must not begin: what one keeps back would go out.
  const create = host.element.config.plugins && (await import('./features/plugins/plugins.js')).creatorFor(host);
  return new Session(host, adapter, localizer, await storage, create);
}

/** A running conversation. */
export class Session {
  readonly chat: SessionChat;
  /** The back end of now. */
  adapter: ChatAdapter;
  localizer: Localizer;
  /** Set by the panel: other words, or a new localizer. */
  onWords: (() => void) | undefined;
  /** What was offered and not answered yet (V20). */
  offer: Offer | undefined;
  /** Where the conversation is kept on this device. */
  readonly key: string;
  readonly #host: ShellHost;
  readonly #ports: BrowserPorts;
  readonly #life = new AbortController();
  readonly #badge: (count: number) => void;
  #mark: string | null;
  #signed: boolean;
  #unread = 0;
  #phase: ChatState['conversation']['phase'] = 'none';
  #notices: Promise<Notices | undefined> | undefined;
  #adapterChanges = 0;
  /** The owner's, as it was put on. */
  #look: unknown;
  /** What the adapter of now was made of. */
  #made: readonly unknown[];

  constructor(
    host: ShellHost,
    adapter: ChatAdapter,
    localizer: Localizer,
    storage: ChatStorage | undefined,
    create: (...what: Parameters<typeof createChatOn>) => SessionChat = createChatOn,
  ) {
    this.#host = host;
    this.adapter = adapter;
    this.key = host.storageKey();
    this.#badge = dressLauncher(host, this.#life.signal);
    this.#mark = readVisitMark(this.key);
    this.localizer = localizer;
    const { visitor } = host.element;
    this.#signed = !!visitor?.identityToken;
    this.#made = this.#makings();
    const profile = profileOf(visitor);
    this.#ports = createBrowserPorts({ namespace: this.key });
    this.chat = create(storage ? { ...this.#ports, storage } : this.#ports, {
      adapter,
      page: pageContext(localizer),
      ...(profile && { profile }),
    });
    this.chat.dispatch({ type: 'set-muted', muted: readMuteChoice(this.key) });
    if (this.#isSomebodyElse(visitor)) this.reset();
    this.#listen();
    followTracked(host, () => this.#tellSiteFacts(), this.#life.signal);
    this.#tellSiteFacts();
    if (host.element.hasAttribute('consent'))
      import('./features/consent/follow-consent.js').then(
        ({ followConsent }) => followConsent(host, this.#life.signal),
        (error: unknown) => this.#notLoaded(error),
      );
  }

  /** What the owner has set on the server, and over it what the page has. */
  config(): SupportChatConfig {
    const { site } = this.chat.getState();
    return { ...site?.panel, ...site, ...this.#host.element.config };
  }

  /** Whose conversation it is, wherever the panel stands. */
  get element(): SupportChatElement {
    return this.#host.element;
  }

  /** The chat's monotonic clock, milliseconds. */
  now(): number {
    return this.#ports.clock.now();
  }

  /** Wall milliseconds. */
  wallTime(): number {
    return this.#ports.clock.wallTime();
  }

  /** Queues a message, or what else is written, unless it cannot be sent or the page prevents it. */
  send(text: string, details?: WrittenDetails): boolean {
    if (text.trim() === '' && !hasDraftFiles(this.chat.getState())) return false;
    // Too long: the core says so by an error event, and there is nothing to ask the page about.
    if (text.length <= MAX_TEXT_LENGTH && !this.#host.emit('sc-before-send', { text })) return false;
    this.chat.dispatch({ type: 'set-page', page: pageContext(this.localizer) });
    const offered = details ? undefined : this.offer?.details;
    this.offer = undefined;
    const more = details ?? offered;
    const { outbox } = this.chat.getState();
    this.chat.dispatch({ type: 'send', text, withFiles: !details, ...(more && { details: more }) });
    return this.chat.getState().outbox !== outbox;
  }

  setOffer(offer: Offer | undefined): void {
    this.offer = offer;
    this.onWords?.();
  }

  setMuted(muted: boolean): void {
    writeMuteChoice(this.key, muted);
    this.chat.dispatch({ type: 'set-muted', muted });
  }

  /** Forgets everybody and everything on this device. */
  reset(): void {
    this.offer = undefined;
    this.chat.dispatch({ type: 'reset' });
    this.#setMark(null);
  }

  /** Something that an adapter is made of may have changed. */
  adapterChanged(): void {
    const made = this.#makings();
    if (made.every((part, index) => part === this.#made[index])) return;
    this.#made = made;
    const change = ++this.#adapterChanges;
    void adapterOf(this.#host).then((adapter) => {
      if (change === this.#adapterChanges && !this.#life.signal.aborted) this.chat.setAdapter((this.adapter = adapter));
    });
  }

  visitorChanged(): void {
    const { visitor } = this.#host.element;
    const signed = !!visitor?.identityToken;
    if (this.#isSomebodyElse(visitor) || (this.#signed && !signed)) this.reset();
    if (signed !== this.#signed) {
      this.#signed = signed;
      this.adapterChanged();
    }
    if (this.#mark !== null) this.#setMark(visitor?.id ?? '');
    const profile = profileOf(visitor);
    if (profile) this.chat.dispatch({ type: 'identify', profile });
    this.#tellSiteFacts();
  }

  /** What the site knows of its visitor, if anything. */
  #tellSiteFacts(): void {
    const host = this.#host;
    const { profile } = this.chat.getState().visitor;
    if (!(host.element.visitor?.attributes ?? profile?.attributes) && !host.tracked.size) return;
    import('./features/site-facts/site-facts.js').then(
      ({ tellSiteFacts }) => this.#life.signal.aborted || tellSiteFacts(host, this.chat),
      (error: unknown) => this.#notLoaded(error),
    );
  }

  wordsChanged(): void {
    void localizerOf(this.#host).then((localizer) => {
      if (this.#life.signal.aborted) return;
      this.localizer = localizer;
      this.#showUnread();
      this.onWords?.();
    });
  }

  /** Ends everything; resolves with what would otherwise be lost, when the rest is stored. */
  async destroy(): Promise<KeptChat | undefined> {
    this.#life.abort();
    this.#host.setUnread('');
    for (const name of ['unread', 'online', 'ended'] as const) this.#host.setState(name, false);
    const state = this.chat.getState();
    await this.chat.destroy();
    this.#ports.close();
    return state.storage.phase === 'memory' ? { ...state, adapter: this.adapter } : undefined;
  }

  #makings(): readonly unknown[] {
    const { adapter, server, transport } = this.#host.element;
    return [adapter, server, transport, this.#signed];
  }

  #listen(): void {
    const { chat } = this;
    const host = this.#host;
    chat.on('message-received', (message) => this.#received(message));
    chat.on('rated', (rating) => host.emit('sc-rated', rating));
    chat.on('message-sent', (sent) => host.emit('sc-message-sent', sent));
    chat.on('connection', (connection) => host.emit('sc-connection', connection));
    chat.on('error', (problem) => host.emit('sc-error', problem));
    chat.subscribe((state) => this.#stateChanged(state));
    addEventListener('popstate', () => chat.dispatch({ type: 'set-page', page: pageContext(this.localizer) }), {
      signal: this.#life.signal,
    });
  }

  #wear(look: unknown): void {
    if (look === this.#look) return;
    this.#look = look;
    import('./features/site/wear-look.js').then(
      ({ wearLook }) => wearLook(this.#host, this.#look),
      (error: unknown) => this.#notLoaded(error),
    );
  }

  #received(message: WrittenEvent): void {
    this.#host.emit('sc-message-received', message);
    this.#draw((notices) => notices.message(message, this.chat.getState(), this.localizer));
  }

  /** Draws the visitor's attention, unless they look at the conversation anyway. */
  #draw(by: (notices: Notices) => void): void {
    if (!this.chat.getState().widget.open || document.hidden)
      void this.loadNotices().then((notices) => notices && by(notices));
  }

  /** Undefined when the chunk did not come: the launcher still counts, and the next message asks for it again. */
  loadNotices(): Promise<Notices | undefined> {
    const { signal } = this.#life;
    return (this.#notices ??= import('./notices.js').then(
      ({ Notices }) => (signal.aborted ? undefined : new Notices(this.#host, this.key, signal)),
      (error: unknown) => {
        this.#notices = undefined;
        this.#notLoaded(error);
        return undefined;
      },
    ));
  }

  /** The message of an engine names the chunk. */
  #notLoaded(error: unknown): void {
    this.#ports.log.error('chunk-not-loaded', { message: String(error) });
  }

  #stateChanged(state: ChatState): void {
    const host = this.#host;
    const { conversation, connection, outbox, widget } = state;
    host.setState('online', connection.phase === 'online');
    host.setState('ended', conversation.phase === 'ended');
    this.#wear(state.site?.look);
    if (widget.open) void this.#notices?.then((notices) => notices?.closed.hide());
    else if (!host.element.open) void this.loadNotices();
    if (this.#phase === 'queued' && conversation.phase === 'live')
      this.#draw((notices) => notices.play('joined', state));
    this.#phase = conversation.phase;
    if (widget.unread !== this.#unread) {
      this.#unread = widget.unread;
      this.#showUnread();
      void this.loadNotices().then((notices) => notices?.unread(state));
      host.emit('sc-unread', { unread: widget.unread });
    }
    const left = conversation.phase !== 'none' || outbox.length > 0;
    if (left && this.#mark === null) this.#setMark(host.element.visitor?.id ?? '');
  }

  #showUnread(): void {
    const count = this.#unread;
    this.#badge(count);
    this.#host.setUnread(count ? this.localizer.text('launcher-unread', { count }) : '');
  }

  /** Whether the site now names another person than the one who left something here. */
  #isSomebodyElse(visitor: Visitor | undefined): boolean {
    return Boolean(this.#mark && visitor?.id && visitor.id !== this.#mark);
  }

  #setMark(mark: string | null): void {
    this.#mark = mark;
    writeVisitMark(this.key, mark);
  }
}

/** The page's adapter, or the default one for its server; without either, one that says so. Never rejects. */
async function adapterOf(host: ShellHost): Promise<ChatAdapter> {
  const { element } = host;
  const { adapter, server, transport } = element;
  const { defaultAdapter } = element.constructor as typeof SupportChatElement;
  try {
    const base = new URL(server || '/', document.baseURI).href.replace(/\/$/, '');
    const chosen = adapter ?? (await defaultAdapter?.({ server: base, transport })) ?? missingAdapter('Set `adapter`.');
    if (!element.visitor?.identityToken) return chosen;
    let signed: ChatAdapter | undefined;
    return {
      ...chosen,
      async open(options) {
        const current = (): Visitor['identityToken'] => element.visitor?.identityToken;
        const forget = (): void => void host.session().then((session) => session.reset());
        signed ??= (await import('./features/identity/with-identity.js')).withIdentity(chosen, current, forget);
        return signed.open(options);
      },
    };
  } catch (error) {
    return missingAdapter(`server="${server}": ${String(error)}`);
  }
}

/** The words of an element. When a locale's chunk does not come, English is better than nothing. */
async function localizerOf({ element, language }: ShellHost): Promise<Localizer> {
  return loadLocalizer(language(), element.labels).catch(() => createLocalizer('en', element.labels));
}

function profileOf(visitor: Visitor | undefined): VisitorProfile | undefined {
  if (!visitor) return undefined;
  return { name: visitor.name?.slice(0, MAX_LABEL_LENGTH), email: visitor.email?.slice(0, MAX_LABEL_LENGTH) };
}

function pageContext({ locale }: Localizer): PageContext {
  return {
    url: location.href.slice(0, MAX_URL_LENGTH),
    title: document.title.slice(0, MAX_LABEL_LENGTH),
    locale: locale.slice(0, MAX_LOCALE_LENGTH),
    referrer: document.referrer.slice(0, MAX_URL_LENGTH),
  };
}

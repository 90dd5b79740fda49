/**
 * What a signed-in agent sees: inbox, conversations, the visitor, and the keys that lead through them. Owns selection,
 * focus and what is said aloud; the conversations' life is the session's, the looks of each one its pane's.
 */
import type { ChatAdapter, ConversationSummary, ErrorCode } from '@support-chat/protocol';
import { Announcer } from '@support-chat/ui';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { agentBar } from './account/agent-bar.js';
import { chatStrip } from './chat-strip.js';
import { connectionNotice, noticeDue, noticeLine } from './connection-notice.js';
import { aboutVisitor } from './conversation/about-visitor.js';
import { ConversationPane } from './conversation/conversation-pane.js';
import type { SupportDeskEventDetails } from './desk-events.js';
import { actionOf, isWriting, type DeskAction } from './desk-keys.js';
import type { DeskLocalizer } from './desk-localizer.js';
import { DeskSession } from './desk-session.js';
import { personName } from './face.js';
import { inboxList } from './inbox/inbox-list.js';
import type { InboxNews } from './inbox/inbox-news.js';
import { attentionCount, conversationsIn, INBOX_TABS, isOpenTicket, type InboxTab } from './inbox/inbox-view.js';
import { focusRows, rowKeys, stepRows } from './inbox/row-focus.js';
import { keysDialog } from './keys-dialog.js';
import { layoutFor, type Layout } from './layout.js';
import { TitleCount } from './title-count.js';

/** How often waiting times are looked at again, in milliseconds. */
const CLOCK = 10_000;

export interface WorkplaceOptions {
  readonly adapter: ChatAdapter;
  /** The desk: rendered into, measured, asked to render again. */
  readonly element: LitElement;
  readonly localizer: DeskLocalizer;
  readonly canSignOut: boolean;
  readonly onSignOut: () => void;
  /** The inbox was refused for good. */
  readonly onStopped: (code: ErrorCode) => void;
  readonly emit: <Name extends keyof SupportDeskEventDetails>(
    name: Name,
    detail: SupportDeskEventDetails[Name],
  ) => void;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/** The three columns and everything in them. */
export class Workplace {
  readonly #options: WorkplaceOptions;
  readonly #session: DeskSession;
  readonly #panes = new Map<string, ConversationPane>();
  readonly #title = new TitleCount();
  /** Holds the live regions; none of it is seen. */
  readonly #voice = document.createElement('div');
  readonly #announcer: Announcer;
  #localizer: DeskLocalizer;
  #tab: InboxTab = 'waiting';
  /** The row that Tab reaches, when it is in the list. */
  #cursor: string | null = null;
  #layout: Layout;
  /** What a phone shows. */
  #screen: 'inbox' | 'chat' | 'about' = 'inbox';
  /** Null: open where there is room for it. */
  #aboutWanted: boolean | null = null;
  #sideBySide = false;
  #attention = 0;
  /** Where the focus goes when the next rendering is done. */
  #focusNext: 'row' | 'composer' | 'back' | null = null;
  #dueTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: WorkplaceOptions) {
    this.#options = options;
    this.#localizer = options.localizer;
    const { adapter, element, signal, emit } = options;
    this.#layout = layoutFor(element.clientWidth || innerWidth);
    this.#voice.className = 'announcements';
    this.#announcer = new Announcer(this.#voice, options.localizer, signal);
    this.#session = new DeskSession({
      adapter,
      signal,
      onChange: () => element.requestUpdate(),
      onNews: (news) => this.#announce(news),
      onMessage: (message) => emit('sc-message-received', message),
      onError: (problem) => emit('sc-error', problem),
    });
    addEventListener('keydown', (event) => this.#keydown(event), { signal });
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(element);
    const clock = setInterval(() => element.requestUpdate(), CLOCK);
    const end = (): void => {
      observer.disconnect();
      clearInterval(clock);
      clearTimeout(this.#dueTimer);
      for (const pane of this.#panes.values()) pane.destroy();
      this.#title.show(0);
    };
    signal.addEventListener('abort', end, { once: true });
  }

  setLocalizer(localizer: DeskLocalizer): void {
    this.#localizer = localizer;
    this.#announcer.setLocalizer(localizer);
    for (const pane of this.#panes.values()) pane.setLocalizer(localizer);
  }

  render(): TemplateResult {
    const localizer = this.#localizer;
    const { chats, active } = this.#session;
    const summary = active === null ? undefined : this.#summaryOf(active);
    const aboutShown = summary !== undefined && this.#aboutOpen;
    return html`<div class="desk ${this.#layout} show-${this.#screen} ${aboutShown ? 'with-about' : ''}">
      <section class="inbox" aria-labelledby="inbox-title" @keydown=${rowKeys}>${this.#renderInbox()}</section>
      <main class="work" aria-label=${localizer.text('conversations-label')}>
        ${
          chats.length > 1
            ? chatStrip({
                chats,
                active,
                summaryOf: (id) => this.#summaryOf(id),
                sideBySide: this.#sideBySide,
                localizer,
                onOpen: (id) => this.#open(id),
                onSideBySide: () => this.#act('side-by-side'),
              })
            : nothing
        }
        <div class="panes ${this.#showsSeveral ? 'side-by-side' : ''}">
          ${repeat(
            chats,
            ({ id }) => id,
            ({ id }) => this.#paneOf(id).element,
          )}
        </div>
        ${
          chats.length === 0
            ? html`<div class="empty">
                <p class="empty-title">${localizer.text('conversations-empty')}</p>
                <p>${localizer.text('conversations-empty-hint')}</p>
              </div>`
            : nothing
        }
      </main>
      <aside class="about" part="about" aria-label=${localizer.text('about-label')} ?hidden=${!aboutShown}>
        ${summary ? aboutVisitor({ conversation: summary, localizer, onClose: () => this.#closeAbout() }) : nothing}
      </aside>
      ${keysDialog(localizer)} ${this.#voice}
    </div>`;
  }

  /** After each rendering: panes learn what changed, focus goes where it belongs. */
  updated(): void {
    const { chats, active, inbox } = this.#session;
    const open = new Set(chats.map(({ id }) => id));
    for (const [id, pane] of this.#panes) {
      if (open.has(id)) {
        pane.update({
          summary: this.#summaryOf(id),
          self: this.#self,
          visible: this.#isVisible(id),
          active: id === active,
          detailsOpen: id === active && this.#aboutOpen,
        });
      } else {
        pane.destroy();
        this.#panes.delete(id);
      }
    }
    this.#moveFocus();
    const { connection, byId } = inbox.getState();
    const attention = attentionCount(Object.values(byId), this.#self);
    this.#title.show(attention);
    if (attention !== this.#attention) this.#options.emit('sc-attention', { count: attention });
    this.#attention = attention;
    if (connection.phase === 'stopped' && connection.problem) this.#options.onStopped(connection.problem.code);
  }

  #renderInbox(): TemplateResult {
    const localizer = this.#localizer;
    const { inbox, chats, active } = this.#session;
    const { connection, byId, loaded, self } = inbox.getState();
    const lists = Object.fromEntries(INBOX_TABS.map((tab) => [tab, this.#listOf(tab)])) as Record<
      InboxTab,
      readonly ConversationSummary[]
    >;
    const conversations = lists[this.#tab];
    const inList = (id: string | null): boolean => id !== null && conversations.some((row) => row.id === id);
    const cursor = [this.#cursor, active].find(inList) ?? conversations[0]?.id ?? null;
    const now = this.#session.clock.now();
    const notice = connectionNotice(connection, now, localizer);
    this.#renderWhenDue(noticeDue(connection, now));
    return html`<h1 id="inbox-title" class="visually-hidden">${localizer.text('inbox-label')}</h1>
      ${inboxList({
        tab: this.#tab,
        counts: {
          waiting: lists.waiting.length,
          mine: lists.mine.length,
          tickets: lists.tickets.filter(isOpenTicket).length,
          all: Object.keys(byId).length,
        },
        conversations,
        loading: !loaded,
        self: self?.id ?? null,
        open: new Set(chats.map(({ id }) => id)),
        active,
        cursor,
        now: this.#session.clock.wallTime(),
        localizer,
        onTab: (tab) => this.#showTab(tab),
        onOpen: (id) => this.#open(id),
        onCursor: (id) => (this.#cursor = id),
      })}
      <div role="status">${noticeLine(notice, localizer, () => inbox.connect())}</div>
      ${agentBar({
        self,
        online: connection.phase === 'online',
        localizer,
        onKeys: () => this.#act('show-keys'),
        onSignOut: this.#options.canSignOut ? this.#options.onSignOut : null,
      })}`;
  }

  // -- What there is --------------------------------------------------------------------------------------------

  get #self(): string | null {
    return this.#session.inbox.getState().self?.id ?? null;
  }

  get #aboutOpen(): boolean {
    return this.#layout === 'phone' ? this.#screen === 'about' : (this.#aboutWanted ?? this.#layout === 'wide');
  }

  get #showsSeveral(): boolean {
    return this.#sideBySide && this.#layout !== 'phone' && this.#session.chats.length > 1;
  }

  #summaryOf(id: string): ConversationSummary | undefined {
    return this.#session.inbox.getState().byId[id];
  }

  #listOf(tab: InboxTab): readonly ConversationSummary[] {
    return conversationsIn(tab, Object.values(this.#session.inbox.getState().byId), this.#self);
  }

  #isVisible(id: string): boolean {
    if (this.#layout === 'phone' && this.#screen !== 'chat') return false;
    return this.#showsSeveral ? this.#session.isNear(id) : id === this.#session.active;
  }

  #paneOf(id: string): ConversationPane {
    let pane = this.#panes.get(id);
    const chat = this.#session.chats.find((open) => open.id === id);
    if (!pane && chat) {
      pane = new ConversationPane(
        chat,
        {
          now: () => this.#session.clock.now(),
          close: (closed) => this.#close(closed),
          activate: (activated) => activated !== this.#session.active && this.#session.open(activated),
          back: () => this.#back(),
          toggleDetails: () => this.#act('details'),
        },
        this.#localizer,
      );
      this.#panes.set(id, pane);
    }
    if (!pane) throw new Error('A pane is asked for only while its chat is open.');
    return pane;
  }

  // -- What is done ---------------------------------------------------------------------------------------------

  #open(id: string): void {
    this.#cursor = id;
    this.#screen = 'chat';
    this.#session.open(id);
    this.#focusNext = this.#layout === 'phone' ? 'back' : 'composer';
    this.#options.emit('sc-conversation-open', { conversation: id });
  }

  #close(id: string): void {
    this.#cursor = id;
    this.#screen = 'inbox';
    this.#session.close(id);
    this.#focusNext = 'row';
    this.#options.emit('sc-conversation-close', { conversation: id });
  }

  #back(): void {
    this.#screen = this.#screen === 'about' ? 'chat' : 'inbox';
    this.#cursor = this.#session.active;
    this.#focusNext = this.#screen === 'inbox' ? 'row' : 'back';
    this.#options.element.requestUpdate();
  }

  #closeAbout(): void {
    if (this.#layout === 'phone') return this.#back();
    this.#aboutWanted = false;
    this.#focusNext = 'composer';
    this.#options.element.requestUpdate();
  }

  #showTab(tab: InboxTab): void {
    this.#tab = tab;
    this.#options.element.requestUpdate();
  }

  #act(action: DeskAction): void {
    const pane = this.#panes.get(this.#session.active ?? '');
    switch (action) {
      case 'next':
        return stepRows(this.#options.element.renderRoot, 1);
      case 'previous':
        return stepRows(this.#options.element.renderRoot, -1);
      case 'close':
        return this.#session.active === null ? undefined : this.#close(this.#session.active);
      case 'reply':
        return pane?.focusComposer();
      case 'take':
        return pane?.take();
      case 'end':
        return pane?.end();
      case 'tab-waiting':
      case 'tab-mine':
      case 'tab-tickets':
      case 'tab-all':
        return this.#showTab(action.slice('tab-'.length) as InboxTab);
      case 'chat-before':
      case 'chat-after':
        this.#session.step(action === 'chat-before' ? -1 : 1);
        this.#focusNext = 'composer';
        return;
      case 'side-by-side':
        this.#sideBySide = !this.#sideBySide;
        break;
      case 'details':
        if (this.#layout === 'phone') this.#screen = this.#screen === 'about' ? 'chat' : 'about';
        else this.#aboutWanted = !this.#aboutOpen;
        break;
      case 'show-keys':
        return this.#dialog?.showModal();
    }
    this.#options.element.requestUpdate();
  }

  #keydown(event: KeyboardEvent): void {
    const action = actionOf(event);
    if (action === null || this.#dialog?.open) return;
    event.preventDefault();
    // The first Escape leaves the field; what is in it stays. Only the next one closes the chat.
    if (action === 'close' && isWriting(event)) {
      this.#cursor = this.#session.active;
      this.#focusNext = 'row';
      this.#moveFocus();
    } else this.#act(action);
  }

  #moveFocus(): void {
    const wanted = this.#focusNext;
    this.#focusNext = null;
    const root = this.#options.element.renderRoot;
    if (wanted === 'composer') this.#panes.get(this.#session.active ?? '')?.focusComposer();
    else if (wanted === 'back') root.querySelector<HTMLElement>('.pane:not(.out-of-sight) .back')?.focus();
    else if (wanted === 'row') focusRows(root);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#options.element.renderRoot.querySelector('dialog');
  }

  #announce({ type, conversation }: InboxNews): void {
    const name = personName(conversation.visitor, this.#localizer);
    if (type === 'chat-waiting') this.#announcer.status(this.#localizer.text('announce-new-chat', { name }));
    // The log of a conversation in sight speaks for itself.
    else if (!this.#isVisible(conversation.id)) {
      this.#announcer.incoming([{ name, text: conversation.lastMessage?.text ?? '' }]);
    }
  }

  #measure(): void {
    const layout = layoutFor(this.#options.element.clientWidth);
    if (layout === this.#layout) return;
    this.#layout = layout;
    this.#options.element.requestUpdate();
  }

  #renderWhenDue(delay: number | null): void {
    clearTimeout(this.#dueTimer);
    if (delay !== null) this.#dueTimer = setTimeout(() => this.#options.element.requestUpdate(), delay);
  }
}

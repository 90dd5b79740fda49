/**
 * What a signed-in agent sees: inbox, conversations, the visitor, and the keys that lead through them. Owns selection,
 * focus and what is said aloud; the conversations' life is the session's, the looks of each one its pane's.
 */
import type { ConversationSummary } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { agentBar } from './account/agent-bar.js';
import { chatStrip, noChats } from './chat-strip.js';
import { connectionNotice, noticeDue, noticeLine } from './connection-notice.js';
import type { PaneHost } from './conversation/conversation-pane.js';
import { PaneSet } from './conversation/pane-set.js';
import { actionOf, isWriting, type DeskAction } from './desk-keys.js';
import type { DeskLocalizer } from './desk-localizer.js';
import { DeskSession } from './desk-session.js';
import { DeskVoice } from './desk-voice.js';
import { InboxPlaces } from './inbox-places.js';
import { inboxList } from './inbox/inbox-list.js';
import { attentionCount, inboxTabs, type InboxTab } from './inbox/inbox-view.js';
import { focusRows, rowKeys, stepRows } from './inbox/row-focus.js';
import { keysDialog } from './keys-dialog.js';
import { watchLayout, type Layout } from './layout.js';
import { DeskSettings } from './settings/desk-settings.js';
import { DeskSpelling } from './spelling/desk-spelling.js';
import { TitleCount } from './title-count.js';
import { AboutColumn } from './visitor/about-column.js';
import type { WorkplaceOptions } from './workplace-options.js';

/** How often waiting times are looked at again, in milliseconds. */
const CLOCK = 10_000;

/** The three columns and everything in them. */
export class Workplace {
  readonly #options: WorkplaceOptions;
  readonly #session: DeskSession;
  readonly #panes = new PaneSet(() => this.#paneHost());
  readonly #title = new TitleCount();
  readonly #voice: DeskVoice;
  readonly #places: InboxPlaces;
  readonly #about: AboutColumn;
  readonly #settings: DeskSettings | null;
  readonly #spelling: DeskSpelling | undefined;
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
  #focusNext: 'row' | 'composer' | 'back' | 'place' | 'settings' | null = null;
  #dueTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #notLoaded = (): void => this.#voice.alert(this.#localizer.error('network-failed'));

  constructor(options: WorkplaceOptions) {
    this.#options = options;
    this.#localizer = options.localizer;
    const { adapter, settings, notes, mails, spelling, visitors, element, signal, emit } = options;
    this.#layout = watchLayout(element, (layout) => this.#lay(layout), signal);
    this.#voice = new DeskVoice(options.localizer, signal);
    this.#session = new DeskSession({
      ...{ adapter, notes, mails },
      signal,
      onChange: () => element.requestUpdate(),
      onNews: (news) => this.#voice.say(news, this.#isVisible(news.conversation.id)),
      onMessage: (message) => emit('sc-message-received', message),
      onError: (problem) => emit('sc-error', problem),
    });
    this.#places = this.#makePlaces();
    this.#about = new AboutColumn({
      source: visitors,
      localizer: () => this.#localizer,
      nameOfDepartment: (id) => this.#session.departments.nameOf(id),
      now: () => this.#session.clock.wallTime(),
      onOpen: (id) => this.#open(id),
      onClose: () => this.#closeAbout(),
      onChange: () => element.requestUpdate(),
      signal,
    });
    this.#settings =
      settings === undefined
        ? null
        : new DeskSettings({
            ...{ source: settings, signal, onFailed: this.#notLoaded },
            ...{ root: element.renderRoot as ShadowRoot, localizer: () => this.#localizer },
            onChange: (shown) => this.#shows('settings', shown),
          });
    this.#spelling = spelling && new DeskSpelling(spelling, signal);
    addEventListener('keydown', (event) => this.#keydown(event), { signal });
    const clock = setInterval(() => element.requestUpdate(), CLOCK);
    const end = (): void => {
      clearInterval(clock);
      clearTimeout(this.#dueTimer);
      this.#panes.destroy();
      this.#title.show(0);
    };
    signal.addEventListener('abort', end, { once: true });
  }

  setLocalizer(localizer: DeskLocalizer): void {
    this.#localizer = localizer;
    this.#voice.setLocalizer(localizer);
    this.#panes.setLocalizer(localizer);
  }

  render(): TemplateResult {
    const localizer = this.#localizer;
    const { chats, active } = this.#session;
    const summary = active === null ? undefined : this.#summaryOf(active);
    const aboutShown = summary !== undefined && this.#aboutOpen;
    return html`<div
      class="desk ${this.#layout} show-${this.#screen} ${aboutShown ? 'with-about' : ''} ${this.#places.isWide ? 'with-figures' : ''} ${this.#settings?.element ? 'in-settings' : ''}"
    >
      <section class="inbox" aria-labelledby="inbox-title" @keydown=${rowKeys}>${this.#renderInbox()}</section>
      <main class="work" aria-label=${localizer.text('conversations-label')}>
        ${this.#screen === 'inbox' ? nothing : html`<h1 class="visually-hidden phone-title">${localizer.text('conversations-label')}</h1>`}
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
            (chat) => this.#panes.of(chat, localizer).element,
          )}
        </div>
        ${chats.length === 0 ? noChats(localizer) : nothing}
      </main>
      <aside class="about" part="about" aria-label=${localizer.text('about-label')} ?hidden=${!aboutShown}>
        ${this.#about.render(aboutShown ? summary : undefined)}
      </aside>
      ${this.#settings?.element} ${keysDialog(localizer, this.#settings !== null)} ${this.#voice.element}
    </div>`;
  }

  /** After each rendering: panes learn what changed, focus goes where it belongs. */
  updated(): void {
    const { chats, active, inbox } = this.#session;
    this.#panes.update(chats, (id) => ({
      summary: this.#summaryOf(id),
      self: inbox.getState().self,
      visible: this.#isVisible(id),
      active: id === active,
      detailsOpen: id === active && this.#aboutOpen,
    }));
    this.#places.update();
    this.#settings?.update();
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
    const { connection, byId, loaded, self, presence } = inbox.getState();
    const { account } = this.#options;
    const tabs = inboxTabs(Object.values(byId), this.#self);
    const conversations = tabs[this.#tab].rows;
    const inList = (id: string | null): boolean => id !== null && conversations.some((row) => row.id === id);
    const cursor = [this.#cursor, active].find(inList) ?? conversations[0]?.id ?? null;
    const now = this.#session.clock.now();
    const notice = connectionNotice(connection, now, localizer);
    this.#renderWhenDue(noticeDue(connection, now));
    return html`<h1 id="inbox-title" class="visually-hidden">${localizer.text('inbox-label')}</h1>
      ${
        this.#places.element ??
        inboxList({
          tab: this.#tab,
          tabs,
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
        })
      }
      <div role="status">${noticeLine(notice, localizer, () => inbox.connect())}</div>
      ${agentBar({
        self: account?.persona.seen(self) ?? self,
        online: connection.phase === 'online',
        presence: account?.presence.render(presence, localizer) ?? null,
        localizer,
        onPersona: account && (() => void account.persona.open(localizer).catch(this.#notLoaded)),
        onArchive: this.#places.hasArchive ? () => this.#act('archive') : null,
        onStatistics: this.#places.hasStatistics ? () => this.#act('statistics') : null,
        onSettings: this.#settings && (() => this.#act('settings')),
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

  #makePlaces(): InboxPlaces {
    return new InboxPlaces({
      ...this.#options,
      root: this.#options.element.renderRoot as ShadowRoot,
      localizer: () => this.#localizer,
      ...{ self: () => this.#self, active: () => this.#session.active, onFailed: this.#notLoaded },
      open: () => new Set(this.#session.chats.map(({ id }) => id)),
      now: () => this.#session.clock.wallTime(),
      onOpen: (id) => this.#open(id),
      onChange: (shown) => this.#shows('place', shown),
    });
  }

  /** What stands in the place of others came or went. */
  #shows(what: 'place' | 'settings', shown: boolean): void {
    if (what === 'place') this.#screen = 'inbox';
    this.#focusNext = shown ? what : 'row';
    this.#options.element.requestUpdate();
  }

  #summaryOf(id: string): ConversationSummary | undefined {
    return this.#session.inbox.getState().byId[id] ?? this.#places.summaryOf(id) ?? this.#about.summaryOf(id);
  }

  #isVisible(id: string): boolean {
    if (this.#layout === 'phone' && this.#screen !== 'chat') return false;
    return this.#showsSeveral ? this.#session.isNear(id) : id === this.#session.active;
  }

  #paneHost(): PaneHost {
    return {
      now: () => this.#session.clock.now(),
      close: (closed) => this.#close(closed),
      activate: (activated) => activated !== this.#session.active && this.#session.open(activated),
      back: () => this.#back(),
      toggleDetails: () => this.#act('details'),
      shortcuts: this.#options.shortcuts,
      spelling: this.#spelling,
      notesOf: (id) => this.#session.notesOf(id),
      mailsOf: (id) => this.#session.mailsOf(id),
    };
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
    const pane = this.#panes.find(this.#session.active);
    switch (action) {
      case 'next':
        return stepRows(this.#options.element.renderRoot, 1);
      case 'previous':
        return stepRows(this.#options.element.renderRoot, -1);
      case 'close':
        return this.#session.active === null ? undefined : this.#close(this.#session.active);
      case 'reply':
      case 'note':
        return pane?.write(action);
      case 'shortcuts':
        return pane?.openShortcuts();
      case 'take':
        return pane?.take();
      case 'pass-on':
        return pane?.passOn();
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
      case 'archive':
      case 'statistics':
        return void this.#places.toggle(action);
      case 'settings':
        return void this.#settings?.toggle();
      case 'presence':
        return this.#options.account?.presence.toggle();
      case 'show-keys':
        return this.#options.element.renderRoot.querySelector<HTMLDialogElement>('[part="keys"]')?.showModal();
    }
    this.#options.element.requestUpdate();
  }

  #keydown(event: KeyboardEvent): void {
    const action = actionOf(event);
    // In a dialog the keys are those of the dialog.
    if (action === null || this.#options.element.renderRoot.querySelector('dialog[open]')) return;
    const settings = this.#settings?.element ? this.#settings : null;
    if (settings && action !== 'close' && action !== 'settings' && action !== 'show-keys') return;
    event.preventDefault();
    if (settings && action === 'close') return settings.back();
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
    if (wanted === 'composer') this.#panes.find(this.#session.active)?.focusComposer();
    else if (wanted === 'back') root.querySelector<HTMLElement>('.pane:not(.out-of-sight) .back')?.focus();
    else if (wanted === 'row') focusRows(root);
    else if (wanted === 'place') this.#places.focus();
    else if (wanted === 'settings') this.#settings?.focus();
  }

  #lay(layout: Layout): void {
    this.#layout = layout;
    this.#options.element.requestUpdate();
  }

  #renderWhenDue(delay: number | null): void {
    clearTimeout(this.#dueTimer);
    if (delay !== null) this.#dueTimer = setTimeout(() => this.#options.element.requestUpdate(), delay);
  }
}

/**
 * What a person sees of the conversation: lays out header, home, log, state line and composer in a dialog,
 * once per frame whatever happened. It owns focus, the modal sheet on phones and the menu. What messages look like is
 * the log's, what is typed the composer's, what is true the core's.
 */
import type { ChatState } from '@support-chat/core';
import { problem as makeProblem, type Problem } from '@support-chat/protocol';
import {
  adoptStyles,
  baseStyles,
  Composer,
  composerStyles,
  logStyles,
  MessageLog,
  oncePerFrame,
  panelTokens,
  stateLine,
  stateLineDue,
  type StateLine,
} from '@support-chat/ui';
import { nothing, render } from 'lit/html.js';
import { create } from '../create.js';
import type * as receptionModule from '../features/reception/reception.js';
import { startSession, type Session } from '../session.js';
import type { ShellHost } from '../shell-host.js';
import type { Help } from '../features/help/help.js';
import { chunks, fileWays, loadParts, loadReception, loadSheet, PHONE, SMALL } from './chunks.js';
import { deepestActive } from './deepest-active.js';
import { panelStyles } from './panel-styles.js';
import { isEmpty, panelTemplate, type PanelMenu, type PanelView } from './panel-template.js';
import type { SupportChatConfig } from '../element-options.js';
import type { Ended } from '../features/ended/ended.js';
import type * as sheetModule from './phone-sheet.js';

export { startSession };

const MINUTE = 60_000;
const closedView: PanelView = { menuOpen: false, page: null };

/** Loads what is needed to show the panel; resolves with what makes it. Rejects when it does not come. */
export async function prepare(host: ShellHost): Promise<() => Panel> {
  const session = await host.session();
  await loadParts(session);
  return () => new Panel(session, host);
}

/** See the module. */
export class Panel {
  readonly #session: Session;
  readonly #host: ShellHost;
  readonly #dialog = create('dialog', { part: 'panel', class: 'panel', tabindex: '-1' });
  readonly #life = new AbortController();
  readonly #phone = matchMedia(PHONE);
  readonly #small = matchMedia(SMALL);
  #sheet: sheetModule.PhoneSheet | undefined;
  readonly #logHost = document.createElement('div');
  readonly #composerHost = document.createElement('div');
  readonly #log: MessageLog;
  readonly #composer: Composer;
  #view: PanelView = closedView;
  #menu: PanelMenu | undefined;
  #help: Help | undefined;
  #helpLoading: Promise<void> | undefined;
  #reception: receptionModule.Reception | undefined;
  #ended: Promise<Ended | undefined> | undefined;
  #problem: Problem | null = null;
  #line: StateLine | null = null;
  /** What says the line aloud. */
  #said: HTMLElement | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #returnTo: HTMLElement | null = null;
  /** What had the focus when a page covered it. */
  #cameFrom: HTMLElement | null = null;

  constructor(session: Session, host: ShellHost) {
    this.#session = session;
    this.#host = host;
    adoptStyles(host.root, panelTokens, baseStyles, logStyles, composerStyles, panelStyles);
    const { chat, localizer } = session;
    const { signal } = this.#life;
    this.#logHost.className = 'log-host';
    this.#composerHost.className = 'composer';
    this.#composerHost.part.add('composer');
    this.#log = new MessageLog({
      container: this.#logHost,
      localizer,
      perspective: 'visitor',
      onAction: (action) =>
        action.type === 'send' ? session.send(action.text, action.details) : chat.dispatch(action),
      files: chat.files,
      render: chat.render,
      signal,
    });
    this.#composer = new Composer({
      container: this.#composerHost,
      localizer,
      files: { chat, zone: this.#dialog, ...fileWays },
      keepEmoji: () => [localStorage, session.key],
      onSend: (text) => this.#send(text),
      onDraft: (text) => chat.dispatch({ type: 'set-draft', text }),
      onType: () => chat.dispatch({ type: 'type', preview: session.config().typingPreview?.enabled === true }),
      onAlert: (text) => this.#log.announcer.alert(text),
      signal,
    });
    host.view.append(this.#dialog);
    this.#listen(signal);
    this.#speak();
    this.#receive();
    this.#render();
  }

  /** Where it stands now: in the element, or in a window of its own (`features/windows`). */
  get #root(): ShadowRoot {
    return this.#dialog.getRootNode() as ShadowRoot;
  }

  /** Shows the panel; `focus` puts the person into the composer. */
  show(focus: boolean): void {
    this.#returnTo = focus ? deepestActive() : null;
    this.#session.chat.dispatch({ type: 'set-open', open: true });
    this.#render();
    this.layout();
    if (focus) this.#focus();
    else if (this.#dialog.matches(':modal')) this.#dialog.focus();
  }

  /** Hides it; the focus returns to where it was. */
  hide(): void {
    const focused = this.#root.activeElement;
    const hadFocus = this.#dialog.contains(focused) || this.#dialog === focused;
    this.#session.chat.dispatch({ type: 'set-open', open: false });
    this.#view = closedView;
    this.#sheet?.leave();
    this.#dialog.close();
    if (!hadFocus) return;
    const target = this.#returnTo;
    if (target?.isConnected && !this.#dialog.contains(target)) target.focus({ preventScroll: true });
    else this.#host.view.launcher.focus({ preventScroll: true });
  }

  /** Becomes what the mode and the screen ask for: a modal sheet when it fills a phone, else a part of the page. */
  layout(): void {
    const dialog = this.#dialog;
    if (!this.#host.element.open || !dialog.isConnected) return;
    const modal = this.#phone.matches && this.#host.element.mode === 'floating';
    const focused = this.#root.activeElement as HTMLElement | null;
    // Its looks come first: a dialog that is not fixed yet would take the page along when it gets the focus.
    if (chunks.sheet) adoptStyles(this.#root, chunks.sheet.phoneSheetStyles);
    else if (this.#small.matches) this.#after(loadSheet(), () => this.layout()); // it became small just now
    dialog.classList.toggle('sheet', modal);
    if (dialog.matches(':modal') !== modal) dialog.close();
    if (modal && !dialog.open) dialog.showModal();
    else dialog.open = true;
    if (focused && dialog.contains(focused)) focused.focus({ preventScroll: true });
    if (modal && chunks.sheet) {
      this.#sheet ??= new chunks.sheet.PhoneSheet(dialog, () => this.#host.element.hide());
      this.#sheet.enter();
    } else this.#sheet?.leave();
    this.update();
  }

  /** Where the person writes: the page that stands there instead, or the composer. */
  #focus(): void {
    if (!this.#reception?.focus()) this.#composer.focus();
  }

  /** Takes the reception in, fetching it beforehand: without a network it could not come when it is needed. */
  #receive(): void {
    if (!chunks.reception) {
      const idle: (callback: () => void) => unknown = globalThis.requestIdleCallback ?? setTimeout;
      // What does not come now is asked for again when the panel is shown.
      idle(
        () =>
          void loadReception().then(
            () => this.#life.signal.aborted || this.#receive(),
            () => undefined,
          ),
      );
      return;
    }
    adoptStyles(this.#root, ...chunks.reception.styles);
    this.#reception ??= new chunks.reception.Reception({
      session: this.#session,
      shell: this.#host,
      dialog: this.#dialog,
      render: () => this.#render(),
      alert: (text) => this.#log.announcer.alert(text),
      fail: (problem) => this.#setProblem(problem),
      focusComposer: () => this.#composer.focus(),
    });
    this.update();
  }

  /** Goes on when a part has come; when it has not, the person is told and may ask again. */
  #after(loading: Promise<void>, next: () => void): void {
    void loading.then(next, () => this.#setProblem(makeProblem('network-failed')));
  }

  /** Something that is shown has changed: renders with the next frame. */
  readonly update = oncePerFrame(this.#dialog, () => this.#life.signal.aborted || this.#render());

  /** Releases everything and takes the dialog away. */
  destroy(): void {
    this.#life.abort();
    clearTimeout(this.#timer);
    this.#sheet?.leave();
    this.#session.onWords = undefined;
    render(nothing, this.#dialog);
    this.#dialog.remove();
  }

  #listen(signal: AbortSignal): void {
    const { chat } = this.#session;
    const { root, element } = this.#host;
    const stops = [
      chat.subscribe((state) => {
        this.update();
        // Now, so that both render in the same frame.
        this.#log.update(state);
      }),
      chat.on('error', (problem) => this.#setProblem(problem)),
      chat.on('message-sent', () => this.#setProblem(null)),
    ];
    signal.addEventListener('abort', () => stops.forEach((stop) => stop()), { once: true });
    this.#session.onWords = () => {
      this.#speak();
      this.#log.setLocalizer(this.#session.localizer);
      this.#composer.setLocalizer(this.#session.localizer);
      this.update();
    };
    for (const query of [this.#phone, this.#small]) query.addEventListener('change', () => this.layout(), { signal });
    root.addEventListener('keydown', (event) => this.#keydown(event as KeyboardEvent), { signal });
    // A close request of the browser, such as Android's back gesture.
    this.#dialog.addEventListener(
      'cancel',
      (event) => {
        if (event.target !== this.#dialog) return; // somebody left a file picker without a choice
        event.preventDefault();
        element.hide();
      },
      { signal },
    );
  }

  /** Only when it changes: said again, the same language is looked at again in every row. */
  #speak(): void {
    const { direction, locale } = this.#session.localizer;
    this.#dialog.dir = direction;
    this.#dialog.lang = locale;
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || !this.#host.element.open) return;
    if (this.#view.page) this.#setView({ page: null });
    else if (this.#host.element.mode === 'floating') this.#host.element.hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #send(text: string): boolean {
    const sent = this.#session.send(text);
    if (sent) this.#log.scrollToEnd();
    return sent;
  }

  #setProblem(problem: Problem | null): void {
    this.#problem = problem;
    const told = this.#session.chat.getState().outbox.some(({ phase }) => phase === 'failed');
    if (problem && !told) this.#log.announcer.alert(this.#session.localizer.error(problem.code));
    this.update();
  }

  /** Says the state line aloud when it changes: connection and progress politely, what has stopped at once (Y4). */
  #sayLine(line: StateLine | null): void {
    const before = this.#line;
    this.#line = line;
    if ((line?.topic ?? line?.text) === (before?.topic ?? before?.text)) return;
    const { announcer } = this.#log;
    if (line?.kind === 'stopped') announcer.alert(line.text);
    else if (line) this.#said = announcer.status(line.text);
    else if (before?.kind === 'connection') announcer.status(this.#session.localizer.text('connection-back'));
    else this.#said?.remove(); // what was said after it stays
  }

  async #loadMenu(): Promise<void> {
    this.#menu ??= await import('./menu.js');
    adoptStyles(this.#root, ...this.#menu.styles);
  }

  /** What does not come now is asked for again with the next rendering: nobody waits for it. */
  #loadHelp(): Promise<void> {
    const { signal } = this.#life;
    return (this.#helpLoading ??= import('../features/help/help.js').then(
      ({ Help, styles }) => {
        adoptStyles(this.#root, ...styles);
        this.#help = new Help({ session: this.#session, onChange: () => this.update(), signal });
        this.update();
      },
      () => (this.#helpLoading = undefined),
    ));
  }

  #setView(change: Partial<PanelView>): void {
    if (change.menuOpen && !this.#menu) {
      this.#after(this.#loadMenu(), () => {
        if (this.#host.element.open) this.#setView(change);
      });
      return;
    }
    const before = this.#view;
    const focused = this.#root.activeElement as HTMLElement | null;
    this.#view = { ...before, ...change };
    this.#render();
    if (this.#view.menuOpen && !before.menuOpen) this.#menu?.focusMenu(this.#dialog);
    if (this.#view.page && this.#view.page !== before.page) {
      if (!before.page) this.#cameFrom = focused;
      this.#dialog.querySelector<HTMLElement>('.page-back')?.focus();
    } else if (before.page && !this.#view.page) {
      if (this.#cameFrom?.isConnected) this.#cameFrom.focus();
      else this.#composer.focus();
    }
  }

  #render(): void {
    const { chat, localizer } = this.#session;
    const state = chat.getState();
    const { element } = this.#host;
    const config = this.#session.config();
    this.#dialog.ariaLabel = config.title ?? localizer.text('panel-name');
    this.#log.update(state);
    this.#composer.update(state);
    const now = this.#session.now();
    const reception = this.#reception?.view(state, isEmpty(state));
    const hadFocus = this.#composerHost.contains(this.#root.activeElement);
    const line = stateLine(state, now, localizer);
    this.#sayLine(line);
    render(
      panelTemplate({
        state,
        localizer,
        config,
        floating: element.mode === 'floating',
        line,
        problem: this.#problem,
        view: this.#view,
        offer: this.#session.offer,
        menu: this.#menu,
        help: state.site?.articles ? this.#help : undefined,
        reception,
        // What fails now is told when it is asked for.
        onReachForMenu: () => void this.#loadMenu().catch(() => undefined),
        logHost: this.#logHost,
        composerHost: this.#composerHost,
        onView: (change) => this.#setView(change),
        onClose: () => element.hide(),
        onPopOut: () => element.popOut(),
        onMuted: (muted) => this.#session.setMuted(muted),
        session: this.#session,
        root: this.#root,
        signal: this.#life.signal,
        onAlert: (text) => this.#log.announcer.alert(text),
        dispatch: chat.dispatch,
      }),
      this.#dialog,
    );
    this.#composerHost.hidden = Boolean(reception?.page);
    if (hadFocus && reception?.page) this.#reception?.focus();
    this.#showEnded(state, config);
    this.#wakeAt(state, now);
    if (state.site?.articles) void this.#loadHelp();
  }

  /** Once a conversation has ended: then, and for as long as the part is there, it follows the state. */
  #showEnded(state: ChatState, { rating = {} }: SupportChatConfig): void {
    if (state.conversation.phase !== 'ended' && !this.#ended) return;
    this.#ended ??= import('../features/ended/ended.js').then(
      ({ Ended }) => new Ended(this.#log, this.#session.chat, () => this.#composer.focus()),
      // Nobody has asked for it: the next ending, or the next time it is opened, asks again.
      () => (this.#ended = undefined),
    );
    void this.#ended.then((part) => part?.update(state, this.#session.localizer, rating));
  }

  /** The state line speaks up three seconds after a cut although nothing happens then. */
  #wakeAt(state: ChatState, now: number): void {
    clearTimeout(this.#timer);
    const due = stateLineDue(state, now);
    // And opening hours begin and end by themselves.
    const hours = this.#session.config().hours ? MINUTE - (this.#session.wallTime() % MINUTE) : null;
    const wait = Math.min(due ?? Infinity, hours ?? Infinity);
    if (wait < Infinity) this.#timer = setTimeout(() => this.update(), wait + 1);
  }
}

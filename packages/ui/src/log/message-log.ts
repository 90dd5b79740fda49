/**
 * The log of a conversation: renders a core state into a container of the caller's shadow root, without one of its own.
 * Says how its parts meet: `group-list` (elements), `row` (templates), `scroll-keeper` (position), `row-walker`
 * (keyboard), `announcements` (voice), `delivery` (marks). Owns the frame: whatever arrived, one rendering and one
 * scroll write. Holds no state of the conversation; what the person asks for goes out as actions.
 */
import { othersCursors, type Chat, type ChatAction, type ChatState } from '@support-chat/core';
import { isWritten } from '@support-chat/protocol';
import { html, nothing, render } from 'lit/html.js';
import { arrowDownIcon } from '../icon-paths.js';
import { icon } from '../icons.js';
import type * as markdown from '../features/markdown/markdown.js';
import type { Localizer } from '../localizer/localizer.js';
import { oncePerFrame } from '../once-per-frame.js';
import { adoptStyles } from '../styles/adopt-styles.js';
import { Announcements } from './announcements.js';
import { Announcer } from './announcer.js';
import { DeliveryMarks } from './delivery.js';
import { lastSeq, pendingEntries, placementOf, type PendingEntry, type Perspective } from './entries.js';
import { GroupList } from './group-list.js';
import { IdleQueue } from './idle-queue.js';
import { rise } from './rise.js';
import {
  loadingRows,
  rowIn,
  rowTemplate,
  streamedRows,
  typingRow,
  type AsideOf,
  type RenderMessage,
  type RowContext,
} from './row.js';
import { RowSlots } from './row-slots.js';
import { RowWalker } from './row-walker.js';
import { ScrollKeeper } from './scroll-keeper.js';
import { TimeTexts } from './time-texts.js';

/** What the log asks for; a subset of {@link ChatAction}, so `chat.dispatch` can be passed as it is. */
export type LogAction = Extract<
  ChatAction,
  { type: 'load-history' | 'retry' | 'discard' | 'set-reading' | 'send' | 'identify' }
>;

export interface MessageLogOptions {
  /** Empty element in the panel; the log fills it and scrolls inside it. Give it a height (flex: 1). */
  readonly container: HTMLElement;
  readonly localizer: Localizer;
  /** Whose side is 'own': the visitor's, or that of the agents and bots. */
  readonly perspective: Perspective;
  /**
   * Asked for while rendering or by the person: earlier history near the top, retry and discard at a failed message,
   * `set-reading` when the end comes into sight or leaves it, `send` with the answer to a card, `identify` with the
   * personal offer that was taken.
   */
  readonly onAction: (action: LogAction) => void;
  /** Where the bytes of files are; absent: messages name their files and show none. */
  readonly files?: Chat['files'];
  /** Draws messages that it knows better than their words; asked while rendering. */
  readonly render?: RenderMessage | undefined;
  /** What stands between the rows, see {@link MessageLog.asideChanged}; asked while rendering. */
  readonly aside?: AsideOf | undefined;
  /** Releases every listener, observer and timer and empties the container. */
  readonly signal: AbortSignal;
}

/** How near to the top earlier history is asked for, in heights of the viewport. */
const HISTORY_MARGIN = 1.5;
/** How far above the end the way back is shown, in pixels. */
const JUMP_DISTANCE = 120;
/** How often relative times are brought up to date, in milliseconds. */
const CLOCK = 30_000;
/** More rows than this in one frame, or less time than this (ms) since the last, are a burst that does not rise. */
const MOST_RISING = 3;
const CALM = 250;

/** What of a state the log shows; the rest changes without it. */
const shown = [
  'timeline',
  'outbox',
  'typing',
  'conversation',
  'connection',
  'capabilities',
  'storage',
  'self',
  'uploads',
] as const satisfies readonly (keyof ChatState)[];

/** The message log. */
export class MessageLog {
  /** The voice of the log; the panel speaks through it as well, so that there is one `status` and one `alert`. */
  readonly announcer: Announcer;
  /** Before the first row and after the last one, scrolling with them: for greetings, slots and the like. */
  readonly before = division('log-before');
  readonly after = division('log-after');

  readonly #options: MessageLogOptions;
  readonly #scroller = division('log-scroller');
  readonly #content = division('log-content');
  readonly #start = division('log-start');
  readonly #end = division('log-end');
  readonly #jump = division('log-jump');
  readonly #groups: GroupList;
  readonly #scroll: ScrollKeeper;
  readonly #walker: RowWalker;
  readonly #announcements: Announcements;
  readonly #slots: readonly RowSlots[];
  readonly #marks = new DeliveryMarks();
  readonly #times = new TimeTexts();
  readonly #requestFrame = oncePerFrame(this.#scroller, () => {
    if (this.#state && !this.#options.signal.aborted) this.#render(this.#state);
  });
  #localizer: Localizer;
  #state: ChatState | null = null;
  /** Messages shown at the end in the last frame, not stored yet the pending ones; null before the first one. */
  #shown: { readonly seq: number; readonly pending: ReadonlySet<string>; readonly at: number } | null = null;
  /** End of the log when the reader was last there. */
  #seen = 0;
  #farFromEnd = false;
  #renderAnew = false;
  /** Places behind which something else is to stand. */
  readonly #asides = new Set<number>();
  #markdown: typeof markdown | undefined;
  #loadingMarkdown = false;

  constructor(options: MessageLogOptions) {
    this.#options = options;
    this.#localizer = options.localizer;
    const { container, perspective, signal } = options;

    this.#scroller.role = 'log';
    this.#scroller.ariaLive = 'off';
    this.#scroller.part.add('log');
    this.#content.append(this.before, this.#start, this.#end, this.after);
    this.#scroller.append(this.#content);
    container.classList.add('log');
    container.append(this.#scroller, this.#jump);
    this.announcer = new Announcer(container, this.#localizer, signal);
    this.#announcements = new Announcements(this.announcer, perspective);

    const { announcer } = this;
    this.#slots = [
      new RowSlots(
        '.card-slot',
        async () => {
          const { Cards } = await import('../features/cards/cards.js');
          const state = (): ChatState | null => this.#state;
          return new Cards({ ...options, announcer, state, onAnswer: (answer) => this.#answer(answer) });
        },
        this.#requestFrame,
      ),
      new RowSlots(
        '.file-slot',
        async () => (await import('../features/files/attachments.js')).createAttachments({ ...options, announcer }),
        this.#requestFrame,
      ),
    ];
    this.#groups = new GroupList({
      parent: this.#content,
      end: this.#end,
      context: () => this.#context(),
      onFilled: (group) => {
        this.#marks.adopt(group);
        this.#times.adopt(group, Date.now());
        if (this.#state) for (const slots of this.#slots) slots.adopt(group, this.#state, this.#localizer);
        this.#scroll.filled(group);
      },
      signal,
    });
    this.#scroll = new ScrollKeeper({
      scroller: this.#scroller,
      content: this.#content,
      rowsAt: (offset) => this.#groups.rowsAt(offset),
      rowOf: (id) => this.#groups.rowOf(id),
      onSettled: () => this.#settled(),
      signal,
    });
    this.#walker = new RowWalker({
      scroller: this.#scroller,
      groups: () => [...this.#groups.elements, this.#end],
      ensureRows: (group) => this.#groups.ensureRows(group),
      reveal: (row, newest) => this.#scroll.reveal(row, newest),
      size: () => (this.#state ? lastSeq(this.#state) + this.#pending().length : 0),
      signal,
    });
    this.#listen();
    this.#label();
    // The first moment a page writes costs an engine up to 70 ms; better now, while the back end is waited for.
    new IdleQueue(() => !this.#localizer.clock(0), signal).wake();
  }

  /** Takes the state of now. Cheap to call on every change: rendering happens once per frame, if anything is to be seen. */
  update(state: ChatState): void {
    const before = this.#state;
    this.#state = state;
    if (!before || shown.some((part) => before[part] !== state[part])) this.#requestFrame();
  }

  /** Another language or other labels: everything is rendered anew, the place in the log stays. */
  setLocalizer(localizer: Localizer): void {
    this.#localizer = localizer;
    this.announcer.setLocalizer(localizer);
    this.#renderAnew = true;
    this.#label();
    this.#requestFrame();
  }

  /** What `aside` gives behind the row at a place is something else now. */
  asideChanged(seq: number): void {
    this.#asides.add(seq);
    this.#requestFrame();
  }

  /** To the newest message, following from there on: call it after the person sent something. */
  scrollToEnd(): void {
    this.#scroll.scrollToEnd();
  }

  #listen(): void {
    const { container, signal } = this.#options;
    container.addEventListener('click', (event) => this.#clicked(event), { signal });
    // Captured, because it does not bubble.
    this.#scroller.addEventListener(
      'contentvisibilityautostatechange',
      (event) => {
        if (!(event as ContentVisibilityAutoStateChangeEvent).skipped) this.#groups.ensureRows(event.target as Element);
      },
      { capture: true, signal },
    );
    const clock = setInterval(() => {
      this.#times.update(Date.now(), this.#localizer);
      this.#requestFrame();
    }, CLOCK);
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(clock);
        container.replaceChildren();
      },
      { once: true },
    );
  }

  #context(): RowContext {
    const state = this.#state;
    if (!state) throw new Error('The log has no state yet.');
    const { perspective, render, aside } = this.#options;
    return {
      state,
      perspective,
      render,
      aside,
      localizer: this.#localizer,
      receipts: othersCursors(state),
      now: Date.now(),
      marked: (text) => this.#markdown?.renderMarkdown(text, this.#localizer) ?? (void this.#loadMarkdown(), text),
    };
  }

  /** Brings what reads Markdown. Until then, and where it does not come, messages are shown as they were typed. */
  async #loadMarkdown(): Promise<void> {
    if (this.#loadingMarkdown) return;
    this.#loadingMarkdown = true;
    try {
      this.#markdown = await import('../features/markdown/markdown.js');
      adoptStyles(this.#scroller.getRootNode() as ShadowRoot, this.#markdown.markdownStyles);
      this.#renderAnew = true;
      this.#requestFrame();
    } catch {
      this.#loadingMarkdown = false; // The next rendering asks again.
    }
  }

  #pending(): readonly PendingEntry[] {
    return this.#state ? pendingEntries(this.#state, this.#options.perspective) : [];
  }

  #render(state: ChatState): void {
    const context = this.#context();
    const pending = this.#pending();
    this.#walker.beforeRender();
    if (this.#renderAnew) {
      this.#renderAnew = false;
      this.#marks.clear();
      this.#times.clear();
      for (const slots of this.#slots) slots.clear();
      this.#groups.clear();
    }
    this.#groups.update(state.timeline, pending[0] ?? null, context);
    for (const seq of this.#asides) this.#groups.refill(seq, context);
    this.#asides.clear();
    this.#marks.update(context.receipts, this.#localizer);
    this.#renderEnd(pending, context);
    for (const slots of this.#slots) slots.update([this.#groups.open, this.#end], state, this.#localizer);
    this.#renderStart(state);
    this.#scroll.rendered();
    this.#walker.afterRender();
    this.#riseNewRows(state, pending);
    this.#announcements.update(state, this.#localizer);
    if (this.#scroll.following) this.#seen = lastSeq(state);
    this.#renderJump();
    this.#tellReading(state);
  }

  #renderEnd(pending: readonly PendingEntry[], context: RowContext): void {
    const previous = this.#groups.lastEntry;
    const rows = pending.map((entry, index) =>
      rowTemplate(entry, placementOf(pending[index - 1] ?? previous, entry, pending[index + 1] ?? null), context),
    );
    render(html`${rows}${streamedRows(pending.at(-1) ?? previous, context)}${typingRow(context)}`, this.#end);
  }

  /** Where earlier messages will stand while there are some, so that their loading moves nothing. */
  #renderStart({ timeline, capabilities, connection, storage, role }: ChatState): void {
    const earlier = timeline.cursor !== null && !timeline.atStart && capabilities?.history === true;
    const first =
      timeline.cursor === null && connection.phase === 'connecting' && (role === 'agent' || !!storage.token);
    render(earlier || first ? loadingRows(this.#localizer, timeline.loadingHistory || first) : nothing, this.#start);
  }

  #renderJump(): void {
    const visible = this.#farFromEnd && !this.#scroll.following;
    const unseen = this.#state !== null && lastSeq(this.#state) > this.#seen;
    const label = this.#localizer.text(unseen ? 'log-new-messages' : 'log-to-end');
    render(
      visible
        ? html`<button type="button" class="jump" part="jump" data-action="to-end" aria-label=${label} title=${label}>
            ${unseen ? html`<span>${label}</span>` : nothing}${icon(arrowDownIcon)}
          </button>`
        : nothing,
      this.#jump,
    );
  }

  /** Rows that came one by one rise into their place. One that only moves into the log, from the outbox or grown before, does not. */
  #riseNewRows(state: ChatState, pending: readonly PendingEntry[]): void {
    const before = this.#shown;
    const seq = lastSeq(state);
    const fresh = pending.filter(({ id }) => !before?.pending.has(id)).map(({ id }) => id);
    for (const event of state.timeline.open) {
      const news = isWritten(event) && event.seq > (before?.seq ?? 0);
      if (news && !before?.pending.has(event.id)) fresh.push(event.id);
    }
    const at = fresh.length > 0 ? performance.now() : (before?.at ?? 0);
    const ids = [...pending.map(({ id }) => id), ...state.typing.map(({ message }) => message ?? '')];
    this.#shown = { seq, pending: new Set(ids), at };
    const calm = before !== null && before.seq > 0 && at - before.at > CALM && fresh.length <= MOST_RISING;
    if (!calm || !this.#scroll.following) return;
    for (const id of fresh) rise(this.#groups.rowAtEnd(id) ?? rowIn(this.#end, id));
  }

  #tellReading({ widget }: ChatState): void {
    const reading = this.#scroll.following;
    if (reading !== widget.reading) this.#options.onAction({ type: 'set-reading', reading });
  }

  /** After scrolling and resizing; layout is clean. */
  #settled(): void {
    const state = this.#state;
    if (!state) return;
    const { timeline, capabilities, connection } = state;
    this.#farFromEnd = this.#scroll.distanceToEnd > JUMP_DISTANCE;
    if (this.#scroll.following) this.#seen = lastSeq(state);
    this.#renderJump();
    this.#tellReading(state);
    const near = this.#scroller.scrollTop < this.#scroller.clientHeight * HISTORY_MARGIN;
    const more = timeline.cursor !== null && !timeline.atStart && !timeline.loadingHistory;
    if (near && more && capabilities?.history && connection.phase === 'online') {
      this.#options.onAction({ type: 'load-history' });
    }
  }

  #clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>('[data-action]');
    if (!button) return;
    const { action, id = '' } = button.dataset;
    if (action === 'retry' || action === 'discard') this.#options.onAction({ type: action, id });
    else if (action === 'copy') void this.#markdown?.copyCode(button, this.#localizer, this.announcer);
    else if (action === 'to-end') {
      this.#walker.focusNewest();
      this.#scroll.scrollToEnd();
    }
  }

  #answer(answer: Omit<Extract<LogAction, { type: 'send' }>, 'type'>): void {
    this.#options.onAction({ type: 'send', ...answer });
    this.scrollToEnd();
  }

  #label(): void {
    this.#options.container.dir = this.#localizer.direction;
    this.#scroller.ariaLabel = this.#localizer.text('log-label');
  }
}

function division(className: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  return element;
}

/** One earlier conversation on the page: its log, drawn as the present one is, and the way to continue it. */
import { conversationsOf, type ConversationReader } from '@support-chat/core';
import { ProtocolError, type ConversationOverview, type ErrorCode } from '@support-chat/protocol';
import { displayName, MessageLog, type LogAction } from '@support-chat/ui';
import type { SessionChat } from '../../session.js';
import type { HistoryWords } from './history-page.js';

interface HistoryReaderOptions {
  readonly overview: ConversationOverview;
  readonly chat: SessionChat;
  readonly words: HistoryWords;
  /** What the log asks for beside earlier messages. */
  readonly onAction: (action: LogAction) => void;
  readonly onChange: () => void;
}

/** See the module. */
export class HistoryReader {
  readonly overview: ConversationOverview;
  /** What the page is called while it shows this. */
  readonly title: string;
  /** Where the log is drawn. */
  readonly host = document.createElement('div');
  /** Why nothing came, or why it could not be continued. */
  problem: ErrorCode | null = null;
  /** It is being continued. */
  opening = false;
  readonly #options: HistoryReaderOptions;
  readonly #life = new AbortController();
  readonly #log: MessageLog;
  #reader: ConversationReader | undefined;

  constructor(options: HistoryReaderOptions) {
    this.#options = options;
    const { overview, chat, words } = options;
    this.overview = overview;
    const { agent } = overview;
    const day = words.dateTime(overview.startedAt);
    this.title = agent ? `${displayName(agent, words)}, ${day}` : day;
    this.host.className = 'log-host';
    const { signal } = this.#life;
    this.#log = new MessageLog({
      container: this.host,
      localizer: words,
      perspective: 'visitor',
      onAction: (action) => (action.type === 'load-history' ? void this.#earlier() : options.onAction(action)),
      files: chat.files,
      render: chat.render,
      signal,
    });
  }

  /** Loads the newest page. */
  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.#reader = conversationsOf(this.#options.chat).read(this.overview);
      this.update();
      await this.#reader.load();
    });
  }

  /** Takes the state of now. */
  update(): void {
    const state = this.#reader?.getState();
    if (state) this.#log.update(state);
  }

  /** Makes it the current conversation. @returns whether it is, as soon as the chat shows it */
  async open(): Promise<boolean> {
    const { chat } = this.#options;
    this.opening = true;
    this.#options.onChange();
    const opened = await this.#attempt(async () => {
      await conversationsOf(chat).open(this.overview.id);
      await isIn(chat, this.overview.id, this.#life.signal);
    });
    this.opening = false;
    if (!opened) this.#options.onChange();
    return opened && !this.#life.signal.aborted;
  }

  destroy(): void {
    this.#life.abort();
  }

  #earlier(): Promise<boolean> {
    const loading = this.#attempt(async () => this.#reader?.loadEarlier());
    this.update();
    return loading;
  }

  async #attempt(work: () => Promise<void> | undefined): Promise<boolean> {
    this.problem = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.problem = error instanceof ProtocolError ? error.code : 'network-failed';
      this.#log.announcer.alert(this.#options.words.error(this.problem));
      return false;
    } finally {
      if (!this.#life.signal.aborted) {
        this.update();
        this.#options.onChange();
      }
    }
  }
}

/** The chat shows that conversation, or nobody waits for it any more. */
function isIn(chat: SessionChat, id: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      resolve();
    };
    const stop = chat.subscribe(({ conversation }) => conversation.id === id && done());
    signal.addEventListener('abort', done, { once: true });
    if (chat.getState().conversation.id === id) done();
  });
}

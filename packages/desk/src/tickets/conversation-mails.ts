/**
 * The mails of one conversation on this desk: what became of them, and the one that is being handed over. Lives as long as the
 * work of the agent. An answer keeps its id until it is stored, so that no answer of the server lost makes two of it.
 */
import type { Ports } from '@support-chat/core';
import {
  ProtocolError,
  readShortQuestion,
  readShortQuestions,
  readTicketMail,
  readTicketMails,
  retryVerdict,
  type Cursor,
  type ErrorCode,
  type QuestionDraft,
  type ShortQuestions,
  type TicketMail,
} from '@support-chat/protocol';
import type { MailSource } from './mail-source.js';

/** Milliseconds after which loading is tried again. */
const PAUSE = 5000;

interface ConversationMailsOptions {
  readonly source: MailSource;
  readonly conversation: string;
  readonly ports: Pick<Ports, 'clock' | 'random'>;
  readonly signal: AbortSignal;
}

/** Who shows them: mails of the messages at these places are others now. */
export type MailsViewer = (places: readonly number[]) => void;

/** See the module. */
export class ConversationMails {
  readonly #options: ConversationMailsOptions;
  #viewer: MailsViewer | null = null;
  #list: readonly TicketMail[] = [];
  #canSend = false;
  /** The version that was heard of, and the one that is loaded. */
  #heard = -1;
  #loaded = -1;
  #loading = false;
  /** The answer that is not known to be stored. */
  #open: { readonly id: string; readonly text: string } | null = null;
  /** The same of a question, as JSON. */
  #openQuestion: { readonly id: string; readonly draft: string } | null = null;

  constructor(options: ConversationMailsOptions) {
    this.#options = options;
  }

  /** By place. */
  get list(): readonly TicketMail[] {
    return this.#list;
  }

  /** Whether an answer can go by mail. */
  get canSend(): boolean {
    return this.#canSend;
  }

  /** Whether short questions can be sent. */
  get canAsk(): boolean {
    return this.#options.source.questions !== undefined;
  }

  /** Somebody shows them, until the signal. */
  show(viewer: MailsViewer, signal: AbortSignal): void {
    this.#viewer = viewer;
    signal.addEventListener('abort', () => this.#viewer === viewer && (this.#viewer = null), { once: true });
  }

  /** Something became of a mail: gets what is new. @param version - what the row of the inbox says */
  heard(version: number): void {
    if (version <= this.#heard) return;
    this.#heard = version;
    void this.#load();
  }

  /** The visitor had everything deleted, and these with it. */
  erased(): void {
    this.#take([]);
    this.#canSend = false;
  }

  /**
   * Answers by mail.
   *
   * @param after - how far the agent has read
   * @returns null when it is stored; else why it is not
   */
  async send(text: string, after: Cursor): Promise<ErrorCode | null> {
    const { source, conversation, ports, signal } = this.#options;
    if (this.#open?.text !== text) this.#open = { id: ports.random.id(), text };
    try {
      const answer = await source.put(conversation, this.#open.id, { text, after }, signal);
      const { mail } = readTicketMail(answer, 'answer');
      this.#open = null;
      // What was heard meanwhile is newer.
      if (!this.#list.some(({ id }) => id === mail.id)) this.#take([...this.#list, mail]);
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  /** How a question can go from here. @returns the ways, or why they are not known */
  async readWays(): Promise<ShortQuestions['ways'] | ErrorCode> {
    const { source, conversation, signal } = this.#options;
    try {
      return readShortQuestions(await source.questions?.load(conversation, signal), 'answer').ways;
    } catch (error) {
      return codeOf(error);
    }
  }

  /** Asks a visitor who has left. @returns null when it is stored; else why it is not */
  async ask(draft: QuestionDraft): Promise<ErrorCode | null> {
    const { source, conversation, ports, signal } = this.#options;
    const said = JSON.stringify(draft);
    if (this.#openQuestion?.draft !== said) this.#openQuestion = { id: ports.random.id(), draft: said };
    try {
      readShortQuestion(await source.questions?.put(conversation, this.#openQuestion.id, draft, signal), 'answer');
      this.#openQuestion = null;
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  /** Tries one again that was refused. @returns null, or why it cannot be tried */
  async retry(id: string): Promise<ErrorCode | null> {
    const { source, conversation, signal } = this.#options;
    try {
      const { mail } = readTicketMail(await source.retry(conversation, id, signal), 'answer');
      this.#take(this.#list.map((known) => (known.id === mail.id ? mail : known)));
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  async #load(): Promise<void> {
    const { source, conversation, signal, ports } = this.#options;
    if (this.#loading) return;
    this.#loading = true;
    try {
      while (this.#loaded < this.#heard) {
        const version = this.#heard;
        const { canSend, mails } = readTicketMails(await source.load(conversation, signal), 'answer');
        this.#canSend = canSend;
        this.#loaded = version;
        this.#take(mails);
      }
    } catch (error) {
      if (signal.aborted || retryVerdict(codeOf(error)) === 'never') return;
      const stop = ports.clock.setTimer(PAUSE, () => void this.#load());
      signal.addEventListener('abort', stop, { once: true });
    } finally {
      this.#loading = false;
    }
  }

  #take(mails: readonly TicketMail[]): void {
    const before = this.#list;
    this.#list = mails;
    this.#viewer?.([...before, ...mails].map(({ seq }) => seq));
  }
}

/** @throws what is no failure of the back end */
function codeOf(error: unknown): ErrorCode {
  if (error instanceof ProtocolError) return error.code;
  if (error instanceof DOMException && error.name === 'AbortError') return 'connection-lost';
  throw error;
}

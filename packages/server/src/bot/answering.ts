/**
 * The bot at work in live conversations (V29): answers what is asked, shows the answer while it grows, asks back, hands over. The
 * bus says where something is asked, the database what (D3). Any number of servers may do this on one database: each talk is one
 * server's for a while, and what is said is stored once, whoever tries (`store-reply.ts`).
 */
import { MAX_TEXT_LENGTH, type Author, type Card } from '@support-chat/protocol';
import { createHash } from 'node:crypto';
import { channels, type Bus, type BusMessage, type Subscriber } from '../bus/bus.js';
import { Frame } from '../bus/frame.js';
import type { Clock, Random } from '../clock.js';
import type { Log } from '../connection/host.js';
import { ConversationWork } from '../conversation/conversation-work.js';
import type { Conversations } from '../conversation/conversations.js';
import type { Store } from '../store/store.js';
import type { Bot } from './bot.js';
import { findWaiting, holdTalk, isAnswering, letTalkGo, type HeldTalk } from './bot-talks.js';
import { sourceLines, type Decision } from './decide.js';
import { askModel, type ModelSettings } from './model.js';
import { readQuestion, readTalk, type Question } from './read-question.js';
import { storeReply, type Reply } from './store-reply.js';
import { showGrowing } from './show-growing.js';

/** Milliseconds after which it looks again without a reason: for what no notice told of, and for other servers' leftovers. */
const LOOK_AGAIN = 5_000;
/** Talks found by one look, and talks at once. */
const FOUND_AT_ONCE = 100;
const CONCURRENCY = 8;
/** Milliseconds between two times that a server says it is still at it. */
const HOLD_AGAIN = 5_000;

export interface AnsweringOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly conversations: Conversations;
  readonly bot: Bot;
  /** Whether somebody is there to hand over to. */
  readonly isStaffed: () => boolean;
  /** Null: answers are the passages themselves. */
  readonly model: ModelSettings | null;
  /** Milliseconds between two pieces of an answer that is there already. */
  readonly pace: number;
}

/** See the module. */
export class Answering implements Subscriber {
  readonly #options: AnsweringOptions;
  /** Of this server, among those that share the database; SQLite has one server, which takes up again at once what it left. */
  readonly #node: string;
  readonly #talks = new ConversationWork(CONCURRENCY, (conversation) => this.#work(conversation));
  readonly #end = new AbortController();
  #isOn = false;
  #isUsed = false;
  #name: string | undefined;
  #lookedAt = -Infinity;
  #looking: Promise<void> | null = null;

  constructor(options: AnsweringOptions) {
    this.#options = options;
    this.#node = options.store.dialect === 'sqlite' ? 'the-server' : options.random.id();
    options.bus.subscribe(channels.inbox, this);
  }

  /** Whether visitors are answered, as of the last reading of the owner's settings. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** Takes the owner's settings anew. */
  async configure(settings: { readonly name?: string | undefined } | undefined): Promise<void> {
    this.#name = settings?.name;
    const { store } = this.#options;
    this.#isOn = await store.read(isAnswering);
    // A bot that was switched off may have left something.
    this.#isUsed =
      this.#isOn || (await store.read((database) => findWaiting(database, Number.MAX_SAFE_INTEGER, 1))).length > 0;
    this.#look();
  }

  deliver(message: BusMessage): void {
    if (!this.#isOn || message.kind !== 'notice' || message.type !== 'conversation-changed') return;
    this.#talks.want(message.conversation);
  }

  /** Looks again when it is time. To be called every second or so. */
  sweep(): void {
    if (this.#options.clock.now() - this.#lookedAt >= LOOK_AGAIN) this.#look();
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    await this.#looking;
    await this.#talks.settle();
  }

  /** Answers nothing any more. What was under way is answered from the beginning by the next start, or by another server. */
  async stop(): Promise<void> {
    this.#options.bus.unsubscribe(channels.inbox, this);
    this.#end.abort();
    this.#talks.end();
    await this.settle();
  }

  #look(): void {
    if (!this.#isUsed || this.#end.signal.aborted) return;
    this.#lookedAt = this.#options.clock.now();
    this.#looking ??= this.#find().finally(() => (this.#looking = null));
  }

  async #find(): Promise<void> {
    const { store, clock, log } = this.#options;
    try {
      const found = await store.read((database) => findWaiting(database, clock.wallTime(), FOUND_AT_ONCE));
      for (const conversation of found) this.#talks.want(conversation);
    } catch (error) {
      log.warn({ error }, 'bot-talks-not-read');
    }
  }

  async #work(conversation: string): Promise<void> {
    const { store, clock, log } = this.#options;
    const key = { key: conversation };
    try {
      while (!this.#end.signal.aborted) {
        const holder = { node: this.#node, now: clock.wallTime() };
        const talk = await store.write((transaction) => holdTalk(transaction, conversation, holder), key);
        if (talk === null) return;
        const question = await store.read((database) => readQuestion(database, conversation, talk.answered));
        if (question === null) return; // erased, or cut by a restored backup
        await this.#answer(conversation, question, talk);
      }
    } catch (error) {
      // The talk is free again when its time is over, and found by the next look.
      if (!this.#end.signal.aborted) log.warn({ error, conversation }, 'bot-failed');
    }
    await store
      .write((transaction) => letTalkGo(transaction, conversation, this.#node), key)
      .catch((error: unknown) => log.warn({ error, conversation }, 'bot-talk-not-left'));
  }

  async #answer(conversation: string, question: Question, talk: HeldTalk): Promise<void> {
    const { bot, conversations, clock, store } = this.#options;
    const isOn = await store.read(isAnswering);
    const decision = await bot.decide({ ...question, askedBack: talk.askedBack });
    const author: Author = { kind: 'bot', id: 'bot', ...(this.#name !== undefined && { name: this.#name }) };
    const id = replyId(conversation, question.id);
    // Files are for eyes; and a bot that was switched off hands over what is left.
    const handsOver = decision.outcome === 'person' || !isOn || question.text === '';
    const show = (text: string): void => {
      const said = { type: 'message-streamed', conversation, id, author, text } as const;
      this.#options.bus.publish(channels.conversation(conversation), Frame.of(said, 'ephemeral', { conversation }));
    };
    show('');
    const text = handsOver
      ? decision.words[this.#options.isStaffed() ? 'handOver' : 'nobody']
      : await this.#write(conversation, question, decision, show);
    this.#end.signal.throwIfAborted();
    const fromModel = !handsOver && decision.outcome === 'ask-back' && text !== decision.text;
    const asksBack = !handsOver && decision.outcome === 'ask-back' && !fromModel;
    const card: Card = {
      kind: 'choices',
      choices: (fromModel ? decision.choices.slice(-1) : decision.choices).map(({ id: choice, label }) => ({
        id: choice,
        label: label.slice(0, 200),
      })),
    };
    const reply: Reply = {
      ...{ conversation, id, author, handsOver, to: question.seq, time: clock.wallTime() },
      text: text.slice(0, MAX_TEXT_LENGTH),
      card: handsOver ? null : card,
      // Small talk in between does not make a second question of it.
      askedBack: asksBack || (talk.askedBack && decision.outcome === 'small-talk'),
      department: (await bot.departmentOf(decision)) ?? talk.department,
    };
    const { done } = await conversations.commit((transaction) => storeReply(transaction, reply), conversation);
    if (done !== null) return;
    const stopped = { type: 'typing-stopped', conversation, author } as const;
    this.#options.bus.publish(channels.conversation(conversation), Frame.of(stopped, 'ephemeral', { conversation }));
  }

  /** The words of the answer, shown as they come. */
  async #write(
    conversation: string,
    question: Question,
    decision: Decision,
    show: (text: string) => void,
  ): Promise<string> {
    const { model, pace } = this.#options;
    const isAnswered = decision.outcome === 'answer' || decision.outcome === 'ask-back';
    // What somebody has chosen by its heading is shown as it is written.
    if (model !== null && isAnswered && decision.passages.length > 0 && question.choice === undefined) {
      const written = await this.#ask(model, conversation, question, decision, show);
      if (written !== null) return written;
    }
    await showGrowing(decision.text, { show, pace, signal: this.#end.signal });
    return decision.text;
  }

  /** @returns null when the model has no answer, or is not to be had */
  async #ask(
    model: ModelSettings,
    conversation: string,
    { text: question, seq }: Question,
    { passages }: Decision,
    show: (text: string) => void,
  ): Promise<string | null> {
    const { store, clock, log, bot } = this.#options;
    const stillAtIt = setInterval(() => {
      const holder = { node: this.#node, now: clock.wallTime() };
      store.write((transaction) => holdTalk(transaction, conversation, holder)).catch(() => undefined);
    }, HOLD_AGAIN);
    try {
      const talk = await store.read((database) => readTalk(database, conversation, seq));
      const answer = await askModel(model, { question, passages, talk }, show, this.#end.signal);
      if (answer === null) return null;
      return `${answer}\n\n${sourceLines(passages.slice(0, 3), await bot.links())}`;
    } catch (error) {
      if (this.#end.signal.aborted) throw error;
      // Says what went wrong and nothing of what was asked.
      log.warn({ problem: error instanceof Error ? error.message : 'unknown' }, 'bot-model-failed');
      return null;
    } finally {
      clearInterval(stillAtIt);
    }
  }
}

/** The same for the same question, whichever server answers it and however often it begins. */
function replyId(conversation: string, question: string): string {
  return createHash('sha256').update(`${conversation} ${question}`).digest('hex').slice(0, 32);
}

/**
 * The conversations of this server: stores commands and tells the bus, reads for those who resume. The one place
 * between the log and the bus, so that nothing is published before its commit or out of its order.
 */
import {
  MAX_PAGE_EVENTS,
  ProtocolError,
  type Author,
  type ConversationPhase,
  type ConversationSnapshot,
  type ConversationSummary,
  type ConversationsPage,
  type ConversationsQuery,
  type Cursor,
  type HistoryPage,
  type LogCommand,
  type LogEvent,
  type Participant,
} from '@support-chat/protocol';
import { channels, type Bus } from '../bus/bus.js';
import { Frame } from '../bus/frame.js';
import type { Clock, Random } from '../clock.js';
import { findHolder, signIn, type SignInOutcome } from '../identity/sign-in.js';
import type { SignedIdentity } from '../identity/signed-identity.js';
import type { AgentSession } from '../identity/session.js';
import type { Transaction } from 'kysely';
import type { Schema } from '../store/schema.js';
import type { Store } from '../store/store.js';
import { actorKey, mayUse, type Actor } from './actor.js';
import { execute, type Stored } from './commands.js';
import { openConversation, type Left } from './current.js';
import { restampAll, restampTruncated } from './epoch.js';
import { eraseConversation, eraseVisitor, forgetVisitor, type Erased, type IsDue, type Owned } from './erase.js';
import { readHead, type ConversationHead, type ConversationRow } from './log.js';
import { readHistory, takeSnapshot } from './pages.js';
import { moveCursors, type CursorReport } from './participants.js';
import { readOverviews } from './overviews.js';
import { readSummaries } from './summaries.js';

/** Most UTF-16 code units of a log, as JSON, that is read at once. */
const MAX_WHOLE = 8 * 1024 * 1024;

interface ConversationsOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
}

/** A command and whose it is. */
interface Chosen {
  readonly actor: Actor;
  readonly command: LogCommand;
}

/** What was stored, and in whose name. */
export interface Done {
  readonly actor: Author;
  readonly stored: Stored;
}

/** What brings a conversation into the queue or out of it, beside its making. */
const QUEUE_EVENTS: ReadonlySet<string> = new Set([
  'participant-joined',
  'conversation-ended',
  'conversation-reopened',
]);

/** Commands in, events out. All methods throw coded `ProtocolError`s, `unavailable` among them. */
export class Conversations {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(options: ConversationsOptions) {
    this.#store = options.store;
    this.#bus = options.bus;
    this.#clock = options.clock;
    this.#random = options.random;
  }

  /**
   * Stores a command and, after the commit, tells everybody who listens.
   *
   * @throws ProtocolError as `execute` does, `unavailable`
   */
  async execute(actor: Actor, command: LogCommand): Promise<Stored> {
    const stored = await this.executeChosen(() => ({ actor, command }), command.conversation ?? actor.id);
    if (stored === null) throw new Error('A command that was given was not stored.');
    return stored;
  }

  /**
   * The same for a command that is found out in the transaction that stores it; null: there is none.
   *
   * @param choose - may run more than once
   * @param key - as in `WriteOptions`
   */
  async executeChosen(
    choose: (transaction: Transaction<Schema>) => Chosen | Promise<Chosen | null>,
    key: string,
  ): Promise<Stored | null> {
    const context = {
      time: this.#clock.wallTime(),
      newConversation: this.#random.id(),
      newEpoch: this.#random.id(),
    };
    const { done } = await this.commit(async (transaction) => {
      const chosen = await choose(transaction);
      if (chosen === null) return { done: null };
      const { actor, command } = chosen;
      return { done: { actor, stored: await execute(transaction, actor, command, context) } };
    }, key);
    return done?.stored ?? null;
  }

  /**
   * The same for what is no command of a client: stores it and, after the commit, tells everybody who listens.
   *
   * @param work - may run more than once; `done` is null when nobody has to be told of anything
   */
  async commit<What extends { readonly done: Done | null }>(
    work: (transaction: Transaction<Schema>) => Promise<What>,
    key: string,
  ): Promise<What> {
    const what = await this.#store.write(work, { key });
    // No await between here and the last publish: the order of the commits is the order of the frames.
    if (what.done !== null) this.#publish(what.done);
    return what;
  }

  #publish({ actor, stored }: Done): void {
    const { conversation, visitor, epoch, events } = stored;
    for (const event of events) {
      const frame = Frame.of(event, 'exact', { conversation, cursor: { epoch, seq: event.seq } });
      this.#bus.publish(channels.conversation(conversation), frame);
      // Second, because who hears of a new conversation here changes over to its channel.
      if (stored.created) this.#bus.publish(channels.visitor(visitor), frame);
    }
    if (stored.joined && stored.joined.delivered > 0) this.#tellCursors(conversation, stored.joined, actorKey(actor));
    this.#tellSwitched(visitor, stored.left, conversation);
    if (events.length > 0) this.#noteChange(conversation);
    if (stored.created || stored.queueMoved || events.some(({ type }) => QUEUE_EVENTS.has(type))) {
      this.#bus.publish(channels.queue, { kind: 'notice', type: 'queue-changed', waited: stored.waited ?? null });
    }
  }

  /**
   * Makes one of a visitor's conversations the current one; all their connections change over to it.
   *
   * @returns its newest place
   * @throws ProtocolError `conversation-unknown`, `forbidden`
   */
  async open(actor: Actor, id: string): Promise<Cursor> {
    const { conversation, left } = await this.#store.write((transaction) => openConversation(transaction, actor, id), {
      key: actor.id,
    });
    this.#tellSwitched(conversation.visitor, left, id);
    return { epoch: conversation.epoch, seq: conversation.head };
  }

  /** Where nobody was in any, the event that made it tells them. */
  #tellSwitched(visitor: string, left: Left, conversation: string): void {
    if (typeof left !== 'string') return;
    const channel = channels.conversation(left);
    this.#bus.publish(channel, { kind: 'notice', type: 'conversation-switched', visitor, conversation });
  }

  /** Stores how far somebody got and tells the others. Reports that say nothing true or new are ignored (D4). */
  async moveCursors(actor: Actor, report: CursorReport, connection: string): Promise<void> {
    const { conversation } = report;
    const moved = await this.#store.write((transaction) => moveCursors(transaction, actor, report), {
      key: conversation,
    });
    if (moved === null) return;
    if (moved.joined) this.#tellCursors(conversation, moved.participant, connection);
    if (actor.kind === 'agent') this.#noteChange(conversation);
  }

  #tellCursors(conversation: string, participant: Participant, except: string): void {
    const frame = Frame.of({ type: 'cursor-moved', conversation, participant }, 'ephemeral', { conversation, except });
    this.#bus.publish(channels.conversation(conversation), frame);
  }

  /**
   * A conversation as of now with one page: what follows `after`, or the newest.
   *
   * @throws ProtocolError `conversation-unknown`, also for a visitor who asks for somebody else's
   */
  async snapshot(actor: Actor, id: string, after: Cursor | null): Promise<ConversationSnapshot> {
    const snapshot = await this.#store.read(async (database) =>
      takeSnapshot(database, await this.#find(actor, id, database), after),
    );
    if (after === null || after.epoch !== snapshot.epoch || after.seq <= snapshot.head) return snapshot;
    // The client was told of an event that is no more: the log was cut without its epoch being changed.
    if (!(await restampTruncated(this.#store, id, after, this.#random.id()))) return this.snapshot(actor, id, null);
    const replaced = await this.snapshot(actor, id, null);
    this.#publishReset(replaced);
    return replaced;
  }

  /** Events before a place. @throws ProtocolError `conversation-unknown`, `epoch-stale` */
  async history(actor: Actor, id: string, before: Cursor, limit: number): Promise<HistoryPage> {
    return this.#store.read(async (database) => {
      const conversation = await this.#find(actor, id, database);
      if (conversation.epoch !== before.epoch) throw new ProtocolError('epoch-stale');
      return readHistory(database, conversation, before.seq, limit);
    });
  }

  /**
   * A whole log, ascending.
   *
   * @throws ProtocolError `conversation-unknown`; `frame-too-large` when it is more than a mail can hold
   */
  async readWhole(actor: Actor, id: string): Promise<readonly LogEvent[]> {
    const pages: (readonly LogEvent[])[] = [];
    const { epoch, head } = await this.snapshot(actor, id, null);
    for (let before = head + 1, bytes = 0; before > 1;) {
      const { events, atStart } = await this.history(actor, id, { epoch, seq: before }, MAX_PAGE_EVENTS);
      bytes += JSON.stringify(events).length;
      if (bytes > MAX_WHOLE) throw new ProtocolError('frame-too-large', { detail: 'The conversation is too long.' });
      pages.unshift(events);
      before = atStart ? 1 : (events[0]?.seq ?? 1);
    }
    return pages.flat();
  }

  /** The newest place of a conversation, or of a visitor's current one; null when there is none. */
  async head(by: 'id' | 'visitor', value: string): Promise<ConversationHead | null> {
    return this.#store.read((database) => readHead(database, by, value));
  }

  /** Whether there is such a conversation and it is not theirs. */
  async isForeign(actor: Actor, id: string): Promise<boolean> {
    const row = await this.#store.read((database) => findRow(database, id));
    return row !== undefined && !mayUse(actor, row);
  }

  /** A visitor's own conversations, see `readOverviews`. @throws ProtocolError `forbidden` */
  async overview(actor: Actor, query: ConversationsQuery): Promise<ConversationsPage> {
    if (actor.kind !== 'visitor') throw new ProtocolError('forbidden', { detail: 'Agents have the inbox.' });
    return this.#store.read((database) => readOverviews(database, actor.id, query));
  }

  /**
   * Conversations page by page, newest started first.
   *
   * @param options.before - `startedAt` of the last one of the page before
   */
  async list(options: {
    readonly agent: AgentSession;
    readonly phase?: ConversationPhase | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  }): Promise<readonly ConversationSummary[]> {
    const { phase = 'any', before, limit } = options;
    const found = await this.#store.read((database) =>
      readSummaries(database, [options.agent.agent.id], { phase, startedBefore: before, limit }),
    );
    return found.map(({ summary }) => summary);
  }

  /** Tells that the inbox rows of a visitor's conversations are different now. */
  async noteVisitorChange(visitor: string): Promise<void> {
    for (const id of await this.#idsOf(visitor)) this.#noteChange(id);
  }

  async #idsOf(visitor: string): Promise<readonly string[]> {
    const rows = await this.#store.read((database) =>
      database.selectFrom('conversations').select('id').where('visitor', '=', visitor).execute(),
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Erases what a visitor left and ends their connections; whoever reads along sees places without words.
   *
   * @returns what is gone; the bytes of the files are the caller's to remove
   */
  async erase(visitor: string): Promise<Erased> {
    const time = this.#clock.wallTime();
    const erased = await this.#store.write(
      (transaction) => eraseVisitor(transaction, visitor, { time, newEpoch: () => this.#random.id() }),
      { key: visitor },
    );
    await this.#tellErased(visitor, erased.conversations);
    return erased;
  }

  /**
   * Erases one conversation because its time is over; the visitor too, when it was their last one.
   *
   * @returns ids of the files whose bytes are the caller's to remove; null when it is not due
   */
  async expire(conversation: Owned, isDue: IsDue): Promise<readonly string[] | null> {
    const { id, visitor } = conversation;
    const context = { time: this.#clock.wallTime(), newEpoch: () => this.#random.id() };
    const erased = await this.#store.write(
      (transaction) => eraseConversation(transaction, conversation, isDue, context),
      { key: visitor },
    );
    if (erased === null) return null;
    if (erased.everything) await this.#tellErased(visitor, erased.conversations);
    else {
      await this.#tellReplaced([id]);
      if (erased.current !== null) this.#tellSwitched(visitor, id, erased.current);
    }
    return erased.uploads;
  }

  /** Forgets a visitor who never wrote. As {@link expire}. */
  async forget(visitor: string, isDue: IsDue): Promise<readonly string[] | null> {
    const work = (transaction: Transaction<Schema>) => forgetVisitor(transaction, visitor, isDue);
    const uploads = await this.#store.write(work, { key: visitor });
    if (uploads !== null)
      this.#bus.publish(channels.visitor(visitor), { kind: 'notice', type: 'visitor-left', visitor });
    return uploads;
  }

  async #tellErased(visitor: string, conversations: readonly string[]): Promise<void> {
    await this.#tellLeft(visitor, conversations);
    if (conversations.length > 0)
      this.#bus.publish(channels.queue, { kind: 'notice', type: 'queue-changed', waited: null });
  }

  /**
   * Lets somebody in whom their site vouches for; what they wrote without a name is theirs from then on.
   *
   * @param device - its token, hashed, and the one that it may get
   */
  async signIn(
    identity: SignedIdentity,
    device: { readonly presented: string | undefined; readonly issued: string },
  ): Promise<SignInOutcome> {
    const { presented, issued } = device;
    const holder = presented && (await this.#store.read((database) => findHolder(database, presented)));
    const context = {
      ...{ time: this.#clock.wallTime(), issued, newVisitor: this.#random.id(), newEpoch: () => this.#random.id() },
      presented: presented === undefined ? undefined : { session: presented, holder: holder || undefined },
    };
    const outcome = await this.#store.write((transaction) => signIn(transaction, identity, context), {
      key: `person ${identity.id}`,
    });
    if (outcome.ended !== null) await this.#tellLeft(outcome.ended, outcome.moved);
    await this.noteVisitorChange(outcome.visitor);
    return outcome;
  }

  /** Connections of a visitor close; whoever reads along in what was replaced gets it as it is now. */
  async #tellLeft(visitor: string, replaced: readonly string[]): Promise<void> {
    const notice = { kind: 'notice', type: 'visitor-left', visitor } as const;
    const theirs = await this.#idsOf(visitor);
    this.#bus.publish(channels.visitor(visitor), notice);
    for (const id of new Set([...theirs, ...replaced])) this.#bus.publish(channels.conversation(id), notice);
    await this.#tellReplaced(replaced);
  }

  async #tellReplaced(conversations: readonly string[]): Promise<void> {
    for (const id of conversations) {
      const row = await this.#store.read((database) => findRow(database, id));
      if (row) this.#publishReset(await this.#store.read((database) => takeSnapshot(database, row, null)));
    }
  }

  /** Gives every log a new epoch, after a backup was restored (L4). @returns how many */
  async restampEpochs(): Promise<number> {
    const ids = await restampAll(this.#store, this.#random);
    await this.#tellReplaced(ids);
    return ids.length;
  }

  async #find(actor: Actor, id: string, database: Parameters<typeof findRow>[0]): Promise<ConversationRow> {
    const row = await findRow(database, id);
    if (row === undefined || !mayUse(actor, row)) throw new ProtocolError('conversation-unknown');
    return row;
  }

  #publishReset(conversation: ConversationSnapshot): void {
    const { id, epoch, head } = conversation;
    this.#bus.publish(
      channels.conversation(id),
      Frame.of({ type: 'conversation-reset', conversation }, 'exact', {
        conversation: id,
        cursor: { epoch, seq: head },
      }),
    );
    this.#noteChange(id);
  }

  #noteChange(conversation: string): void {
    this.#bus.publish(channels.inbox, { kind: 'notice', type: 'conversation-changed', conversation });
  }
}

async function findRow(database: Parameters<typeof takeSnapshot>[0], id: string): Promise<ConversationRow | undefined> {
  return database.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst();
}

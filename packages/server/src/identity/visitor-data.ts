/** What is kept of one visitor, for the visitor: to take along, and to have erased (X9). */
import type { Clock } from '../clock.js';
import type { Actor } from '../conversation/actor.js';
import type { Conversations } from '../conversation/conversations.js';
import { attachmentOf } from '../files/attach.js';
import type { Files } from '../files/files.js';
import { listShowings } from '../offers/showings.js';
import type { Store } from '../store/store.js';
import { listPages } from './visited-pages.js';

interface VisitorDataOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly conversations: Conversations;
  readonly files: Files;
}

/** See the module. */
export class VisitorData {
  readonly #options: VisitorDataOptions;

  constructor(options: VisitorDataOptions) {
    this.#options = options;
  }

  /**
   * Everything, as one JSON document in pieces: a conversation of any length is never whole in memory.
   *
   * @throws ProtocolError `unavailable`, also in the middle
   */
  async *read(actor: Actor): AsyncGenerator<string> {
    const { store, clock } = this.#options;
    const found = await store.read(async (database) => ({
      visitor: await database.selectFrom('visitors').selectAll().where('id', '=', actor.id).executeTakeFirstOrThrow(),
      conversations: await database
        .selectFrom('conversations')
        .select(['id', 'started_at', 'phase', 'rating'])
        .where('visitor', '=', actor.id)
        .where('erased_at', 'is', null)
        .orderBy('started_at')
        .orderBy('id')
        .execute(),
      pages: await listPages(database, actor.id),
      offers: await listShowings(database, actor.id),
      uploads: await database
        .selectFrom('uploads')
        .selectAll()
        .where('owner_kind', '=', 'visitor')
        .where('owner', '=', actor.id)
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    }));
    const { id, profile, page, created_at, user_agent } = found.visitor;
    yield JSON.stringify({
      exportedAt: clock.wallTime(),
      visitor: {
        id,
        createdAt: created_at,
        profile: JSON.parse(profile) as unknown,
        page: JSON.parse(page ?? 'null') as unknown,
        pages: found.pages,
        browser: user_agent,
      },
      offers: found.offers.map(({ offer, shown_at, taken_at }) => {
        return { offer, shownAt: shown_at, ...(taken_at !== null && { takenAt: taken_at }) };
      }),
      files: found.uploads.map((row) => ({
        ...attachmentOf(row),
        uploadedAt: row.created_at,
        sent: row.message !== null,
      })),
    }).slice(0, -1);
    yield ',"conversations":[';
    for (const [index, { id: conversation, started_at, phase, rating }] of found.conversations.entries()) {
      const facts = { id: conversation, startedAt: started_at, phase, ...(rating !== null && { rating }) };
      yield `${index > 0 ? ',' : ''}${JSON.stringify(facts).slice(0, -1)},"events":[`;
      yield* this.#events(actor, conversation);
      yield ']}';
    }
    yield ']}\n';
  }

  /** Ascending, up to the head of now. A log that is replaced meanwhile, because it is erased, ends there. */
  async *#events(actor: Actor, conversation: string): AsyncGenerator<string> {
    const { conversations } = this.#options;
    const { cursor: head = null } = (await conversations.head('id', conversation)) ?? {};
    for (let seq = 0; head !== null && seq < head.seq;) {
      const { events, resumed } = await conversations.snapshot(actor, conversation, { ...head, seq });
      if (!resumed) return;
      yield `${seq > 0 ? ',' : ''}${JSON.stringify(events).slice(1, -1)}`;
      seq = events.at(-1)?.seq ?? head.seq;
    }
  }

  /** Has it all erased: rows, then bytes, then what the database still has of them in its files. */
  async erase(visitor: string): Promise<void> {
    const { uploads } = await this.#options.conversations.erase(visitor);
    await this.#options.files.forget(uploads);
    await this.#options.store.scrub();
  }
}

/** The owner's webhooks (A19): where they go and what was tried. */
import { ProtocolError } from '@support-chat/protocol';
import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../clock.js';
import type { Store } from '../store/store.js';
import { forgetReader, hurry, readAttempts, skipPast, type Attempt } from './places.js';

/** Most webhooks of one server: each is told of every event. */
const MAX_WEBHOOKS = 20;
/** Attempts that are shown. */
const SHOWN = 100;
/** Bytes of a secret, as Standard Webhooks advises. */
const SECRET_BYTES = 32;

/** What an owner says of a webhook. */
export interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  /** Types that are sent; null: all. */
  readonly events: readonly string[] | null;
  /** What it posts to `/v1/bridges/:id` is said in the conversation. */
  readonly answers: boolean;
}

/** A webhook, secret and all. */
export interface Webhook extends WebhookDraft {
  readonly id: string;
  /** `whsec_…` */
  readonly secret: string;
  /** Wall time. */
  readonly createdAt: number;
}

/** A webhook as the owner sees it. */
export type WebhookState = Omit<Webhook, 'secret'> & {
  /** Conversations in which something could not be handed over yet. */
  readonly failing: number;
  /** The newest attempt; null: none yet. */
  readonly last: Attempt | null;
};

interface WebhooksOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

/** Keeps webhooks. */
export class Webhooks {
  readonly #options: WebhooksOptions;

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  /** All of them, oldest first. */
  async list(): Promise<readonly Webhook[]> {
    const rows = await this.#options.store.read((database) =>
      database.selectFrom('webhooks').selectAll().orderBy('created_at').orderBy('id').execute(),
    );
    return rows.map(({ events, answers, created_at, ...row }) => ({
      ...row,
      events: events === null ? null : (JSON.parse(events) as string[]),
      answers: answers === 1,
      createdAt: created_at,
    }));
  }

  /** All of them, with how they do. */
  async states(): Promise<readonly WebhookState[]> {
    const { store } = this.#options;
    const webhooks = await this.list();
    return Promise.all(
      webhooks.map(async ({ secret: _secret, ...webhook }) => {
        const [failing, [last = null]] = await store.read((database) =>
          Promise.all([
            database
              .selectFrom('reading_places')
              .select((expression) => expression.fn.countAll<number | string>().as('count'))
              .where('reader', '=', webhook.id)
              .where('attempts', '>', 0)
              .executeTakeFirstOrThrow(),
            readAttempts(database, webhook.id, 1),
          ]),
        );
        return { ...webhook, failing: Number(failing.count), last };
      }),
    );
  }

  /** Makes one. It is told of what happens from now on. @throws ProtocolError `settings-invalid` when there are too many */
  async create({ name, url, events, answers }: WebhookDraft): Promise<Webhook> {
    const { store, random, clock } = this.#options;
    const webhook = {
      ...{ id: random.id(), name, url, events, answers, createdAt: clock.wallTime() },
      secret: `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`,
    };
    await store.write(async (transaction) => {
      const { count } = await transaction
        .selectFrom('webhooks')
        .select((expression) => expression.fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow();
      if (Number(count) >= MAX_WEBHOOKS) {
        throw new ProtocolError('settings-invalid', { detail: `webhooks: more than ${MAX_WEBHOOKS}` });
      }
      const { createdAt, ...row } = webhook;
      await transaction
        .insertInto('webhooks')
        .values({
          ...row,
          events: events === null ? null : JSON.stringify(events),
          answers: answers ? 1 : 0,
          created_at: createdAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await skipPast(transaction, webhook.id);
    });
    return webhook;
  }

  /** Idempotent. What was not handed over yet is not handed over any more. */
  async remove(id: string): Promise<void> {
    await this.#options.store.write(async (transaction) => {
      await transaction.deleteFrom('webhooks').where('id', '=', id).execute();
      await forgetReader(transaction, id);
    });
  }

  /** What was tried, newest first. @throws ProtocolError `not-found` */
  async attempts(id: string): Promise<readonly Attempt[]> {
    await this.#check(id);
    return this.#options.store.read((database) => readAttempts(database, id, SHOWN));
  }

  /** Everything that failed may be tried at once. @throws ProtocolError `not-found` */
  async hurry(id: string): Promise<void> {
    await this.#check(id);
    await this.#options.store.write((transaction) => hurry(transaction, id));
  }

  async #check(id: string): Promise<void> {
    const row = await this.#options.store.read((database) =>
      database.selectFrom('webhooks').select('id').where('id', '=', id).executeTakeFirst(),
    );
    if (row === undefined) throw new ProtocolError('not-found', { detail: 'There is no such webhook.' });
  }
}

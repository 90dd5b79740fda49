/** The owner's webhooks (A19): where they go and what was tried. */
import {
  MAX_WEBHOOKS,
  ProtocolError,
  type WebhookAttempt,
  type WebhookChange,
  type WebhookDraft,
  type WebhookMade,
  type WebhookState,
} from '@support-chat/protocol';
import type { Selectable, Transaction } from 'kysely';
import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../clock.js';
import { hasRowLocks } from '../conversation/log.js';
import { versionOf } from '../settings/version.js';
import type { WebhookTable } from '../store/bridge-tables.js';
import type { Schema } from '../store/schema.js';
import type { Store } from '../store/store.js';
import { forgetReader, hurry, readAttempts, readFailing, skipPast } from './places.js';

/** Attempts that are shown. */
const SHOWN = 100;
/** Bytes of a secret, as Standard Webhooks advises. */
const SECRET_BYTES = 32;

/** A webhook, secret (`whsec_…`) and all. */
export type Webhook = WebhookMade;

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
    return rows.map(webhookOf);
  }

  /** All of them, with how they do. */
  async states(): Promise<readonly WebhookState[]> {
    return Promise.all((await this.list()).map((webhook) => this.#stateOf(webhook)));
  }

  /** One of them. @throws ProtocolError `not-found` */
  async load(id: string): Promise<Webhook> {
    const row = await this.#options.store.read((database) =>
      database.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    if (row === undefined) throw unknownWebhook();
    return webhookOf(row);
  }

  /** Makes one. It is told of what happens from now on. @throws ProtocolError `settings-invalid` when there are too many */
  async create({ name, url, events, answers }: WebhookDraft): Promise<Webhook> {
    const { store, random, clock } = this.#options;
    const webhook = {
      ...{ id: random.id(), name, url, events, answers, paused: false, createdAt: clock.wallTime() },
      secret: newSecret(),
    };
    await store.write(async (transaction) => {
      const { count } = await transaction
        .selectFrom('webhooks')
        .select((expression) => expression.fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow();
      if (Number(count) >= MAX_WEBHOOKS) {
        throw new ProtocolError('settings-invalid', { detail: `webhooks: more than ${MAX_WEBHOOKS}` });
      }
      await transaction
        .insertInto('webhooks')
        .values(rowOf(webhook))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await skipPast(transaction, webhook.id);
    });
    return webhook;
  }

  /**
   * Changes one; what is not named stays. What was not handed over yet goes to where it is then.
   *
   * @param version - as `states` gave it; undefined: whichever
   * @throws ProtocolError `not-found`; `id-conflict` when it was changed meanwhile
   */
  async change(id: string, change: WebhookChange, version?: string): Promise<WebhookState> {
    const changed = await this.#options.store.write(async (transaction) => {
      const before = webhookOf(await lock(transaction, id));
      const wanted = { ...before, ...change };
      // An earlier run of this very change was committed, or nothing is to be done.
      const isOther = webhookVersion(wanted) !== webhookVersion(before);
      if (!isOther && wanted.paused === before.paused) return before;
      if (isOther && version !== undefined && version !== webhookVersion(before)) {
        throw new ProtocolError('id-conflict', { detail: 'If-Match: the webhook was changed meanwhile' });
      }
      await transaction.updateTable('webhooks').set(rowOf(wanted)).where('id', '=', id).execute();
      return wanted;
    });
    return this.#stateOf(changed);
  }

  /** Gives it another secret; the one before is good for nothing any more. @throws ProtocolError `not-found` */
  async replaceSecret(id: string): Promise<Webhook> {
    const secret = newSecret();
    return this.#options.store.write(async (transaction) => {
      const before = webhookOf(await lock(transaction, id));
      await transaction.updateTable('webhooks').set({ secret }).where('id', '=', id).execute();
      return { ...before, secret };
    });
  }

  /** Idempotent. What was not handed over yet is not handed over any more. */
  async remove(id: string): Promise<void> {
    await this.#options.store.write(async (transaction) => {
      await transaction.deleteFrom('webhooks').where('id', '=', id).execute();
      await forgetReader(transaction, id);
    });
  }

  /** What was tried, newest first. @throws ProtocolError `not-found` */
  async attempts(id: string): Promise<readonly WebhookAttempt[]> {
    await this.load(id);
    return this.#options.store.read((database) => readAttempts(database, id, SHOWN));
  }

  /** Everything that failed may be tried at once. @throws ProtocolError `not-found` */
  async hurry(id: string): Promise<void> {
    await this.load(id);
    await this.#options.store.write((transaction) => hurry(transaction, id));
  }

  async #stateOf({ secret: _secret, ...webhook }: Webhook): Promise<WebhookState> {
    const [failing, [last = null]] = await this.#options.store.read((database) =>
      Promise.all([readFailing(database, webhook.id), readAttempts(database, webhook.id, 1)]),
    );
    return { ...webhook, version: webhookVersion(webhook), ...failing, last };
  }
}

function webhookOf({ events, answers, paused, created_at, ...row }: Selectable<WebhookTable>): Webhook {
  return {
    ...row,
    events: events === null ? null : (JSON.parse(events) as string[]),
    ...{ answers: answers === 1, paused: paused === 1, createdAt: created_at },
  };
}

function rowOf({ events, answers, paused, createdAt, ...webhook }: Webhook): Selectable<WebhookTable> {
  return {
    ...webhook,
    events: events === null ? null : JSON.stringify(events),
    ...{ answers: answers ? 1 : 0, paused: paused ? 1 : 0, created_at: createdAt },
  };
}

/** Names the state of a webhook, as far as owners enter it: one that was paused meanwhile can be saved all the same. */
function webhookVersion({ name, url, events, answers }: Omit<Webhook, 'secret'>): string {
  return versionOf([name, url, events, answers]);
}

async function lock(transaction: Transaction<Schema>, id: string): Promise<Selectable<WebhookTable>> {
  const query = transaction.selectFrom('webhooks').selectAll().where('id', '=', id);
  const row = await (hasRowLocks(transaction) ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined) throw unknownWebhook();
  return row;
}

const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

const unknownWebhook = (): ProtocolError => new ProtocolError('not-found', { detail: 'There is no such webhook.' });

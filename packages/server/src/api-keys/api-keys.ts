/**
 * API keys (A19): making them, revoking them, and knowing one that is presented. Only a hash of a key is stored. The database
 * is asked each time, so that a key that is revoked opens nothing any more, on whichever server.
 */
import {
  API_SCOPES,
  MAX_API_KEYS,
  ProtocolError,
  type ApiKey,
  type ApiKeyDraft,
  type ApiKeyMade,
  type ApiScope,
} from '@support-chat/protocol';
import type { Selectable } from 'kysely';
import type { Clock, Random } from '../clock.js';
import { agentAuthor } from '../conversation/participants.js';
import { BRIDGE_CAPACITY } from '../identity/agents.js';
import { NO_PASSWORD } from '../identity/change-agent.js';
import type { AgentSession } from '../identity/session.js';
import { hashToken } from '../identity/token.js';
import type { ApiKeyTable } from '../store/api-key-table.js';
import type { Store } from '../store/store.js';
import { hintOf, idOfKey, isSecretOf, writeKey } from './secret.js';

/** Milliseconds in which a use is not written down again. */
const USE_LASTS = 60_000;

/** Why a key opens nothing. */
export type KeyTrouble = 'unknown' | 'expired' | 'revoked';

/** A key that is good, and as whom it acts: as an owner by role, for its scopes say what of that it may. */
export interface KnownKey {
  readonly scopes: ReadonlySet<ApiScope>;
  readonly session: AgentSession;
}

/** What a presented key is. `id` is null when it is nobody's. */
export type Presented =
  { readonly trouble: null; readonly key: KnownKey } | { readonly trouble: KeyTrouble; readonly id: string | null };

interface ApiKeysOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

/** See the module. */
export class ApiKeys {
  readonly #options: ApiKeysOptions;

  constructor(options: ApiKeysOptions) {
    this.#options = options;
  }

  /** All of them, newest first, those that are revoked as well. */
  async list(): Promise<readonly ApiKey[]> {
    const rows = await this.#options.store.read((database) =>
      database
        .selectFrom('api_keys as k')
        .innerJoin('agents as a', 'a.id', 'k.created_by')
        .selectAll('k')
        .select('a.name as maker')
        .orderBy('k.created_at', 'desc')
        .orderBy('k.id')
        .execute(),
    );
    return rows.map((row) => apiKeyOf(row, row.maker));
  }

  /**
   * Makes one. With it comes the agent as whom it writes, who cannot sign in and is never given a chat.
   *
   * @throws ProtocolError `frame-invalid` when it would have expired already, `settings-invalid` when there are too many
   */
  async create({ name, scopes, expiresAt }: ApiKeyDraft, { agent }: AgentSession): Promise<ApiKeyMade> {
    const { store, random, clock } = this.#options;
    const now = clock.wallTime();
    if (expiresAt !== null && expiresAt <= now) {
      throw new ProtocolError('frame-invalid', { detail: 'expiresAt: expected a time to come' });
    }
    const id = random.id();
    const secret = writeKey(id, random.token());
    const row: ApiKeyTable = {
      ...{ id, name, secret_hash: hashToken(secret), scopes: JSON.stringify(scopes) },
      ...{ created_at: now, created_by: agent.id },
      ...{ expires_at: expiresAt, last_used_at: null, revoked_at: null },
    };
    await store.write(async (transaction) => {
      const { count } = await transaction
        .selectFrom('api_keys')
        .select((expression) => expression.fn.countAll<number | string>().as('count'))
        .where('revoked_at', 'is', null)
        .where('id', '<>', id)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MAX_API_KEYS) {
        throw new ProtocolError('settings-invalid', { detail: `api-keys: more than ${MAX_API_KEYS}` });
      }
      await transaction
        .insertInto('agents')
        .values({
          ...{ id, name, email: emailOf(id), role: 'agent', created_at: now },
          ...{ password_hash: NO_PASSWORD, capacity: BRIDGE_CAPACITY },
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await transaction
        .insertInto('api_keys')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
    return { ...apiKeyOf(row, agent.name), secret };
  }

  /** From now on it opens nothing. Idempotent. @throws ProtocolError `not-found` */
  async revoke(id: string): Promise<void> {
    const { store, clock } = this.#options;
    const revoked_at = clock.wallTime();
    await store.write(async (transaction) => {
      const row = await transaction.selectFrom('api_keys').select('id').where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw new ProtocolError('not-found', { detail: 'There is no such key.' });
      await transaction
        .updateTable('api_keys')
        .set({ revoked_at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute();
    });
  }

  /** Looks a key up that somebody presents, and notes that it was used. Who has not all of it learns nothing of it. */
  async know(secret: string): Promise<Presented> {
    const id = idOfKey(secret);
    const row = id === null ? undefined : await this.#find(id);
    if (!isSecretOf(secret, row?.secret_hash) || row === undefined) return { trouble: 'unknown', id: null };
    if (row.revoked_at !== null) return { trouble: 'revoked', id: row.id };
    const now = this.#options.clock.wallTime();
    if (row.expires_at !== null && row.expires_at <= now) return { trouble: 'expired', id: row.id };
    await this.#noteUse(row, now);
    return { trouble: null, key: knownKeyOf(row) };
  }

  #find(id: string): Promise<Selectable<ApiKeyTable> | undefined> {
    return this.#options.store.read((database) =>
      database.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst(),
    );
  }

  async #noteUse({ id, last_used_at: last }: Selectable<ApiKeyTable>, now: number): Promise<void> {
    if (last !== null && now - last < USE_LASTS) return;
    await this.#options.store.write((transaction) =>
      transaction.updateTable('api_keys').set({ last_used_at: now }).where('id', '=', id).execute(),
    );
  }
}

function emailOf(id: string): string {
  return `${id}@api-key.invalid`;
}

function scopesOf({ scopes }: Selectable<ApiKeyTable>): readonly string[] {
  return JSON.parse(scopes) as string[];
}

/** A scope that this version does not know opens nothing. */
function knownKeyOf(row: Selectable<ApiKeyTable>): KnownKey {
  const { id, name, expires_at } = row;
  const stored = scopesOf(row);
  return {
    scopes: new Set(API_SCOPES.filter((scope) => stored.includes(scope))),
    session: Object.freeze({
      id,
      agent: Object.freeze({ id, name, email: emailOf(id), role: 'owner', title: null }),
      author: Object.freeze(agentAuthor({ id, name })),
      expiresAt: expires_at ?? Infinity,
    }),
  };
}

function apiKeyOf(row: Selectable<ApiKeyTable>, maker: string): ApiKey {
  return {
    ...{ id: row.id, name: row.name, hint: hintOf(row.id), scopes: scopesOf(row) },
    ...{ createdAt: row.created_at, createdBy: { id: row.created_by, name: maker } },
    ...{ expiresAt: row.expires_at, lastUsedAt: row.last_used_at, revokedAt: row.revoked_at },
  };
}

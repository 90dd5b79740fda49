/**
 * The record of who did what (A19): entries are added and read, and nothing else becomes of them until they are old. They hold
 * ids and names of fields, never what anybody wrote, and no secret.
 */
import type { Selectable } from 'kysely';
import type { Clock, Random } from '../clock.js';
import type { AuditTable } from '../store/audit-table.js';
import type { Store } from '../store/store.js';
import type { AuditAction } from './audited-routes.js';

const DAY = 24 * 60 * 60 * 1000;
/** How long an address is kept: long enough to look into a break-in. */
const ADDRESS_LIFETIME = 30 * DAY;
/** How long an entry is kept. */
const ENTRY_LIFETIME = 2 * 365 * DAY;

/** Something that was done, or that somebody was not let do. */
export interface AuditDraft {
  readonly actor: { readonly kind: AuditTable['actor_kind']; readonly id: string | null };
  readonly action: AuditAction;
  /** What it was done to: an id, or the name of a section. */
  readonly target: string | null;
  /** Names of what was changed. */
  readonly detail: string | null;
  readonly outcome: 'done' | 'refused';
  readonly address: string | null;
}

/** An entry as owners see it. */
export interface AuditEntry extends AuditDraft {
  readonly id: string;
  /** Wall time. */
  readonly time: number;
}

/** What is looked for; what is absent does not matter. */
export interface AuditQuery {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: AuditDraft['outcome'];
  /** Wall times; the second one is not among them. */
  readonly from?: number;
  readonly to?: number;
  /** Of the page before. */
  readonly after?: number;
  readonly limit: number;
}

/** A page, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Absent: that was the last one. */
  readonly after?: string;
}

interface AuditOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

/** See the module. */
export class Audit {
  readonly #options: AuditOptions;

  constructor(options: AuditOptions) {
    this.#options = options;
  }

  /** Adds an entry; it is stored when this resolves. @throws ProtocolError `unavailable` */
  async add({ actor, ...draft }: AuditDraft): Promise<void> {
    const { store, clock, random } = this.#options;
    const row = { ...draft, id: random.id(), time: clock.wallTime(), actor_kind: actor.kind, actor: actor.id };
    await store.write((transaction) =>
      transaction
        .insertInto('audit_entries')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  }

  /** Adds what the server has erased by itself. */
  addRetention(counts: Readonly<Record<string, number>>): Promise<void> {
    const detail = Object.entries(counts).map(([kind, count]) => `${kind}=${count}`);
    const actor = { kind: 'nobody', id: null } as const;
    return this.add({
      actor,
      action: 'retention',
      target: null,
      detail: detail.join(' '),
      outcome: 'done',
      address: null,
    });
  }

  /** One page. */
  async read({ actor, action, outcome, from, to, after, limit }: AuditQuery): Promise<AuditPage> {
    const rows = await this.#options.store.read((database) => {
      let query = database.selectFrom('audit_entries').selectAll().orderBy('place', 'desc');
      if (actor !== undefined) query = query.where('actor', '=', actor);
      if (action !== undefined) query = query.where('action', '=', action);
      if (outcome !== undefined) query = query.where('outcome', '=', outcome);
      if (from !== undefined) query = query.where('time', '>=', from);
      if (to !== undefined) query = query.where('time', '<', to);
      if (after !== undefined) query = query.where('place', '<', after);
      return query.limit(limit + 1).execute();
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      entries: page.map(entryOf),
      ...(last && rows.length > limit && { after: String(last.place) }),
    };
  }

  /** Forgets addresses and entries that are old. To be called now and then. */
  async cleanUp(): Promise<void> {
    const now = this.#options.clock.wallTime();
    await this.#options.store.write(async (transaction) => {
      await transaction
        .deleteFrom('audit_entries')
        .where('time', '<', now - ENTRY_LIFETIME)
        .execute();
      await transaction
        .updateTable('audit_entries')
        .set({ address: null })
        .where('time', '<', now - ADDRESS_LIFETIME)
        .where('address', 'is not', null)
        .execute();
    });
  }
}

function entryOf({ place: _place, actor_kind: kind, actor: id, action, ...entry }: Selectable<AuditTable>): AuditEntry {
  // One of a newer version is told as it is.
  return { ...entry, action: action as AuditAction, actor: { kind, id } };
}

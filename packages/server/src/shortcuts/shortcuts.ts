/** The team's shortcuts (A5). The database is the truth; every question asks it, so that all nodes say the same. */
import {
  MAX_SHORTCUTS,
  ProtocolError,
  type Shortcut,
  type ShortcutDraft,
  type ShortcutFile,
  type ShortcutsImported,
} from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Clock, Random } from '../clock.js';
import type { Schema, ShortcutTable } from '../store/schema.js';
import type { Store } from '../store/store.js';

interface ShortcutsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

/** Keeps shortcuts. */
export class Shortcuts {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor({ store, clock, random }: ShortcutsOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
  }

  /** All of them, by name. */
  async list(): Promise<readonly Shortcut[]> {
    const rows = await this.#store.read((database) =>
      database.selectFrom('shortcuts').selectAll().orderBy('name').orderBy('locale').orderBy('department').execute(),
    );
    return rows.map(({ id, name, text, locale, department }) => {
      return { id, name, text, ...(locale !== '' && { locale }), ...(department !== '' && { department }) };
    });
  }

  /**
   * Writes a shortcut, a new one or in place of the one of that id.
   *
   * @throws ProtocolError `settings-invalid` when another one has the same name, language and department, or there are
   *   too many
   */
  async put(id: string, draft: ShortcutDraft): Promise<void> {
    const row = this.#rowOf(id, draft);
    await this.#store.write(async (transaction) => {
      const other = await findOther(transaction, row);
      if (other !== undefined && other.id !== id) {
        throw new ProtocolError('settings-invalid', { detail: 'name: is taken for this language and department' });
      }
      await transaction
        .insertInto('shortcuts')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
      await limit(transaction);
    });
  }

  /** Idempotent. */
  async remove(id: string): Promise<void> {
    await this.#store.write((transaction) => transaction.deleteFrom('shortcuts').where('id', '=', id).execute());
  }

  /**
   * Takes a file in, all of it or nothing: what has the name, language and department of one that is there replaces its
   * text, everything else is new. Nothing is deleted.
   *
   * @throws ProtocolError `settings-invalid` when there would be too many
   */
  async take({ shortcuts }: ShortcutFile): Promise<ShortcutsImported> {
    return this.#store.write(async (transaction) => {
      let [added, changed] = [0, 0];
      for (const draft of shortcuts) {
        const row = this.#rowOf(this.#random.id(), draft);
        const other = await findOther(transaction, row);
        if (other === undefined) {
          added++;
          await transaction.insertInto('shortcuts').values(row).execute();
        } else if (other.text !== row.text) {
          changed++;
          const { text, changed_at } = row;
          await transaction.updateTable('shortcuts').set({ text, changed_at }).where('id', '=', other.id).execute();
        }
      }
      await limit(transaction);
      return { added, changed };
    });
  }

  #rowOf(id: string, { name, text, locale = '', department = '' }: ShortcutDraft): ShortcutTable {
    return { id, name, text, locale, department, changed_at: this.#clock.wallTime() };
  }
}

async function findOther(
  transaction: Transaction<Schema>,
  { name, locale, department }: ShortcutTable,
): Promise<Pick<ShortcutTable, 'id' | 'text'> | undefined> {
  return transaction
    .selectFrom('shortcuts')
    .select(['id', 'text'])
    .where('name', '=', name)
    .where('locale', '=', locale)
    .where('department', '=', department)
    .executeTakeFirst();
}

async function limit(transaction: Transaction<Schema>): Promise<void> {
  const { count } = await transaction
    .selectFrom('shortcuts')
    .select((expression) => expression.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  if (Number(count) <= MAX_SHORTCUTS) return;
  throw new ProtocolError('settings-invalid', { detail: `shortcuts: more than ${MAX_SHORTCUTS}` });
}

/**
 * What the owner has set, section by section. The database is the truth: every question asks it, so that all nodes say the
 * same. What a section may hold is decided by its schema in `protocol`.
 */
import { ProtocolError, SITE_SECTIONS, type Site, type SiteSection } from '@support-chat/protocol';
import * as v from 'valibot';
import type { Clock } from '../clock.js';
import type { Store } from '../store/store.js';

interface SettingsOptions {
  readonly store: Store;
  readonly clock: Clock;
}

/** Reads and changes the settings of one server. */
export class Settings {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor({ store, clock }: SettingsOptions) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Every section that was set. */
  async read(): Promise<Site> {
    const rows = await this.#store.read((database) =>
      database.selectFrom('settings').select(['section', 'value']).orderBy('section').execute(),
    );
    // Only `set` writes values, and it has checked them; a section of a newer server stays unseen.
    const known = rows.filter(({ section }) => isSection(section));
    return Object.fromEntries(known.map(({ section, value }) => [section, JSON.parse(value) as unknown]));
  }

  /**
   * Replaces a section; null takes it back.
   *
   * @throws ProtocolError `not-found` for a section that there is not, `settings-invalid` naming the first wrong field
   */
  async set(section: string, value: unknown): Promise<void> {
    if (!isSection(section)) throw new ProtocolError('not-found', { detail: `There is no section ${section}.` });
    if (value === null) {
      await this.#store.write((transaction) =>
        transaction.deleteFrom('settings').where('section', '=', section).execute(),
      );
      return;
    }
    const result = v.safeParse(SITE_SECTIONS[section], value);
    if (!result.success) {
      const [issue] = result.issues;
      const place = [section, v.getDotPath(issue)].filter(Boolean).join('.');
      throw new ProtocolError('settings-invalid', { detail: `${place}: ${issue.message}` });
    }
    const row = { section, value: JSON.stringify(result.output), changed_at: this.#clock.wallTime() };
    await this.#store.write((transaction) =>
      transaction
        .insertInto('settings')
        .values(row)
        .onConflict((conflict) => conflict.column('section').doUpdateSet(row))
        .execute(),
    );
  }
}

function isSection(name: string): name is SiteSection {
  return Object.hasOwn(SITE_SECTIONS, name);
}

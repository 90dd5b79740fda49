/**
 * What the owner has set, section by section. The database is the truth: every question asks it, so that all nodes say the
 * same. What a section may hold is decided by its schema: in `protocol` when pages read it, else with what goes by it.
 */
import {
  OffersSchema,
  ProtocolError,
  SITE_SECTIONS,
  type Offers,
  type OwnerTriggerRule,
  type Site,
} from '@support-chat/protocol';
import * as v from 'valibot';
import { OriginsSettingsSchema, type OriginsSettings } from '../limits/origins-settings.js';
import { BotSettingsSchema, type BotSettings } from '../bot/bot-settings.js';
import {
  PresenceSettingsSchema,
  RoutingSettingsSchema,
  type PresenceSettings,
  type RoutingSettings,
} from '../routing/routing-settings.js';
import type { Clock } from '../clock.js';
import { RetentionSettingsSchema, type RetentionSettings } from '../retention/retention-settings.js';
import type { Store } from '../store/store.js';
import { hasRowLocks } from '../conversation/log.js';
import { versionOf } from './version.js';

/** Every section: those that pages may know, and those that are the team's business. */
export const OWNER_SECTIONS = {
  ...SITE_SECTIONS,
  routing: RoutingSettingsSchema,
  presence: PresenceSettingsSchema,
  bot: BotSettingsSchema,
  retention: RetentionSettingsSchema,
  origins: OriginsSettingsSchema,
  offers: OffersSchema,
} as const;
type OwnerSection = keyof typeof OWNER_SECTIONS;

/** What the owner has set. */
export interface OwnerSettings extends Omit<Site, 'triggers'> {
  readonly triggers?: readonly OwnerTriggerRule[];
  readonly routing?: RoutingSettings;
  readonly presence?: PresenceSettings;
  readonly bot?: BotSettings;
  readonly retention?: RetentionSettings;
  readonly origins?: OriginsSettings;
  readonly offers?: Offers;
}

interface SettingsOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** What holds where the owner has set nothing. */
  readonly started?: OwnerSettings | undefined;
}

/** Reads and changes the settings of one server. */
export class Settings {
  readonly #store: Store;
  readonly #clock: Clock;
  /** What holds where the owner has set nothing: as the server was started. */
  readonly started: OwnerSettings;

  constructor({ store, clock, started = {} }: SettingsOptions) {
    this.#store = store;
    this.#clock = clock;
    this.started = started;
  }

  /** Every section that was set. */
  async read(): Promise<OwnerSettings> {
    const rows = await this.#store.read((database) =>
      database.selectFrom('settings').select(['section', 'value']).orderBy('section').execute(),
    );
    // Only `set` writes values, and it has checked them; a section of a newer server stays unseen.
    const known = rows.filter(({ section }) => isSection(section));
    return Object.fromEntries(known.map(({ section, value }) => [section, JSON.parse(value) as unknown]));
  }

  /**
   * One section and its version; `value` is absent when it is not set, `started` where the start said nothing of it.
   *
   * @throws ProtocolError `not-found`
   */
  async readOne(
    section: string,
  ): Promise<{ readonly value?: unknown; readonly version: string; readonly started?: unknown }> {
    check(section);
    const row = await this.#store.read((database) =>
      database.selectFrom('settings').select('value').where('section', '=', section).executeTakeFirst(),
    );
    const started = this.started[section];
    return {
      ...(row && { value: JSON.parse(row.value) as unknown }),
      version: versionOf(row?.value ?? null),
      ...(started !== undefined && { started }),
    };
  }

  /**
   * Replaces a section; null takes it back.
   *
   * @param version - of what it replaces; undefined: of whatever is there
   * @throws ProtocolError `not-found` for a section that there is not, `settings-invalid` naming the first wrong field,
   *   `id-conflict` when somebody else has changed the section meanwhile
   */
  async set(section: string, value: unknown, version?: string): Promise<void> {
    check(section);
    const wanted = value === null ? null : this.#checked(section, value);
    const changed_at = this.#clock.wallTime();
    await this.#store.write(async (transaction) => {
      const query = transaction.selectFrom('settings').select('value').where('section', '=', section);
      const row = await (hasRowLocks(transaction) ? query.forUpdate() : query).executeTakeFirst();
      const before = row?.value ?? null;
      // An earlier run of this very change was committed, or nothing is to be done.
      if (before === wanted) return;
      if (version !== undefined && version !== versionOf(before)) throw changedMeanwhile(section);
      if (wanted === null) await transaction.deleteFrom('settings').where('section', '=', section).execute();
      else if (before === null) {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('settings')
          .values({ section, value: wanted, changed_at })
          .onConflict((conflict) =>
            version === undefined
              ? conflict.column('section').doUpdateSet({ value: wanted, changed_at })
              : conflict.column('section').doNothing(),
          )
          .executeTakeFirstOrThrow();
        // No row could be locked: somebody else made one in the same moment.
        if (numInsertedOrUpdatedRows === 0n) throw changedMeanwhile(section);
      } else {
        await transaction
          .updateTable('settings')
          .set({ value: wanted, changed_at })
          .where('section', '=', section)
          .execute();
      }
    });
  }

  #checked(section: OwnerSection, value: unknown): string {
    const result = v.safeParse(OWNER_SECTIONS[section], value);
    if (result.success) return JSON.stringify(result.output);
    const [issue] = result.issues;
    const place = [section, v.getDotPath(issue)].filter(Boolean).join('.');
    throw new ProtocolError('settings-invalid', { detail: `${place}: ${issue.message}` });
  }
}

function changedMeanwhile(section: string): ProtocolError {
  return new ProtocolError('id-conflict', { detail: `If-Match: ${section} was changed meanwhile` });
}

function check(section: string): asserts section is OwnerSection {
  if (!isSection(section)) throw new ProtocolError('not-found', { detail: `There is no section ${section}.` });
}

function isSection(name: string): name is OwnerSection {
  return Object.hasOwn(OWNER_SECTIONS, name);
}

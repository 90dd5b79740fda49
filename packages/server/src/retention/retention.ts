/**
 * Erases what has been kept for as long as the owner wants (R6), in small steps between which everything else goes on. Each
 * step is a transaction of its own: whatever ends the process, the next run goes on where this one was.
 */
import { ProtocolError } from '@support-chat/protocol';
import type { Clock } from '../clock.js';
import type { Log } from '../connection/host.js';
import type { Conversations } from '../conversation/conversations.js';
import type { IsDue } from '../conversation/erase.js';
import type { Files } from '../files/files.js';
import type { Settings } from '../settings/settings.js';
import type { Store } from '../store/store.js';
import { dueOf, type Due, type DueQuery } from './due.js';
import { RETAINED_KINDS, type RetainedKind, type RetentionSettings } from './retention-settings.js';

const DAY = 24 * 60 * 60 * 1000;
/** Rows found by one look. */
const BATCH = 20;

/** How many of each kind. */
export type RetentionCounts = Record<RetainedKind, number>;

interface RetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Settings;
  readonly conversations: Conversations;
  readonly files: Files;
  /** Told after each step. */
  readonly onErased: (kind: RetainedKind, count: number) => void;
  /** Told at the end of a run that has erased something. */
  readonly onRun: (counts: RetentionCounts) => Promise<void>;
}

/** See the module. */
export class Retention {
  readonly #options: RetentionOptions;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = false;
  /** What a process before this one has erased may still be in the files of the database. */
  #unscrubbed = true;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /**
   * How much would go now.
   *
   * @param rules - to be tried; default: those that the owner has set
   */
  async preview(rules?: RetentionSettings): Promise<RetentionCounts> {
    const { store, settings } = this.#options;
    const tried = rules ?? (await settings.read()).retention ?? {};
    const counts = noCounts();
    for (const kind of RETAINED_KINDS) {
      const due = this.#due(kind, tried);
      if (due !== null) counts[kind] = await store.read((database) => due.count(database));
    }
    return counts;
  }

  /** Erases what is due, once the run before has ended. Never rejects: what fails is tried by the next one. */
  run(): Promise<RetentionCounts> {
    const run = this.#running.then(() => this.#run());
    this.#running = run;
    return run;
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<RetentionCounts> {
    const { settings, store, log, onRun } = this.#options;
    const counts = noCounts();
    let failed = 0;
    try {
      const { retention } = await settings.read();
      if (retention === undefined) return counts;
      for (const kind of RETAINED_KINDS) {
        const due = this.#due(kind, retention);
        if (due !== null) failed += await this.#eraseAll(kind, due, counts);
      }
      if (this.#unscrubbed) await store.scrub();
      this.#unscrubbed = false;
    } catch (error) {
      log.error({ error }, 'retention-failed');
    }
    const hasErased = Object.values(counts).some((count) => count > 0);
    if (failed > 0 || hasErased) log.info({ ...counts, failed }, 'retention');
    if (hasErased) await onRun(counts).catch((error: unknown) => log.error({ error }, 'retention-not-recorded'));
    return counts;
  }

  #due(kind: RetainedKind, rules: RetentionSettings): DueQuery | null {
    const days = rules[kind];
    return days === undefined ? null : dueOf(kind, this.#options.clock.wallTime() - days * DAY);
  }

  /** @returns how many could not be erased */
  async #eraseAll(kind: RetainedKind, due: DueQuery, counts: RetentionCounts): Promise<number> {
    const { store, log, onErased } = this.#options;
    let failed = 0;
    for (let place: Due | null = null; ;) {
      const after: Due | null = place;
      const found: readonly Due[] = await store.read((database) => due.find(database, after, BATCH));
      for (const one of found) {
        if (this.#stopped) return failed;
        try {
          if (!(await this.#erase(kind, one, due))) continue;
          this.#unscrubbed = true;
          counts[kind]++;
          onErased(kind, 1);
        } catch (error) {
          // Without a database nothing goes on; one that cannot be erased must not keep the others from it.
          if (error instanceof ProtocolError && error.code === 'unavailable') throw error;
          failed++;
          log.error({ error, kind, id: one.id }, 'retention-step-failed');
        }
      }
      place = found.at(-1) ?? null;
      if (found.length < BATCH) return failed;
    }
  }

  /** @returns false when it is not due any more */
  async #erase(kind: RetainedKind, one: Due, due: DueQuery): Promise<boolean> {
    const { conversations, files, store } = this.#options;
    const isDue: IsDue = (transaction) => due.holds(transaction, one.id);
    const uploads = await (() => {
      switch (kind) {
        case 'conversations':
        case 'tickets':
          return conversations.expire(one, isDue);
        case 'visitors':
          return conversations.forget(one.visitor, isDue);
        case 'files':
          return store.write(async (transaction) => {
            if (!(await isDue(transaction))) return null;
            await transaction.deleteFrom('uploads').where('id', '=', one.id).execute();
            return [one.id];
          });
      }
    })();
    if (uploads === null) return false;
    // Bytes that stay behind because the process ends here are swept by the next start.
    await files.forget(uploads);
    return true;
  }
}

function noCounts(): RetentionCounts {
  return { conversations: 0, tickets: 0, files: 0, visitors: 0 };
}

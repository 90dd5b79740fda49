/** The audit log, as both databases have it. Times are wall milliseconds. */
import type { Generated } from 'kysely';

/** Who did what (A19). */
export interface AuditTable {
  /** Grows with every entry. */
  place: Generated<number>;
  id: string;
  time: number;
  actor_kind: 'agent' | 'key' | 'visitor' | 'nobody';
  /** Id of an agent, an API key or a visitor; null: nobody is known. */
  actor: string | null;
  /** `AuditAction` of this or of a newer version. */
  action: string;
  /** What it was done to: an id, or the name of a section. */
  target: string | null;
  /** Names of what was changed; never a value. */
  detail: string | null;
  outcome: 'done' | 'refused';
  /** Where it came from; null: not known, or forgotten by now. */
  address: string | null;
}

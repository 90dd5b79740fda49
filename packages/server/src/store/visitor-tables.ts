/** The tables of visitors. Times are wall milliseconds; secrets are stored only as SHA-256. */
import type { Generated } from 'kysely';

/** Everybody who ever opened the chat. */
export interface VisitorTable {
  id: string;
  /** `VisitorProfile` as JSON. */
  profile: string;
  /** `PageContext` as JSON, where they were last. */
  page: string | null;
  created_at: number;
  /** The site's own id of whom it vouches for; null for everybody else. */
  external_id: string | null;
  /** What their browser calls itself. */
  user_agent: string | null;
  /** Grows with everything that becomes of a personal offer of theirs. */
  offers: Generated<number>;
}

/** The newest pages that visitors were on. */
export interface VisitorPageTable {
  visitor: string;
  /** 1, 2, 3 … of each visitor. */
  place: number;
  url: string;
  title: string;
  /** The page of another site that led here. */
  referrer: string | null;
  time: number;
}

/** What lets a visitor in again. */
export interface VisitorSessionTable {
  token_hash: string;
  visitor: string;
  expires_at: number;
}

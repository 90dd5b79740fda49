/** Where visitors have been on the site (A6): the newest pages of each, none twice in a row. */
import { MAX_VISITED_PAGES, type PageContext, type VisitedPage } from '@support-chat/protocol';
import type { Transaction } from 'kysely';
import type { Schema } from '../store/schema.js';
import type { Database } from '../store/store.js';

/**
 * Writes down that a visitor is on a page. To be called when their row is written already: that is the lock of two who do
 * it at once.
 *
 * @param page - undefined: nothing was said
 * @param time - wall time
 */
export async function notePage(
  transaction: Transaction<Schema>,
  visitor: string,
  page: PageContext | undefined,
  time: number,
): Promise<void> {
  if (page === undefined) return;
  const { url, title } = page;
  const last = await transaction
    .selectFrom('visitor_pages')
    .select(['place', 'url', 'title'])
    .where('visitor', '=', visitor)
    .orderBy('place', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last?.url === url) {
    if (last.title === title) return;
    await transaction
      .updateTable('visitor_pages')
      .set({ title })
      .where('visitor', '=', visitor)
      .where('place', '=', last.place)
      .execute();
    return;
  }
  const place = (last?.place ?? 0) + 1;
  await transaction
    .insertInto('visitor_pages')
    .values({ visitor, place, url, title, referrer: foreignReferrer(page), time })
    .execute();
  await transaction
    .deleteFrom('visitor_pages')
    .where('visitor', '=', visitor)
    .where('place', '<=', place - MAX_VISITED_PAGES)
    .execute();
}

/** The newest first. */
export async function listPages(database: Database, visitor: string): Promise<readonly VisitedPage[]> {
  const rows = await database
    .selectFrom('visitor_pages')
    .select(['url', 'title', 'referrer', 'time'])
    .where('visitor', '=', visitor)
    .orderBy('place', 'desc')
    .execute();
  return rows.map(({ referrer, ...page }) => ({ ...page, ...(referrer !== null && { referrer }) }));
}

/** Gives the pages of one visitor to another, who turned out to be the same person. */
export async function movePages(transaction: Transaction<Schema>, from: string, to: string): Promise<void> {
  const rows = await transaction
    .deleteFrom('visitor_pages')
    .where('visitor', 'in', [from, to])
    .returningAll()
    .execute();
  const kept = rows
    .sort((one, other) => one.time - other.time || one.place - other.place)
    .slice(-MAX_VISITED_PAGES)
    .map((row, index) => ({ ...row, visitor: to, place: index + 1 }));
  if (kept.length > 0) await transaction.insertInto('visitor_pages').values(kept).execute();
}

/** A page of another site; those of this one are in the list themselves. */
function foreignReferrer({ url, referrer }: PageContext): string | null {
  if (!referrer || !URL.canParse(referrer)) return null;
  return URL.canParse(url) && new URL(url).origin === new URL(referrer).origin ? null : referrer;
}

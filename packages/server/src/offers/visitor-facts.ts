/** What offers are judged by, and the offers themselves, as the database says them now. */
import type { Offers, PageContext, PersonalOffer, VisitorProfile } from '@support-chat/protocol';
import { listPages } from '../identity/visited-pages.js';
import type { Database } from '../store/store.js';
import type { VisitorFacts } from './offer-rule.js';

/** Milliseconds without a page after which a visit has ended, as for proactive messages. */
const VISIT_PAUSE = 30 * 60 * 1000;

/** Of the owner's settings; only `Settings` writes them, and it has checked them. */
export async function readOffers(database: Database): Promise<Offers> {
  const row = await database.selectFrom('settings').select('value').where('section', '=', 'offers').executeTakeFirst();
  return row === undefined ? [] : (JSON.parse(row.value) as Offers);
}

/** Whether it is given to anybody now. @param now - wall time */
export function isGiven({ off, validUntil }: PersonalOffer, now: number): boolean {
  return off !== true && (validUntil === undefined || now < validUntil);
}

/** Of the visitor of a conversation; undefined: there is no such conversation. */
export async function readVisitorFacts(database: Database, conversation: string): Promise<VisitorFacts | undefined> {
  const row = await database
    .selectFrom('conversations as c')
    .innerJoin('visitors as v', 'v.id', 'c.visitor')
    .select(['v.id', 'v.profile', 'v.page', 'v.external_id', 'v.created_at', 'c.started_at'])
    .where('c.id', '=', conversation)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { attributes, cart, purchases, department } = JSON.parse(row.profile) as VisitorProfile;
  const page = JSON.parse(row.page ?? 'null') as PageContext | null;
  const pages = await listPages(database, row.id);
  const { count } = await database
    .selectFrom('conversations')
    .select((expression) => expression.fn.countAll<number | string>().as('count'))
    .where('visitor', '=', row.id)
    .where('started_at', '<', row.started_at)
    .executeTakeFirstOrThrow();
  const chats = Number(count);
  return {
    ...(attributes && { attributes }),
    ...(cart && { cart }),
    ...(purchases && { purchases }),
    ...(department !== undefined && { department }),
    language: page?.locale ?? '',
    pages: pages.map(({ url }) => url),
    chats,
    verified: row.external_id !== null,
    returning: chats > 0 || row.started_at - row.created_at > VISIT_PAUSE,
  };
}

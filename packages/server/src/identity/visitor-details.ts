/** What agents are told of a visitor beside the chat (A6): put together when somebody looks. */
import {
  ProtocolError,
  type ConversationSummary,
  type VisitorDetails,
  type VisitorDevice,
  type VisitorProfile,
} from '@support-chat/protocol';
import Bowser from 'bowser';
import { readSummaries } from '../conversation/summaries.js';
import { readVisitorsOffers } from '../offers/visitors-offers.js';
import type { Database, Store } from '../store/store.js';
import { listPages } from './visited-pages.js';

/** Other chats of the visitor in one answer. */
const OTHER_CHATS = 20;

const KINDS: Readonly<Record<string, VisitorDevice['kind']>> = {
  desktop: 'desktop',
  mobile: 'mobile',
  tablet: 'tablet',
};

/**
 * All that is known of the visitor of a conversation.
 *
 * @param agent - who looks: unread counts are theirs
 * @param now - wall time
 * @throws ProtocolError `conversation-unknown`
 */
export async function readVisitorDetails(
  store: Store,
  agent: string,
  conversation: string,
  now: number,
): Promise<VisitorDetails> {
  return store.read(async (database) => {
    const found = await database
      .selectFrom('conversations as c')
      .innerJoin('visitors as v', 'v.id', 'c.visitor')
      .select(['v.id', 'v.profile', 'v.user_agent'])
      .where('c.id', '=', conversation)
      .executeTakeFirst();
    if (found === undefined) throw new ProtocolError('conversation-unknown');
    const { attributes, cart, purchases } = JSON.parse(found.profile) as VisitorProfile;
    const device = found.user_agent === null ? undefined : deviceOf(found.user_agent);
    const offers = await readVisitorsOffers(database, conversation, now);
    return {
      pages: await listPages(database, found.id),
      ...(device !== undefined && { device }),
      ...(attributes !== undefined && { attributes }),
      ...(cart !== undefined && { cart }),
      ...(purchases !== undefined && { purchases }),
      ...(offers.length > 0 && { offers }),
      conversations: await otherChats(database, agent, found.id, conversation),
    };
  });
}

async function otherChats(
  database: Database,
  agent: string,
  visitor: string,
  conversation: string,
): Promise<readonly ConversationSummary[]> {
  const rows = await database
    .selectFrom('conversations')
    .select('id')
    .where('visitor', '=', visitor)
    .where('id', '<>', conversation)
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(OTHER_CHATS)
    .execute();
  const summaries = await readSummaries(database, [agent], { ids: rows.map(({ id }) => id) });
  return summaries.map(({ summary }) => summary);
}

/** Of what a browser calls itself. Whoever wants to can call it anything. */
function deviceOf(userAgent: string): VisitorDevice | undefined {
  const { browser, os, platform } = Bowser.parse(userAgent);
  const kind = KINDS[platform.type ?? ''];
  const name = [browser.name, browser.version?.split('.', 1)[0]].filter(Boolean).join(' ');
  if (name === '' && !os.name) return undefined;
  return {
    ...(kind !== undefined && { kind }),
    ...(name !== '' && { browser: name }),
    ...(os.name && { system: os.name }),
  };
}

/** Rules about several conversations of one visitor, for back ends that say `conversations` (P-M). */
import {
  readConversations,
  type Ack,
  type ConversationOverview,
  type ConversationsQuery,
} from '@support-chat/protocol';
import { assert, codeOf, type RuleDefinition } from './rule.js';
import { freshId, message, type Session } from './session.js';

async function list(
  session: Session,
  query: Partial<ConversationsQuery> = {},
): Promise<readonly ConversationOverview[]> {
  const page = await session.connection.listConversations?.({ limit: 20, ...query });
  assert(page, 'The connection has no listConversations().');
  return readConversations(page).conversations;
}

/** One that has ended, and another one begun after it. */
async function two(session: Session): Promise<readonly [Ack, Ack]> {
  const first = await session.send(message('The first teapot'));
  const { conversation, epoch } = first;
  await session.send({ type: 'conversation-end', id: freshId(), conversation, epoch });
  const second = await session.send({ ...message('The second saucer'), conversation: freshId() });
  await isIn(session, second.conversation);
  return [first, second];
}

function isIn(session: Session, conversation: string): Promise<void> {
  return session.until(({ events }) => {
    const reset = events.findLast((event) => event.type === 'conversation-reset');
    return reset?.type === 'conversation-reset' && reset.conversation.id === conversation;
  }, `The connection was not told that ${conversation} is the current conversation.`);
}

export const conversationRules: readonly RuleDefinition[] = [
  {
    id: 'K40',
    title: 'a message that names a conversation which is not there begins it, and it is the current one (P-M2)',
    claims: ['conversations', 'endConversation'],
    async run({ open }) {
      const session = await open();
      const [first, second] = await two(session);
      assert(second.conversation !== first.conversation && second.seq === 1, 'The message went elsewhere.');
      session.close();
      const next = await open({ identity: session.identity });
      assert(next.welcome.conversation?.id === second.conversation, 'Another conversation is the current one.');
    },
  },
  {
    id: 'K41',
    title: 'what began a conversation is stored once, however often it is sent (L2)',
    claims: ['conversations', 'endConversation', 'idempotentSend'],
    async run({ open }) {
      const session = await open();
      await two(session);
      const command = { ...message('Once'), conversation: freshId() };
      const acks = await Promise.all([session.send(command), session.send(command)]);
      session.close();
      acks.push(await (await open({ identity: session.identity })).send(command));
      const places = new Set(acks.map(({ conversation, epoch, seq }) => `${conversation} ${epoch} ${seq}`));
      assert(places.size === 1, `One message has ${places.size} places.`);
    },
  },
  {
    id: 'K42',
    title:
      'conversation-open makes an earlier conversation the current one on all connections of the visitor (P-M3, P-M4)',
    claims: ['conversations', 'endConversation'],
    plays: ['say'],
    async run({ open, agent }) {
      const session = await open();
      const [first] = await two(session);
      const { conversation } = first;
      const other = await open({ identity: session.identity });
      const ack = await session.send({ type: 'conversation-open', id: freshId(), conversation });
      assert(ack.conversation === conversation && ack.epoch === first.epoch, 'The ack names another conversation.');
      await Promise.all([isIn(session, conversation), isIn(other, conversation)]);
      await agent.say(conversation, 'Welcome back');
      const isHeard = ({ log }: Session): boolean =>
        log.some((event) => event.type === 'message-added' && event.text === 'Welcome back');
      await session.until(isHeard, 'What was written in it did not come.');
      await other.until(isHeard, 'What was written in it did not come to the other connection.');
    },
  },
  {
    id: 'K43',
    title: 'a conversation that is not the visitor’s is not opened, and the connection goes on',
    claims: ['conversations'],
    async run({ open }) {
      const session = await open();
      await session.send(message('Start'));
      const opening = session.send({ type: 'conversation-open', id: freshId(), conversation: freshId() });
      assert((await codeOf(opening)) === 'conversation-unknown', 'Refused with another code.');
      await session.say('Still here');
    },
  },
  {
    id: 'K44',
    title:
      'the list has all conversations, the one that moved last first, page by page, and says which is current (P-M5)',
    claims: ['conversations', 'endConversation'],
    async run({ open }) {
      const session = await open();
      const [first, second] = await two(session);
      const rows = await list(session);
      const current = rows.filter((row) => row.current).map(({ id }) => id);
      assert(current.join() === second.conversation, `Current: ${current.join(' ')}.`);
      const row = rows.find(({ id }) => id === first.conversation);
      assert(rows.length === 2 && row?.phase === 'ended', 'The ended conversation is missing.');
      assert(row.first?.text === 'The first teapot', 'The first line is missing.');
      const { conversations, after } = readConversations(await session.connection.listConversations?.({ limit: 1 }));
      assert(conversations.length === 1 && after !== undefined, 'The first page is not a page.');
      const rest = await list(session, { limit: 1, after });
      const ids = new Set([conversations[0]?.id, rest[0]?.id]);
      assert(ids.has(first.conversation) && ids.has(second.conversation), 'The pages do not join.');
    },
  },
  {
    id: 'K45',
    title: 'a search finds what was written in any of them, whatever the case (P-M6)',
    claims: ['conversations', 'endConversation'],
    async run({ open }) {
      const session = await open();
      const [first] = await two(session);
      const rows = await list(session, { words: 'TEAPOT first' });
      assert(rows.length === 1 && rows[0]?.id === first.conversation, `Found ${rows.length} conversations.`);
      assert(rows[0].found?.text === 'The first teapot', 'What was found is not shown.');
      assert((await list(session, { words: 'teapot saucer' })).length === 0, 'Words of two conversations were joined.');
    },
  },
  {
    id: 'K46',
    title: 'an earlier conversation is read without being opened (P-M7)',
    claims: ['conversations', 'endConversation'],
    async run({ open }) {
      const session = await open();
      const [first, second] = await two(session);
      const snapshot = await session.connection.resume?.(first.conversation, null);
      assert(snapshot?.id === first.conversation && snapshot.head >= 2, 'The log did not come.');
      const { epoch, head } = snapshot;
      const page = await session.connection.loadHistory?.(first.conversation, { epoch, seq: head + 1 }, 50);
      assert(page?.atStart === true && page.events.length === head, 'The history did not come.');
      const rows = await list(session);
      assert(rows.find(({ id }) => id === second.conversation)?.current === true, 'Reading it has opened it.');
    },
  },
];

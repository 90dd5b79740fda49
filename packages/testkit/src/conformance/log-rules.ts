/** Rules about what is stored, and about its order. Places are the adapter's: they need not begin at 1. */
import { MAX_TEXT_LENGTH, type LogEvent } from '@support-chat/protocol';
import { assert, codeOf, type Bench, type RuleDefinition } from './rule.js';
import { freshId, message, type Session } from './session.js';

/** Six bytes each in JSON: about 50 kB on the wire, under the limits of a message and of a frame. */
const LARGE = '\u0001'.repeat(8_500);
/** Where control characters have no place: up to three bytes each. */
const LARGE_WORDS = 'Zwölf Boxkämpfer – 十二人のボクサー €😀 '.repeat(300);

/** All that XML, HTML, JSON and Markdown give a meaning to. */
const MARKUP = '<b>1 & 2</b> &amp; "3" \'4\' \\n *5* _6_ `7` %8% {{9}} ünï 😀 שלום';

function assertAdjacent(events: readonly LogEvent[], from: number, what: string): void {
  const places = events.map(({ seq }) => seq);
  assert(
    places.every((seq, index) => seq === from + index),
    `${what}: expected adjacent places from ${from}, got ${places.join(' ')}.`,
  );
}

/** Each of the texts is shown once, in this order. */
function assertShown(session: Session, texts: readonly string[]): void {
  const wanted = new Set(texts);
  const shown = session.view.texts.filter((text) => wanted.has(text));
  assert(shown.join('\n') === texts.join('\n'), `Expected ${texts.join(', ')}; it shows ${shown.join(', ')}.`);
  assert(session.view.faults.length === 0, session.view.faults.join(' '));
}

/** What the back end has is what is shown, where the harness can tell. */
async function assertAsStored({ backEnd }: Bench, session: Session, conversation: string): Promise<void> {
  const { stored } = backEnd;
  if (!stored) return;
  const differs = async (): Promise<string | null> => {
    const kept = (await stored(conversation)).map(({ text }) => text);
    const { texts } = session.view;
    const isSame = kept.slice(-texts.length).join('\n') === texts.join('\n');
    return isSame ? null : `The back end has ${kept.join(', ')}; it shows ${texts.join(', ')}.`;
  };
  // A bot may still be answering the last message.
  if (!backEnd.agent) await session.happens(async () => (await differs()) === null, '').catch(() => undefined);
  const complaint = await differs();
  assert(complaint === null, String(complaint));
}

/** Without half a character and without a space at its end. */
function wholly(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '').trim();
}

const numbered = (word: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${word} ${index}`);

export const logRules: readonly RuleDefinition[] = [
  {
    id: 'K20',
    title: 'send resolves when the command is stored: a new connection finds it at its place (L3)',
    async run({ open, capabilities }) {
      const session = await open();
      const command = message('Stored');
      const ack = await session.send(command);
      session.close();
      const next = await open({ identity: session.identity });
      const { conversation } = next.welcome;
      assert(conversation?.id === ack.conversation, 'The ack names another conversation.');
      const same = conversation.epoch === ack.epoch;
      assert(same || !capabilities.resume, 'The ack names another log.');
      const event = conversation.events.find((one) =>
        same ? one.seq === ack.seq : one.type === 'message-added' && one.text === 'Stored',
      );
      assert(event?.type === 'message-added' && event.text === 'Stored', 'What was acked is not in the log.');
      assert(event.id === command.id || !capabilities.idempotentSend, 'It is in the log under another id.');
      assert(event.author.kind === 'visitor', `It is the message of a ${event.author.kind}.`);
      assert(event.author.id === next.welcome.self.id, 'The visitor does not know it as their own.');
    },
  },
  {
    id: 'K21',
    title: 'events come in the order of the log, without holes and without doubles (L1)',
    plays: ['other side'],
    async run(bench) {
      const session = await bench.open();
      const { conversation } = await session.say('Start');
      const own = numbered('Own', 25);
      const other = bench.backEnd.agent ? numbered('Other', 25) : [];
      const sends = own.map((text) => session.send(message(text)));
      for (const text of other) await bench.agent.say(conversation, text);
      await Promise.all(sends);
      const texts = [...own, ...other];
      await session.until(({ view }) => texts.every((text) => view.count(text) > 0), 'Not all messages came.');
      if (!bench.backEnd.agent) await bench.hear(session, conversation, 'The last');
      assertShown(session, own);
      assertShown(session, other);
      await assertAsStored(bench, session, conversation);
    },
  },
  {
    id: 'K22',
    title: 'sends that do not wait for each other are stored in their order (L5)',
    async run({ open }) {
      const session = await open();
      await session.say('Start');
      const texts = numbered('Number', 20);
      const acks = await Promise.all(texts.map((text) => session.send(message(text))));
      await session.sees('Number 19');
      assertShown(session, texts);
      const here = acks.filter(({ epoch }) => epoch === session.view.cursor?.epoch).map(({ seq }) => seq);
      assert(
        here.every((seq, index) => index === 0 || seq > (here[index - 1] ?? 0)),
        `The acks are in another order: ${here.join(' ')}.`,
      );
    },
  },
  {
    id: 'K23',
    title: 'the same id with the same content is stored once and gives the first ack, on another connection too (L2)',
    claims: ['idempotentSend'],
    async run(bench) {
      const session = await bench.open();
      const command = message('Once');
      const [first, second] = await Promise.all([session.send(command), session.send(command)]);
      session.close();
      const next = await bench.open({ identity: session.identity });
      const third = await next.send(command);
      const acks = [first, second, third].filter(({ epoch }) => epoch === first.epoch);
      assert(second.epoch === first.epoch, 'One message is in two logs.');
      const places = new Set(acks.map(({ epoch, seq }) => `${epoch} ${seq}`));
      assert(places.size === 1, `One message has ${places.size} places.`);
      await next.say('Next');
      assertShown(next, ['Once', 'Next']);
      await assertAsStored(bench, next, first.conversation);
    },
  },
  {
    id: 'K24',
    title:
      'the same id with other content is refused with id-conflict, and never stored in the place of the first (L2)',
    claims: ['idempotentSend'],
    async run(bench) {
      const session = await bench.open();
      const id = freshId();
      await session.send(message('One', id));
      const again = session.send(message('Other', id));
      if (bench.backEnd.refuses?.includes('id-conflict')) {
        const code = await codeOf(again);
        assert(code === 'id-conflict', `Refused with ${code}.`);
      } else await again.catch((error: unknown) => codeOf(Promise.reject(error as Error)));
      const { conversation } = await session.say('Next');
      assertShown(session, ['One', 'Next']);
      assert(session.view.count('Other') === 0, 'It was stored under the same id.');
      await assertAsStored(bench, session, conversation);
    },
  },
  {
    id: 'K25',
    title: 'a command for a replaced log is refused with epoch-stale, or stored once (L4)',
    async run({ open, backEnd }) {
      const session = await open();
      const { conversation } = await session.say('Start');
      const sent = session.send({ ...message('Stale'), conversation, epoch: 'epoch-of-another-log' });
      const refused = await sent.then(
        () => false,
        () => true,
      );
      if (backEnd.refuses?.includes('epoch-stale')) assert(refused, 'It was not refused.');
      if (refused) assert((await codeOf(sent)) === 'epoch-stale', 'Refused with another code.');
      await session.say('Next');
      assertShown(session, refused ? ['Next'] : ['Stale', 'Next']);
    },
  },
  {
    id: 'K26',
    title: 'a resumed connection gets exactly what it missed (D2)',
    claims: ['resume'],
    plays: ['say'],
    async run({ open, agent }) {
      const session = await open();
      const { conversation, epoch, seq } = await session.say('Start');
      session.close();
      const missed = numbered('Missed', 5);
      for (const text of missed) await agent.say(conversation, text);
      const next = await open({ identity: session.identity, resumeAfter: { epoch, seq } });
      const snapshot = next.welcome.conversation;
      assert(snapshot?.resumed === true, 'The connection was not resumed.');
      assertAdjacent(snapshot.events, seq + 1, 'What was missed');
      assert(snapshot.events.at(-1)?.seq === snapshot.head, 'The head is missing.');
      assertShown(next, missed);
      const filled = await next.connection.resume?.(conversation, { epoch, seq: seq + 1 });
      assert(filled?.resumed === true, 'resume() did not resume.');
      assertAdjacent(filled.events, seq + 2, 'What resume() filled');
      assert(filled.events.at(-1)?.seq === filled.head, 'The head is missing in what resume() filled.');
    },
  },
  {
    id: 'K27',
    title: 'a cursor of an unknown log gives the newest page in its place (D2)',
    async run({ open }) {
      const session = await open();
      await session.say('Start');
      session.close();
      const resumeAfter = { epoch: 'epoch-of-another-log', seq: 1 };
      const next = await open({ identity: session.identity, resumeAfter });
      assert(next.welcome.conversation?.resumed === false, 'A log nobody knows was resumed.');
      assertShown(next, ['Start']);
    },
  },
  {
    id: 'K28',
    title: 'pages of history are ascending, adjacent and end at the start',
    claims: ['history'],
    async run({ open }) {
      const session = await open();
      const { loadHistory } = session.connection;
      assert(loadHistory, 'The connection has no loadHistory().');
      const texts = numbered('Number', 25);
      const { conversation } = await session.say('Start');
      await Promise.all(texts.map((text) => session.send(message(text))));
      await session.sees('Number 24');
      const { cursor } = session.view;
      assert(cursor, 'There is no log.');
      const events: LogEvent[] = [];
      let before = cursor.seq + 1;
      for (let pages = 0, atStart = false; !atStart; pages++) {
        assert(pages < 20, 'History does not end.');
        const page = await loadHistory(conversation, { epoch: cursor.epoch, seq: before }, 10);
        const { length } = page.events;
        assert(length <= 10 && (length > 0 || page.atStart), `A page has ${length} events.`);
        assertAdjacent(page.events, before - length, 'A page');
        before -= length;
        events.unshift(...page.events);
        ({ atStart } = page);
        assert(atStart || before > 1, 'atStart is false at the first place.');
      }
      const shown = events.flatMap((event) => (event.type === 'message-added' ? [event.text] : []));
      assert(
        ['Start', ...texts].every((text) => shown.filter((one) => one === text).length === 1),
        'A message is missing.',
      );
    },
  },
  {
    id: 'K29',
    title: 'a message as long as may be arrives as it was sent',
    async run({ open, backEnd: { text: { longest = MAX_TEXT_LENGTH, controls = true } = {} } }) {
      const session = await open();
      const text = wholly((controls ? LARGE : LARGE_WORDS).slice(0, longest));
      const command = message(text);
      await session.send(command);
      const arrived = () =>
        session.view.events.find((event) => event.type === 'message-added' && event.id === command.id);
      await session.until(() => arrived() !== undefined, 'The message did not come back in the log under its id.');
      const event = arrived();
      assert(event?.type === 'message-added' && event.text === text, 'The text was changed.');
    },
  },
  {
    id: 'K30',
    title: 'a message that is too long is refused with a code, and the connection goes on',
    plays: ['text.longest'],
    async run({ open, backEnd: { text: { longest = MAX_TEXT_LENGTH } = {} } }) {
      const session = await open();
      await session.say('Start');
      // Beyond what a message may be, and, where that is 10,000, beyond what a frame may be.
      for (const text of ['x'.repeat(longest * 2), 'x'.repeat(longest * 10)]) {
        const code = await codeOf(session.send(message(text)));
        assert(code === 'message-too-long' || code === 'frame-too-large', `Refused with ${code}.`);
      }
      await session.say('Still here');
      assertShown(session, ['Start', 'Still here']);
    },
  },
  {
    id: 'K31',
    title: 'what came while nobody was connected is there at the next connection, once and in order',
    plays: ['say'],
    async run(bench) {
      const session = await bench.open();
      const { conversation } = await session.say('Start');
      const { cursor } = session.view;
      session.close();
      const missed = numbered('Missed', 3);
      for (const text of missed) await bench.agent.say(conversation, text);
      const next = await bench.open({ identity: session.identity, ...(cursor && { resumeAfter: cursor }) });
      const kept = bench.backEnd.stored && (await bench.backEnd.stored(conversation)).map(({ text }) => text);
      assertShown(next, kept ? missed.filter((text) => kept.includes(text)) : missed);
      await bench.hear(next, conversation, 'And on');
    },
  },
  {
    id: 'K32',
    title: 'a page that is loaded anew finds the conversation by the token it was given',
    claims: ['history'],
    async run(bench) {
      const session = await bench.open();
      const { conversation } = await session.say('Start');
      session.close();
      const next = await bench.open({ identity: session.identity }, bench.backEnd.createAdapter());
      assert(next.welcome.conversation?.id === conversation, 'It is in another conversation.');
      assertShown(next, ['Start']);
      const event = next.view.events.find((one) => one.type === 'message-added' && one.text === 'Start');
      const own = event?.type === 'message-added' && event.author.id === next.welcome.self.id;
      assert(own, 'The visitor does not know their message as their own.');
      await next.say('Next');
      assertShown(next, ['Start', 'Next']);
    },
  },
  {
    id: 'K33',
    title: 'words are words: what looks like markup arrives as it was written, from both sides',
    plays: ['other side'],
    async run({ open, agent, backEnd }) {
      const session = await open();
      const { conversation } = await session.say(MARKUP);
      assert(session.view.count(MARKUP) === 1, 'The own words were changed.');
      if (!backEnd.agent) return;
      const text = `They said: ${MARKUP}`;
      await agent.say(conversation, text);
      await session.sees(text);
    },
  },
];

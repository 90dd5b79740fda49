/** Rules about what the other side does beside writing, and about what a visitor does beside writing. */
import { readCard, type Author, type LogEvent, type ServerEvent } from '@support-chat/protocol';
import type { ChoicesCard } from './harness.js';
import { assert, type RuleDefinition } from './rule.js';
import { freshId, type Session } from './session.js';

const FACE = 'https://faces.example/ada.png';
const FILE = {
  name: 'teapot.txt',
  type: 'text/plain',
  bytes: new TextEncoder().encode('A teapot, broken at the handle.'),
};
const QUICK_REPLIES: ChoicesCard = {
  kind: 'choices',
  choices: [
    { id: 'black', label: 'Black tea' },
    { id: 'green', label: 'Green tea' },
  ],
};

/** Everybody that the events named: who takes part, who joined, who wrote. */
function authors(events: readonly ServerEvent[]): readonly Author[] {
  return events.flatMap((event) => {
    if (event.type === 'welcome' || event.type === 'conversation-reset') {
      const { conversation } = event;
      return conversation
        ? [...conversation.participants.map(({ author }) => author), ...authors(conversation.events)]
        : [];
    }
    if (event.type === 'cursor-moved') return [event.participant.author];
    return 'author' in event ? [event.author] : [];
  });
}

function untilLogged(session: Session, type: LogEvent['type'], complaint: string): Promise<void> {
  return session.until(({ view }) => view.events.some((event) => event.type === type), complaint);
}

export const featureRules: readonly RuleDefinition[] = [
  {
    id: 'K50',
    title: 'that the other side types is told, and that it stops, or has written',
    claims: ['typing'],
    plays: ['agent.type'],
    async run({ open, agent, hear }) {
      const session = await open();
      const { conversation } = await session.say('Start');
      await hear(session, conversation, 'Good morning');
      await agent.type?.(conversation, true);
      const typing = (type: string) => (event: ServerEvent) => event.type === type;
      await session.until(({ events }) => events.some(typing('typing-started')), 'Typing was not told.');
      const started = session.events.find((event) => event.type === 'typing-started');
      assert(started?.conversation === conversation, 'Typing is told of another conversation.');
      assert(started.author.id !== session.welcome.self.id, 'The visitor is told that they type themselves.');
      await agent.type?.(conversation, false);
      await session.until(({ events }) => events.some(typing('typing-stopped')), 'Its end was not told.');
    },
  },
  {
    id: 'K51',
    title: 'that the visitor types is seen at the other side, and that they stop',
    claims: ['typing'],
    plays: ['agent.seesTyping'],
    async run({ open, agent, hear }) {
      const session = await open();
      const { conversation } = await session.say('Start');
      await hear(session, conversation, 'Good morning');
      for (const active of [true, false]) {
        session.connection.notify({ type: 'typing', conversation, active });
        await session.happens(
          async () => (await agent.seesTyping?.(conversation)) === active,
          active ? 'The other side does not see it.' : 'The other side does not see that it stopped.',
        );
      }
    },
  },
  {
    id: 'K52',
    title: 'how far the other side has read is told',
    claims: ['receipts'],
    plays: ['agent.read'],
    async run({ open, agent, hear }) {
      const session = await open();
      const { conversation } = await session.say('Start');
      await hear(session, conversation, 'Good morning');
      const { seq } = await session.say('Did you read this?');
      await agent.read?.(conversation);
      await session.until(
        ({ events, welcome }) =>
          events.some(
            (event) =>
              event.type === 'cursor-moved' &&
              event.participant.author.id !== welcome.self.id &&
              event.participant.read >= seq,
          ),
        'No cursor reached the message.',
      );
    },
  },
  {
    id: 'K53',
    title: 'who answers has a name, and a face where there is one',
    plays: ['agent.join'],
    async run({ open, agent, hear }) {
      const session = await open();
      const { conversation } = await session.say('Start');
      await agent.join?.(conversation, { name: 'Ada Lovelace', avatarUrl: FACE });
      await hear(session, conversation, 'Good morning');
      const named = authors(session.events).filter(({ name }) => name === 'Ada Lovelace');
      assert(named.length > 0, 'Nobody has the name.');
      const faces = named.flatMap(({ avatarUrl }) => avatarUrl ?? []);
      assert(
        faces.every((face) => /^https?:\/\//.test(face)),
        `A face is at ${faces.join(' ')}, which no page can load.`,
      );
    },
  },
  {
    id: 'K54',
    title: 'that the other side ends the conversation is in the log, and writing goes on afterwards',
    plays: ['agent.end'],
    async run({ open, agent, hear }) {
      const session = await open();
      const { conversation } = await session.say('Start');
      await hear(session, conversation, 'Good morning');
      await agent.end?.(conversation);
      await untilLogged(session, 'conversation-ended', 'It was not told.');
      await session.say('One more thing');
      assert(session.view.faults.length === 0, session.view.faults.join(' '));
    },
  },
  {
    id: 'K55',
    title: 'the visitor ends the conversation, and may write again',
    claims: ['endConversation'],
    async run({ open }) {
      const session = await open();
      const { conversation, epoch } = await session.say('Start');
      await session.send({ type: 'conversation-end', id: freshId(), conversation, epoch });
      await untilLogged(session, 'conversation-ended', 'It is not in the log.');
      await session.say('One more thing');
      assert(session.view.faults.length === 0, session.view.faults.join(' '));
    },
  },
  {
    id: 'K56',
    title: 'a rating of the visitor arrives',
    claims: ['rating'],
    async run({ open, agent, capabilities, backEnd }) {
      const session = await open();
      const { conversation, epoch } = await session.say('Start');
      if (capabilities.endConversation) {
        await session.send({ type: 'conversation-end', id: freshId(), conversation, epoch });
      } else if (backEnd.agent?.end) await agent.end?.(conversation);
      const rating = { type: 'rating-give', id: freshId(), score: 5, text: 'Good tea' } as const;
      await session.send({ ...rating, conversation, ...(session.view.cursor && { epoch: session.view.cursor.epoch }) });
      if (!agent.seesRating) return;
      await session.happens(
        async () => (await agent.seesRating?.(conversation)) === 5,
        'The other side does not see it.',
      );
    },
  },
  {
    id: 'K57',
    title: 'an entry of the contact form is stored',
    claims: ['contact'],
    async run({ open }) {
      const session = await open();
      const id = freshId();
      await session.send({
        type: 'contact-submit',
        id,
        name: 'Bo',
        email: 'bo@mail.example',
        text: 'Is anybody there?',
      });
      await session.until(
        ({ view }) => view.events.some((event) => event.type === 'contact-submitted' && event.id === id),
        'It is not in the log.',
      );
    },
  },
  {
    id: 'K58',
    title: 'a file is brought to the back end, tells how far it is, and is in a message only once that is sent',
    claims: ['upload'],
    async run({ open }) {
      const session = await open();
      await session.say('Start');
      const { upload } = session.connection;
      assert(upload, 'The connection has no upload().');
      const { bytes, ...file } = FILE;
      const id = freshId();
      const told: number[] = [];
      const onProgress = (sent: number) => void told.push(sent);
      const attachment = await upload(new Blob([bytes], { type: file.type }), {
        id,
        name: file.name,
        fresh: true,
        onProgress,
      });
      assert(attachment.id === id, 'The attachment has another id.');
      assert(
        told.every((sent, index) => sent >= (told[index - 1] ?? 0)),
        `Progress went back: ${told.join(' ')}.`,
      );
      const withFile = (event: LogEvent) => event.type === 'message-added' && event.attachments !== undefined;
      await session.say('Before it is sent');
      assert(!session.view.events.some(withFile), 'It is in a message before one was sent.');
      const sent = [{ id, ...file, size: bytes.byteLength }];
      await session.send({ type: 'message-send', id: freshId(), text: 'See here', attachments: sent });
      await session.until(({ view }) => view.events.some(withFile), 'The message came without its file.');
      const event = session.view.events.find(withFile);
      assert(event?.type === 'message-added' && event.attachments?.[0]?.name === FILE.name, 'It has another name.');
    },
  },
  {
    id: 'K59',
    title: 'a file of the other side arrives with its name, and an address from which it loads',
    plays: ['agent.sendFile'],
    async run({ open, agent, hear }) {
      const session = await open();
      const { conversation } = await session.say('Start');
      await hear(session, conversation, 'Good morning');
      await agent.sendFile?.(conversation, FILE);
      const files = () =>
        session.view.events.flatMap((event) => (event.type === 'message-added' && event.attachments) || []);
      await session.until(() => files().length > 0, 'It did not come.');
      const [attachment] = files();
      assert(attachment?.name === FILE.name, `Its name is ${attachment?.name}.`);
      const url = (await session.connection.linkTo?.(attachment)) ?? attachment.url;
      assert(/^(https?|blob|data):/.test(url), `Its address is ${url}, which no page can load.`);
      const response = await fetch(url);
      assert(response.ok && (await response.arrayBuffer()).byteLength === FILE.bytes.byteLength, 'It does not load.');
    },
  },
  {
    id: 'K60',
    title: 'quick replies of the other side arrive as a card that can be shown, and an answer to it is stored',
    plays: ['agent.sendQuickReplies'],
    async run({ open, agent, hear }) {
      const session = await open();
      const { conversation } = await session.say('Start');
      await hear(session, conversation, 'Good morning');
      await agent.sendQuickReplies?.(conversation, 'Which tea?', QUICK_REPLIES);
      const cards = () =>
        session.view.events.flatMap((event) => (event.type === 'message-added' && event.card ? [event] : []));
      await session.until(() => cards().length > 0, 'No message with a card came.');
      const [event] = cards();
      const card = readCard(event?.card);
      assert(event && card?.kind === 'choices', `It cannot be shown: ${JSON.stringify(event?.card)}.`);
      const [first] = card.choices;
      assert(first?.label === 'Black tea' && card.choices.length === 2, 'It has other choices.');
      const answer = { to: event.id, choice: first.id };
      await session.send({ type: 'message-send', id: freshId(), text: first.label, answer });
      await session.sees(first.label);
    },
  },
];

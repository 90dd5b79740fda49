/** A chat over every hub there is a transport for: the real core, the real hub, a proxy that cuts, and a desk of the hub's own. */
import { createChat, createMemoryStorage, type Chat, type ChatOptions, type ChatState } from '@support-chat/core';
import type { LogEvent } from '@support-chat/protocol';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { HUB_BACK_ENDS, type RunningHub } from '../../support/hub/hub-back-ends.js';
import { describeWith } from '../../support/needs.js';
import { seededRandom } from '../../support/random.js';
import { untilState } from '../../support/until-state.js';

const SEED = Number(process.env['SEED'] ?? 20_261_126);

const eventsOf = ({ timeline }: ChatState): LogEvent[] => [
  ...timeline.closed.flatMap((chunk) => chunk.events),
  ...timeline.open,
];
const textsOf = (state: ChatState): string[] =>
  eventsOf(state).flatMap((event) => (event.type === 'message-added' ? [event.text] : []));
const isOnline = ({ connection }: ChatState): boolean => connection.phase === 'online';
const isSettled = (state: ChatState): boolean => state.outbox.length === 0;
const has = (text: string) => (state: ChatState) => textsOf(state).includes(text);

for (const { name, lacks, history, start } of HUB_BACK_ENDS) {
  describeWith(lacks, `a chat over ${name}`, () => {
    let hub: RunningHub;
    const chats: Chat[] = [];
    beforeAll(async () => {
      hub = await start();
    });
    afterEach(() => Promise.all(chats.splice(0).map((chat) => chat.destroy())));
    afterAll(() => hub.stop());

    function open(options: Partial<ChatOptions> = {}): Chat {
      const random = seededRandom(SEED + chats.length);
      // The shortest jitter: what is tested is what survives, not how long the backoff is.
      const ports = { random: { next: () => random.next() / 100, id: () => randomUUID() }, ...options.ports };
      const chat = createChat({ adapter: hub.createAdapter(), ...options, ports });
      chats.push(chat);
      return chat;
    }

    /** A conversation that has begun. */
    async function begun(options?: Partial<ChatOptions>): Promise<{ chat: Chat; conversation: string }> {
      const chat = open(options);
      chat.dispatch({ type: 'send', text: 'Hello' });
      await untilState(chat, (state) => isSettled(state) && has('Hello')(state));
      return { chat, conversation: chat.getState().conversation.id ?? '' };
    }

    it('begins with an announcement to the desk, which answers, ends it and is rated', async () => {
      const { chat, conversation } = await begun({ profile: { name: 'Grace', email: 'grace@example.com' } });
      expect(chat.getState().conversation.phase).toBe('queued');
      await hub.desk.until(() => hub.desk.heard(conversation).length > 0);
      const announced = hub.desk.announcements.find(
        (message) => message.type === 'visitor' && message.token.startsWith(conversation),
      );
      expect(announced).toMatchObject({ profile: { name: 'Grace', email: 'grace@example.com' } });
      expect(hub.desk.heard(conversation)).toMatchObject([{ type: 'message', text: 'Hello' }]);

      const answer = await hub.desk.say(conversation, 'Hi Grace');
      await untilState(chat, has('Hi Grace'));
      expect(chat.getState().conversation.phase).toBe('live');
      expect(eventsOf(chat.getState()).map(({ type }) => type)).toEqual([
        'message-added',
        'participant-joined',
        'message-added',
      ]);
      expect(eventsOf(chat.getState()).at(-1)).toMatchObject({
        id: answer,
        author: { kind: 'agent', id: 'ada', name: 'Ada' },
      });

      await hub.desk.publish(conversation, 'log', { type: 'ended', id: randomUUID(), author: { id: 'ada' } });
      await untilState(chat, ({ conversation: { phase } }) => phase === 'ended');
      chat.dispatch({ type: 'send', text: 'Very good', details: { type: 'rating-give', score: 5 } });
      await untilState(chat, isSettled);
      const isRated = () => hub.desk.heard(conversation).some((one) => one.type === 'rated' && one.score === 5);
      await hub.desk.until(isRated);

      chat.dispatch({ type: 'send', text: 'One more thing' });
      await untilState(chat, (state) => isSettled(state) && state.conversation.phase === 'queued');
      await hub.desk.say(conversation, 'Yes?');
      await untilState(chat, ({ conversation: { phase } }) => phase === 'live');
      expect(eventsOf(chat.getState()).map(({ type }) => type)).toEqual([
        'message-added',
        'participant-joined',
        'message-added',
        'conversation-ended',
        'rating-given',
        'conversation-reopened',
        'message-added',
        'participant-joined',
        'message-added',
      ]);
    });

    it('shows who types and how far the desk has read, and tells the desk the same', async () => {
      const { chat, conversation } = await begun();
      await hub.desk.publish(conversation, 'passing', { type: 'typing', active: true, author: { id: 'ada' } });
      await untilState(chat, ({ typing }) => typing.some(({ author }) => author.id === 'ada'));
      await hub.desk.publish(conversation, 'passing', { type: 'typing', active: false, author: { id: 'ada' } });
      await untilState(chat, ({ typing }) => typing.length === 0);
      await hub.desk.publish(conversation, 'passing', { type: 'queue', position: 2, minutes: 3 });
      await untilState(chat, (state) => state.conversation.queue?.position === 2);

      const [message] = hub.desk.heard(conversation);
      const id = message?.type === 'message' ? message.id : '';
      await hub.desk.publish(conversation, 'seen', { type: 'seen', delivered: id, read: id, author: { id: 'ada' } });
      await untilState(chat, (state) =>
        state.conversation.participants.some(({ author, read }) => author.id === 'ada' && read === 1),
      );

      const answer = await hub.desk.say(conversation, 'Hi');
      await untilState(chat, has('Hi'));
      chat.dispatch({ type: 'type' });
      chat.dispatch({ type: 'mark-read' });
      const heard = (): readonly object[] => hub.desk.heard(conversation);
      await hub.desk.until(() => heard().some((one) => 'active' in one && one.active === true));
      await hub.desk.until(() => heard().some((one) => 'read' in one && one.read === answer));
    });

    it('shows what the desk edits and takes back, not what it cannot have said', async () => {
      const { chat, conversation } = await begun();
      const [own] = hub.desk.heard(conversation);
      const wrong = await hub.desk.say(conversation, 'It costs 5');
      const slip = await hub.desk.say(conversation, 'Wrong window');
      await untilState(chat, has('Wrong window'));
      const edit = (of: string, more: object) =>
        hub.desk.publish(conversation, 'log', { id: randomUUID(), of, ...more });
      await edit(wrong, { type: 'edited', text: 'It costs 6' });
      await edit(slip, { type: 'deleted' });
      await edit(own?.type === 'message' ? own.id : '', { type: 'edited', text: 'I never said this' });
      await hub.desk.say(conversation, 'Done');
      await untilState(chat, has('Done'));
      expect(textsOf(chat.getState())).toEqual(['Hello', 'It costs 6', 'Done']);

      chat.dispatch({ type: 'send', text: 'After the edit' });
      await untilState(chat, (state) => isSettled(state) && has('After the edit')(state));
    });

    it('passes over what is no message, takes no markup for markup, and the first of an id for ever', async () => {
      const { chat, conversation } = await begun();
      const publish = (message: object) => hub.desk.publish(conversation, 'log', message);
      const id = randomUUID();
      const script = '<img src=x onerror="alert(1)"><script>alert(1)</script>';
      await publish({ type: 'message', id, text: script });
      await publish({ type: 'message', id, text: 'Something else under the same id' });
      await publish({ type: 'message', id: 'short', text: 'no id' });
      await publish({ type: 'message', id: randomUUID(), text: 7 });
      await publish({ type: 'of-the-future', id: randomUUID() });
      await publish([1, 2, 3]);
      await hub.desk.say(conversation, 'Still here');
      await untilState(chat, has('Still here'));
      expect(textsOf(chat.getState())).toEqual(['Hello', script, 'Still here']);
    });

    it.runIf(history)('is found again by another page of the visitor, and so is what they have read', async () => {
      const storage = createMemoryStorage(true);
      const { chat, conversation } = await begun({ ports: { storage } });
      await hub.desk.say(conversation, 'Read');
      await untilState(chat, has('Read'));
      chat.dispatch({ type: 'mark-read' });
      const isSeen = () => hub.desk.heard(conversation).some((one) => one.type === 'seen' && one.read !== undefined);
      await hub.desk.until(isSeen);
      await chat.destroy();
      await hub.desk.say(conversation, 'Not read');

      const other = open({ ports: { storage } });
      other.dispatch({ type: 'connect' });
      await untilState(other, has('Not read'));
      expect(textsOf(other.getState())).toEqual(['Hello', 'Read', 'Not read']);
      await untilState(other, ({ widget }) => widget.unread === 1);
    });

    it('L1 L2 L5 loses, doubles and reorders nothing in 50 cuts while 100 messages go each way', async () => {
      console.info(`seed ${SEED}`);
      const random = seededRandom(SEED);
      const { chat, conversation } = await begun();
      const said = { visitor: ['Hello'], desk: [] as string[] };
      const before = hub.proxy.cuts;
      // A cut that finds no connection, because the last one is still being noticed, is none.
      for (let round = 0; round < 50 || hub.proxy.cuts < before + 50; round++) {
        const answers: Promise<string>[] = [];
        for (let n = 0; n < 2; n++) {
          said.visitor.push(`visitor ${said.visitor.length}`);
          chat.dispatch({ type: 'send', text: said.visitor.at(-1) ?? '' });
          said.desk.push(`desk ${said.desk.length}`);
          answers.push(hub.desk.say(conversation, said.desk.at(-1) ?? ''));
          await answers.at(-1); // in its order
        }
        const where = random.pick(['now', 'before up', 'before down', 'within up', 'within down']);
        if (where === 'now') hub.proxy.cut();
        else {
          const [how, direction] = where.split(' ') as ['before' | 'within', 'up' | 'down'];
          const cut = hub.proxy.cutNext(direction, how);
          // Something has to be carried for it to be cut.
          said.visitor.push(`visitor ${said.visitor.length}`);
          chat.dispatch({ type: 'send', text: said.visitor.at(-1) ?? '' });
          await cut;
        }
        await untilState(chat, isOnline);
      }
      const count = said.visitor.length + said.desk.length;
      await untilState(chat, (state) => isSettled(state) && textsOf(state).length >= count);
      expect(hub.proxy.cuts).toBeGreaterThanOrEqual(before + 50);
      const texts = textsOf(chat.getState());
      expect(texts).toHaveLength(count);
      expect(texts.filter((text) => !text.startsWith('desk'))).toEqual(said.visitor);
      expect(texts.filter((text) => text.startsWith('desk'))).toEqual(said.desk);
      await hub.desk.until(
        () => hub.desk.heard(conversation).filter(({ type }) => type === 'message').length >= said.visitor.length,
      );
      const heard = hub.desk.heard(conversation).flatMap((one) => (one.type === 'message' ? [one.text] : []));
      expect(heard).toEqual(said.visitor);
    });
  });
}

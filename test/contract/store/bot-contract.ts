/** What every store owes the bot (V29): each message is dealt with once, whoever tries, and nobody is lost on the way to a person. */
import type { Card, MessageAdded } from '@support-chat/protocol';
import type { AgentSession, Store } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCompletionsServer, type CompletionsServer } from '../../support/openai/completions-server.js';
import { startTestService, type Place, type TestClient, type TestService } from '../../support/service-clients.js';

const TEXT = `# Help

## Returns

Goods can be returned within 30 days.

## Opening hours

The shop is open on Saturday.`;

/** Describes the bot. `open` gives two stores on one fresh database, which may be the same one. */
export function describeBot(name: string, open: () => Promise<readonly [Store, Store]>): void {
  describe(`the bot on ${name}`, () => {
    let stores: readonly [Store, Store];
    let test: TestService;
    let ada: AgentSession;
    let started: TestService[];
    beforeEach(async () => {
      stores = await open();
      started = [];
      test = await start();
      ada = await test.hire('Ada');
      await switchOn();
    });
    afterEach(async () => {
      await Promise.all(started.map(({ service }) => service.stop()));
      await Promise.all([...new Set(stores)].map((store) => store.close()));
    });

    async function start(at: 0 | 1 = 0, model?: CompletionsServer): Promise<TestService> {
      const botModel = model && { url: model.base, key: 'secret', model: 'small' };
      const one = await startTestService(stores[at], { botModel });
      await one.service.settingsChanged();
      started.push(one);
      return one;
    }
    async function switchOn(on = true, department?: string): Promise<void> {
      const query = { name: 'help.md', ...(department !== undefined && { department }) };
      await test.service.bot.texts.put('help-text', query, Buffer.from(TEXT));
      await test.service.settings.set('bot', { on, name: 'Pip' });
      for (const { service } of started) await service.settingsChanged();
    }
    const messages = (client: TestClient) =>
      client.events.filter((event): event is MessageAdded => event.type === 'message-added');
    const fromBot = (client: TestClient) => messages(client).filter(({ author }) => author.kind === 'bot');
    const answered = (client: TestClient, count: number) =>
      vi.waitFor(() => expect(fromBot(client)).toHaveLength(count), { timeout: 20_000 });
    async function ask(client: TestClient, text: string, place?: Place): Promise<Place> {
      const count = fromBot(client).length;
      const where = await client.write(text, place);
      await answered(client, count + 1);
      return where;
    }
    async function row(place: Place) {
      return test.store.read((database) =>
        database
          .selectFrom('conversations')
          .select(['phase', 'waiting_since', 'assignee'])
          .where('id', '=', place.conversation)
          .executeTakeFirstOrThrow(),
      );
    }
    const choicesOf = ({ card }: MessageAdded) =>
      (card as Extract<Card, { kind: 'choices' }> | undefined)?.choices ?? [];
    const choose = (client: TestClient, place: Place, message: MessageAdded, choice: string) =>
      client.do({
        type: 'message-send',
        id: randomUUID(),
        conversation: place.conversation,
        epoch: place.epoch,
        text: choicesOf(message).find(({ id }) => id === choice)?.label ?? choice,
        answer: { to: message.id, choice },
      });

    it('V29 answers with a source, as a message that grows, and nobody waits meanwhile', async () => {
      const visitor = await test.visitor();
      const place = await ask(visitor, 'Can I return goods?');
      const [answer] = fromBot(visitor);
      expect(answer).toMatchObject({
        author: { kind: 'bot', id: 'bot', name: 'Pip' },
        text: 'Goods can be returned within 30 days.\n\n- [Help – Returns](/v1/bot/sources/help-text)',
        card: { kind: 'choices', choices: [{ id: 'person', label: 'Talk to a person' }] },
      });
      const growing = visitor.all('message-streamed');
      expect(growing.map(({ id }) => id)).toEqual(growing.map(() => answer?.id));
      expect(growing[0]?.text).toBe('');
      const texts = growing.map(({ text }) => text);
      expect(texts.every((text, index) => text.startsWith(texts[index - 1] ?? ''))).toBe(true);
      expect(answer?.text.startsWith(texts.at(-1) ?? '-')).toBe(true);
      expect(await row(place)).toEqual({ phase: 'bot', waiting_since: null, assignee: null });
      expect(visitor.all('queue-changed')).toEqual([]);
      const again = await test.visitor({ token: visitor.token });
      expect(again.welcome.conversation).toMatchObject({ phase: 'bot', head: 2 });
    });

    it('V29 asks back once and then hands over, and the visitor waits from then on', async () => {
      const visitor = await test.visitor();
      const place = await ask(visitor, 'xylophone?');
      expect(fromBot(visitor)[0]).toMatchObject({ text: expect.stringMatching(/other words/) as string });
      test.clock.advance(1000);
      await ask(visitor, 'glockenspiel?', place);
      expect(fromBot(visitor)[1]?.card).toBeUndefined();
      expect(await row(place)).toEqual({ phase: 'queued', waiting_since: test.clock.wallTime(), assignee: null });
      await vi.waitFor(() => expect(visitor.all('queue-changed').at(-1)).toMatchObject({ position: 1, form: true }));
      const agent = await test.agent(ada, { conversation: place.conversation });
      expect(agent.welcome.conversation?.events).toHaveLength(4);
      await visitor.write('Anybody there?', place);
      await test.service.settle();
      expect(fromBot(visitor)).toHaveLength(2);
    });

    it('V29 an answer in between makes it ask back anew', async () => {
      const visitor = await test.visitor();
      const place = await ask(visitor, 'xylophone?');
      await ask(visitor, 'thanks', place);
      await ask(visitor, 'Is the shop open on Saturday?', place);
      await ask(visitor, 'glockenspiel?', place);
      expect(fromBot(visitor).at(-1)).toMatchObject({ text: expect.stringMatching(/other words/) as string });
      expect((await row(place)).phase).toBe('bot');
    });

    it('V29 a heading that is chosen is answered; a person is got by the quick reply and by words', async () => {
      const visitor = await test.visitor();
      const place = await ask(visitor, 'shop helicopter zeppelin spaceship');
      const [question] = fromBot(visitor);
      expect(question && choicesOf(question).map(({ label }) => label)).toEqual(['Opening hours', 'Talk to a person']);
      await choose(visitor, place, question as MessageAdded, (question && choicesOf(question)[0]?.id) ?? '');
      await answered(visitor, 2);
      const answer = fromBot(visitor)[1] as MessageAdded;
      expect(answer.text).toMatch(/^The shop is open on Saturday\./);
      await choose(visitor, place, answer, 'person');
      await answered(visitor, 3);
      expect((await row(place)).phase).toBe('queued');
      const other = await test.visitor();
      const words = await ask(other, 'Ich möchte mit einem Menschen sprechen');
      expect((await row(words)).phase).toBe('queued');
      expect(fromBot(other)[0]?.text).toMatch(/^Ich gebe Ihre Frage/);
    });

    it('A16 who is handed over goes to the department of what they asked about', async () => {
      await test.service.settings.set('departments', [{ id: 'sales', name: 'Sales' }]);
      await switchOn(true, 'sales');
      const visitor = await test.visitor();
      const place = await ask(visitor, 'Can I return goods?');
      await ask(visitor, 'talk to a person', place);
      const inbox = await test.agent(ada);
      expect(inbox.all('inbox-snapshot')[0]?.conversations).toMatchObject([{ department: 'sales', phase: 'queued' }]);
    });

    it('A3 takes no place of an agent before the hand-over; who takes the chat has it, and the bot is silent', async () => {
      await test.service.settings.set('routing', { mode: 'automatic', capacity: 1 });
      await test.agent(ada);
      await test.service.settle();
      await test.service.settingsChanged();
      const visitor = await test.visitor();
      const place = await ask(visitor, 'Can I return goods?');
      await test.service.settle();
      expect(await row(place)).toMatchObject({ phase: 'bot', assignee: null });
      const other = await test.visitor();
      const handed = await ask(other, 'human please');
      expect(fromBot(other)[0]?.text).toMatch(/^I am getting somebody/);
      await vi.waitFor(async () => expect(await row(handed)).toMatchObject({ phase: 'live', assignee: ada.agent.id }));
      const agent = await test.agent(ada, { conversation: handed.conversation });
      await agent.write('Hello', handed);
      await other.write('Can I return goods?', handed);
      await test.service.settle();
      expect(fromBot(other)).toHaveLength(1);
    });

    it('V29 what is said together is answered one by one, in its order', async () => {
      const visitor = await test.visitor();
      const place = await ask(visitor, 'hello');
      await Promise.all([
        visitor.write('Can I return goods?', place),
        visitor.write('Is the shop open on Saturday?', place),
      ]);
      await answered(visitor, 3);
      expect(fromBot(visitor).map(({ text }) => text.split(' ')[0])).toEqual(['Hello!', 'Goods', 'The']);
    });

    it('L2 the same question again is answered once', async () => {
      const visitor = await test.visitor();
      const id = randomUUID();
      const place = await visitor.write('Can I return goods?', undefined, id);
      await visitor.write('Can I return goods?', place, id);
      await answered(visitor, 1);
      await test.service.settle();
      await visitor.write('Can I return goods?', place, id);
      await test.service.settle();
      expect(fromBot(visitor)).toHaveLength(1);
    });

    it('A16 is off until it is switched on and has a text, and what it leaves when it is switched off is the team’s', async () => {
      await switchOn(false);
      const early = await test.visitor();
      const before = await early.write('Can I return goods?');
      await test.service.settle();
      expect(await row(before)).toMatchObject({ phase: 'queued' });
      await switchOn();
      const visitor = await test.visitor();
      const place = await ask(visitor, 'Can I return goods?');
      await test.service.bot.texts.remove('help-text');
      await test.service.settingsChanged();
      await visitor.write('And the hours?', place);
      await test.service.settle();
      expect(await row(place)).toMatchObject({ phase: 'queued' });
      expect(fromBot(visitor)).toHaveLength(1);
    });

    it('X9 nothing of it is left of a visitor who has their data erased', async () => {
      const visitor = await test.visitor();
      const place = await ask(visitor, 'Can I return goods?');
      await test.service.conversations.erase(visitor.welcome.self.id);
      const talks = await test.store.read((database) => database.selectFrom('bot_talks').selectAll().execute());
      expect(talks).toEqual([]);
      expect(await row(place)).toMatchObject({ phase: 'ended' });
    });

    describe('with a model', () => {
      let model: CompletionsServer;
      beforeEach(async () => {
        model = await startCompletionsServer();
      });
      afterEach(() => model.close());

      it('A16 its words are the answer, from the passages alone, with their sources', async () => {
        test = await start(1, model);
        await started[0]?.service.stop();
        model.next.push({ pieces: ['You have ', '30 days ', 'to return.'] });
        const visitor = await test.visitor();
        const place = await ask(visitor, 'Can I return goods?');
        expect(fromBot(visitor)[0]?.text).toBe(
          'You have 30 days to return.\n\n- [Help – Returns](/v1/bot/sources/help-text)',
        );
        expect(visitor.all('message-streamed').map(({ text }) => text)).toContain('You have 30 days ');
        const [asked] = model.asked;
        expect(asked?.headers.authorization).toBe('Bearer secret');
        expect(asked?.messages[0]?.content).toContain('Goods can be returned within 30 days.');
        model.next.push({ pieces: ['UNKNOWN'] });
        await ask(visitor, 'shop helicopter zeppelin spaceship', place);
        expect(fromBot(visitor)[1]?.text).toMatch(/^I am not sure/);
        expect(model.asked[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
      });

      it.each([
        ['is not there', { status: 500, body: 'no' }],
        ['breaks off', { pieces: ['You have thirty'], end: 'cut' as const }],
        ['reports an error', { pieces: ['You have thirty'], end: { error: { message: 'no' } } }],
        ['ends without an end', { pieces: ['You have thirty'], end: 'length' as const }],
      ])('A16 the passages answer when the model %s', async (_what, next) => {
        test = await start(1, model);
        await started[0]?.service.stop();
        model.next.push(next);
        const visitor = await test.visitor();
        await ask(visitor, 'Can I return goods?');
        expect(fromBot(visitor)[0]?.text).toMatch(/^Goods can be returned/);
        expect(JSON.stringify(test.logged)).not.toContain('return');
      });

      it('R3 a server that stops in the middle leaves the question to the next start, which answers it once', async () => {
        test = await start(0, model);
        await started[0]?.service.stop();
        model.next.push({ pieces: ['You have thirty days'], gate: new Promise(() => undefined) });
        const visitor = await test.visitor();
        await visitor.write('Can I return goods?');
        await vi.waitFor(() => expect(visitor.all('message-streamed').at(-1)?.text).toMatch(/^You have/));
        await test.service.stop();
        expect(fromBot(visitor)).toEqual([]);
        model.next.push({ pieces: ['Thirty days it is.'] });
        const next = await start(1, model);
        const back = await next.visitor({ token: visitor.token });
        await vi.waitFor(async () => {
          const again = await next.visitor({ token: visitor.token });
          expect(again.welcome.conversation?.events).toHaveLength(2);
        });
        const streamed = visitor.all('message-streamed')[0]?.id;
        const events = (await next.visitor({ token: visitor.token })).welcome.conversation?.events;
        expect(events?.[1]).toMatchObject({ id: streamed, text: expect.stringMatching(/^Thirty days/) as string });
        expect(fromBot(back).length).toBeLessThanOrEqual(1);
      });

      it('R2 of two servers one answers; one that was given up does not answer a second time', async () => {
        let open = (): void => undefined;
        const gate = new Promise<void>((resolve) => (open = resolve));
        test = await start(0, model);
        await started[0]?.service.stop();
        model.next.push({ pieces: ['You have ', 'thirty days.'], gate });
        const visitor = await test.visitor();
        const place = await visitor.write('Can I return goods?');
        await vi.waitFor(() => expect(model.asked).toHaveLength(1));
        // The time of the first is over by the clock of the second.
        const second = await startTestService(stores[1], { botModel: { url: model.base, key: undefined, model: 'b' } });
        started.push(second);
        second.clock.advance(60_000);
        model.next.push({ pieces: ['Thirty days it is.'] });
        await second.service.settingsChanged();
        await second.service.settle();
        const stored = () =>
          test.store.read((database) =>
            database
              .selectFrom('events')
              .select('seq')
              .where('conversation', '=', place.conversation)
              .where('author_kind', '=', 'bot')
              .execute(),
          );
        await vi.waitFor(async () => expect(await stored()).toHaveLength(1));
        open();
        await test.service.settle();
        await second.service.settle();
        expect(await stored()).toHaveLength(1);
      });
    });
  });
}

/** What every store owes short questions (A18): asked once, answered once by whoever is first, and gone with what was erased. */
import type { MessageAdded, QuestionDraft } from '@support-chat/protocol';
import { MailError, type AgentSession } from '@support-chat/server';
import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeMailer } from '../../support/fake-mailer.js';
import { startTestService, type TestClient, type TestService } from '../../support/service-clients.js';
import type { OpenTwice } from './routing-contract.js';

const HOUR = 60 * 60 * 1000;

const DRAFT: QuestionDraft = {
  text: 'Shall we repair it?',
  answers: [
    { id: 'ok', label: 'OK' },
    { id: 'no', label: 'No' },
  ],
  price: { amount: 129, currency: 'EUR' },
  by: 'email',
  to: 'zo@example.com',
  expiresInHours: 72,
};

/** Describes short questions. `open` gives two ways into one fresh, empty database. */
export function describeShortQuestions(name: string, open: OpenTwice): void {
  describe(`short questions on ${name}`, () => {
    let stores: Awaited<ReturnType<OpenTwice>>;
    let mailer: FakeMailer;
    let test: TestService;
    let elsewhere: TestService;
    let ada: AgentSession;
    let visitor: TestClient;
    let place: { readonly conversation: string; readonly epoch: string; readonly seq: number };
    beforeEach(async () => {
      stores = await open();
      mailer = new FakeMailer();
      const mail = { mailer, from: 'support@shop.example' };
      test = await startTestService(stores[0], { mail });
      elsewhere = await startTestService(stores[1], { mail });
      ada = await test.hire('Ada');
      visitor = await test.visitor();
      place = await visitor.write('How much would that be?');
    });
    afterEach(async () => {
      await Promise.all([test.service.stop(), elsewhere.service.stop()]);
      for (const store of new Set(stores)) await store.close();
    });

    const ask = (draft: Partial<QuestionDraft> = {}, id: string = randomUUID(), { service } = test) =>
      service.questions.put({ ...ada.author, kind: 'agent' }, place.conversation, id, { ...DRAFT, ...draft });
    const settle = () => Promise.all([test.service.settle(), elsewhere.service.settle()]);
    const tokens = () => mailer.taken.map(({ text }) => /\/q\/([\w-]{22})\n$/.exec(text)?.[1] ?? '');
    /** Asks, and gives the token that was mailed. */
    async function mailed(draft: Partial<QuestionDraft> = {}): Promise<string> {
      await ask(draft);
      await settle();
      return tokens().at(-1) ?? '';
    }
    const where = () => ({ conversation: place.conversation, epoch: place.epoch });
    const list = () => test.service.questions.list(place.conversation);
    const messages = async () => {
      const log = await test.service.conversations.readWhole({ ...ada.author, kind: 'agent' }, place.conversation);
      return log.filter((event): event is MessageAdded => event.type === 'message-added');
    };
    async function later(milliseconds: number): Promise<void> {
      for (const { clock, service } of [test, elsewhere]) {
        clock.advance(milliseconds);
        service.sweep();
      }
      await settle();
    }

    it('A18 is a message with quick replies, and a mail with its price and a link', async () => {
      const id = randomUUID();
      const asked = await ask({}, id);
      expect(asked).toMatchObject({ id, state: 'waiting', address: 'zo@example.com' });
      expect(asked.expiresAt).toBe(test.clock.wallTime() + 72 * HOUR);
      await settle();
      expect(visitor.events.at(-1)).toMatchObject({
        ...{ id, type: 'message-added', author: { kind: 'agent' }, text: 'Shall we repair it?\n\n€129.00' },
        card: { kind: 'choices', choices: DRAFT.answers },
      });
      expect(mailer.taken).toMatchObject([{ to: 'zo@example.com', subject: 'Shall we repair it?' }]);
      expect(mailer.taken[0]?.text).toMatch(/^Shall we repair it\?\n\n€129\.00\n\n[^]*\n\/q\/[\w-]{22}\n$/);
      expect(await list()).toMatchObject({ ways: [{ way: 'email' }], questions: [{ id, state: 'sent' }] });
      // What opens it is in the mail and nowhere else.
      const [token = ''] = tokens();
      for (const table of ['mails', 'short_questions', 'question_links', 'events'] as const) {
        const rows = await stores[0].read((database) => database.selectFrom(table).selectAll().execute());
        expect(JSON.stringify(rows)).not.toContain(token);
      }
    });

    it('A18 looking answers nothing; the answer is a message of the visitor, and opens what had ended', async () => {
      const token = await mailed();
      const desk = await test.agent(ada, { conversation: place.conversation });
      await desk.do({ type: 'conversation-end', id: randomUUID(), ...where() });
      for (let index = 0; index < 3; index++) {
        expect(await test.service.questions.look(token)).toMatchObject({ state: 'open' });
      }
      expect(await messages()).toHaveLength(2);
      const answered = await elsewhere.service.questions.answer(token, 'ok');
      expect(answered).toMatchObject({ state: 'answered', answer: { choice: 'ok', text: 'OK — €129.00' } });
      const [, question, answer] = await messages();
      expect(answer).toMatchObject({
        ...{ author: { kind: 'visitor', id: visitor.welcome.self.id }, text: 'OK — €129.00' },
        answer: { to: question?.id, choice: 'ok' },
      });
      expect(desk.events.map(({ type }) => type)).toContain('conversation-ended');
      const [row] = await test.service.conversations.list({ agent: ada, limit: 1 });
      expect(row).toMatchObject({ phase: 'queued', unread: 2, lastMessage: { text: 'OK — €129.00' } });
      expect(row).not.toHaveProperty('waitingSince'); // nobody sits there
      expect((await list()).questions).toMatchObject([{ answer: 'OK — €129.00' }]);
    });

    it('A18 of two answers at once, at two servers, one counts and both are told which', async () => {
      const token = await mailed();
      const both = await Promise.all([
        test.service.questions.answer(token, 'ok'),
        elsewhere.service.questions.answer(token, 'no'),
      ]);
      const [, , answer, ...more] = await messages();
      expect(more).toEqual([]);
      const choice = answer?.answer?.['choice'];
      expect(both).toMatchObject([
        { state: 'answered', answer: { choice } },
        { state: 'answered', answer: { choice } },
      ]);
      await Promise.all([
        test.service.questions.answer(token, 'ok'),
        elsewhere.service.questions.answer(token, 'ok'),
        elsewhere.service.questions.answer(token, 'no'),
      ]);
      expect(await messages()).toHaveLength(3);
    });

    it('A18 the same answer twice at once is one', async () => {
      const token = await mailed({ answers: [{ id: 'yes', label: 'Yes' }] });
      const pressed = [test, elsewhere].map(({ service }) => service.questions.answer(token, 'yes'));
      expect(await Promise.all(pressed)).toMatchObject([{ state: 'answered' }, { state: 'answered' }]);
      expect(await messages()).toHaveLength(3);
    });

    it('A18 P-K2 who has answered in the chat has answered; there is no answer that was not offered', async () => {
      const token = await mailed();
      expect(await test.service.questions.answer(token, 'perhaps')).toMatchObject({ state: 'open' });
      const [, question] = await messages();
      await visitor.do({
        ...{ type: 'message-send', id: randomUUID(), text: 'No', ...where() },
        answer: { to: question?.id ?? '', choice: 'no' },
      });
      expect(await test.service.questions.answer(token, 'ok')).toMatchObject({
        ...{ state: 'answered', answer: { choice: 'no', text: 'No' } },
      });
    });

    it('A18 L2 the same question at two servers at once is one message and one mail', async () => {
      const id = randomUUID();
      const [one, other] = await Promise.all([ask({}, id), ask({}, id, elsewhere)]);
      expect(one).toMatchObject({ id, seq: other.seq });
      await settle();
      expect(mailer.taken).toHaveLength(1);
      // The visitor reads another language now; what was said stays what it was.
      await test.visitor({
        token: visitor.token,
        page: { url: 'https://shop.example/', title: 'Shop', locale: 'de' },
      });
      expect(await ask({}, id)).toMatchObject({ id, seq: one.seq });
      await expect(ask({ text: 'Something else?' }, id)).rejects.toMatchObject({ code: 'id-conflict' });
      await expect(ask({ answers: DRAFT.answers.slice(1) }, id)).rejects.toMatchObject({ code: 'id-conflict' });
      expect(await messages()).toHaveLength(2);
    });

    it('A18 where nothing is said it goes where the visitor has told, in their language', async () => {
      const page = { url: 'https://shop.example/', title: 'Shop', locale: 'de-AT' };
      const known = await test.visitor({ profile: { name: 'Zo', email: 'zo@shop.example' }, page });
      const { conversation } = await known.write('Hallo');
      const { to: _to, ...draft } = DRAFT;
      const actor = { ...ada.author, kind: 'agent' } as const;
      expect((await test.service.questions.list(conversation)).ways).toEqual([{ way: 'email', to: 'zo@shop.example' }]);
      await test.service.questions.put(actor, conversation, randomUUID(), draft);
      await settle();
      expect(mailer.taken).toMatchObject([{ to: 'zo@shop.example' }]);
      expect(mailer.taken[0]?.text).toMatch(/€\s129,00\n\nZum Antworten öffnen Sie diesen Link/);
      await expect(test.service.questions.put(actor, place.conversation, randomUUID(), draft)).rejects.toMatchObject({
        ...{ code: 'frame-invalid', message: expect.stringContaining('to: expected an e-mail address') as string },
      });
      await expect(ask({ by: 'sms', to: '+491701234567' })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(test.service.questions.put(actor, 'conversation-000', randomUUID(), draft)).rejects.toMatchObject({
        code: 'conversation-unknown',
      });
    });

    it('A18 each attempt has a link of its own, and all of them lead to the question', async () => {
      mailer.judge = (mail) => {
        mailer.taken.push(mail);
        if (mailer.taken.length === 1) throw new MailError('', false); // it has it, and its yes is lost
        mailer.taken.pop();
      };
      await ask();
      await settle();
      await later(HOUR);
      const [first = '', second = ''] = tokens();
      expect(first).not.toBe(second);
      expect(mailer.taken.map(({ messageId }) => messageId)).toEqual([
        mailer.taken[0]?.messageId,
        mailer.taken[0]?.messageId,
      ]);
      await test.service.questions.answer(first, 'no');
      expect(await test.service.questions.look(second)).toMatchObject({ state: 'answered', answer: { choice: 'no' } });
    });

    it('A18 when its time is over it is neither answered nor sent', async () => {
      const token = await mailed({ expiresInHours: 1 });
      mailer.judge = () => {
        throw new MailError('451 later', false);
      };
      const waiting = await ask({ expiresInHours: 1 });
      await settle();
      mailer.judge = () => undefined;
      await later(HOUR);
      expect(await test.service.questions.answer(token, 'ok')).toMatchObject({ state: 'expired' });
      expect(await messages()).toHaveLength(3);
      expect(mailer.taken).toHaveLength(1);
      expect((await list()).questions.at(-1)).toMatchObject({ state: 'refused', problem: '451 later' });
      await expect(test.service.tickets.retry(place.conversation, waiting.id)).rejects.toMatchObject({
        code: 'forbidden',
      });
      // One that was answered in time stays answered.
      const answered = await mailed({ expiresInHours: 1 });
      await test.service.questions.answer(answered, 'ok');
      await later(2 * HOUR);
      expect(await test.service.questions.look(answered)).toMatchObject({ state: 'answered' });
    });

    it('X9 A18 goes with what the visitor wrote; its link says so until its time is over', async () => {
      const token = await mailed();
      await test.service.conversations.erase(visitor.welcome.self.id);
      expect(await test.service.questions.answer(token, 'ok')).toEqual({ state: 'erased' });
      for (const table of ['mails', 'short_questions', 'cards'] as const) {
        expect(await stores[0].read((database) => database.selectFrom(table).selectAll().execute())).toEqual([]);
      }
      await expect(ask()).rejects.toMatchObject({ code: 'forbidden' });
      await test.service.cleanUp();
      expect(await test.service.questions.look(token)).toEqual({ state: 'erased' });
      test.clock.advance(73 * HOUR);
      await test.service.cleanUp();
      expect(await test.service.questions.look(token)).toEqual({ state: 'unknown' });
    });

    it('A18 V20 of a visitor whom the site knows by now the answer is theirs', async () => {
      const token = await mailed();
      const presented = createHash('sha256').update(visitor.token).digest('base64url');
      const identity = { id: 'customer-1', name: 'Zo', email: 'zo@example.com' };
      await test.service.conversations.signIn(identity, { presented: undefined, issued: 'hash-of-a-token-1' });
      const { visitor: person } = await test.service.conversations.signIn(identity, {
        ...{ presented, issued: 'hash-of-a-token-2' },
      });
      expect(person).not.toBe(visitor.welcome.self.id);
      await test.service.questions.answer(token, 'ok');
      expect((await messages()).at(-1)).toMatchObject({ author: { kind: 'visitor', id: person, name: 'Zo' } });
    });
  });
}

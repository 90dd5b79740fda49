/** A17: tickets are answered by mail, through a real mail server. */
import type { Ack, TicketMail, TicketMails } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { freePort } from '../../support/free-port.js';
import {
  headerOf,
  startMailServer,
  wordsOfMail,
  type MailServer,
  type ReceivedMail,
} from '../../support/mail-server.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { buildServerProgram, startServer } from '../../support/server-process.js';
import { startTestServer } from '../../support/test-server.js';
import { ENTRY, TicketDesk, visit, type Visitor } from '../../support/ticket-desk.js';

const FROM = 'Lumen <support@shop.example>';
/** However busy the machine is. */
const soon = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000 });
/** Longer than any pause between two attempts. */
const HOUR = 60 * 60 * 1000;

describe('A17 tickets answered by mail', () => {
  let smtp: MailServer;
  let clock: ManualClock;
  let server: RunningServer;
  let desk: TicketDesk;
  let zofia: Visitor;
  let place: Ack;
  let lines: string;
  beforeEach(async () => {
    smtp = await startMailServer();
    await start(smtp.url);
  });
  afterEach(async () => {
    zofia.connection.close();
    await server.close();
    await smtp.close();
  });

  async function start(url: string): Promise<void> {
    lines = '';
    const logDestination = new Writable({
      write(line, _encoding, done) {
        lines += String(line);
        done();
      },
    });
    clock = createManualClock();
    server = await startTestServer({
      ...{ owner: OWNER, clock, logDestination, logLevel: 'info' },
      mail: { url, from: FROM, replyTo: 'support@shop.example' },
    });
    desk = new TicketDesk(server.url, await signIn(server.url));
    zofia = await visit(server.url);
    place = await zofia.connection.send(ENTRY);
  }
  async function answer(text: string): Promise<TicketMail> {
    const response = await desk.answer(place, text, 100);
    if (response.status !== 200) throw new Error(await response.text());
    return ((await response.json()) as { mail: TicketMail }).mail;
  }
  async function until(state: TicketMail['state'], attempts?: number): Promise<TicketMail> {
    return soon(async () => {
      const last = (await desk.mails(place)).mails.at(-1);
      expect(last).toMatchObject({ state, ...(attempts !== undefined && { attempts }) });
      return last as TicketMail;
    });
  }

  it('A17 an answer is a mail to the visitor and a message of the conversation, and the desk hears what became of it', async () => {
    expect(await desk.mails(place)).toEqual({ canSend: true, mails: [] });
    const mail = await answer('Yes, we do: 5 €.\n\nAnna');
    expect(mail).toMatchObject({ state: 'waiting', address: ENTRY.email, attempts: 0 });
    expect(await until('sent')).toMatchObject({ id: mail.id, attempts: 1 });
    expect(smtp.mails).toHaveLength(1);
    const [sent] = smtp.mails as [ReceivedMail];
    expect(sent.to).toEqual([ENTRY.email]);
    const header = (name: string) => headerOf(sent, name);
    expect(header('Subject')).toBe('Re: Do you ship to Poland?');
    expect(header('Message-ID')).toBe(`<${mail.id}@shop.example>`);
    expect(header('Reply-To')).toMatch(/^support\+[0-9a-f]{32}@shop\.example$/);
    // Where it comes back to when it does not arrive.
    expect(sent.from).toBe(header('Reply-To'));
    expect(header('From')).toBe(FROM);
    expect(header('Content-Type')).toMatch(/^text\/plain; charset=utf-8/);
    // It was written by a person.
    expect(header('Auto-Submitted')).toBeUndefined();
    expect(wordsOfMail(sent)).toBe(
      'Yes, we do: 5 €.\n\nAnna\n\n> Do you ship to Poland?\n> It is a present.\n'.replace(/\n/g, '\r\n'),
    );
    await soon(() => {
      expect(zofia.events.filter(({ type }) => type === 'message-added')).toMatchObject([
        { id: mail.id, seq: mail.seq, text: 'Yes, we do: 5 €.\n\nAnna', author: { kind: 'agent' } },
      ]);
    });
    const [row] = await desk.rows();
    expect(row).toMatchObject({ phase: 'live', assignee: { kind: 'agent' }, mails: 2 });
    expect(await desk.attempts(place, mail)).toMatchObject([{ problem: null }]);
    expect(lines).not.toMatch(/zofia|Poland|we do/);
  });

  it('A17 the next answer belongs to the same thread and quotes what was said last', async () => {
    const first = await answer('Yes.');
    await until('sent');
    await zofia.connection.send({ type: 'message-send', id: 'message-00000002', text: 'And how long?' });
    const second = await answer('Two days.');
    const third = await answer('Or three.');
    await soon(() => expect(smtp.mails).toHaveLength(3));
    const [, two, three] = smtp.mails as [ReceivedMail, ReceivedMail, ReceivedMail];
    const id = (mail: TicketMail) => `<${mail.id}@shop.example>`;
    expect([headerOf(two, 'In-Reply-To'), headerOf(two, 'References')]).toEqual([id(first), id(first)]);
    expect(headerOf(three, 'In-Reply-To')).toBe(id(second));
    expect(headerOf(three, 'References')).toBe(`${id(first)} ${id(second)}`);
    expect(headerOf(three, 'Message-ID')).toBe(id(third));
    expect(headerOf(three, 'Reply-To')).toBe(headerOf(two, 'Reply-To'));
    expect(wordsOfMail(two)).toBe('Two days.\r\n\r\n> And how long?\r\n');
  });

  it('A17 L2 the same answer again is the same mail; a colleague who has not seen it is told', async () => {
    const ben = { email: 'ben@shop.example', name: 'Ben', password: 'another long password' };
    await postJson(`${server.url}/v1/agents`, ben, { Cookie: await signIn(server.url) });
    const colleague = new TicketDesk(
      server.url,
      await signIn(server.url, { email: ben.email, password: ben.password }),
    );
    const id = 'mail-000000001';
    const both = await Promise.all([desk.answer(place, 'Yes.', 1, id), desk.answer(place, 'Yes.', 1, id)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await (await desk.answer(place, 'No.', 1, id)).json()).toMatchObject({ code: 'id-conflict' });
    const late = await colleague.answer(place, 'No.');
    expect([late.status, await late.json()]).toMatchObject([409, { code: 'already-answered' }]);
    expect(await (await colleague.answer(place, 'Yes.', 1, id)).json()).toMatchObject({ code: 'id-conflict' });
    const { mails } = await desk.mails(place);
    expect(mails).toHaveLength(1);
    expect((await colleague.answer(place, 'And welcome.', mails[0]?.seq)).status).toBe(200);
    // One's own words are no surprise.
    expect((await colleague.answer(place, 'Indeed.', mails[0]?.seq)).status).toBe(200);
    await soon(() => expect(smtp.mails).toHaveLength(3));
  });

  it('A17 SMTP 4xx: it is tried again, later each time, and sent', async () => {
    smtp.refusal = { code: 451, words: '4.7.1 Greylisted' };
    await answer('Yes.');
    const waiting = await until('waiting', 1);
    expect(waiting.problem).toBe('451 4.7.1 Greylisted');
    server.service.sweep();
    await server.service.settle();
    expect(await until('waiting')).toMatchObject({ attempts: 1 }); // not at once
    clock.advance(HOUR);
    await until('waiting', 2);
    smtp.refusal = null;
    clock.advance(HOUR);
    const sent = await until('sent', 3);
    expect(sent).not.toHaveProperty('problem');
    expect(smtp.mails).toHaveLength(1);
    expect(await desk.attempts(place, sent)).toMatchObject([
      { problem: null },
      { problem: '451 4.7.1 Greylisted' },
      { problem: '451 4.7.1 Greylisted' },
    ]);
  });

  it('A17 SMTP 5xx: it is final and the desk has the words of the mail server; an agent may try again', async () => {
    smtp.refusal = { code: 550, words: '5.1.1 zofia@example.com: no such user' };
    await answer('Yes.');
    await answer('Really.');
    const refused = await until('refused', 1);
    expect(refused.problem).toBe('550 5.1.1 zofia@example.com: no such user');
    clock.advance(5 * HOUR);
    server.service.sweep();
    await server.service.settle();
    expect((await desk.mails(place)).mails.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['refused', 1],
      ['refused', 1],
    ]);
    smtp.refusal = null;
    expect((await desk.retry(place, refused)).status).toBe(200);
    await until('sent', 2);
    expect(lines).toContain('ticket-mail-not-taken');
    expect(lines).not.toMatch(/zofia|no such user/);
  });

  it('A17 without a mail server nothing is lost; after days it is given up, and says so', async () => {
    await smtp.close();
    await answer('Yes.');
    expect(await until('waiting', 1)).toMatchObject({ problem: '' });
    clock.advance(4 * 24 * HOUR);
    expect(await until('refused')).toMatchObject({ problem: '' });
  });

  it('A17 what is no ticket, has no address or is erased is not answered by mail', async () => {
    const other = await visit(server.url);
    const chat = await other.connection.send({ type: 'message-send', id: 'message-00000001', text: 'Hello' });
    expect(await desk.mails(chat)).toMatchObject({ canSend: false });
    expect(await (await desk.answer(chat, 'Hi')).json()).toMatchObject({ code: 'forbidden' });
    other.connection.close();
    const nowhere = { ...place, conversation: 'conversation-000' };
    expect(await (await desk.answer(nowhere, 'Hi')).json()).toMatchObject({ code: 'conversation-unknown' });
    expect(await (await desk.answer({ ...place, epoch: 'epoch-000000' }, 'Hi')).json()).toMatchObject({
      code: 'epoch-stale',
    });
    expect(await (await desk.answer(place, '  ')).json()).toMatchObject({ code: 'frame-invalid' });
    smtp.refusal = { code: 451, words: 'later' };
    await answer('Yes.');
    await until('waiting', 1);
    const [row] = await desk.rows().then((rows) => rows.filter(({ id }) => id === place.conversation));
    await server.service.conversations.erase(row?.visitor.id ?? '');
    expect(await desk.mails(place)).toEqual({ canSend: false, mails: [] });
    smtp.refusal = null;
    clock.advance(HOUR);
    server.service.sweep();
    await server.service.settle();
    expect(smtp.mails).toEqual([]);
  });

  it('A17 X6 nothing that is typed becomes a header', async () => {
    zofia.connection.close();
    zofia = await visit(server.url);
    const text = 'Hi\u2028Bcc: all@example.com\r\nBcc: everybody@example.com\r\n\r\nBody';
    place = await zofia.connection.send({ ...ENTRY, id: 'entry-00000002', text, name: 'Z\r\nBcc: c@example.com' });
    await answer('Yes.\r\n.\r\nRCPT TO:<d@example.com>');
    await until('sent');
    const [mail] = smtp.mails as [ReceivedMail];
    expect(mail.to).toEqual([ENTRY.email]);
    expect(headerOf(mail, 'Bcc')).toBeUndefined();
    expect(headerOf(mail, 'Subject')).toBe('Re: Hi Bcc: all@example.com');
    expect(wordsOfMail(mail)).toContain('RCPT TO:<d@example.com>');
  });

  it('A17 S6 kill -9 between the yes of the mail server and its note: sent again, under the same Message-ID', async () => {
    const program = await buildServerProgram();
    const data = mkdtempSync(join(tmpdir(), 'support-chat-tickets-'));
    const port = await freePort();
    const environment = {
      ...{ SMTP_URL: smtp.url, MAIL_FROM: FROM, OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password },
    };
    try {
      const first = await startServer(program, { argv: ['--data', data, '--port', String(port)], environment });
      // It has the mail, and dies before it hears the yes.
      smtp.onMail = async () => {
        first.kill('SIGKILL');
        await first.exited;
      };
      const visitor = await visit(first.url);
      const where = await visitor.connection.send(ENTRY);
      const answered = await new TicketDesk(first.url, await signIn(first.url)).answer(where, 'Yes.');
      expect(answered.status).toBe(200);
      await first.exited;
      visitor.connection.close();
      // As long after as a mail is held for by who is no more.
      const later = createManualClock();
      later.advance(HOUR);
      const second = await startTestServer({ dataFolder: data, clock: later, mail: { url: smtp.url, from: FROM } });
      try {
        await soon(() => expect(smtp.mails).toHaveLength(2));
        const ids = smtp.mails.map((mail) => headerOf(mail, 'Message-ID'));
        expect(ids[0]).toMatch(/^<.+@shop\.example>$/);
        expect(ids[1]).toBe(ids[0]);
        await soon(async () => {
          const { mails }: TicketMails = await second.service.tickets.list(where.conversation);
          expect(mails).toMatchObject([{ state: 'sent', attempts: 1 }]);
        });
      } finally {
        await second.close();
      }
    } finally {
      program.remove();
      rmSync(data, { recursive: true, force: true });
    }
  });
});

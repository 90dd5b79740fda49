/** A17: what visitors answer by mail comes into their conversation, through SMTP both ways; everything else is refused by a code. */
import type { Ack, LogEvent, TicketMail } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { headerOf, startMailServer, type MailServer, type ReceivedMail } from '../../support/mail-server.js';
import { EICAR, png } from '../../support/sample-files.js';
import { startTestServer } from '../../support/test-server.js';
import { ENTRY, TicketDesk, visit, type Visitor } from '../../support/ticket-desk.js';

/** However busy the machine is. */
const soon = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000 });

type Message = Extract<LogEvent, { type: 'message-added' }>;

const QUOTED =
  '\n\nOn Mon, 2 Feb 2026 at 10:00, Lumen <support@shop.example>\nwrote:\n\n> Yes, we do.\n>\n> > Do you ship to Poland?\n';

describe('A17 answers that come by mail', () => {
  let smtp: MailServer;
  let server: RunningServer;
  let desk: TicketDesk;
  let zofia: Visitor;
  let place: Ack;
  let sent: ReceivedMail;
  let lines: string;
  beforeEach(async () => {
    lines = '';
    const logDestination = new Writable({
      write(line, _encoding, done) {
        lines += String(line);
        done();
      },
    });
    smtp = await startMailServer();
    server = await startTestServer({
      ...{ owner: OWNER, logDestination, logLevel: 'info' },
      mail: { url: smtp.url, from: 'Lumen <support@shop.example>', replyTo: 'support@shop.example' },
      inboundSmtp: { host: '127.0.0.1', port: 0 },
      // As many mails as one test sends, and not one in a second more.
      limits: { messages: { count: 6, seconds: 60_000 } },
    });
    desk = new TicketDesk(server.url, await signIn(server.url));
    zofia = await visit(server.url);
    place = await zofia.connection.send(ENTRY);
    await desk.answer(place, 'Yes, we do.');
    await soon(() => expect(smtp.mails).toHaveLength(1));
    await until((mail) => expect(mail.state).toBe('sent'));
    [sent] = smtp.mails as [ReceivedMail];
  });
  afterEach(async () => {
    zofia.connection.close();
    await server.close();
    await smtp.close();
  });

  /** As the mail server of the visitor does it. @returns the code it was refused with; 250 */
  async function post(given: SendMailOptions): Promise<number> {
    const transport = createTransport({ host: '127.0.0.1', port: server.mailPort ?? 0, ignoreTLS: true });
    const mail = {
      ...{ from: ENTRY.email, to: headerOf(sent, 'Reply-To'), subject: 'Re: Do you ship to Poland?' },
      ...{ inReplyTo: headerOf(sent, 'Message-ID'), references: headerOf(sent, 'Message-ID') },
      ...given,
    };
    try {
      await transport.sendMail(mail);
      return 250;
    } catch (error) {
      return (error as { responseCode?: number }).responseCode ?? 0;
    } finally {
      transport.close();
    }
  }
  const messages = (): Message[] => zofia.events.filter((event): event is Message => event.type === 'message-added');
  async function until(check: (mail: TicketMail) => void): Promise<void> {
    await soon(async () => check((await desk.mails(place)).mails.at(-1) as TicketMail));
  }
  async function answerOf(text: string): Promise<Message> {
    await soon(() => expect(messages().at(-1)?.text).toBe(text));
    return messages().at(-1) as Message;
  }

  it('A17 an answer becomes a message of the visitor, without its quotation; the next mail belongs to it', async () => {
    expect(await post({ text: `Thank you!\n\nAnd how long?${QUOTED}`, messageId: '<answer-1@example.com>' })).toBe(250);
    const message = await answerOf('Thank you!\n\nAnd how long?');
    expect(message.author).toMatchObject({ kind: 'visitor', name: ENTRY.name });
    const [row] = await desk.rows();
    expect(row).toMatchObject({ phase: 'live', unread: 2 });
    expect(row).not.toHaveProperty('waitingSince');
    const whole = await server.service.tickets.received(place.conversation);
    expect(whole).toMatchObject([{ id: message.id, seq: message.seq }]);
    expect(whole[0]?.text).toContain('> Yes, we do.');

    await desk.answer(place, 'Two days.', message.seq);
    await soon(() => expect(smtp.mails).toHaveLength(2));
    const [, next] = smtp.mails as [ReceivedMail, ReceivedMail];
    expect(headerOf(next, 'In-Reply-To')).toBe('<answer-1@example.com>');
    expect(headerOf(next, 'References')).toBe(`${headerOf(sent, 'Message-ID')} <answer-1@example.com>`);
    expect(headerOf(next, 'Reply-To')).toBe(headerOf(sent, 'Reply-To'));
  });

  it('A17 L2 the same mail handed over twice is one message', async () => {
    const attachments = [{ filename: 'photo.png', content: png() }];
    const mail = { text: 'Once', messageId: '<once@example.com>', date: new Date(0), attachments };
    expect([await post(mail), await post(mail)]).toEqual([250, 250]);
    await Promise.all([
      post({ ...mail, messageId: '<twice@example.com>' }),
      post({ ...mail, messageId: '<twice@example.com>' }),
    ]);
    await soon(() => expect(messages().filter(({ text }) => text === 'Once')).toHaveLength(2));
    expect(await server.service.tickets.received(place.conversation)).toHaveLength(2);
  });

  it('A17 X1 nobody writes into a ticket without its address, its token and its sender', async () => {
    const forged = { text: 'Let me in' };
    expect(await post({ ...forged, to: 'support@shop.example' })).toBe(550);
    expect(await post({ ...forged, to: `support+${'0'.repeat(32)}@shop.example` })).toBe(550);
    expect(await post({ ...forged, to: headerOf(sent, 'Reply-To')?.replace('shop.', 'other.') })).toBe(550);
    expect(await post({ ...forged, from: 'mallory@example.com' })).toBe(550);
    // The envelope is not who wrote it.
    const envelope = { from: ENTRY.email, to: headerOf(sent, 'Reply-To') };
    expect(await post({ ...forged, from: 'mallory@example.com', envelope })).toBe(550);
    expect(
      await post({
        ...forged,
        from: [ENTRY.email, 'mallory@example.com'].map((address) => ({
          name: ENTRY.email,
          address: address.replace(ENTRY.email, 'mallory@example.com'),
        })),
        envelope,
      }),
    ).toBe(550);
    expect(messages().map(({ text }) => text)).toEqual(['Yes, we do.']);
    expect(lines).not.toMatch(/mallory|zofia|Let me in/);
    expect(await post({ text: 'It is me', from: '"Zofia" <ZOFIA@example.com>' })).toBe(250);
    await answerOf('It is me');
  });

  it('A17 X7 files come in by the same rules as all others; those that do not are named', async () => {
    const attachments = [
      { filename: 'photo.png', content: png() },
      { filename: 'virus.exe', content: Buffer.from('MZ') },
      { filename: 'not-a.png', content: Buffer.from(EICAR) },
    ];
    expect(await post({ text: 'See the picture.', attachments })).toBe(250);
    const message = await answerOf('See the picture.');
    expect(message.attachments).toMatchObject([{ name: 'photo.png', type: 'image/png' }]);
    const [whole] = await server.service.tickets.received(place.conversation);
    expect(whole?.leftOut).toEqual([
      { name: 'virus.exe', code: 'file-type-refused' },
      { name: 'not-a.png', code: 'file-type-refused' },
    ]);
  });

  it('A17 an automatic answer is shown at the mail it answers, and is no message', async () => {
    for (const headers of [{ 'Auto-Submitted': 'auto-replied' }, { Precedence: 'bulk' }]) {
      expect(await post({ text: 'I am away until Monday.', headers })).toBe(250);
    }
    await until((mail) => expect(mail).toMatchObject({ state: 'sent', problem: 'I am away until Monday.' }));
    expect(messages()).toHaveLength(1);
    expect(smtp.mails).toHaveLength(1); // and nothing answers it
  });

  it('A17 a bounce takes back that a mail was sent, with the words of the other mail server', async () => {
    const raw = [
      ...['From: MAILER-DAEMON@example.com', 'To: support@shop.example', 'Subject: Undelivered', 'MIME-Version: 1.0'],
      ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', ''],
      ...['--b', 'Content-Type: text/plain', '', 'Sorry.'],
      ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; example.com', ''],
      ...['Final-Recipient: rfc822; zofia@example.com', 'Action: failed', 'Status: 5.2.2'],
      ...['Diagnostic-Code: smtp; 552 5.2.2', ' Mailbox full', ''],
      ...[
        '--b',
        'Content-Type: message/rfc822',
        '',
        `Message-ID: ${headerOf(sent, 'Message-ID')}`,
        '',
        'Yes',
        '--b--',
        '',
      ],
    ].join('\r\n');
    expect(await post({ raw, envelope: { from: '', to: headerOf(sent, 'Reply-To') } })).toBe(250);
    await until((mail) => expect(mail).toMatchObject({ state: 'refused', problem: '552 5.2.2 Mailbox full' }));
    expect(messages()).toHaveLength(1);
  });

  it('A17 bad mails are refused by a code: too large, without words, of an erased visitor, too many', async () => {
    expect(await post({ text: '' })).toBe(554);
    expect(
      await post({ text: 'x', attachments: [{ filename: 'a.txt', content: Buffer.alloc(26 * 1024 * 1024, 65) }] }),
    ).toBe(552);
    const many = [];
    for (let index = 0; index < 8; index++) many.push(await post({ text: `number ${index}` }));
    expect(new Set(many)).toEqual(new Set([250, 450]));
    expect(lines).toContain('mail-refused');
    const [row] = await desk.rows();
    await server.service.conversations.erase(row?.visitor.id ?? '');
    expect(await post({ text: 'late' })).toBe(550);
  });

  it('A17 HTML becomes words, hostile text stays text, and an ended ticket is open again', async () => {
    await server.service.conversations.execute(
      { kind: 'agent', id: (await desk.rows())[0]?.assignee?.id ?? '', name: 'Owner' },
      { type: 'conversation-end', id: 'end-00000001', conversation: place.conversation, epoch: place.epoch },
    );
    const html =
      '<style>p{}</style><p>Hello <b>there</b></p><script>alert(1)</script><img src="https://spy.example/x.gif">';
    expect(await post({ html })).toBe(250);
    await answerOf('Hello there');
    expect((await desk.rows())[0]).toMatchObject({ phase: 'queued' });
    expect(JSON.stringify(messages())).not.toContain('spy.example');
  });
});

/** A18: short questions by a mail really sent, and the page that their link opens, over HTTP as browsers and mail scanners come. */
import type { Ack, QuestionDraft, ShortQuestion } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { createHash, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { startMailServer, wordsOfMail, type MailServer } from '../../support/mail-server.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { startTestServer } from '../../support/test-server.js';
import { visit, type Visitor } from '../../support/ticket-desk.js';

const HOUR = 60 * 60 * 1000;
/** However busy the machine is. */
const soon = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000 });

const DRAFT = {
  text: 'Shall we <b>repair</b> it & send "it" back?',
  answers: [{ id: 'ok', label: 'OK' }, { label: 'No, <thanks>' }],
  price: { amount: 129, currency: 'EUR' },
  by: 'email',
  to: 'zofia@example.com',
} satisfies Omit<Partial<QuestionDraft>, 'answers'> & { answers: unknown };

describe('A18 short questions', () => {
  let smtp: MailServer;
  let clock: ManualClock;
  let server: RunningServer;
  let cookie: string;
  let zofia: Visitor;
  let place: Ack;
  let lines: string;
  beforeEach(async () => {
    smtp = await startMailServer();
    clock = createManualClock();
    lines = '';
    const logDestination = new Writable({
      write(line, _encoding, done) {
        lines += String(line);
        done();
      },
    });
    server = await startTestServer({
      ...{ owner: OWNER, clock, logDestination, logLevel: 'debug' },
      mail: { url: smtp.url, from: 'Lumen <support@shop.example>' },
      limits: { questionPages: { count: 12, seconds: 60 } },
    });
    cookie = await signIn(server.url);
    zofia = await visit(server.url);
    place = await zofia.connection.send({ type: 'message-send', id: 'message-00000001', text: 'What would it be?' });
  });
  afterEach(async () => {
    zofia.connection.close();
    await server.close();
    await smtp.close();
  });

  const ask = (draft: object = {}, id: string = randomUUID()) =>
    fetch(`${server.url}/v1/agent/conversations/${place.conversation}/questions/${id}`, {
      method: 'PUT',
      headers: { Cookie: cookie, 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...DRAFT, ...draft }),
    });
  /** Asks, and gives the link that was mailed. */
  async function mailed(draft: object = {}): Promise<string> {
    const before = smtp.mails.length;
    expect((await ask(draft)).status).toBe(200);
    const mail = await soon(() => {
      const last = smtp.mails[before];
      if (last === undefined) throw new Error('There is no mail yet.');
      return last;
    });
    return /^http:\S+\/q\/\S+$/m.exec(wordsOfMail(mail))?.[0] ?? '';
  }
  const questions = async () => {
    const answer = await fetch(`${server.url}/v1/agent/conversations/${place.conversation}/questions`, {
      headers: { Cookie: cookie },
    });
    return ((await answer.json()) as { questions: ShortQuestion[] }).questions;
  };
  const press = (link: string, choice: string, headers: object = {}) =>
    fetch(link, { method: 'POST', body: new URLSearchParams({ choice }), headers: { ...headers } });
  const said = () => zofia.events.flatMap((event) => (event.type === 'message-added' ? [event] : []));

  it('A18 the link shows the question as text, without a script, to be kept and followed by nobody', async () => {
    const link = await mailed();
    expect(link.startsWith(`${server.url}/q/`)).toBe(true);
    const response = await fetch(link);
    const html = await response.text();
    expect(response.status).toBe(200);
    const header = (name: string) => response.headers.get(name);
    expect(header('Content-Type')).toBe('text/html; charset=utf-8');
    expect(header('Cache-Control')).toBe('no-store');
    expect(header('Referrer-Policy')).toBe('no-referrer');
    expect(header('X-Robots-Tag')).toBe('noindex, nofollow');
    expect(header('Set-Cookie')).toBeNull();
    const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(header('Content-Security-Policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    );
    expect(html).not.toMatch(/<script|<b>|<thanks>| on\w+=/);
    expect(html).toContain('Shall we &lt;b&gt;repair&lt;/b&gt; it &amp; send &quot;it&quot; back?\n\n€129.00');
    expect(html).toContain('<button name="choice" value="ok">OK</button>');
    expect(html).toContain('<button name="choice" value="answer-2">No, &lt;thanks&gt;</button>');
  });

  it('A18 who opens, checks and previews links answers nothing; a press does, once', async () => {
    const link = await mailed();
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200);
    for (const query of ['?choice=ok', '?']) expect((await fetch(link + query)).status).toBe(200);
    expect(said()).toHaveLength(2);
    const pressed = await press(link, 'ok');
    const thanks = await pressed.text();
    expect(pressed.status).toBe(200);
    expect(thanks).toContain('<h1>Thank you</h1>');
    expect(thanks).toContain('<strong>OK — €129.00</strong>');
    const [, question, answer] = await soon(() => {
      expect(said()).toHaveLength(3);
      return said();
    });
    expect(answer).toMatchObject({ author: { kind: 'visitor' }, text: 'OK — €129.00', answer: { to: question?.id } });
    expect(await questions()).toMatchObject([{ id: question?.id, state: 'sent', answer: 'OK — €129.00' }]);
    // Once more, as who reloads does; then as who thinks better of it.
    expect((await press(link, 'ok')).status).toBe(200);
    const other = await press(link, 'answer-2');
    expect([other.status, await other.text()]).toMatchObject([409, expect.stringContaining('OK — €129.00')]);
    const again = await fetch(link);
    expect([again.status, await again.text()]).toMatchObject([200, expect.stringContaining('has been answered')]);
    expect(said()).toHaveLength(3);
    // The token is for who has the mail alone.
    expect(lines).toContain('/q/:token');
    expect(lines).not.toContain(link.slice(-22));
    expect(lines).not.toMatch(/zofia|repair/);
  });

  it('A18 of two presses at once one counts, and the other is told which', async () => {
    const link = await mailed();
    const both = await Promise.all([press(link, 'ok'), press(link, 'answer-2')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [answer] = (await questions()).map((question) => question.answer);
    expect(answer).toMatch(/^(OK|No, <thanks>) — €129\.00$/);
    const words = answer?.replace('<', '&lt;').replace('>', '&gt;');
    for (const response of both) expect(await response.text()).toContain(`<strong>${words}</strong>`);
    await soon(() => expect(said()).toHaveLength(3));
  });

  it('A18 a link that is wrong, too old or whose question is gone says so, each in its way', async () => {
    const link = await mailed({ expiresInHours: 1 });
    const unknown = `${server.url}/q/${'A'.repeat(22)}`;
    for (const wrong of [unknown, `${link}A`, `${server.url}/q/%00`]) {
      const response = await fetch(wrong, { headers: { 'Accept-Language': 'de-DE,de;q=0.9' } });
      expect([response.status, await response.text()]).toMatchObject([404, expect.stringContaining('keine Frage')]);
    }
    expect((await press(link, 'perhaps')).status).toBe(400);
    clock.advance(HOUR);
    for (const late of [await fetch(link), await press(link, 'ok')]) {
      expect([late.status, await late.text()]).toMatchObject([410, expect.stringContaining('is over')]);
    }
    const [row] = await server.service.conversations.list({ agent: await owner(), limit: 1 });
    await server.service.conversations.erase(row?.visitor.id ?? '');
    for (const gone of [await fetch(link), await press(link, 'ok')]) {
      const html = await gone.text();
      expect([gone.status, html]).toMatchObject([410, expect.stringContaining('was deleted')]);
      expect(html).not.toContain('repair');
    }
  });

  it('A18 X5 an address that tries links is told to wait, by a page', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 13; index++) {
      statuses.push((await fetch(`${server.url}/q/${'A'.repeat(21)}${index % 10}`)).status);
    }
    expect(statuses.slice(0, 12)).toEqual(Array.from({ length: 12 }, () => 404));
    const last = await fetch(`${server.url}/q/${'A'.repeat(22)}`);
    expect([last.status, last.headers.get('Content-Type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(Number(last.headers.get('Retry-After'))).toBeGreaterThan(0);
  });

  it('A18 what cannot be asked is refused, and names the field', async () => {
    const many = Array.from({ length: 7 }, (_, index) => ({ label: `Answer ${index}` }));
    for (const [draft, field] of [
      [{ text: ' ' }, 'text'],
      [{ answers: [] }, 'answers'],
      [{ answers: many }, 'answers'],
      [
        {
          answers: [
            { id: 'a', label: 'A' },
            { id: 'a', label: 'B' },
          ],
        },
        'answers',
      ],
      [{ price: { amount: -1, currency: 'EUR' } }, 'price.amount'],
      [{ to: 'zofia' }, 'to'],
      [{ expiresInHours: 10_000 }, 'expiresInHours'],
      [{ colour: 'red' }, 'colour'],
    ] as const) {
      const response = await ask(draft);
      expect(await response.json(), field).toMatchObject({
        ...{ code: 'frame-invalid', detail: expect.stringMatching(new RegExp(`^${field}`)) as string },
      });
    }
    expect(await (await ask({ by: 'sms', to: '+48123456789' })).json()).toMatchObject({ code: 'forbidden' });
    expect(smtp.mails).toEqual([]);
  });

  async function owner() {
    const session = await server.service.agents.signIn(OWNER);
    const agent = await server.service.agents.authenticate(session.token);
    if (agent === null) throw new Error('The owner is signed in.');
    return agent;
  }
});

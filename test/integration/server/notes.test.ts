/** A4: who may read and write notes, and that nothing of them is ever on a visitor's wire. */
import type { RunningServer } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { openEventStream } from '../../support/event-stream-client.js';
import { openSocket, openVisitor, type RawFrame } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';

/** In every word that a visitor must not get. */
const CANARY = 'heron-2718';

let server: RunningServer;
let smtp: SMTPServer;
let mails: string[];
let logged: string[];
let cookie: string;

beforeEach(async () => {
  [mails, logged] = [[], []];
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => void text(stream).then((source) => (mails.push(source), done())),
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  server = await startTestServer({
    owner: OWNER,
    allowedOrigins: ['https://shop.example'],
    logLevel: 'trace',
    logDestination: { write: (line) => void logged.push(line) },
    mail: { url: `smtp://127.0.0.1:${port}`, from: 'Lumen <chat@shop.example>' },
  });
  cookie = await signIn(server.url);
});
afterEach(async () => {
  await server.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

const call = (method: string, path: string, headers: Readonly<Record<string, string>>, body?: object) =>
  fetch(`${server.url}/v1${path}`, {
    method,
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
const notesOf = (conversation: string) => `/agent/conversations/${conversation}/notes`;
const put = (conversation: string, words: string, id: string = randomUUID(), as = { Cookie: cookie }) =>
  call('PUT', `${notesOf(conversation)}/${id}`, as, { text: words });
const problem = async (response: Response): Promise<unknown> => [response.status, await response.json()];

/** Somebody who has written, and where. */
async function visitorWhoWrote(words: string) {
  const visitor = await openVisitor(server.url);
  const id = randomUUID();
  visitor.say({ type: 'message-send', id, text: words });
  const { conversation, epoch } = (await visitor.answer(id)) as RawFrame & { conversation: string; epoch: string };
  return { visitor, conversation, epoch };
}

describe('A4 notes', () => {
  it('A4 are written and read by agents', async () => {
    const { conversation } = await visitorWhoWrote('Hello');
    const id = randomUUID();
    const stored = await put(conversation, '  Has a coupon. ', id);
    expect(stored.status).toBe(200);
    const { note } = (await stored.json()) as { note: object };
    expect(note).toMatchObject({ id, place: 1, after: 1, text: 'Has a coupon.', author: { kind: 'agent' } });
    expect(await (await put(conversation, 'Has a coupon.', id)).json()).toEqual({ note });
    const listed = await call('GET', notesOf(conversation), { Cookie: cookie });
    expect(listed.headers.get('cache-control')).toBe('no-store');
    expect(await listed.json()).toEqual({ notes: [note] });
    expect(await (await call('GET', `${notesOf(conversation)}?after=1`, { Cookie: cookie })).json()).toEqual({
      notes: [],
    });
  });

  it('A4 come in pages', async () => {
    const { conversation } = await visitorWhoWrote('Hello');
    for (let index = 1; index <= 103; index++) {
      expect((await put(conversation, `note ${index}`)).status).toBe(200);
    }
    const page = async (after: number) => {
      const answer = await call('GET', `${notesOf(conversation)}?after=${after}`, { Cookie: cookie });
      return ((await answer.json()) as { notes: { place: number }[] }).notes.map(({ place }) => place);
    };
    expect(await page(0)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(await page(100)).toEqual([101, 102, 103]);
  });

  it('X2 are refused to everybody else, whatever they bring', async () => {
    const { visitor, conversation } = await visitorWhoWrote('Hello');
    await put(conversation, CANARY);
    const other = await openVisitor(server.url);
    const signedOut = await signIn(server.url);
    await call('DELETE', '/agent/sessions', { Cookie: signedOut });
    const people: readonly Record<string, string>[] = [
      {},
      { Authorization: `Bearer ${visitor.token}` },
      { Authorization: `Bearer ${other.token}` },
      { Cookie: `sc_agent=${visitor.token}` },
      { Cookie: signedOut },
      { Cookie: 'sc_agent=' },
      { Authorization: cookie.replace('sc_agent=', 'Bearer ') },
    ];
    for (const headers of people) {
      for (const [method, path, body] of [
        ['GET', notesOf(conversation), undefined],
        ['PUT', `${notesOf(conversation)}/${randomUUID()}`, { text: 'mine' }],
      ] as const) {
        const answer = await problem(await call(method, path, headers, body));
        expect(answer).toMatchObject([401, { code: 'sign-in-required' }]);
        expect(JSON.stringify(answer)).not.toContain(CANARY);
      }
    }
    // A page that may embed the chat may not act as an agent in whose browser it is open.
    const embedded = { Cookie: cookie, Origin: 'https://shop.example' };
    expect(await problem(await call('GET', notesOf(conversation), embedded))).toMatchObject([
      403,
      { code: 'origin-refused' },
    ]);
    const listed = (await (await call('GET', notesOf(conversation), { Cookie: cookie })).json()) as { notes: object[] };
    expect(listed.notes).toHaveLength(1);
  });

  it.each([
    ['no text', { text: '  ' }, 'text'],
    ['a text that is too long', { text: 'x'.repeat(10_001) }, 'text'],
    ['a text that is none', { text: 7 }, 'text'],
    ['nobody it is addressed to', { text: 'x', to: '' }, 'to'],
    ['a field that there is not', { text: 'x', author: 'me' }, 'author'],
  ])('A4 %s is refused by name', async (_what, draft, field) => {
    const { conversation } = await visitorWhoWrote('Hello');
    const path = `${notesOf(conversation)}/${randomUUID()}`;
    expect(await problem(await call('PUT', path, { Cookie: cookie }, draft))).toMatchObject([
      400,
      { code: 'frame-invalid', detail: expect.stringMatching(`^${field}:`) as string },
    ]);
  });

  it('A4 an id that is none, a place that is none and a conversation that there is not are refused', async () => {
    const { conversation } = await visitorWhoWrote('Hello');
    const agent = { Cookie: cookie };
    expect((await put(conversation, 'x', '../x')).status).toBe(404);
    expect(await problem(await put(conversation, 'x', 'a b'))).toMatchObject([400, { code: 'frame-invalid' }]);
    expect(await problem(await call('GET', `${notesOf(conversation)}?after=-1`, agent))).toMatchObject([400, {}]);
    expect(await problem(await put(randomUUID(), 'x'))).toMatchObject([404, { code: 'conversation-unknown' }]);
    expect(await problem(await call('GET', notesOf(randomUUID()), agent))).toMatchObject([
      404,
      { code: 'conversation-unknown' },
    ]);
  });
});

describe('A4 X2 the visitor notices nothing', () => {
  it('no frame and no answer that a visitor gets has a word of a note, by whichever way they ask', async () => {
    const { visitor, conversation, epoch } = await visitorWhoWrote('Where is my order?');
    const authorization = { Authorization: `Bearer ${visitor.token}` };
    const stream = await openEventStream(server.url, 'protocol=1&role=visitor', authorization);
    await stream.find(({ data }) => data.type === 'welcome');
    const inbox = await openSocket(server.url, { headers: { Cookie: cookie } });
    inbox.say({ type: 'hello', protocol: 1, role: 'agent' });
    await inbox.find(({ type }) => type === 'inbox-snapshot');
    const desk = await openSocket(server.url, { headers: { Cookie: cookie } });
    desk.say({ type: 'hello', protocol: 1, role: 'agent', conversation });
    await desk.find(({ type }) => type === 'welcome');

    /** Says it and waits for the answer. */
    const ask = async (client: typeof desk, frame: object) => {
      const id = randomUUID();
      client.say({ ...frame, id });
      return client.find((answer) => answer['id'] === id);
    };
    const place = { conversation, epoch };
    expect((await put(conversation, `${CANARY} before anybody joined`)).status).toBe(200);
    await ask(desk, { type: 'conversation-claim', ...place });
    expect((await put(conversation, `${CANARY} after the agent joined`)).status).toBe(200);
    await ask(desk, { type: 'message-send', ...place, text: 'It left yesterday.' });
    desk.say({ type: 'typing', conversation, active: true });
    await ask(desk, { type: 'conversation-end', ...place });
    expect((await put(conversation, `${CANARY} after the end`)).status).toBe(200);
    // The agents do hear of it: else the test would prove nothing.
    await inbox.find((frame) => (frame['conversation'] as { notes?: number } | undefined)?.notes === 3);

    // Everything that a visitor may ask for, on every way there is.
    visitor.say({ type: 'ping' });
    await visitor.find(({ type }) => type === 'pong');
    await ask(visitor, { type: 'resume', conversation, after: null });
    await ask(visitor, { type: 'resume', conversation, after: { epoch, seq: 1 } });
    await ask(visitor, { type: 'history-load', conversation, before: { epoch, seq: 99 }, limit: 300 });
    await ask(visitor, { type: 'conversations-load', limit: 20 });
    await ask(visitor, { type: 'conversations-load', limit: 20, words: CANARY });
    await ask(visitor, { type: 'conversation-open', conversation });
    await ask(visitor, { type: 'rating-give', ...place, score: 5, text: '' });
    await ask(visitor, { type: 'message-send', text: 'One more question', ...place });
    const again = await openVisitor(server.url, { token: visitor.token });
    const resumed = await openEventStream(server.url, 'protocol=1&role=visitor', {
      ...authorization,
      'Last-Event-ID': `${epoch}:1`,
    });
    await resumed.find(({ data }) => data.type === 'welcome');
    const lastSeq = (frame: RawFrame) => frame.type === 'message-added' && frame['text'] === 'One more question';
    await visitor.find(lastSeq);
    await stream.find(({ data }) => lastSeq(data));
    const answers: string[] = [];
    const rest = async (method: string, path: string, body?: object) => {
      const response = await call(method, path, authorization, body);
      answers.push(JSON.stringify([...response.headers]) + (await response.text()));
      return response.status;
    };
    expect(await rest('GET', '/visitor/data')).toBe(200);
    expect(await rest('POST', '/transcripts', { address: 'cleo@example.org', locale: 'en' })).toBe(202);
    await expect.poll(() => mails.length).toBe(1);
    expect(await rest('GET', '/site')).toBe(200);
    for (const path of [notesOf(conversation), `${notesOf(conversation)}?after=0`, '/agent/conversations']) {
      expect(await rest('GET', path)).toBe(401);
    }
    const command = { type: 'resume', id: randomUUID(), conversation, after: null };
    const { connection } = (await resumed.find(({ data }) => data.type === 'welcome')).data as unknown as {
      connection: string;
    };
    const posted = await call('POST', '/commands', { ...authorization, 'Sc-Connection': connection }, command);
    answers.push(await posted.text());
    expect(posted.status).toBe(200);

    const seen = [
      ...[visitor, again].flatMap(({ frames }) => frames.map((frame) => JSON.stringify(frame))),
      ...[stream, resumed].flatMap(({ events, comments }) => [JSON.stringify(events), ...comments]),
      ...answers,
      ...mails,
    ];
    expect(seen.length).toBeGreaterThan(20);
    for (const piece of seen) {
      expect(piece).not.toContain(CANARY);
      expect(piece).not.toContain('"notes"');
    }
    // Nor is any in the logs (R6).
    expect(logged.join('')).toContain('/v1/agent/conversations/:id/notes/:note');
    expect(logged.join('')).not.toContain(CANARY);
    // No hole where they would be (L1).
    const seqs = visitor.frames.filter((frame) => 'seq' in frame && frame.type !== 'ack').map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    for (const { close } of [visitor, again, stream, resumed, desk, inbox]) close();
  });
});

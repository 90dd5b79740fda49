/** The dialect of `chat/completions` against our own strict server, which the independent client `openai` checks. */
import { createChatCompletionsAdapter } from '@support-chat/adapter-ai';
import type { AdapterError, ErrorCode } from '@support-chat/protocol';
import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startCompletionsServer,
  type Completion,
  type CompletionsServer,
} from '../../support/openai/completions-server.js';
import { gate, talk } from './talk.js';

let server: CompletionsServer;
beforeEach(async () => {
  server = await startCompletionsServer();
});
afterEach(() => server.close());

const adapter = () => createChatCompletionsAdapter({ api: server.base, model: 'test-model' });
const tooMany: Completion = {
  status: 429,
  headers: { 'Content-Type': 'application/json', 'Retry-After': '1' },
  body: JSON.stringify({ error: { message: 'Slow down.', type: 'requests', code: 'rate_limit_exceeded' } }),
};

describe('the server of these tests, by the client `openai`', () => {
  const client = () => new OpenAI({ apiKey: 'not-a-key', baseURL: server.base, maxRetries: 0 });
  const ask = () =>
    client().chat.completions.create({ model: 'test', stream: true, messages: [{ role: 'user', content: 'Hi' }] });
  const words = async () => {
    let text = '';
    for await (const { choices } of await ask()) text += choices[0]?.delta.content ?? '';
    return text;
  };

  it('streams, limits and fails in the middle as the client expects it', async () => {
    expect(await words()).toBe('Answer to: Hi');
    server.next.push(tooMany);
    await expect(words()).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    server.next.push({ pieces: ['An'], end: { error: { message: 'Oops', type: 'server_error', code: null } } });
    await expect(words()).rejects.toBeInstanceOf(OpenAI.APIError);
    const wrong = client().chat.completions.create({ model: 'test', stream: true, messages: [] });
    await expect(wrong).rejects.toBeInstanceOf(OpenAI.BadRequestError);
  });
});

describe('a model behind chat/completions', () => {
  it('is asked with the whole conversation and without a key', async () => {
    const { ask, settled, log, until } = talk(adapter());
    const hold = gate();
    server.next.push({ pieces: ['From ', 'Friday on.'], gate: hold.opened });
    ask('Is it back?');
    await until(({ typing }) => typing[0]?.preview === 'From Friday on.', 'growing');
    hold.open();
    await settled(2);
    ask('Sure?');
    await settled(4);
    expect(log().slice(1)).toEqual(['bot: From Friday on.', 'visitor: Sure?', 'bot: Answer to: Sure?']);
    expect(server.asked[1]?.messages).toEqual([
      { role: 'user', content: 'Is it back?' },
      { role: 'assistant', content: 'From Friday on.' },
      { role: 'user', content: 'Sure?' },
    ]);
    expect(server.asked.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });

  it('shows what it cites', async () => {
    const { ask, settled, log } = talk(adapter());
    server.next.push({ pieces: ['Yes.'], citations: [{ url: 'https://shop.example/a', title: 'A [1]\nB' }] });
    ask('Is it back?');
    await settled(2);
    expect(log()[1]).toBe('bot: Yes.\n\n- [A 1 B](https://shop.example/a)');
  });

  it('keeps the question while there are too many, and asks again when it may', async () => {
    const { ask, settled, log, chat } = talk(adapter());
    server.next.push(tooMany);
    ask('Is it back?');
    await settled(2);
    expect(log()).toEqual(['visitor: Is it back?', 'bot: Answer to: Is it back?']);
    expect(chat.getState().outbox).toEqual([]);
    expect(server.asked).toHaveLength(2);
  });

  it('tells the person when asking again is of no use, and keeps what came', async () => {
    const { ask, until, log, problems } = talk(adapter());
    const error = { message: 'Too long.', type: 'invalid_request_error', code: 'context_length_exceeded' };
    server.next.push({ pieces: ['From'], end: { error } });
    ask('Is it back?');
    await until(({ connection }) => connection.phase === 'stopped', 'stopped');
    expect(problems).toMatchObject([{ code: 'message-too-long' }]);
    expect(log()).toEqual(['visitor: Is it back?', 'bot: From']);
    expect(server.asked).toHaveLength(1);
  });

  it.each(['cut', 'nothing'] as const)('asks again when an answer breaks off: %s', async (end) => {
    const { ask, settled, log } = talk(adapter());
    server.next.push({ pieces: ['From'], end });
    ask('Is it back?');
    await settled(2);
    expect(log()[1]).toBe('bot: Answer to: Is it back?');
  });

  it.each<[string, Completion, ErrorCode, string]>([
    ['HTML with 200', { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>Hi' }, 'unavailable', 'retry'],
    ['JSON with an error and 200', { status: 200, body: '{"error":{}}' }, 'unavailable', 'retry'],
    ['400', { status: 400, body: '{}' }, 'frame-invalid', 'never'],
    ['401', { status: 401, body: '{}' }, 'forbidden', 'never'],
    ['403', { status: 403, body: '{}' }, 'forbidden', 'never'],
    ['404', { status: 404, body: '<html>' }, 'not-found', 'never'],
    ['413', { status: 413, body: '' }, 'message-too-long', 'never'],
    ['429', { status: 429, body: '' }, 'rate-limited', 'retry'],
    ['500', { status: 500, body: 'Oops' }, 'unavailable', 'retry'],
    ['503', { status: 503, body: '' }, 'unavailable', 'retry'],
  ])('codes %s', async (_what, answer, code, verdict) => {
    const connection = await adapter().open({
      identity: { kind: 'visitor' },
      signal: new AbortController().signal,
      onEvent: () => undefined,
      onClose: () => undefined,
    });
    server.next.push(answer);
    const sent = connection.send({ type: 'message-send', id: 'message-0001', text: 'Hi' });
    await expect(sent).rejects.toMatchObject({ code, verdict });
    // It was not stored: sent again it is asked again, and then it is the same for ever.
    const ack = await connection.send({ type: 'message-send', id: 'message-0001', text: 'Hi' });
    expect(await connection.send({ type: 'message-send', id: 'message-0001', text: 'Hi' })).toEqual(ack);
    const other = connection.send({ type: 'message-send', id: 'message-0001', text: 'Ho' });
    expect(await other.catch((error: unknown) => (error as AdapterError).code)).toBe('id-conflict');
    connection.close();
  });
});

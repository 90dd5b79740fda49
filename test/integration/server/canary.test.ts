/**
 * Nothing that anybody wrote is in the logs, at any level, whatever goes wrong meanwhile (R6, X9): every field that takes words
 * is given words of its own, and every neighbour that can fail fails and says those words again.
 */
import type { ServerOptions } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OWNER, signIn } from '../../support/agent-api.js';
import { startCompletionsServer, type CompletionsServer } from '../../support/openai/completions-server.js';
import { openSocket, openVisitor, type RawFrame, type SocketClient } from '../../support/socket-client.js';
import { startTestServer } from '../../support/test-server.js';
import { startWebhookTarget, type WebhookTarget } from '../../support/webhook-target.js';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const satisfies ServerOptions['logLevel'][];
type Level = (typeof LEVELS)[number];
type Frame = { readonly type: string } & Readonly<Record<string, unknown>>;

describe('R6 X9 what people write is in no log', () => {
  let model: CompletionsServer;
  let hooks: WebhookTarget;
  let smtp: SMTPServer;
  let canaries: string[];
  beforeEach(async () => {
    canaries = [];
    model = await startCompletionsServer();
    hooks = await startWebhookTarget();
    // As mail servers do: the refusal names whom it is about.
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) => done(new Error(`No mailbox <${address}>\nof that name`)),
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await model.close();
    await hooks.close();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  });

  /** Words that are nowhere else. */
  function canary(what: string): string {
    // Errors tell the first letters of what they could not read: those are told apart already.
    const mark = randomUUID().slice(0, 8);
    canaries.push(mark);
    return `${mark}-${what}`;
  }

  async function live(level: Level): Promise<readonly string[]> {
    const lines: string[] = [];
    const plenty = { count: 1000, seconds: 1 };
    const { port } = smtp.server.address() as AddressInfo;
    const server = await startTestServer({
      ...{ owner: OWNER, logLevel: level, logDestination: { write: (line) => void lines.push(line) } },
      mail: { url: `smtp://127.0.0.1:${port}`, from: 'chat@shop.example' },
      botModel: { url: model.base, key: canary('model-key'), model: 'a-model' },
      limits: { messages: plenty, frames: plenty, sessions: plenty, requests: plenty },
    });
    const cookie = await signIn(server.url);
    const call = async (method: string, path: string, body?: unknown, headers = {}): Promise<Response> => {
      const json = typeof body === 'object';
      return fetch(`${server.url}/v1/${path}`, {
        method,
        headers: { Cookie: cookie, ...(json && { 'Content-Type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: json ? JSON.stringify(body) : (body as string) }),
      });
    };
    const done = async (...what: Parameters<typeof call>): Promise<Response> => {
      const response = await call(...what);
      expect(response.status, `${what[0]} ${what[1]} ${response.ok ? '' : await response.clone().text()}`).toBeLessThan(
        300,
      );
      return response;
    };
    const refused = async (...what: Parameters<typeof call>): Promise<void> => {
      expect((await call(...what)).status, what[1]).toBeGreaterThanOrEqual(400);
    };
    const says = async (client: SocketClient, frame: Frame): Promise<RawFrame> => {
      const id = randomUUID();
      client.say({ id, ...frame });
      return client.find(
        (answer) => answer['id'] === id && ['ack', 'refused', 'conversations-page'].includes(answer.type),
      );
    };
    const taken = async (client: SocketClient, frame: Frame): Promise<RawFrame> => {
      const answer = await says(client, frame);
      expect(answer, JSON.stringify(answer)).not.toMatchObject({ type: 'refused' });
      return answer;
    };

    // What the team writes.
    await done('PUT', 'settings/panel', { title: canary('panel-title'), greeting: canary('greeting') });
    await refused('PUT', 'settings/panel', { title: 7, [canary('setting-name')]: canary('setting-value') });
    await done('PUT', 'shortcuts/wait-0001', { name: 'wait', text: canary('shortcut') });
    await done('PUT', 'articles/article-1', { title: canary('article-title'), text: canary('article-text') });
    await done('GET', `articles?q=${canary('article-search')}`);
    await done(
      'PUT',
      `bot/texts/text-0001?name=${canary('bot-file')}.txt`,
      `# Opening\n\nThe zeppelin opens at nine. ${canary('bot-text')}`,
      { 'Content-Type': 'application/octet-stream' },
    );
    await done('PUT', 'settings/bot', { on: true, name: canary('bot-name') });
    await done('POST', 'bot/trials', { question: `${canary('bot-trial')} zeppelin` });
    const colleague = {
      email: `${canary('agent-mail')}@shop.example`,
      name: canary('agent-name'),
      password: canary('agent-password'),
    };
    await done('POST', 'agents', colleague);
    await refused('POST', 'agent/sessions', {
      email: `${canary('login-mail')}@x.example`,
      password: canary('login-password'),
    });
    await refused('POST', 'agent/setup', {
      token: canary('setup-token'),
      email: 'a@x.example',
      name: canary('setup-name'),
      password: canary('setup-password'),
    });
    const { webhook } = (await (
      await done('POST', 'webhooks', { name: canary('webhook-name'), url: `${hooks.url}?key=${canary('webhook-key')}` })
    ).json()) as { webhook: { id: string; secret: string } };
    canaries.push(webhook.secret);
    hooks.secret = webhook.secret;
    hooks.answer = () => 500;

    const draft = { name: canary('key-name'), scopes: ['settings:read'] };
    const { apiKey } = (await (await done('POST', 'api-keys', draft)).json()) as { apiKey: { secret: string } };
    canaries.push(apiKey.secret, apiKey.secret.slice(-43));
    const key = { Cookie: '', Authorization: `Bearer ${apiKey.secret}` };
    await done('GET', 'settings', undefined, key);
    await refused('GET', 'agents', undefined, key);
    await refused('GET', 'settings', undefined, { Authorization: `Bearer sck_${canary('unknown-key')}` });
    await refused('GET', `settings?key=${apiKey.secret}`, undefined, { Cookie: '' });
    await refused('GET', `${apiKey.secret}/settings`, undefined, key);

    // What a visitor writes, and their browser tells.
    const visitor = await openVisitor(server.url, {
      profile: {
        ...{ name: canary('name'), email: `${canary('mail')}@x.example`, phone: canary('phone') },
        fields: { [canary('question')]: canary('answer') },
      },
      page: { url: `https://shop.example/${canary('page')}?q=${canary('page-query')}`, title: canary('page-title') },
    });
    canaries.push(visitor.token, cookie.slice('sc_agent='.length));
    // The model answers with what is no JSON, made of the question; then with a refusal that repeats it.
    model.next.push({
      status: 200,
      headers: { 'Content-Type': 'text/event-stream' },
      body: `data: ${canary('model-words')} {\n\n`,
    });
    const asked = await taken(visitor, {
      type: 'message-send',
      text: `When does the zeppelin open? ${canary('bot-question')}`,
    });
    await visitor.find(
      (frame) => frame.type === 'message-added' && (frame['author'] as { kind: string }).kind === 'bot',
    );
    const place = { conversation: asked['conversation'] as string, epoch: asked['epoch'] as string };
    await done('DELETE', 'settings/bot');
    const bearer = { Authorization: `Bearer ${visitor.token}` };
    await taken(visitor, { type: 'message-send', text: canary('message'), ...place });
    await taken(visitor, {
      type: 'contact-submit',
      text: canary('contact'),
      name: canary('contact-name'),
      email: `${canary('contact-mail')}@x.example`,
      ...place,
    });
    visitor.say({ type: 'typing', conversation: place.conversation, active: true });
    visitor.say({
      type: 'visitor-update',
      page: { url: `https://shop.example/${canary('next-page')}`, title: canary('next-title') },
    });
    await taken(visitor, { type: 'conversations-load', words: canary('search'), limit: 5 });
    const file = randomUUID();
    const name = `${canary('file-name')}.txt`;
    const content = canary('file-content');
    const metadata = Object.entries({ id: file, filename: name, filetype: 'text/plain' }).map(
      ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
    );
    const tus = { ...bearer, 'Tus-Resumable': '1.0.0' };
    await done('POST', 'uploads', undefined, {
      ...tus,
      'Upload-Length': String(content.length),
      'Upload-Metadata': metadata.join(','),
    });
    await done('PATCH', `uploads/${file}`, content, {
      ...tus,
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
    });
    await done('POST', `uploads/${file}/finish`, undefined, bearer);
    const attachment = { id: file, name, type: 'text/plain', size: content.length };
    await taken(visitor, { type: 'message-send', text: '', attachments: [attachment], ...place });
    await done('GET', `files/${file}`, undefined, bearer);

    // What agents write, and look for.
    const agent = await openSocket(server.url, { headers: { Cookie: cookie } });
    agent.say({ type: 'hello', protocol: 1, role: 'agent', conversation: place.conversation });
    await agent.find(({ type }) => type === 'welcome');
    const offer = { kind: 'offer', title: canary('card-title'), code: canary('card-code') };
    await says(agent, { type: 'message-send', text: canary('card-text'), card: offer, ...place });
    await taken(agent, { type: 'message-send', text: canary('agent-message'), ...place });
    await done('PUT', `agent/conversations/${place.conversation}/notes/${randomUUID()}`, { text: canary('note') });
    await refused('PUT', `agent/conversations/${place.conversation}/transfers/${randomUUID()}`, {
      to: { agent: 'nobody' },
      from: null,
      reason: canary('reason'),
    });
    await done('GET', `agent/archive?words=${canary('archive-search')}`);
    await done('GET', `agent/archive/export?format=csv&words=${canary('export-search')}`);
    await taken(agent, { type: 'conversation-end', ...place });
    await taken(visitor, { type: 'rating-give', score: 2, text: canary('rating'), ...place });

    // What is refused, and what fails beyond.
    visitor.say(`{"type":"message-send","text":"${canary('broken-frame')}`);
    visitor.say({ type: 'message-send', id: randomUUID(), text: canary('unknown-field'), [canary('field')]: 1 });
    await visitor.find(({ type }) => type === 'refused');
    await refused('POST', 'transcripts', { address: `${canary('transcript-mail')}@x.example`, locale: 'en' }, bearer);
    await refused('POST', 'visitor/identity', { identity: canary('identity') });
    await refused('POST', `bridges/${webhook.id}`, `{"${canary('bridge-post')}`);
    await refused('GET', `${canary('path')}?q=${canary('query')}`);
    await refused('GET', 'agent/me', undefined, { Cookie: `sc_agent=${canary('cookie')}` });
    await refused('POST', 'agents', `{"email": ${canary('broken-json')}`, { 'Content-Type': 'application/json' });
    await vi.waitFor(() => expect(hooks.tried.length).toBeGreaterThan(0), { timeout: 10_000 });
    await done('GET', 'visitor/data', undefined, bearer);
    await done('DELETE', 'visitor/data', undefined, bearer);
    agent.close();
    await server.close();
    return lines;
  }

  for (const level of LEVELS) {
    it(`at the level ${level}`, async () => {
      const lines = await live(level);
      const found = canaries.flatMap((word) =>
        lines.filter((line) => line.includes(word)).map((line) => `${word} in ${line}`),
      );
      expect(found).toEqual([]);
      // What went wrong was told, without a word of it.
      const events = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
      if (level === 'fatal' || level === 'error') return;
      expect(events).toEqual(expect.arrayContaining(['mail-failed', 'bot-model-failed', 'bridge-refused']));
      if (level !== 'warn')
        expect(events).toEqual(expect.arrayContaining(['request', 'archive-exported', 'visitor-erased']));
    });
  }
});

/**
 * What every store owes systems that are told of conversations (A19): each event once it is stored, in the order of its
 * conversation, until it is taken; run by a server on each, with a real HTTP server at the other end.
 */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { withUploads } from '@support-chat/browser';
import type { Attachment, ChatConnection, ServerEvent } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, afterAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { png } from '../../support/sample-files.js';
import { startTestServer } from '../../support/test-server.js';
import { signature, startWebhookTarget, type Hook, type WebhookTarget } from '../../support/webhook-target.js';

interface Made {
  readonly id: string;
  readonly secret: string;
}

interface Visitor {
  readonly connection: ChatConnection;
  readonly events: ServerEvent[];
  readonly token: string;
  readonly conversation: () => string;
  write(text: string, files?: readonly Blob[]): Promise<void>;
}

/**
 * Describes bridges.
 *
 * @param options - names a fresh, empty database at each call
 * @param shared - whether two servers may use the database at once
 */
export function describeBridges(name: string, options: () => Promise<ServerOptions>, shared: boolean): void {
  describe(`webhooks and bridges on ${name}`, () => {
    let settings: ServerOptions;
    let server: RunningServer;
    let owner: string;
    let target: WebhookTarget;
    let made: Made;

    beforeAll(async () => {
      const plenty = { count: 5000, seconds: 1 };
      settings = {
        ...{ owner: { ...OWNER }, bridgePatience: 3000 },
        limits: { messages: plenty, frames: plenty, sessions: plenty, uploads: plenty, requests: plenty },
        ...(await options()),
      };
      server = await startTestServer(settings);
      owner = await signIn(server.url);
    });
    afterAll(() => server.close());
    beforeEach(async () => {
      target = await startWebhookTarget();
    });
    afterEach(async () => {
      if (made as Made | undefined) await call('DELETE', `webhooks/${made.id}`);
      expect(target.wrong).toEqual([]);
      await target.close();
    });

    const call = (method: string, path: string, cookie = owner) =>
      fetch(`${server.url}/v1/${path}`, { method, headers: { Cookie: cookie } });
    const post = (path: string, body: object, cookie = owner) =>
      postJson(`${server.url}/v1/${path}`, body, { Cookie: cookie });

    async function hook(draft: object = {}): Promise<Made> {
      const response = await post('webhooks', { name: 'Relay', url: target.url, ...draft });
      expect(response.status).toBe(201);
      ({ webhook: made } = (await response.json()) as { webhook: Made });
      target.secret = made.secret;
      return made;
    }

    async function arrive(name?: string): Promise<Visitor> {
      const events: ServerEvent[] = [];
      const adapter = withUploads(createWebSocketAdapter({ server: server.url, WebSocket }), server.url);
      const connection = await adapter.open({
        identity: { kind: 'visitor', ...(name !== undefined && { profile: { name } }) },
        signal: new AbortController().signal,
        onClose: () => undefined,
        onEvent: (event) => void events.push(event),
      });
      const welcome = events.find((event) => event.type === 'welcome');
      let place: { conversation: string; epoch: string } | undefined;
      return {
        ...{ connection, events, token: welcome?.session?.token ?? '' },
        conversation: () => place?.conversation ?? '',
        async write(text, files = []) {
          const attachments = await Promise.all(
            files.map(async (file, index) => {
              const uploaded = await connection.upload?.(file, { id: randomUUID(), name: `${index}.png` });
              const { url: _url, ...attachment } = uploaded as Attachment;
              return attachment;
            }),
          );
          const sent = attachments.length > 0 && { attachments };
          const ack = await connection.send({ type: 'message-send', id: randomUUID(), text, ...place, ...sent });
          place = { conversation: ack.conversation, epoch: ack.epoch };
        },
      };
    }

    const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
    const seen = (hooks: readonly Hook[], { conversation }: Visitor): readonly Hook[] =>
      hooks.filter(({ data }) => data.conversation === conversation());
    const textsOf = (visitor: Visitor): readonly unknown[] =>
      seen(target.taken, visitor)
        .filter(({ type }) => type === 'message-added')
        .map(({ data }) => data.event['text']);

    /** Signed as the other side would. */
    function say(input: object, { secret = made.secret, at = Date.now(), id = made.id } = {}): Promise<Response> {
      const [body, message, timestamp] = [JSON.stringify(input), `msg_${randomUUID()}`, Math.floor(at / 1000)];
      return fetch(`${server.url}/v1/bridges/${id}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'webhook-id': message,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signature(secret, message, timestamp, body),
        },
        body,
      });
    }

    it('A19 what happens from now on is sent, signed, in its order, once; what was before is not', async () => {
      const visitor = await arrive('Ada');
      await visitor.write('before');
      await hook();
      for (let index = 0; index < 60; index++) await visitor.write(`after ${index}`);
      await until(() => expect(textsOf(visitor)).toHaveLength(60));
      expect(textsOf(visitor)).toEqual(Array.from({ length: 60 }, (_, index) => `after ${index}`));
      expect(new Set(target.tried.map(({ id }) => id)).size).toBe(target.tried.length);
      const [first] = seen(target.taken, visitor);
      expect(first).toMatchObject({
        type: 'message-added',
        data: { visitor: { name: 'Ada' }, event: { type: 'message-added', seq: 2, author: { kind: 'visitor' } } },
      });
      const { webhooks } = (await (await call('GET', 'webhooks')).json()) as { webhooks: object[] };
      expect(webhooks).toMatchObject([{ id: made.id, failing: 0, last: { type: 'message-added', problem: null } }]);
      expect(JSON.stringify(webhooks)).not.toContain('whsec_');
    });

    it('A19 what is refused comes again, before what follows it, and holds up no other conversation', async () => {
      await hook();
      const [slow, quick] = [await arrive(), await arrive()];
      await slow.write('first');
      await until(() => expect(textsOf(slow)).toEqual(['first']));
      let refusals = 0;
      target.answer = ({ data }) => (data.conversation === slow.conversation() && refusals++ < 3 ? 500 : 200);
      await slow.write('second');
      await slow.write('third');
      await until(() => expect(refusals).toBe(1));
      await quick.write('elsewhere');
      await until(() => expect(textsOf(quick)).toEqual(['elsewhere']));
      await until(async () => {
        const [state] = ((await (await call('GET', 'webhooks')).json()) as { webhooks: object[] }).webhooks;
        expect(state).toMatchObject({ failing: 1 });
      });
      const { attempts } = (await (await call('GET', `webhooks/${made.id}/attempts`)).json()) as { attempts: object[] };
      expect(attempts).toContainEqual(expect.objectContaining({ seq: 2, problem: 'It answered HTTP 500.' }));
      expect(JSON.stringify(attempts)).not.toContain('"second"');
      // The rest of the waiting is the owner's to cut short.
      await until(async () => {
        expect((await post(`webhooks/${made.id}/retry`, {})).status).toBe(202);
        expect(textsOf(slow)).toEqual(['first', 'second', 'third']);
      });
      const ids = target.tried.filter(({ data }) => data.event['text'] === 'second').map(({ id }) => id);
      expect(ids).toHaveLength(4);
      expect(new Set(ids).size).toBe(1);
    });

    it('A19 a target that hangs, sends elsewhere, or is not there is tried again, and says so', async () => {
      await hook();
      const visitor = await arrive();
      const answers: (() => 'hang' | readonly [number, Record<string, string>])[] = [
        () => 'hang',
        () => [307, { Location: target.url.replace('/hook', '/stolen') }],
      ];
      target.answer = () => answers.shift()?.() ?? 204;
      await visitor.write('patience');
      await until(async () => {
        await post(`webhooks/${made.id}/retry`, {});
        expect(textsOf(visitor)).toEqual(['patience']);
      });
      // An attempt is written down when its answer is there.
      await until(async () => {
        const { attempts } = (await (await call('GET', `webhooks/${made.id}/attempts`)).json()) as {
          attempts: { problem: string | null }[];
        };
        expect(attempts.map(({ problem }) => problem)).toEqual([
          null,
          'It answered HTTP 307.',
          'It took longer than 3 s.',
        ]);
      });
    });

    it('A19 a target that asks for time gets it', async () => {
      await hook();
      const visitor = await arrive();
      target.answer = () => [429, { 'Retry-After': '3600' }];
      await visitor.write('later');
      await until(() => expect(seen(target.tried, visitor)).toHaveLength(1));
      target.answer = () => 204;
      // Another event of the conversation is no reason to ask again.
      await visitor.write('even later');
      const quick = await arrive();
      await quick.write('now');
      await until(() => expect(textsOf(quick)).toEqual(['now']));
      expect(seen(target.tried, visitor)).toHaveLength(1);
      await post(`webhooks/${made.id}/retry`, {});
      await until(() => expect(textsOf(visitor)).toEqual(['later', 'even later']));
    });

    it('A19 only the types that were asked for are sent', async () => {
      await hook({ events: ['rating-given'] });
      const visitor = await arrive();
      await visitor.write('hello');
      const { epoch } = visitor.events.find((event) => event.type === 'message-added') ?? { epoch: '' };
      const place = { conversation: visitor.conversation(), epoch };
      await visitor.connection.send({ type: 'conversation-end', id: randomUUID(), ...place });
      await visitor.connection.send({ type: 'rating-give', id: randomUUID(), score: 5, text: 'fine', ...place });
      await until(() => expect(target.taken.map(({ type }) => type)).toEqual(['rating-given']));
    });

    it('A19 files come with an address that opens without a credential', async () => {
      await hook();
      const visitor = await arrive();
      await visitor.write('', [new Blob([Uint8Array.from(png())], { type: 'image/png' })]);
      await until(() => expect(seen(target.taken, visitor)).toHaveLength(1));
      const { event } = (seen(target.taken, visitor)[0] as Hook).data;
      const [{ url }] = event['attachments'] as [{ url: string }];
      const file = await fetch(url);
      expect(file.status).toBe(200);
      expect(Buffer.from(await file.arrayBuffer()).length).toBeGreaterThan(50);
    });

    it('A19 X9 an erasure is told, so that copies can be erased as well, and no words are sent after it', async () => {
      await hook();
      const visitor = await arrive();
      await visitor.write('secret one');
      await until(() => expect(textsOf(visitor)).toEqual(['secret one']));
      target.answer = ({ type }) => (type === 'message-added' ? 500 : 204);
      await visitor.write('secret two');
      await until(() => expect(seen(target.tried, visitor)).toHaveLength(2));
      target.answer = () => 204;
      const erased = await fetch(`${server.url}/v1/visitor/data`, {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${visitor.token}` },
      });
      expect(erased.status).toBe(204);
      await post(`webhooks/${made.id}/retry`, {});
      await until(() => expect(seen(target.taken, visitor).at(-1)?.type).toBe('conversation-erased'));
      expect(textsOf(visitor)).toEqual(['secret one']);
      expect(JSON.stringify(target.taken)).not.toContain('secret two');
    });

    it('A19 what is posted back, signed, is said to the visitor once, and the visitor sees that somebody is there', async () => {
      await hook({ answers: true, name: 'Shop on Telegram' });
      const visitor = await arrive();
      expect(visitor.events.find((event) => event.type === 'welcome')).toMatchObject({ staffed: true });
      await visitor.write('hello?');
      const { conversation } = { conversation: visitor.conversation() };
      const answer = { type: 'message', conversation, id: 'tg-message-4711', text: 'Good morning!', name: 'Vera' };
      const [first, again] = [await say(answer), await say(answer)];
      expect([first.status, again.status]).toEqual([200, 200]);
      expect(await again.json()).toEqual(await first.json());
      await until(() => expect(visitor.events.filter((event) => event.type === 'message-added')).toHaveLength(2));
      expect(visitor.events).toContainEqual(
        expect.objectContaining({
          ...{ type: 'message-added', text: 'Good morning!', id: 'tg-message-4711' },
          author: { kind: 'agent', id: made.id, name: 'Vera' },
        }),
      );
      expect((await say({ type: 'typing', conversation, active: true })).status).toBe(200);
      expect((await say({ type: 'read', conversation })).status).toBe(200);
      await until(() => {
        expect(visitor.events).toContainEqual(expect.objectContaining({ type: 'typing-started', conversation }));
        expect(visitor.events).toContainEqual(expect.objectContaining({ type: 'cursor-moved' }));
      });
      expect((await say({ type: 'end', conversation, id: 'tg-ending-4711' })).status).toBe(200);
      await until(() => expect(visitor.events).toContainEqual(expect.objectContaining({ type: 'conversation-ended' })));
      // It is not told what it said itself.
      await until(() => expect(seen(target.taken, visitor).map(({ type }) => type)).toEqual(['message-added']));
    });

    it('A19 what is posted back wrongly is refused by name, and says nothing', async () => {
      await hook({ answers: true });
      const [visitor] = [await arrive()];
      await visitor.write('hello?');
      const conversation = visitor.conversation();
      const message = { type: 'message', conversation, id: 'message-0001', text: 'Yes?' };
      const refusal = async (response: Promise<Response>): Promise<unknown> => {
        const { code, status, detail = '' } = (await (await response).json()) as Record<string, unknown>;
        return [status, code, detail];
      };
      const wrongSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
      const unsigned = [403, 'forbidden', 'The signature is wrong, or older than five minutes.'];
      expect(await refusal(say(message, { secret: wrongSecret }))).toEqual(unsigned);
      expect(await refusal(say(message, { at: Date.now() - 6 * 60_000 }))).toEqual(unsigned);
      expect(await refusal(say(message, { at: Date.now() + 6 * 60_000 }))).toEqual(unsigned);
      expect(await refusal(postJson(`${server.url}/v1/bridges/${made.id}`, message))).toEqual(unsigned);
      expect(await refusal(say(message, { id: 'no-such-bridge' }))).toEqual([404, 'not-found', '']);
      expect(await refusal(say({ ...message, conversation: randomUUID() }))).toEqual([
        ...[404, 'conversation-unknown', ''],
      ]);
      expect(await refusal(say({ ...message, text: ' \n ' }))).toEqual([400, 'message-empty', '']);
      expect(await refusal(say({ ...message, text: 'x'.repeat(10_001) }))).toEqual([413, 'message-too-long', '']);
      expect(await refusal(say({ ...message, wage: 3 }))).toEqual([400, 'frame-invalid', 'wage: expected never']);
      expect((await refusal(say({ ...message, type: 'dance' }))) as unknown[]).toContain('frame-invalid');
      expect((await refusal(say(message.text as never))) as unknown[]).toContain('frame-invalid');
      expect((await say(message)).status).toBe(200);
      expect(await refusal(say({ ...message, text: 'Something else' }))).toEqual([409, 'id-conflict', '']);
      await until(() => expect(visitor.events.filter((event) => event.type === 'message-added')).toHaveLength(2));
    });

    it('A19 only owners make, see and remove webhooks, and a draft that cannot work is refused', async () => {
      const who = { email: `lead-${randomUUID()}@shop.example`, password: 'correct horse battery', name: 'Lea' };
      await post('agents', { ...who, role: 'lead' });
      const lead = await signIn(server.url, { email: who.email, password: who.password });
      await hook();
      for (const [method, path] of [
        ['GET', 'webhooks'],
        ['DELETE', `webhooks/${made.id}`],
        ['GET', `webhooks/${made.id}/attempts`],
        ['POST', `webhooks/${made.id}/retry`],
      ] as const) {
        expect([path, (await call(method, path, lead)).status]).toEqual([path, 403]);
        expect([path, (await call(method, path, 'sc_agent=nobody')).status]).toEqual([path, 401]);
      }
      const good = { name: 'Relay', url: target.url };
      expect((await post('webhooks', good, lead)).status).toBe(403);
      for (const draft of [
        { ...good, url: 'ftp://relay.example/' },
        { ...good, url: 'https://user:password@relay.example/' },
        { ...good, url: '/hook' },
        { ...good, events: ['message-eaten'] },
        { ...good, events: [] },
        { ...good, name: ' ' },
      ]) {
        expect([draft, (await post('webhooks', draft)).status]).toEqual([draft, 400]);
      }
      expect((await call('GET', 'webhooks/no-such-hook/attempts')).status).toBe(404);
    });

    it('A19 nobody signs in as a bridge, and the team does not list it', async () => {
      await hook({ answers: true });
      const credentials = { email: `${made.id}@bridge.invalid`, password: '' };
      expect((await postJson(`${server.url}/v1/agent/sessions`, credentials)).status).toBe(401);
      expect(await (await call('GET', 'agents')).text()).not.toContain('bridge.invalid');
    });

    it('A19 a server that ends in the middle leaves nothing behind: the next one goes on where it was', async () => {
      await hook();
      const visitor = await arrive();
      await visitor.write('one');
      await until(() => expect(textsOf(visitor)).toEqual(['one']));
      target.answer = () => 'hang';
      await visitor.write('two');
      await visitor.write('three');
      await until(() => expect(seen(target.tried, visitor).length).toBeGreaterThan(1));
      await server.close();
      target.answer = () => 204;
      server = await startTestServer(settings);
      await until(() => expect(textsOf(visitor)).toEqual(['one', 'two', 'three']));
    });

    it.runIf(shared)('A19 two servers on one database send each event once', async () => {
      await hook();
      const { owner: _owner, ...others } = settings;
      const second = await startTestServer(others);
      try {
        const visitors = await Promise.all(Array.from({ length: 12 }, () => arrive()));
        const words = Array.from({ length: 10 }, (_, index) => `word ${index}`);
        target.answer = () => 503;
        for (const word of words) await Promise.all(visitors.map((one) => one.write(word)));
        const refused = target.tried.length;
        target.answer = () => 204;
        // Both find the same conversations behind, at the same time.
        await until(async () => {
          const retry = `/v1/webhooks/${made.id}/retry`;
          await Promise.all([server, second].map(({ url }) => postJson(`${url}${retry}`, {}, { Cookie: owner })));
          for (const visitor of visitors) expect(textsOf(visitor)).toEqual(words);
        });
        const ids = target.tried.slice(refused).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      } finally {
        await second.close();
      }
    });
  });
}

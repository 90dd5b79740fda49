/**
 * What every store owes systems that are told of conversations (A19): each event once it is stored, in the order of its
 * conversation, until it is taken; run by a server on each, with a real HTTP server at the other end.
 */
import type { ServerOptions } from '@support-chat/server';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { postJson, signIn } from '../../support/agent-api.js';
import { useBridges } from '../../support/bridge-bench.js';
import { png } from '../../support/sample-files.js';
import { startTestServer } from '../../support/test-server.js';
import type { Hook } from '../../support/webhook-target.js';

/**
 * Describes bridges.
 *
 * @param options - names a fresh, empty database at each call
 * @param shared - whether two servers may use the database at once
 */
export function describeBridges(name: string, options: () => Promise<ServerOptions>, shared: boolean): void {
  describe(`webhooks and bridges on ${name}`, () => {
    const at = useBridges(options);
    const { call, post, stateNow, hook, arrive, until, seen, textsOf, say } = at;

    it('A19 what happens from now on is sent, signed, in its order, once; what was before is not', async () => {
      const visitor = await arrive('Ada');
      await visitor.write('before');
      await hook();
      for (let index = 0; index < 60; index++) await visitor.write(`after ${index}`);
      await until(() => expect(textsOf(visitor)).toHaveLength(60));
      expect(textsOf(visitor)).toEqual(Array.from({ length: 60 }, (_, index) => `after ${index}`));
      expect(new Set(at.target.tried.map(({ id }) => id)).size).toBe(at.target.tried.length);
      const [first] = seen(at.target.taken, visitor);
      expect(first).toMatchObject({
        type: 'message-added',
        data: { visitor: { name: 'Ada' }, event: { type: 'message-added', seq: 2, author: { kind: 'visitor' } } },
      });
      const { webhooks } = (await (await call('GET', 'webhooks')).json()) as { webhooks: object[] };
      expect(webhooks).toMatchObject([{ id: at.made.id, failing: 0, last: { type: 'message-added', problem: null } }]);
      expect(JSON.stringify(webhooks)).not.toContain('whsec_');
    });

    it('A19 what is refused comes again, before what follows it, and holds up no other conversation', async () => {
      await hook();
      const [slow, quick] = [await arrive(), await arrive()];
      await slow.write('first');
      await until(() => expect(textsOf(slow)).toEqual(['first']));
      let refusals = 0;
      at.target.answer = ({ data }) => (data.conversation === slow.conversation() && refusals++ < 3 ? 500 : 200);
      await slow.write('second');
      await slow.write('third');
      await until(() => expect(refusals).toBe(1));
      await quick.write('elsewhere');
      await until(() => expect(textsOf(quick)).toEqual(['elsewhere']));
      await until(async () => {
        expect(await stateNow()).toMatchObject({ failing: 1, failingSince: expect.any(Number) as number });
      });
      const { attempts } = (await (await call('GET', `webhooks/${at.made.id}/attempts`)).json()) as {
        attempts: object[];
      };
      expect(attempts).toContainEqual(
        expect.objectContaining({
          ...{ seq: 2, problem: 'It answered HTTP 500.', failure: 'refused', status: 500 },
          nextAt: expect.any(Number) as number,
        }),
      );
      expect(JSON.stringify(attempts)).not.toContain('"second"');
      // The rest of the waiting is the owner's to cut short.
      await until(async () => {
        expect((await post(`webhooks/${at.made.id}/retry`, {})).status).toBe(202);
        expect(textsOf(slow)).toEqual(['first', 'second', 'third']);
      });
      const ids = at.target.tried.filter(({ data }) => data.event['text'] === 'second').map(({ id }) => id);
      expect(ids).toHaveLength(4);
      expect(new Set(ids).size).toBe(1);
      expect(await stateNow()).toMatchObject({ failing: 0, failingSince: null });
    });

    it('A19 a target that hangs, sends elsewhere, or is not there is tried again, and says so', async () => {
      await hook();
      const visitor = await arrive();
      const answers: (() => 'hang' | readonly [number, Record<string, string>])[] = [
        () => 'hang',
        () => [307, { Location: at.target.url.replace('/hook', '/stolen') }],
      ];
      at.target.answer = () => answers.shift()?.() ?? 204;
      await visitor.write('patience');
      await until(async () => {
        await post(`webhooks/${at.made.id}/retry`, {});
        expect(textsOf(visitor)).toEqual(['patience']);
      });
      // An attempt is written down when its answer is there.
      await until(async () => {
        const { attempts } = (await (await call('GET', `webhooks/${at.made.id}/attempts`)).json()) as {
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
      at.target.answer = () => [429, { 'Retry-After': '3600' }];
      await visitor.write('later');
      await until(() => expect(seen(at.target.tried, visitor)).toHaveLength(1));
      at.target.answer = () => 204;
      // Another event of the conversation is no reason to ask again.
      await visitor.write('even later');
      const quick = await arrive();
      await quick.write('now');
      await until(() => expect(textsOf(quick)).toEqual(['now']));
      expect(seen(at.target.tried, visitor)).toHaveLength(1);
      await post(`webhooks/${at.made.id}/retry`, {});
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
      await until(() => expect(at.target.taken.map(({ type }) => type)).toEqual(['rating-given']));
    });

    it('A19 files come with an address that opens without a credential', async () => {
      await hook();
      const visitor = await arrive();
      await visitor.write('', [new Blob([Uint8Array.from(png())], { type: 'image/png' })]);
      await until(() => expect(seen(at.target.taken, visitor)).toHaveLength(1));
      const { event } = (seen(at.target.taken, visitor)[0] as Hook).data;
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
      at.target.answer = ({ type }) => (type === 'message-added' ? 500 : 204);
      await visitor.write('secret two');
      await until(() => expect(seen(at.target.tried, visitor)).toHaveLength(2));
      at.target.answer = () => 204;
      const erased = await fetch(`${at.server.url}/v1/visitor/data`, {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${visitor.token}` },
      });
      expect(erased.status).toBe(204);
      await post(`webhooks/${at.made.id}/retry`, {});
      await until(() => expect(seen(at.target.taken, visitor).at(-1)?.type).toBe('conversation-erased'));
      expect(textsOf(visitor)).toEqual(['secret one']);
      expect(JSON.stringify(at.target.taken)).not.toContain('secret two');
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
          author: { kind: 'agent', id: at.made.id, name: 'Vera' },
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
      await until(() => expect(seen(at.target.taken, visitor).map(({ type }) => type)).toEqual(['message-added']));
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
      expect(await refusal(say(message, { time: Date.now() - 6 * 60_000 }))).toEqual(unsigned);
      expect(await refusal(say(message, { time: Date.now() + 6 * 60_000 }))).toEqual(unsigned);
      expect(await refusal(postJson(`${at.server.url}/v1/bridges/${at.made.id}`, message))).toEqual(unsigned);
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
      const lead = await signIn(at.server.url, { email: who.email, password: who.password });
      await hook();
      for (const [method, path] of [
        ['GET', 'webhooks'],
        ['DELETE', `webhooks/${at.made.id}`],
        ['GET', `webhooks/${at.made.id}/attempts`],
        ['POST', `webhooks/${at.made.id}/retry`],
        ['POST', `webhooks/${at.made.id}/secret`],
        ['POST', `webhooks/${at.made.id}/test`],
        ['PATCH', `webhooks/${at.made.id}`],
      ] as const) {
        expect([path, (await call(method, path, lead)).status]).toEqual([path, 403]);
        expect([path, (await call(method, path, 'sc_agent=nobody')).status]).toEqual([path, 401]);
      }
      const good = { name: 'Relay', url: at.target.url };
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
      expect((await post('webhooks/no-such-hook/secret', {})).status).toBe(404);
      expect((await post('webhooks/no-such-hook/test', {})).status).toBe(404);
    });

    it('A19 nobody signs in as a bridge, and the team does not list it', async () => {
      await hook({ answers: true });
      const credentials = { email: `${at.made.id}@bridge.invalid`, password: '' };
      expect((await postJson(`${at.server.url}/v1/agent/sessions`, credentials)).status).toBe(401);
      expect(await (await call('GET', 'agents')).text()).not.toContain('bridge.invalid');
    });

    it('A19 a server that ends in the middle leaves nothing behind: the next one goes on where it was', async () => {
      await hook();
      const visitor = await arrive();
      await visitor.write('one');
      await until(() => expect(textsOf(visitor)).toEqual(['one']));
      at.target.answer = () => 'hang';
      await visitor.write('two');
      await visitor.write('three');
      await until(() => expect(seen(at.target.tried, visitor).length).toBeGreaterThan(1));
      await at.server.close();
      at.target.answer = () => 204;
      at.server = await startTestServer(at.settings);
      await until(() => expect(textsOf(visitor)).toEqual(['one', 'two', 'three']));
    });

    it.runIf(shared)('A19 two servers on one database send each event once', async () => {
      await hook();
      const { owner: _owner, ...others } = at.settings;
      const second = await startTestServer(others);
      try {
        const visitors = await Promise.all(Array.from({ length: 12 }, () => arrive()));
        const words = Array.from({ length: 10 }, (_, index) => `word ${index}`);
        at.target.answer = () => 503;
        for (const word of words) await Promise.all(visitors.map((one) => one.write(word)));
        const refused = at.target.tried.length;
        at.target.answer = () => 204;
        // Both find the same conversations behind, at the same time.
        await until(async () => {
          const retry = `/v1/webhooks/${at.made.id}/retry`;
          await Promise.all([at.server, second].map(({ url }) => postJson(`${url}${retry}`, {}, { Cookie: at.owner })));
          for (const visitor of visitors) expect(textsOf(visitor)).toEqual(words);
        });
        const ids = at.target.tried.slice(refused).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      } finally {
        await second.close();
      }
    });
  });
}

/** What every store owes owners who change, pause and try a webhook (A19). */
import type { ServerOptions } from '@support-chat/server';
import { describe, expect, it } from 'vitest';
import { useBridges, type Made } from '../../support/bridge-bench.js';
import { startWebhookTarget } from '../../support/webhook-target.js';

/**
 * Describes what owners do to webhooks.
 *
 * @param options - names a fresh, empty database at each call
 */
export function describeWebhooks(name: string, options: () => Promise<ServerOptions>): void {
  describe(`webhooks and their owner on ${name}`, () => {
    const at = useBridges(options);
    const { patch, post, stateNow, hook, arrive, until, seen, textsOf, say } = at;

    it('A19 one that is changed sends what still waits to where it goes now; of two owners the second is told', async () => {
      await hook();
      const { version } = await stateNow();
      const visitor = await arrive();
      at.target.answer = () => 500;
      await visitor.write('on its way');
      await until(() => expect(seen(at.target.tried, visitor)).not.toEqual([]));
      const elsewhere = await startWebhookTarget();
      try {
        elsewhere.secret = at.made.secret;
        const first = await patch({ url: elsewhere.url, name: 'New relay' }, { 'If-Match': `"${String(version)}"` });
        expect(first.status).toBe(200);
        expect(await first.json()).toMatchObject({ webhook: { url: elsewhere.url, name: 'New relay', events: null } });
        const second = await patch({ name: 'Old relay' }, { 'If-Match': `"${String(version)}"` });
        expect([second.status, await second.json()]).toMatchObject([
          409,
          { code: 'id-conflict', detail: expect.stringContaining('If-Match') as string },
        ]);
        expect(await stateNow()).toMatchObject({ name: 'New relay', url: elsewhere.url });
        await until(async () => {
          await post(`webhooks/${at.made.id}/retry`, {});
          expect(elsewhere.texts()).toContain('on its way');
        });
        expect(elsewhere.wrong).toEqual([]);
      } finally {
        await elsewhere.close();
      }
      expect((await patch({ url: 'ftp://relay.example/' })).status).toBe(400);
      expect((await patch({ secret: at.made.secret })).status).toBe(400);
    });

    it('A19 one that is paused sends and takes nothing; afterwards it sends all that happened, in its order', async () => {
      await hook({ answers: true });
      expect((await patch({ paused: true })).status).toBe(200);
      const visitor = await arrive();
      let early = 0;
      at.target.answer = ({ type }) => (type === 'webhook-tested' || early++ < 0 ? 204 : 500);
      for (const word of ['one', 'two', 'three']) await visitor.write(word);
      const answer = { type: 'message', conversation: visitor.conversation(), id: 'message-0001', text: 'Hello' };
      expect((await say(answer)).status).toBe(404);
      await post(`webhooks/${at.made.id}/retry`, {});
      expect((await post(`webhooks/${at.made.id}/test`, {})).status).toBe(200);
      expect(at.target.tried.map(({ type }) => type)).toEqual(['webhook-tested']);
      at.target.answer = () => 204;
      expect((await patch({ paused: false })).status).toBe(200);
      await until(() => expect(textsOf(visitor)).toEqual(['one', 'two', 'three']));
      expect(early).toBe(0);
      expect((await say(answer)).status).toBe(200);
    });

    it('A19 another secret signs from then on, and the one before opens nothing', async () => {
      const { secret: before } = await hook({ answers: true });
      const replaced = await post(`webhooks/${at.made.id}/secret`, {});
      expect(replaced.headers.get('cache-control')).toBe('no-store');
      const { webhook } = (await replaced.json()) as { webhook: Made };
      expect(webhook).toMatchObject({ id: at.made.id, secret: expect.stringMatching(/^whsec_.{44}$/) as string });
      expect(webhook.secret).not.toBe(before);
      at.target.secret = webhook.secret;
      const visitor = await arrive();
      await visitor.write('signed anew');
      await until(() => expect(textsOf(visitor)).toEqual(['signed anew']));
      const input = { type: 'read', conversation: visitor.conversation() };
      expect((await say(input, { secret: before })).status).toBe(403);
      expect((await say(input, { secret: webhook.secret })).status).toBe(200);
    });

    it('A19 a test is sent at once, signed, and says what became of it', async () => {
      await hook();
      const test = async (): Promise<unknown> => {
        const { outcome } = (await (await post(`webhooks/${at.made.id}/test`, {})).json()) as { outcome: object };
        return { ...outcome, triedAt: 0, milliseconds: 0 };
      };
      const taken = { triedAt: 0, milliseconds: 0, problem: null, failure: null, status: null };
      expect(await test()).toEqual(taken);
      expect(at.target.taken).toMatchObject([{ type: 'webhook-tested', data: {} }]);
      at.target.answer = () => 410;
      expect(await test()).toEqual({ ...taken, problem: 'It answered HTTP 410.', failure: 'refused', status: 410 });
      // Nothing listens there: nobody may, without being root, and `fetch` does not even try.
      await patch({ url: 'http://127.0.0.1:9/' });
      expect(await test()).toEqual({ ...taken, problem: 'It could not be reached.', failure: 'unreachable' });
      expect(await stateNow()).toMatchObject({ failing: 0, last: null });
    });
  });
}

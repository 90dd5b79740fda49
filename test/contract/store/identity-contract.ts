/** What every store owes visitors whom their site vouches for (X1, V27): run by a server on each. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import type { ServerEvent } from '@support-chat/protocol';
import type { RunningServer, ServerOptions } from '@support-chat/server';
import { SignJWT, type JWTPayload } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, signIn as signInAgent } from '../../support/agent-api.js';
import { createManualClock, type ManualClock } from '../../support/manual-clock.js';
import { startTestServer } from '../../support/test-server.js';

interface SignedIn {
  readonly session: { readonly token: string; readonly expiresAt: number } | null;
  readonly same: boolean;
}

/** Describes signed identities. `options` names a fresh, empty database each time. */
export function describeIdentity(name: string, options: () => Promise<ServerOptions>): void {
  describe(`signed identities on ${name}`, () => {
    const secret = randomBytes(32);
    let server: RunningServer;
    let clock: ManualClock;
    beforeEach(async () => {
      clock = createManualClock();
      const key = { kty: 'oct', kid: 'one', alg: 'HS256', k: secret.toString('base64url') };
      const identity = { keys: JSON.stringify({ keys: [key] }), audience: 'support-chat' };
      const roomy = { count: 1000, seconds: 1 };
      const limits = { sessions: roomy, identities: roomy };
      server = await startTestServer({ clock, identity, limits, owner: { ...OWNER }, ...(await options()) });
    });
    afterEach(() => server.close());

    const vouch = (sub: string, claims: JWTPayload = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .setSubject(sub)
        .setAudience('support-chat')
        .setExpirationTime(Math.floor(clock.wallTime() / 1000) + 600)
        .sign(secret);

    async function show(sub: string, token?: string, claims: JWTPayload = {}): Promise<SignedIn> {
      const response = await fetch(`${server.url}/v1/visitor/identity`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ identity: await vouch(sub, claims) }),
      });
      expect(response.status).toBe(200);
      return (await response.json()) as SignedIn;
    }

    async function arrive(token?: string, Socket: typeof WebSocket = WebSocket) {
      const events: ServerEvent[] = [];
      const closed: string[] = [];
      const connection = await createWebSocketAdapter({ server: server.url, WebSocket: Socket }).open({
        identity: Socket === WebSocket ? { kind: 'visitor', ...(token !== undefined && { token }) } : { kind: 'agent' },
        signal: new AbortController().signal,
        onClose: ({ problem }) => void closed.push(problem.code),
        onEvent: (event) => void events.push(event),
      });
      const welcome = events.find((event) => event.type === 'welcome');
      if (!welcome) throw new Error('no welcome');
      const write = (text: string, place = {}) =>
        connection.send({ type: 'message-send', id: randomUUID(), text, ...place });
      return { connection, events, closed, welcome, write, token: welcome.session?.token ?? token ?? '' };
    }

    const textsOf = ({ welcome }: Awaited<ReturnType<typeof arrive>>) =>
      welcome.conversation?.events.map((event) => ('text' in event ? event.text : event.type));

    it('X1 the same person on each device has the same conversation, and each its own session', async () => {
      const phone = await show('42');
      const first = await arrive(phone.session?.token);
      await first.write('from the phone');
      const laptop = await show('42');
      expect(laptop).toMatchObject({ same: true });
      expect(laptop.session?.token).not.toBe(phone.session?.token);
      const second = await arrive(laptop.session?.token);
      expect(second.welcome.self.id).toBe(first.welcome.self.id);
      expect(textsOf(second)).toEqual(['from the phone']);
      expect(await show('42', laptop.session?.token)).toEqual({ session: null, same: true });
      expect(textsOf(await arrive((await show('43')).session?.token))).toBeUndefined();
    });

    it('X1 who wrote without a name keeps it, and whoever knew that session loses it', async () => {
      const before = await arrive();
      await before.write('who am I');
      const eavesdropper = await arrive(before.token);
      const { session, same } = await show('42', before.token, { name: 'Ada', email: 'ada@shop.example' });
      expect(same).toBe(true);
      await expect
        .poll(() => [...before.closed, ...eavesdropper.closed])
        .toEqual(['session-unknown', 'session-unknown']);
      await expect(arrive(before.token)).rejects.toMatchObject({ code: 'session-unknown' });
      const after = await arrive(session?.token);
      expect(textsOf(after)).toEqual(['who am I']);
      expect(after.welcome.self).toMatchObject({ id: before.welcome.self.id, name: 'Ada' });
    });

    it('X1 L2 L4 a nameless conversation is given to the person there is already, every word and id of it', async () => {
      const elsewhere = await arrive((await show('42')).session?.token);
      const { conversation: own } = await elsewhere.write('long ago');
      clock.advance(60_000);
      const nameless = await arrive();
      const command = { type: 'message-send', id: randomUUID(), text: 'just now' } as const;
      const place = await nameless.connection.send(command);
      const { session } = await show('42', nameless.token);
      const together = await arrive(session?.token);
      expect(together.welcome.self.id).toBe(elsewhere.welcome.self.id);
      // In the middle of something: that is where they are.
      expect(together.welcome.conversation?.id).toBe(place.conversation);
      expect(together.welcome.conversation?.epoch).not.toBe(place.epoch);
      expect(together.welcome.conversation?.events).toMatchObject([
        { text: 'just now', author: together.welcome.self },
      ]);
      const epoch = together.welcome.conversation?.epoch ?? '';
      const again = await together.connection.send({ ...command, conversation: place.conversation, epoch });
      expect(again).toMatchObject({ seq: place.seq, conversation: place.conversation });
      const whole = (await (
        await fetch(`${server.url}/v1/visitor/data`, { headers: { Authorization: `Bearer ${session?.token}` } })
      ).json()) as { readonly conversations: readonly { readonly id: string }[] };
      expect(whole.conversations.map(({ id }) => id)).toEqual([own, place.conversation]);
      expect(JSON.stringify(whole)).not.toContain(nameless.welcome.self.id);
    });

    it('X1 O5 another person on the same device gets nothing of the first', async () => {
      const ada = await arrive((await show('ada')).session?.token);
      await ada.write('a secret');
      const { session, same } = await show('ben', ada.token);
      expect(same).toBe(false);
      expect(textsOf(await arrive(session?.token))).toBeUndefined();
      expect(textsOf(await arrive(ada.token))).toEqual(['a secret']);
    });

    it('X1 a session of a signed identity ends after an hour, used or not', async () => {
      const { session } = await show('42');
      await (await arrive(session?.token)).write('hello');
      clock.advance(59 * 60_000);
      await arrive(session?.token);
      clock.advance(2 * 60_000);
      await expect(arrive(session?.token)).rejects.toMatchObject({ code: 'session-expired' });
      const again = await show('42', session?.token);
      expect(again).toMatchObject({ same: true });
      expect(textsOf(await arrive(again.session?.token))).toEqual(['hello']);
    });

    it('X1 agents see who is vouched for, and the page cannot say otherwise', async () => {
      const ada = await arrive(
        (await show('42', undefined, { name: 'Ada', email: 'ada@shop.example' })).session?.token,
      );
      await ada.write('hello');
      ada.connection.notify({
        type: 'visitor-update',
        profile: { name: 'Eve', email: 'eve@shop.example', phone: '123456' },
      });
      const nameless = await arrive();
      await nameless.write('and I?');
      const cookie = await signInAgent(server.url);
      const Socket = class extends WebSocket {
        constructor(url: string | URL) {
          super(url, { headers: { Cookie: cookie } });
        }
      };
      const rows = async () => {
        const { events, connection } = await arrive(undefined, Socket as typeof WebSocket);
        connection.close();
        return events.flatMap((event) => (event.type === 'inbox-snapshot' ? event.conversations : []));
      };
      await expect
        .poll(async () => (await rows()).find(({ phone }) => phone === '123456'))
        .toMatchObject({
          visitor: { name: 'Ada' },
          email: 'ada@shop.example',
          verified: true,
        });
      expect((await rows()).find(({ visitor }) => visitor.id === nameless.welcome.self.id)?.verified).toBeUndefined();
    });
  });
}

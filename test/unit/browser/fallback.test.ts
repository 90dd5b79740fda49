/** The next way is tried when one cannot open; what the server itself refuses is not asked twice. */
import {
  AdapterError,
  problem,
  type ChatAdapter,
  type CloseReason,
  type ErrorCode,
  type OpenOptions,
  type ServerEvent,
} from '@support-chat/protocol';
import { createScriptedAdapter, type ScriptedAdapter } from '@support-chat/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { fallback } from '../../../packages/browser/src/adapters/fallback.js';

let first: ScriptedAdapter;
let second: ScriptedAdapter;
let attempts: string[];
let time = 0;
let both: ChatAdapter;

function counted(name: string, adapter: ChatAdapter): ChatAdapter {
  return { name, open: (options) => (attempts.push(name), adapter.open(options)) };
}

function open(signal = new AbortController().signal) {
  return both.open({ identity: { kind: 'visitor' }, signal, onEvent: () => undefined, onClose: () => undefined });
}

const codeOf = (error: unknown) => (error as AdapterError).code;

beforeEach(() => {
  [first, second, attempts, time] = [createScriptedAdapter(), createScriptedAdapter(), [], 0];
  both = fallback([counted('first', first), counted('second', second)], { now: () => time, avoidSilentFor: 1_000 });
});

describe('fallback', () => {
  it('uses the first as long as it opens', async () => {
    await open();
    await open();
    expect(attempts).toEqual(['first', 'first']);
  });

  it('tries the next when one cannot be reached, and begins with the first again after that', async () => {
    first.goOffline();
    await open();
    expect(attempts).toEqual(['first', 'second']);
    first.goOnline();
    await open();
    expect(attempts.slice(2)).toEqual(['first']);
  });

  it('does not wait again for one that gave no answer, until a while has passed', async () => {
    first.goOffline('request-timeout');
    await open();
    await open();
    expect(attempts).toEqual(['first', 'second', 'second']);
    first.goOnline();
    time = 1_000;
    await open();
    expect(attempts.slice(3)).toEqual(['first']);
  });

  it('still tries one that gave no answer when the others cannot be reached', async () => {
    first.goOffline('request-timeout');
    await open();
    first.goOnline();
    second.goOffline();
    await open();
    expect(attempts).toEqual(['first', 'second', 'second', 'first']);
  });

  it.each<ErrorCode>(['origin-refused', 'session-expired', 'protocol-unsupported', 'rate-limited', 'server-stopping'])(
    'passes on what the server itself says: %s',
    async (code) => {
      first.goOffline(code);
      expect(await open().catch(codeOf)).toBe(code);
      expect(attempts).toEqual(['first']);
    },
  );

  it('rejects when nothing opens, with what the last one said', async () => {
    first.goOffline();
    second.goOffline();
    expect(await open().catch(codeOf)).toBe('network-failed');
    await open().catch(codeOf);
    expect(attempts).toEqual(['first', 'second', 'first', 'second']);
  });

  it('tries nothing more once its signal is aborted', async () => {
    first.goOffline();
    const controller = new AbortController();
    const opening = open(controller.signal).catch(codeOf);
    controller.abort();
    expect(await opening).toBe('connection-lost');
    expect(attempts).toEqual(['first']);
  });
});

describe('fallback to another back end', () => {
  /** A back end that gives whoever comes without a session a new one. */
  function backEnd(name: string) {
    const asked: OpenOptions[] = [];
    const refusals: ErrorCode[] = [];
    const adapter: ChatAdapter = {
      name,
      backEnd: `${name} of the vendor`,
      mailTranscript: () => Promise.resolve(),
      loadSite: () => Promise.resolve({ of: name }),
      async open(options) {
        asked.push(options);
        const refusal = refusals.shift();
        if (refusal) throw new AdapterError(refusal);
        const { onEvent, identity } = options;
        const known = identity.kind === 'visitor' ? identity.token : undefined;
        const session = known === undefined ? { token: `${name} ${asked.length}`, expiresAt: 1 } : undefined;
        onEvent({ type: 'welcome', ...(session && { session }) } as ServerEvent);
        return await createScriptedAdapter().open({ ...options, onEvent: () => undefined });
      },
    };
    return {
      adapter,
      refusals,
      asked,
      tokens: () => asked.map(({ identity }) => (identity.kind === 'visitor' ? identity.token : 'agent')),
    };
  }
  let one: ReturnType<typeof backEnd>;
  let other: ReturnType<typeof backEnd>;
  let chat: ChatAdapter;
  /** What the core would keep. */
  let token: string | undefined;
  let closed: CloseReason[];

  async function connect(more: Partial<OpenOptions> = {}) {
    return chat.open({
      identity: { kind: 'visitor', ...(token !== undefined && { token }) },
      signal: new AbortController().signal,
      onEvent: (event) => {
        if (event.type === 'welcome' && event.session) token = event.session.token;
      },
      onClose: (reason) => closed.push(reason),
      ...more,
    });
  }

  beforeEach(() => {
    [one, other, token, closed] = [backEnd('one'), backEnd('other'), undefined, []];
    chat = fallback([one.adapter, other.adapter]);
  });

  it('X1 shows each back end its own session, also after the other one was used, and none that is not its', async () => {
    await connect();
    one.refusals.push('network-failed');
    await connect();
    await connect();
    one.refusals.push('network-failed');
    await connect();
    expect(one.tokens()).toEqual([undefined, 'one 1', 'one 1', 'one 1']);
    expect(other.tokens()).toEqual([undefined, 'other 1']);
  });

  it('X1 takes a token that it has not written for nobody’s', async () => {
    for (const written of ['a token of before', '[1]', 'null', '{"one of the vendor":{}}']) {
      token = written;
      await connect();
    }
    expect(one.tokens()).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each<ErrorCode>(['origin-refused', 'unavailable', 'rate-limited'])(
    'asks the other back end when the first says %s, but no other way to the first',
    async (code) => {
      const way = backEnd('one');
      chat = fallback([one.adapter, way.adapter, other.adapter]);
      one.refusals.push(code);
      await connect();
      expect([one.asked.length, way.asked.length, other.asked.length]).toEqual([1, 0, 1]);
    },
  );

  it('waits for one that may come back, whatever the others say', async () => {
    for (const [first, last] of [
      ['unavailable', 'origin-refused'],
      ['origin-refused', 'unavailable'],
    ] as const) {
      one.refusals.push(first);
      other.refusals.push(last);
      expect(await connect().catch(codeOf)).toBe('unavailable');
    }
    one.refusals.push('forbidden');
    other.refusals.push('origin-refused');
    expect(await connect().catch(codeOf)).toBe('forbidden');
  });

  it('gets a new session where one is over, and keeps the others', async () => {
    await connect();
    one.refusals.push('network-failed');
    await connect();
    one.refusals.push('session-expired');
    await connect();
    one.refusals.push('network-failed');
    await connect();
    expect(one.tokens()).toEqual([undefined, 'one 1', 'one 1', undefined, 'one 4']);
    expect(other.tokens()).toEqual([undefined, 'other 1']);
  });

  it('does the same for a session that ends while it is used', async () => {
    await connect();
    await connect();
    one.asked.at(-1)?.onClose({ problem: problem('session-unknown') });
    expect(closed.map(({ problem: { code } }) => code)).toEqual(['connection-lost']);
    await connect();
    expect(one.tokens()).toEqual([undefined, 'one 1', undefined]);
    one.asked.at(-1)?.onClose({ problem: problem('overloaded') });
    expect(closed.map(({ problem: { code } }) => code)).toEqual(['connection-lost', 'overloaded']);
  });

  it('asks no back end for a place in the log of another', async () => {
    const place = { conversationId: 'c', resumeAfter: { epoch: 'e', seq: 3 } };
    await connect(place);
    one.refusals.push('network-failed');
    await connect(place);
    await connect(place);
    const asked = [...one.asked, ...other.asked].map(({ conversationId, resumeAfter }) => [
      conversationId,
      resumeAfter,
    ]);
    const [own, none] = [[place.conversationId, place.resumeAfter], [undefined, undefined]]; // prettier-ignore
    expect(asked).toEqual([own, own, none, none]);
  });

  it('has what the site’s owner has set, and offers nothing that would be of one conversation alone', () => {
    expect([chat.backEnd, Boolean(chat.loadSite), chat.mailTranscript, chat.signIn, chat.visitorData]).toEqual([
      'one of the vendor | other of the vendor',
      true,
      undefined,
      undefined,
      undefined,
    ]);
    expect(fallback([one.adapter, { ...other.adapter, backEnd: one.adapter.backEnd }]).mailTranscript).toBeDefined();
  });
});

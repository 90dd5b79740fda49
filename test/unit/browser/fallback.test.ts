/** The next way is tried when one cannot open; what the server itself refuses is not asked twice. */
import type { AdapterError, ChatAdapter, ErrorCode } from '@support-chat/protocol';
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

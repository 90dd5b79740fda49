import { expect, it } from 'vitest';
import {
  AdapterError,
  ERRORS,
  isErrorCode,
  problem,
  ProtocolError,
  retryVerdict,
  type ErrorCode,
} from '@support-chat/protocol';

const codes = Object.keys(ERRORS) as ErrorCode[];

it.each(codes)('P-E1 %s is a problem with a title, a status and a verdict', (code) => {
  const made = problem(code);
  expect(made.type).toBe(`urn:support-chat:problem:${code}`);
  expect(made.title.split(' ').join('-')).toBe(code);
  expect(made.status === 0 || (made.status >= 400 && made.status < 600)).toBe(true);
  expect(['retry', 'resume', 'renew', 'never']).toContain(retryVerdict(code));
  expect(isErrorCode(code)).toBe(true);
});

it('P-E1 what the server cannot help is tried again, what the client did wrong is not', () => {
  const tooSlow = ['hello-missing', 'rate-limited'];
  for (const code of codes) {
    const { status } = ERRORS[code];
    if (status === 0 || status >= 500 || tooSlow.includes(code)) expect(retryVerdict(code)).toBe('retry');
    else expect(retryVerdict(code)).not.toBe('retry');
  }
});

it('knows no codes from the prototype', () => {
  expect(isErrorCode('toString')).toBe(false);
  expect(isErrorCode(7)).toBe(false);
});

it('carries problems over the wire and back without losing a field', () => {
  const sent = problem('rate-limited', { detail: 'Messages.', retryAfter: 3 });
  const error = AdapterError.from(JSON.parse(JSON.stringify(sent)) as typeof sent);
  expect(error.problem).toEqual(sent);
  expect(error).toBeInstanceOf(ProtocolError);
  expect(error).toMatchObject({ name: 'AdapterError', code: 'rate-limited', verdict: 'retry' });
});

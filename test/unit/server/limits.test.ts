import fc from 'fast-check';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressKey, createClientAddresses } from '../../../packages/server/src/limits/client-address.js';
import { DEFAULT_LIMITS, RateCounters } from '../../../packages/server/src/limits/limits.js';
import { Occupancy } from '../../../packages/server/src/limits/occupancy.js';
import { parseOrigin } from '../../../packages/server/src/limits/origins.js';
import { parseRate } from '../../../packages/server/src/limits/rate.js';
import { TokenBuckets } from '../../../packages/server/src/limits/token-buckets.js';
import { seeded } from '../../support/property.js';
import { StandingClock } from '../../support/service-clients.js';

describe('X5 token buckets', () => {
  it('let the whole count through at once, and then come back evenly', () => {
    const buckets = new TokenBuckets({ count: 4, seconds: 2 });
    expect([0, 0, 0, 0].map(() => buckets.take('a', 0))).toEqual([0, 0, 0, 0]);
    expect(buckets.take('a', 0)).toBe(1);
    expect(buckets.take('b', 0)).toBe(0);
    expect(buckets.take('a', 499)).toBe(1);
    expect(buckets.take('a', 500)).toBe(0);
    expect(buckets.take('a', 500)).toBe(1);
  });

  it('never let more through than the count plus what came back, and the wait they name is enough', () => {
    seeded(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 200 }),
        (count, seconds, gaps) => {
          const buckets = new TokenBuckets({ count, seconds });
          let now = 0;
          let taken = 0;
          for (const gap of gaps) {
            now += gap;
            const wait = buckets.take('key', now);
            if (wait === 0) taken++;
            else expect(buckets.wait('key', now + wait * 1000)).toBe(0);
          }
          expect(taken).toBeLessThanOrEqual(count + (now / 1000 / seconds) * count + 1e-6);
        },
      ),
    );
  });

  it('forget keys that are full again, and the oldest at the cap: memory stays bounded', () => {
    const buckets = new TokenBuckets({ count: 1, seconds: 1 });
    for (let key = 0; key < 100_010; key++) buckets.take(String(key), 0);
    expect(buckets.size).toBe(100_000);
    expect(buckets.take('100009', 0)).toBe(1);
    buckets.sweep(999);
    expect(buckets.size).toBe(100_000);
    buckets.sweep(1000);
    expect(buckets.size).toBe(0);
  });
});

describe('X5 sign-ins', () => {
  const setUp = () => {
    const clock = new StandingClock();
    const limits = { ...DEFAULT_LIMITS, logins: { count: 5, seconds: 900 }, failedLogins: { count: 20, seconds: 900 } };
    return { clock, counters: new RateCounters(limits, clock) };
  };

  it('one address cannot try one password on any number of accounts', () => {
    const { clock, counters } = setUp();
    for (let account = 0; account < 20; account++) expect(counters.login('spray', `agent-${account}`)).toBe(0);
    expect(counters.login('spray', 'one-more')).toBe(45);
    expect(counters.login('office', 'one-more')).toBe(0);
    clock.advance(45_000);
    expect(counters.login('spray', 'one-more')).toBe(0);
    expect(counters.login('spray', 'and-another')).toBe(45);
  });

  it('an office behind one address signs in, as often as its people get it right', () => {
    const { counters } = setUp();
    for (let account = 0; account < 200; account++) {
      expect(counters.login('office', `agent-${account}`)).toBe(0);
      counters.forgiveLogin('office');
    }
  });

  it('who knows one password cannot wash away failures with it', () => {
    const { counters } = setUp();
    for (let account = 0; account < 19; account++) expect(counters.login('spray', `agent-${account}`)).toBe(0);
    for (let count = 0; count < 5; count++) {
      expect(counters.login('spray', 'mine')).toBe(0);
      counters.forgiveLogin('spray');
    }
    expect(counters.login('spray', 'agent-19')).toBe(0);
    expect(counters.login('spray', 'agent-20')).toBeGreaterThan(0);
  });

  it('a refusal for one account spends nothing of the address', () => {
    const { counters } = setUp();
    for (let count = 0; count < 50; count++) counters.login('office', 'forgetful');
    for (let account = 0; account < 15; account++) expect(counters.login('office', `agent-${account}`)).toBe(0);
    expect(counters.login('office', 'agent-15')).toBeGreaterThan(0);
  });

  it('a token given back never makes more than there were', () => {
    const buckets = new TokenBuckets({ count: 1, seconds: 1 });
    buckets.giveBack('a', 0);
    expect(buckets.size).toBe(0);
    buckets.take('a', 0);
    buckets.giveBack('a', 900);
    expect([buckets.take('a', 900), buckets.take('a', 900)]).toEqual([0, 1]);
  });
});

describe('X5 occupancy', () => {
  it('gives as many places as there are, and takes them back', () => {
    const occupancy = new Occupancy(2);
    expect([occupancy.enter('a'), occupancy.enter('a'), occupancy.enter('a'), occupancy.enter('b')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    occupancy.leave('a');
    expect(occupancy.enter('a')).toBe(true);
  });
});

describe('rates', () => {
  it.each([
    ['20/10s', { count: 20, seconds: 10 }],
    ['5/15m', { count: 5, seconds: 900 }],
    ['300/m', { count: 300, seconds: 60 }],
    [' 10/h ', { count: 10, seconds: 3600 }],
  ])('%s', (text, rate) => expect(parseRate(text)).toEqual(rate));

  it.each(['', '20', '20/10', '0/10s', '20/0s', '-1/s', '1e3/s', '20/10d'])("'%s' is none", (text) => {
    expect(() => parseRate(text)).toThrow(TypeError);
  });
});

describe('X5 addresses', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['nonsense', 'unknown'],
  ])('%s is counted as %s', (address, key) => expect(addressKey(address)).toBe(key));

  const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
    ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

  it('believes the header only as far as trusted hops wrote it', () => {
    const addresses = createClientAddresses(['10.0.0.0/8', '::1']);
    const forwarded = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2, 10.0.0.9' };
    expect(addresses.key(request('10.0.0.1', forwarded))).toBe('2.2.2.2');
    expect(addresses.key(request('::ffff:10.0.0.1', forwarded))).toBe('2.2.2.2');
    expect(addresses.key(request('::1', { 'x-forwarded-for': '3.3.3.3' }))).toBe('3.3.3.3');
    expect(addresses.key(request('9.9.9.9', forwarded))).toBe('9.9.9.9');
    expect(addresses.key(request('10.0.0.1', { 'x-forwarded-for': 'rubbish' }))).toBe('10.0.0.1');
    expect(addresses.key(request('10.0.0.1'))).toBe('10.0.0.1');
  });

  it('takes a proxied request for nobody on this machine', () => {
    const addresses = createClientAddresses([]);
    expect(addresses.loopback(request('127.0.0.1'))).toBe(true);
    expect(addresses.loopback(request('::1'))).toBe(true);
    expect(addresses.loopback(request('127.0.0.1', { 'x-forwarded-for': '203.0.113.7' }))).toBe(false);
    expect(addresses.loopback(request('203.0.113.7'))).toBe(false);
  });

  it('refuses a proxy that is no address', () => {
    expect(() => createClientAddresses(['proxy.example'])).toThrow(TypeError);
  });
});

describe('X3 origins in settings', () => {
  it.each(['https://shop.example', 'http://localhost:3000', 'https://shop.example/'])("'%s' is one", (text) => {
    expect(parseOrigin(text)).toBe(text.replace(/\/$/, ''));
  });
  it.each(['shop.example', '*', 'null', 'https://*.example/x', 'https://shop.example/path', 'ftp://x', 'https://a@b'])(
    "'%s' is none",
    (text) => expect(() => parseOrigin(text)).toThrow(TypeError),
  );
});

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { backoff, BACKOFF_MOST } from '../../../packages/core/src/connection/backoff.js';
import { isReconnecting } from '@support-chat/core';
import { ChatDriver, CONVERSATION, EPOCH, message, shown, snapshot } from '../../support/chat-driver.js';
import { seeded } from '../../support/property.js';

const pings = (driver: ChatDriver) => driver.all('notify').filter(({ signal }) => signal.type === 'ping').length;

describe('C1 when to connect', () => {
  it('C1 stays idle without a token, an outbox or an open widget', () => {
    const driver = new ChatDriver().sender().loaded();
    driver.pass(3_600_000);
    expect(driver.state.connection.phase).toBe('idle');
    expect(driver.all('open')).toEqual([]);
  });

  it.each([
    ['connect', (driver: ChatDriver) => driver.loaded().action({ type: 'connect' })],
    ['an open widget', (driver: ChatDriver) => driver.loaded().action({ type: 'set-open', open: true })],
    ['a message', (driver: ChatDriver) => driver.loaded().action({ type: 'send', text: 'Hello' })],
    ['a stored token', (driver: ChatDriver) => driver.loaded({ identity: { owner: 'owner-1', token: 'token-1' } })],
    [
      'a stored message',
      (driver: ChatDriver) =>
        driver.loaded({
          outbox: [{ version: 1, id: 'stored-1', owner: 'owner-1', text: 'Hello', createdAt: 1, order: 1 }],
        }),
    ],
  ])('C1 connects for %s, once, after the device has told who we are', (_reason, act) => {
    const driver = new ChatDriver();
    act(driver);
    driver.action({ type: 'set-open', open: true });
    expect(driver.all('open')).toHaveLength(1);
  });

  it('C1 does not connect before the device was read', () => {
    const driver = new ChatDriver();
    driver.action({ type: 'connect' });
    expect(driver.all('open')).toEqual([]);
    driver.loaded({ identity: { owner: 'owner-1', token: 'token-1' } });
    expect(driver.last('open').request).toEqual({ identity: { kind: 'visitor', token: 'token-1' } });
  });

  it('C1 connects an agent at once, to the conversation it was made for', () => {
    const driver = new ChatDriver({ role: 'agent', conversationId: 'conversation-7' }).loaded();
    expect(driver.last('open').request).toEqual({ identity: { kind: 'agent' }, conversationId: 'conversation-7' });
  });

  it('C3 gives up a connection that is not wanted any more, and resumes when it is again', () => {
    const driver = new ChatDriver({ role: 'agent', conversationId: CONVERSATION })
      .loaded()
      .welcome(snapshot([message(1)]));
    driver.action({ type: 'disconnect' });
    expect(driver.all('close')).toHaveLength(1);
    expect(driver.state.connection).toMatchObject({ phase: 'idle', problem: null });
    expect(shown(driver.state)).toEqual([message(1)]);
    driver.pass(3_600_000);
    expect(driver.all('open')).toHaveLength(1);
    driver.action({ type: 'connect' });
    expect(driver.last('open').request).toMatchObject({
      conversationId: CONVERSATION,
      resumeAfter: { epoch: EPOCH, seq: 1 },
    });
  });

  it.each([
    ['a message on its way', (driver: ChatDriver) => void driver.send('Hello')],
    ['an open widget', (driver: ChatDriver) => void driver.action({ type: 'set-open', open: true })],
  ])('C3 keeps a connection that has another reason: %s', (_reason, act) => {
    const driver = new ChatDriver({ role: 'agent', conversationId: CONVERSATION })
      .sender()
      .loaded()
      .welcome(snapshot([]));
    act(driver);
    driver.action({ type: 'disconnect' });
    expect(driver.state.connection.phase).toBe('online');
    expect(driver.all('close')).toEqual([]);
  });

  it('C1 rests when the session is gone and nobody needs one', () => {
    const driver = new ChatDriver().loaded({ identity: { owner: 'owner-1', token: 'token-1' } });
    driver.close('session-unknown');
    driver.input({ type: 'token-claimed', owner: 'owner-1', claimed: null, token: null });
    expect(driver.state.connection.phase).toBe('idle');
  });
});

describe('C1 when to try again', () => {
  it('C1 waits U(0, min(30 s, 0.5 s · 2^n)), for every n and draw', () => {
    seeded(
      fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, random) => {
        const wait = backoff(failures, random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(BACKOFF_MOST, 500 * 2 ** failures));
        expect(wait).toBe(random * Math.min(30_000, 500 * 2 ** failures));
      }),
    );
  });

  it('C1 doubles the bound with each failure up to 30 s, one attempt at a time', () => {
    const driver = new ChatDriver().loaded();
    driver.random = 0.999_999;
    driver.action({ type: 'connect' });
    const waits = Array.from({ length: 9 }, () => {
      driver.close('network-failed');
      const wait = (driver.state.connection.retryAt ?? 0) - driver.at;
      driver.pass(wait);
      expect(driver.state.connection.phase).toBe('connecting');
      return Math.round(wait);
    });
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(driver.all('open')).toHaveLength(10);
  });

  it('C1 starts over after 10 s of health, and not before', () => {
    const driver = new ChatDriver().online();
    driver.pass(9_999);
    driver.close('connection-lost');
    expect(driver.state.connection.attempt).toBe(1);
    driver.pass(500);
    driver.welcome(snapshot([]));
    driver.pass(9_999);
    driver.close('connection-lost');
    expect(driver.state.connection.attempt).toBe(2);
    driver.pass(1_000);
    driver.welcome(snapshot([]));
    driver.pass(10_000);
    driver.close('connection-lost');
    expect(driver.state.connection.attempt).toBe(1);
  });

  it.each(['problem', 'goaway'])('C1 takes what the server asks for (%s) as a floor, also when woken', (source) => {
    const driver = new ChatDriver().online();
    if (source === 'goaway') driver.event({ type: 'goaway', retryAfter: 7 });
    driver.close('server-stopping', source === 'problem' ? 7 : undefined);
    expect(driver.state.connection.retryAt).toBe(driver.at + 7_000);
    driver.input({ type: 'page-changed', page: { visible: true, online: false } });
    driver.input({ type: 'page-changed', page: { visible: true, online: true } });
    expect(driver.state.connection.phase).toBe('waiting');
    driver.pass(6_999);
    expect(driver.all('open')).toHaveLength(1);
    driver.pass(1);
    expect(driver.all('open')).toHaveLength(2);
  });

  it.each([
    ['online', { visible: true, online: false }],
    ['visible', { visible: false, online: true }],
  ])('C1 tries at once on becoming %s', (_name, away) => {
    const driver = new ChatDriver().loaded();
    driver.action({ type: 'connect' });
    for (let index = 0; index < 6; index++) {
      driver.close('network-failed');
      driver.pass(30_000);
    }
    driver.close('network-failed');
    const attempts = driver.all('open').length;
    driver.input({ type: 'page-changed', page: away });
    expect(driver.all('open')).toHaveLength(attempts);
    driver.input({ type: 'page-changed', page: { visible: true, online: true } });
    expect(driver.all('open')).toHaveLength(attempts + 1);
  });

  it('C1 trusts the platform when it says offline: no attempt until it takes that back', () => {
    const driver = new ChatDriver().online();
    driver.close('connection-lost');
    driver.input({ type: 'page-changed', page: { visible: true, online: false } });
    driver.pass(3_600_000);
    driver.action({ type: 'send', text: 'Hello' });
    expect(driver.all('open')).toHaveLength(1);
    expect(driver.state.connection.offline).toBe(true);
  });

  it('C1 tries again when the server heard no hello in time: the network was too slow for it', () => {
    const driver = new ChatDriver().online();
    driver.close('hello-missing');
    expect(driver.state.connection.phase).toBe('waiting');
  });

  it('C1 stops visibly on a permanent refusal; only the hand goes on', () => {
    const driver = new ChatDriver().online();
    driver.close('session-revoked');
    expect(driver.state.connection).toMatchObject({ phase: 'stopped', problem: { code: 'session-revoked' } });
    expect(driver.emitted('error')).toHaveLength(1);
    driver.input({ type: 'page-changed', page: { visible: false, online: false } });
    driver.input({ type: 'page-changed', page: { visible: true, online: true } });
    driver.send('Hello');
    driver.pass(3_600_000);
    expect(driver.all('open')).toHaveLength(1);
    driver.action({ type: 'connect' });
    expect(driver.all('open')).toHaveLength(2);
  });

  it('C1 resumes at once, and still does not spin when resuming does not help', () => {
    const driver = new ChatDriver().online();
    driver.pass(10_000);
    driver.close('epoch-stale');
    expect(driver.state.connection.phase).toBe('connecting');
    driver.close('epoch-stale');
    expect(driver.state.connection.phase).toBe('waiting');
  });

  it('C1 gives up an attempt that says nothing for 20 s', () => {
    const driver = new ChatDriver().loaded();
    driver.action({ type: 'connect' });
    driver.pass(20_000);
    expect(driver.state.connection).toMatchObject({ phase: 'waiting', problem: { code: 'request-timeout' } });
    expect(driver.all('close')).toHaveLength(1);
  });

  it('C1 does not hear what an ended attempt still says', () => {
    const driver = new ChatDriver().online(snapshot([]));
    const { generation } = driver.state.link;
    driver.close('connection-lost');
    const { state } = driver;
    driver.input({ type: 'opened', generation, capabilities: state.capabilities! });
    driver.input({ type: 'event', generation, event: { type: 'staffed-changed', staffed: false } });
    driver.input({ type: 'closed', generation, problem: state.connection.problem! });
    expect(driver.state).toBe(state);
  });

  it('C1 begins anew, without the conversation, when the server no longer has it', () => {
    const driver = new ChatDriver().online(snapshot([]));
    driver.close('connection-lost');
    driver.pass(500);
    driver.close('conversation-unknown');
    expect(driver.last('open').request).toEqual({ identity: { kind: 'visitor' } });
    driver.close('conversation-unknown');
    expect(driver.state.connection.phase).toBe('stopped');
  });
});

describe('C2 heartbeat', () => {
  it('C2 pings every 20 s and lives on any answer', () => {
    const driver = new ChatDriver().online();
    for (let minute = 0; minute < 10; minute++) {
      driver.pass(20_000);
      driver.event({ type: 'pong', head: null });
    }
    expect(pings(driver)).toBe(10);
    expect(driver.state.connection.phase).toBe('online');
  });

  it('C2 is dead after 45 s of silence', () => {
    const driver = new ChatDriver().online();
    driver.pass(44_999);
    expect(driver.state.connection.phase).toBe('online');
    driver.pass(1);
    expect(driver.state.connection.problem?.code).toBe('connection-silent');
    expect(driver.all('close')).toHaveLength(1);
  });

  it('C2 gives hidden pages 90 s', () => {
    const driver = new ChatDriver().online();
    driver.input({ type: 'page-changed', page: { visible: false, online: true } });
    driver.pass(89_999);
    expect(driver.state.connection.phase).toBe('online');
    driver.event({ type: 'pong', head: null });
    driver.pass(89_999);
    expect(driver.state.connection.phase).toBe('online');
    driver.pass(1);
    expect(driver.state.connection.phase).not.toBe('online');
  });

  it('C2 notices on wake that a late timer slept through the silence', () => {
    const driver = new ChatDriver().online();
    driver.at += 3_600_000;
    driver.input({ type: 'tick' });
    expect(driver.state.connection.problem?.code).toBe('connection-silent');
  });

  it('C2 asks at once on wake and waits 10 s for the answer', () => {
    const driver = new ChatDriver().online();
    driver.input({ type: 'page-changed', page: { visible: false, online: true } });
    driver.pass(5_000);
    driver.input({ type: 'page-changed', page: { visible: true, online: true } });
    expect(pings(driver)).toBe(1);
    driver.pass(9_999);
    expect(driver.state.connection.phase).toBe('online');
    driver.pass(1);
    expect(driver.state.connection.problem?.code).toBe('connection-silent');
  });
});

it('Y4 says reconnecting only after 3 s away', () => {
  const driver = new ChatDriver().online();
  driver.random = 0.999;
  driver.close('connection-lost');
  expect(isReconnecting(driver.state, driver.at + 2_999)).toBe(false);
  driver.pass(500);
  expect(driver.state.connection.phase).toBe('connecting');
  expect(isReconnecting(driver.state, driver.at + 2_500)).toBe(true);
  driver.welcome(snapshot([]));
  expect(isReconnecting(driver.state, driver.at + 9_999)).toBe(false);
});

/** V18: several conversations of one visitor; what must hold of each of them holds over all switches. */
import { mayBegin } from '@support-chat/core';
import type { ConversationSnapshot, LogEvent } from '@support-chat/protocol';
import { describe, expect, it } from 'vitest';
import {
  AGENT,
  ALL_CAPABILITIES,
  ChatDriver,
  EPOCH,
  message,
  shown,
  snapshot,
  VISITOR,
} from '../../support/chat-driver.js';

const CAPABILITIES = { ...ALL_CAPABILITIES, conversations: true };
const place = (seq: number) => ({ conversation: 'conversation-1', epoch: EPOCH, seq, time: seq });
const end = (seq: number): LogEvent => ({ type: 'conversation-ended', author: AGENT, ...place(seq) });
const reopening = (seq: number): LogEvent => ({ type: 'conversation-reopened', author: VISITOR, ...place(seq) });
/** Another conversation, as the back end shows it. */
const other = (id: string, events: readonly LogEvent[], phase: ConversationSnapshot['phase'] = 'queued') =>
  snapshot(events, { id, epoch: `epoch-of-${id}`, phase });
const inOther = (id: string, seq: number, overrides = {}) =>
  message(seq, VISITOR, { conversation: id, epoch: `epoch-of-${id}`, ...overrides });

/** Online in a conversation that has ended. */
function ended(): ChatDriver {
  const driver = new ChatDriver().sender().loaded();
  driver.action({ type: 'connect' });
  driver.welcome(snapshot([message(1, VISITOR), end(2)], { phase: 'ended' }), CAPABILITIES);
  return driver;
}
/** The same, with another one begun; gives its id too. */
function begun(): { driver: ChatDriver; id: string } {
  const driver = ended();
  driver.action({ type: 'begin' });
  return { driver, id: driver.state.conversation.id ?? '' };
}
const sends = (driver: ChatDriver) => driver.all('send').map(({ command }) => command);

describe('V18 beginning another conversation', () => {
  it('V18 begins once the present one has ended, with an id of its own and an empty log', () => {
    const { driver, id } = begun();
    expect(id).toMatch(/^local-id/);
    expect(driver.state.conversation).toMatchObject({ phase: 'none', epoch: null, participants: [] });
    expect(shown(driver.state)).toEqual([]);
    expect(driver.state.widget.unread).toBe(0);
  });

  it('V18 does not while the present one goes on, something waits that opens it again, or there can be only one', () => {
    const live = new ChatDriver().online();
    const before = live.state.conversation;
    live.action({ type: 'begin' });
    expect(live.state.conversation).toBe(before);
    const waiting = ended();
    waiting.action({ type: 'send', text: 'One more thing' });
    expect(mayBegin(waiting.state)).toBe(false);
    waiting.action({ type: 'begin' });
    expect(waiting.state.conversation.id).toBe('conversation-1');
    const single = new ChatDriver().sender().loaded();
    single.action({ type: 'connect' });
    single.welcome(snapshot([message(1, VISITOR), end(2)], { phase: 'ended' }));
    expect(mayBegin(single.state)).toBe(false);
  });

  it('V18 a rating on its way does not stand in the way, and goes to the conversation it is of', () => {
    const driver = ended();
    driver.action({ type: 'send', text: '', details: { type: 'rating-give', score: 5 } });
    const { record } = driver.last('store-record');
    expect(record.conversation).toBe('conversation-1');
    driver.action({ type: 'begin' });
    driver.input({ type: 'record-stored', record: { ...record, order: 1 } });
    expect(sends(driver)).toMatchObject([{ type: 'rating-give', conversation: 'conversation-1' }]);
    expect(sends(driver)[0]).not.toHaveProperty('epoch');
    driver.ack(record.id, 3);
    expect(driver.state.outbox).toEqual([]);
    expect(driver.state.conversation.phase).toBe('none');
  });

  it('P-M2 its first message names it without an epoch, later ones with that of its log', () => {
    const { driver, id } = begun();
    const first = driver.send('Second question');
    expect(sends(driver).at(-1)).toEqual({
      type: 'message-send',
      id: first,
      conversation: id,
      text: 'Second question',
    });
    driver.ack(first, 1, { conversation: id, epoch: `epoch-of-${id}` });
    expect(driver.state.conversation).toMatchObject({ id, epoch: `epoch-of-${id}`, phase: 'queued' });
    driver.event({ type: 'conversation-reset', conversation: other(id, [inOther(id, 1, { id: first })]) });
    expect(driver.state.outbox).toEqual([]);
    expect(shown(driver.state)).toHaveLength(1);
    driver.send('And more');
    expect(sends(driver).at(-1)).toMatchObject({ conversation: id, epoch: `epoch-of-${id}` });
  });

  it('O1 what was written in it is sent there after a reload, from a tab that is elsewhere', () => {
    const { driver, id } = begun();
    driver.action({ type: 'send', text: 'Second question' });
    const { record } = driver.last('store-record');
    expect(record.conversation).toBe(id);
    const reloaded = new ChatDriver().sender().loaded({ outbox: [{ ...record, order: 1 }] });
    reloaded.action({ type: 'connect' });
    reloaded.welcome(snapshot([message(1, VISITOR), end(2)], { phase: 'ended' }), CAPABILITIES);
    expect(sends(reloaded)).toMatchObject([{ id: record.id, conversation: id }]);
    reloaded.event({ type: 'conversation-reset', conversation: other(id, [inOther(id, 1, { id: record.id })]) });
    expect(reloaded.state.outbox).toEqual([]);
    expect(reloaded.all('remove-record').at(-1)?.id).toBe(record.id);
  });

  it('L2 its first message keeps id and conversation over a cut', () => {
    const { driver, id } = begun();
    const first = driver.send('Second question');
    driver.close('connection-lost');
    driver.pass(500);
    expect(driver.last('open').request).not.toHaveProperty('conversationId');
    expect(driver.last('open').request).not.toHaveProperty('resumeAfter');
    driver.welcome(snapshot([message(1, VISITOR), end(2)], { phase: 'ended' }), CAPABILITIES);
    expect(driver.state.conversation).toMatchObject({ id, phase: 'none' });
    const again = sends(driver).filter((command) => command.id === first);
    expect(again).toHaveLength(2);
    expect(again[1]).toEqual(again[0]);
  });

  it('P-M4 a welcome that has it already takes it up, ended or not', () => {
    const { driver, id } = begun();
    const first = driver.send('Second question');
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(other(id, [inOther(id, 1, { id: first })], 'ended'), CAPABILITIES);
    expect(driver.state.conversation).toMatchObject({ id, phase: 'ended' });
    expect(driver.state.outbox).toEqual([]);
  });

  it('P-M4 gives way to a conversation that goes on, and not to one that has ended', () => {
    const { driver } = begun();
    driver.event(message(3, AGENT));
    expect(shown(driver.state)).toEqual([]);
    driver.event(reopening(3));
    expect(driver.state.connection.phase).toBe('online');
    driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 3 } });
    driver.welcome(snapshot([message(1, VISITOR), end(2), reopening(3)], { phase: 'queued' }));
    expect(driver.state.conversation).toMatchObject({ id: 'conversation-1', phase: 'queued' });
  });

  it('P-M4 pongs about another conversation are none of its business', () => {
    const { driver, id } = begun();
    const opened = driver.all('open').length;
    driver.event({ type: 'pong', head: { epoch: EPOCH, seq: 2 } });
    expect(driver.all('open')).toHaveLength(opened);
    expect(driver.state.conversation.id).toBe(id);
  });
});

describe('V18 following another conversation', () => {
  it('P-M4 a reset to another one replaces the view in one step; draft and outbox stay', () => {
    const driver = ended();
    driver.action({ type: 'set-draft', text: 'Half a' });
    driver.event({
      type: 'conversation-reset',
      conversation: other('conversation-9', [inOther('conversation-9', 1)], 'live'),
    });
    expect(driver.state.conversation).toMatchObject({ id: 'conversation-9', phase: 'live' });
    expect(driver.state.widget.draft).toBe('Half a');
    expect(driver.state.cursors).toMatchObject({ read: 0, delivered: 1 });
    driver.event(message(3, AGENT));
    expect(shown(driver.state)).toHaveLength(1);
  });

  it('O1 a message in flight while it switches is acked where it belongs, and neither lost nor shown here', () => {
    const driver = new ChatDriver().sender().loaded();
    driver.action({ type: 'connect' });
    driver.welcome(snapshot([message(1)]), CAPABILITIES);
    const id = driver.send('In flight');
    const behind = driver.send('Behind it');
    driver.event({ type: 'conversation-reset', conversation: other('conversation-9', [inOther('conversation-9', 1)]) });
    expect(driver.state.outbox.map((entry) => [entry.id, entry.conversation])).toEqual([
      [id, 'conversation-1'],
      [behind, 'conversation-1'],
    ]);
    driver.ack(id, 2);
    expect(driver.state.timeline.stale).toBe(false);
    expect(driver.state.outbox.map((entry) => entry.id)).toEqual([behind]);
    expect(sends(driver).at(-1)).toEqual({
      ...{ type: 'message-send', id: behind, conversation: 'conversation-1', text: 'Behind it' },
    });
    driver.ack(behind, 3);
    expect(driver.state.outbox).toEqual([]);
    expect(shown(driver.state)).toHaveLength(1);
  });

  it('D4 what was acked in the conversation before is not sent again because the epoch is another', () => {
    const driver = new ChatDriver().sender().loaded();
    driver.action({ type: 'connect' });
    driver.welcome(snapshot([message(1)]), CAPABILITIES);
    const id = driver.send('Acked');
    driver.ack(id, 2);
    expect(driver.state.outbox[0]?.phase).toBe('sent');
    driver.event({ type: 'conversation-reset', conversation: other('conversation-9', []) });
    expect(driver.state.outbox).toEqual([]);
    expect(sends(driver)).toHaveLength(1);
  });

  it('O3 what another tab has sent to another conversation leaves this one too', () => {
    const { driver, id } = begun();
    const record = { version: 1, id: 'record-0001', owner: 'owner-1', text: 'Hi', createdAt: 1, order: 1 } as const;
    driver.input({ type: 'tab', event: { type: 'sender-changed', sender: false } });
    const told = { ...record, conversation: 'conversation-9' };
    driver.input({ type: 'tab', event: { type: 'record-added', record: told, durable: true } });
    expect(driver.state.outbox).toHaveLength(1);
    const ack = {
      type: 'ack',
      id: 'record-0001',
      conversation: 'conversation-9',
      epoch: 'epoch-0009',
      seq: 4,
      time: 1,
    } as const;
    driver.input({ type: 'tab', event: { type: 'record-acked', id: 'record-0001', ack } });
    expect(driver.state.outbox).toEqual([]);
    expect(driver.state.conversation.id).toBe(id);
  });

  it('O1 what was written before any conversation was known belongs to the first that is shown', () => {
    const driver = new ChatDriver().sender().loaded();
    const [first, second] = [driver.send('One'), driver.send('Two')];
    driver.action({ type: 'connect' });
    driver.welcome(snapshot([message(1)]), CAPABILITIES);
    driver.event({ type: 'conversation-reset', conversation: other('conversation-9', []) });
    driver.ack(first, 2);
    expect(sends(driver).at(-1)).toMatchObject({ id: second, conversation: 'conversation-1' });
  });

  it('X1 another back end is not told of conversations that are not its own', () => {
    const driver = ended();
    driver.action({ type: 'send', text: 'One more thing' });
    driver.input({ type: 'adapter-changed', other: true });
    expect(driver.state.outbox).toHaveLength(1);
    expect(driver.state.outbox[0]).not.toHaveProperty('conversation');
  });

  it('V18 a back end with one conversation gets messages as before, wherever they were written', () => {
    const driver = new ChatDriver().sender().loaded();
    driver.action({ type: 'connect' });
    driver.welcome(snapshot([message(1)]));
    const first = driver.send('Hello');
    driver.action({ type: 'send', text: 'Behind it' });
    driver.event({ type: 'conversation-reset', conversation: other('conversation-9', [inOther('conversation-9', 1)]) });
    const { record } = driver.last('store-record');
    driver.ack(first, 2);
    driver.input({ type: 'record-stored', record: { ...record, order: 2 } });
    expect(sends(driver).at(-1)).toMatchObject({ conversation: 'conversation-9', epoch: 'epoch-of-conversation-9' });
  });
});

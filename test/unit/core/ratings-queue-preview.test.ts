import { describe, expect, it } from 'vitest';
import type { LogEvent } from '@support-chat/protocol';
import { CONVERSATION, ChatDriver, EPOCH, message, snapshot, VISITOR } from '../../support/chat-driver.js';

const place = { conversation: CONVERSATION, epoch: EPOCH, time: 2_000 };

describe('V16 the rating goes through the outbox', () => {
  const ended: LogEvent = { type: 'conversation-ended', ...place, seq: 2, author: VISITOR };
  const begin = () => new ChatDriver().online(snapshot([message(1), ended], { phase: 'ended' }));

  it('V16 is sent once, told once, and leaves when it is in the log', () => {
    const driver = begin();
    driver.action({ type: 'send', text: 'Quick', details: { type: 'rating-give', score: 5 } });
    const { record } = driver.last('store-record');
    driver.input({ type: 'record-stored', record: { ...record, order: 1 } });
    const { command } = driver.last('send');
    expect(command).toEqual({
      type: 'rating-give',
      id: record.id,
      conversation: CONVERSATION,
      epoch: EPOCH,
      score: 5,
      text: 'Quick',
    });
    driver.event({ type: 'rating-given', ...place, seq: 3, id: record.id, author: VISITOR, score: 5, text: 'Quick' });
    driver.input({
      type: 'acked',
      generation: driver.state.link.generation,
      ack: { type: 'ack', id: record.id, ...place, seq: 3 },
    });
    expect(driver.state.outbox).toEqual([]);
    expect(driver.emitted('rated')).toEqual([{ score: 5, comment: 'Quick' }]);
    expect(driver.emitted('message-sent')).toEqual([]);
    expect(driver.state.conversation.phase).toBe('ended');
    expect(driver.state.widget.unread).toBe(1);
  });

  it('V16 found in a window that came at once, it is not sent again', () => {
    const driver = begin();
    driver.action({ type: 'send', text: '', details: { type: 'rating-give', score: 1 } });
    const { record } = driver.last('store-record');
    const given: LogEvent = {
      type: 'rating-given',
      ...place,
      seq: 3,
      id: record.id,
      author: VISITOR,
      score: 1,
      text: '',
    };
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot([message(1), ended, given], { phase: 'ended' }));
    expect(driver.state.outbox).toEqual([]);
    expect(driver.all('send')).toEqual([]);
  });
});

describe('V6 the place in the queue', () => {
  it('V6 comes with the welcome, changes, and is over when somebody joins or the end comes', () => {
    const driver = new ChatDriver().online(snapshot([message(1, VISITOR)], { phase: 'queued' }));
    const queue = () => driver.state.conversation.queue;
    expect(queue()).toBeNull();
    driver.event({ type: 'queue-changed', conversation: CONVERSATION, position: 3, minutes: 4 });
    expect(queue()).toEqual({ position: 3, minutes: 4 });
    driver.event({ type: 'queue-changed', conversation: CONVERSATION, position: 2, form: true });
    expect(queue()).toEqual({ position: 2, form: true });
    driver.event({ type: 'queue-changed', conversation: CONVERSATION, position: 2 });
    expect(queue()).toEqual({ position: 2 });
    driver.event({ type: 'queue-changed', conversation: 'conversation-2', position: 9 });
    expect(queue()).toEqual({ position: 2 });
    driver.event({ type: 'participant-joined', ...place, seq: 2, author: { kind: 'agent', id: 'agent-1' } });
    expect(queue()).toBeNull();
    driver.event({ type: 'queue-changed', conversation: CONVERSATION, position: 1 });
    expect(queue()).toBeNull();
  });
});

describe('V7 the draft shown while it is typed', () => {
  const told = (driver: ChatDriver) =>
    driver.all('notify').flatMap(({ signal }) => (signal.type === 'typing' ? [signal.preview ?? signal.active] : []));
  const type = (driver: ChatDriver, text: string, preview: boolean): void => {
    driver.action({ type: 'set-draft', text });
    driver.action({ type: 'type', preview });
  };

  it('V7 goes out every second at most and once more after the last key, 500 characters of it', () => {
    const driver = new ChatDriver().online(snapshot([message(1)]));
    type(driver, 'H', true);
    for (const text of ['He', 'Hel', 'Hello']) {
      driver.pass(100);
      type(driver, text, true);
    }
    expect(told(driver)).toEqual(['H']);
    driver.pass(5_000);
    expect(told(driver)).toEqual(['H', 'Hello']);
    type(driver, 'x'.repeat(600), true);
    expect(told(driver).at(-1)).toBe('x'.repeat(500));
    type(driver, 'x', true);
    type(driver, '', true);
    driver.pass(5_000);
    expect(told(driver).slice(3)).toEqual([false]);
  });

  it('V7 stays here where the person was not told', () => {
    const driver = new ChatDriver().online(snapshot([message(1)]));
    type(driver, 'Secret', false);
    driver.pass(10_000);
    expect(told(driver)).toEqual([true]);
  });
});

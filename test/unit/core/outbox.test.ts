import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT_LENGTH, type LogEvent } from '@support-chat/protocol';
import type { OutboxRecord } from '@support-chat/core';
import { AGENT, ChatDriver, EPOCH, message, messages, shown, snapshot, VISITOR } from '../../support/chat-driver.js';
import { seeded } from '../../support/property.js';

const sent = (driver: ChatDriver) => driver.all('send').map(({ command }) => command.id);
const record = (id: string, order: number, owner = 'owner-1'): OutboxRecord => {
  return { version: 1, id, owner, text: `Text of ${id}`, createdAt: 1, order };
};
const echo = (id: string, seq: number) => message(seq, VISITOR, { id });

describe('O1 written before it is promised', () => {
  it('O1 says queued only after the device has it, and sends only then', () => {
    const driver = new ChatDriver().online();
    driver.action({ type: 'send', text: 'Hello' });
    expect(driver.state.outbox[0]).toMatchObject({ phase: 'storing', durable: false });
    expect(sent(driver)).toEqual([]);
    const { record: unstored } = driver.last('store-record');
    driver.input({ type: 'record-stored', record: { ...unstored, order: 7 } });
    expect(driver.state.outbox[0]).toMatchObject({ phase: 'sending', durable: true, order: 7 });
    expect(driver.last('send').command).toMatchObject({ id: unstored.id, text: 'Hello', epoch: EPOCH });
  });

  it('O1 sends what goes with the words, also after a reload', () => {
    const details = { type: 'message-send' } as const;
    const driver = new ChatDriver().online();
    driver.action({ type: 'send', text: '', details });
    const stored = driver.last('store-record').record;
    expect(stored).toMatchObject({ text: '', details });
    const reloaded = new ChatDriver()
      .sender()
      .loaded({ outbox: [{ ...stored, order: 1 }] })
      .welcome(snapshot([]));
    expect(reloaded.state.outbox[0]).toMatchObject({ details });
    expect(reloaded.last('send').command).toMatchObject({ ...details, id: stored.id, text: '' });
  });

  it('O1 keeps the id over cuts and reloads', () => {
    const driver = new ChatDriver().online();
    const id = driver.send('Hello');
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot([]));
    expect(sent(driver)).toEqual([id, id]);
    const reloaded = new ChatDriver()
      .sender()
      .loaded({ outbox: [record(id, 1)] })
      .welcome(snapshot([]));
    expect(sent(reloaded)).toEqual([id]);
  });

  it('O1 removes a record only on ack or by hand', () => {
    const driver = new ChatDriver().online();
    const [first, second] = [driver.send('One'), driver.send('Two')];
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot([]));
    driver.refuse(first, 'forbidden');
    expect(driver.all('remove-record')).toEqual([]);
    driver.ack(second, 1);
    expect(driver.all('remove-record').map(({ id }) => id)).toEqual([second]);
    driver.action({ type: 'discard', id: first });
    expect(driver.all('remove-record').map(({ id }) => id)).toEqual([second, first]);
    expect(driver.phase(first)).toBe('gone');
  });

  it('O1 waits for the device before the load was answered, then writes', () => {
    const driver = new ChatDriver().sender();
    driver.action({ type: 'send', text: 'Early' });
    expect(driver.all('store-record')).toEqual([]);
    driver.loaded();
    expect(driver.last('store-record').record).toMatchObject({ owner: 'owner-1', text: 'Early' });
  });

  it('O1 removes a record that was acked or thrown away while it was being written', () => {
    const driver = new ChatDriver().online();
    driver.action({ type: 'send', text: 'Hello' });
    const { record: unstored } = driver.last('store-record');
    driver.action({ type: 'discard', id: unstored.id });
    driver.input({ type: 'record-stored', record: { ...unstored, order: 1 } });
    expect(driver.all('remove-record').map(({ id }) => id)).toEqual([unstored.id, unstored.id]);
    expect(sent(driver)).toEqual([]);
  });
});

describe('L5 order', () => {
  it('L5 sends one at a time, in order', () => {
    const driver = new ChatDriver().online();
    const [first, second, third] = [driver.send('One'), driver.send('Two'), driver.send('Three')];
    expect(sent(driver)).toEqual([first]);
    driver.ack(first, 1);
    expect(sent(driver)).toEqual([first, second]);
    driver.event(echo(first, 1));
    driver.event(echo(second, 2));
    expect(sent(driver)).toEqual([first, second, third]);
  });

  it('L5 lets later messages wait behind one that is still being written', () => {
    const driver = new ChatDriver().online();
    driver.action({ type: 'send', text: 'Slow' });
    const slow = driver.last('store-record').record;
    driver.action({ type: 'send', text: 'Quick' });
    const quick = driver.last('store-record').record;
    driver.input({ type: 'record-stored', record: { ...quick, order: 2 } });
    expect(sent(driver)).toEqual([]);
    driver.input({ type: 'record-stored', record: { ...slow, order: 1 } });
    expect(sent(driver)).toEqual([slow.id]);
  });

  it('L5 waits behind a transient refusal, not less than Retry-After, and tells the person once', () => {
    const driver = new ChatDriver().online();
    const [first, second] = [driver.send('One'), driver.send('Two')];
    driver.refuse(first, 'rate-limited', 8);
    expect(driver.state.outbox[0]).toMatchObject({ phase: 'queued', problem: { code: 'rate-limited' } });
    driver.pass(7_999);
    expect(sent(driver)).toEqual([first]);
    driver.pass(1);
    driver.refuse(first, 'rate-limited', 1);
    expect(driver.emitted('error')).toHaveLength(1);
    driver.pass(1_000);
    driver.ack(first, 1);
    expect(sent(driver)).toEqual([first, first, first, second]);
  });

  it('L5 goes on with the next after a permanent refusal', () => {
    const driver = new ChatDriver().online();
    const [first, second] = [driver.send('One'), driver.send('Two')];
    driver.refuse(first, 'forbidden');
    expect(driver.phase(first)).toBe('failed');
    expect(driver.emitted('error')).toHaveLength(1);
    expect(sent(driver)).toEqual([first, second]);
    driver.ack(second, 1);
    driver.action({ type: 'retry', id: first });
    expect(sent(driver)).toEqual([first, second, first]);
  });

  it('L5 sends the first message without a conversation and the next into the one it made', () => {
    const driver = new ChatDriver().online(null);
    const [first, second] = [driver.send('One'), driver.send('Two')];
    expect(driver.last('send').command).not.toHaveProperty('conversation');
    driver.ack(first, 1);
    expect(driver.last('send').command).toMatchObject({ id: second, conversation: 'conversation-1', epoch: EPOCH });
    expect(driver.all('resume')).toEqual([]);
    driver.event(echo(first, 1));
    expect(shown(driver.state)).toHaveLength(1);
    expect(driver.phase(first)).toBe('gone');
  });

  it('O1 L5 D4: under any cuts, refusals and lost acks everything arrives once, in order', () => {
    const step = fc.constantFrom('send', 'ack', 'lose-ack', 'cut', 'refuse', 'echo', 'wait');
    seeded(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, atOnce) => {
        const driver = new ChatDriver().online(snapshot([]));
        const log: LogEvent[] = [];
        const written: string[] = [];
        let served = driver.all('send').length;
        const store = (id: string) => {
          if (!log.some((event) => event.type === 'message-added' && event.id === id))
            log.push(echo(id, log.length + 1));
          return log.findIndex((event) => event.type === 'message-added' && event.id === id) + 1;
        };
        const heal = () => {
          if (driver.state.connection.phase === 'online') return;
          driver.pass(30_000);
          const cursor = driver.state.timeline.cursor?.seq ?? 0;
          driver.welcome(snapshot(log.slice(cursor), { resumed: true, head: log.length }));
        };
        const inFlight = () => driver.all('send').slice(served).at(-1)?.command.id;
        const serve = (how: string) => {
          const id = inFlight();
          if (id === undefined || driver.state.connection.phase !== 'online') return;
          served = driver.all('send').length;
          if (how === 'refuse') return void driver.refuse(id, 'rate-limited', 1);
          const seq = store(id);
          if (how === 'ack') driver.ack(id, seq);
          if (how === 'echo') driver.event(log[seq - 1] as LogEvent);
          if (how === 'lose-ack') driver.close('connection-lost');
        };
        for (const one of steps) {
          if (one === 'send') written.push(driver.send(`Text ${written.length}`));
          else if (one === 'wait') driver.pass(2_000);
          else if (one !== 'cut') serve(one);
          else if (driver.state.connection.phase === 'online') driver.close('connection-lost');
          if (atOnce) heal();
        }
        for (let round = 0; driver.state.outbox.length > 0 && round < 500; round++) {
          heal();
          served = Math.min(served, driver.all('send').length - 1);
          serve('ack');
          for (const event of log) driver.event(event);
          driver.pass(1_000);
        }
        expect(log.map((event) => event.type === 'message-added' && event.id)).toEqual(written);
        expect(shown(driver.state)).toEqual(log);
        expect(driver.emitted('message-sent')).toHaveLength(written.length);
        expect(new Set(driver.all('remove-record').map(({ id }) => id))).toEqual(new Set(written));
      }),
      200,
    );
  });
});

describe('D4 sent', () => {
  it('D4 either one, ack or echo, means sent, told once', () => {
    const driver = new ChatDriver().online();
    const first = driver.send('By ack');
    driver.ack(first, 1);
    expect(driver.phase(first)).toBe('sent');
    driver.event(echo(first, 1));
    expect(driver.phase(first)).toBe('gone');
    const second = driver.send('By echo');
    driver.event(echo(second, 2));
    expect(driver.phase(second)).toBe('gone');
    driver.ack(second, 2);
    expect(driver.emitted('message-sent')).toEqual([
      { id: first, seq: 1, text: 'By ack' },
      { id: second, seq: 2, text: 'By echo' },
    ]);
    expect(driver.state.outbox).toEqual([]);
  });

  it('D4 a late ack repairs failed, also from a connection that has ended', () => {
    const driver = new ChatDriver().online(snapshot([]), { idempotentSend: false });
    const { generation } = driver.state.link;
    const id = driver.send('Hello');
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot([]), { idempotentSend: false });
    expect(driver.phase(id)).toBe('failed');
    const ack = { type: 'ack', id, conversation: 'conversation-1', epoch: EPOCH, seq: 1, time: 1 } as const;
    driver.input({ type: 'acked', generation, ack });
    expect(driver.phase(id)).toBe('sent');
  });

  it('D4 without idempotent sends an echo in the resync means sent, and no echo lets the person decide', () => {
    const driver = new ChatDriver().online(snapshot([]), { idempotentSend: false });
    const [first, second] = [driver.send('Stored'), driver.send('Waiting')];
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot([echo(first, 1)], { resumed: true }), { idempotentSend: false });
    expect(driver.phase(first)).toBe('gone');
    expect(sent(driver)).toEqual([first, second]);
    driver.close('connection-lost');
    driver.pass(60_000);
    driver.welcome(snapshot([], { resumed: true, head: 1 }), { idempotentSend: false });
    expect(driver.phase(second)).toBe('failed');
    expect(sent(driver)).toEqual([first, second]);
    driver.pass(60_000);
    expect(driver.phase(second)).toBe('failed');
  });

  it('D4 fills a gap before it decides about what was in flight', () => {
    const driver = new ChatDriver().online(snapshot([]), { idempotentSend: false });
    const id = driver.send('Hello');
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot(messages(1, 1), { resumed: true, head: 2 }), { idempotentSend: false });
    expect(driver.phase(id)).toBe('sending');
    const { generation } = driver.last('resume');
    driver.input({ type: 'resumed', generation, snapshot: snapshot([echo(id, 2)], { resumed: true }) });
    expect(driver.phase(id)).toBe('gone');
  });

  it('L4 a stale epoch is resumed, kept and sent again under the new one', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 2)));
    const id = driver.send('Hello');
    driver.refuse(id, 'epoch-stale');
    expect(driver.phase(id)).toBe('queued');
    expect(sent(driver)).toHaveLength(1);
    const events = messages(1, 1).map((event) => ({ ...event, epoch: 'epoch-0002' }));
    const { generation } = driver.last('resume');
    driver.input({ type: 'resumed', generation, snapshot: snapshot(events, { epoch: 'epoch-0002' }) });
    driver.loaded();
    expect(driver.last('send').command).toMatchObject({ id, epoch: 'epoch-0002' });
  });

  it('L4 what was acked but is not in the restored log is sent once more, under the same id', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 2)));
    const id = driver.send('Hello');
    driver.ack(id, 3);
    driver.close('connection-lost');
    driver.pass(500);
    const events = messages(1, 2).map((event) => ({ ...event, epoch: 'epoch-0002' }));
    driver.welcome(snapshot(events, { epoch: 'epoch-0002' }));
    driver.loaded();
    expect(sent(driver)).toEqual([id, id]);
  });

  it('gives up a connection that does not answer a message for 30 s, and sends again', () => {
    const driver = new ChatDriver().online();
    const id = driver.send('Hello');
    for (let index = 0; index < 3; index++) {
      driver.pass(10_000);
      driver.event({ type: 'pong', head: null });
    }
    expect(driver.state.connection.problem?.code).toBe('request-timeout');
    driver.pass(500);
    driver.welcome(snapshot([]));
    expect(sent(driver)).toEqual([id, id]);
  });

  it('a refusal by an ended connection does not touch what is in flight on the next', () => {
    const driver = new ChatDriver().online();
    const { generation } = driver.state.link;
    const id = driver.send('Hello');
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot([]));
    const problem = { type: 'urn:x', title: '', status: 0, code: 'connection-lost' as const };
    driver.input({ type: 'refused', generation, id, problem });
    expect(driver.phase(id)).toBe('sending');
  });
});

describe('what may be sent', () => {
  it('ignores empty text and refuses too long text without losing it', () => {
    const driver = new ChatDriver().online();
    driver.action({ type: 'send', text: ' \n ' });
    expect(driver.state.outbox).toEqual([]);
    const text = 'x'.repeat(MAX_TEXT_LENGTH + 1);
    driver.action({ type: 'set-draft', text });
    driver.action({ type: 'send', text });
    expect(driver.emitted('error')).toMatchObject([{ code: 'message-too-long' }]);
    expect(driver.state.widget.draft).toBe(text);
    expect(driver.state.outbox).toEqual([]);
  });

  it('keeps the text as it will be stored, so that a repeated send is no other message (L2)', () => {
    const driver = new ChatDriver().online();
    driver.action({ type: 'send', text: 'a\0b\uD800' });
    expect(driver.last('store-record').record.text).toBe('a\uFFFDb\uFFFD');
  });

  it('empties the draft that was sent, and no other', () => {
    const driver = new ChatDriver().online();
    driver.action({ type: 'set-draft', text: 'Hello ' });
    driver.action({ type: 'send', text: 'From a button' });
    expect(driver.state.widget.draft).toBe('Hello ');
    driver.action({ type: 'send', text: 'Hello' });
    expect(driver.state.widget.draft).toBe('');
  });

  it('does not throw away what may be with the server already', () => {
    const driver = new ChatDriver().online();
    const id = driver.send('Hello');
    driver.action({ type: 'discard', id });
    expect(driver.phase(id)).toBe('sending');
    expect(driver.all('remove-record')).toEqual([]);
  });

  it('the author of an echo has to be oneself', () => {
    const driver = new ChatDriver().online();
    const id = driver.send('Hello');
    driver.event(message(1, AGENT, { id }));
    expect(driver.phase(id)).toBe('sending');
  });
});

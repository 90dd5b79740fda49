import { describe, expect, it } from 'vitest';
import type { OutboxRecord } from '@support-chat/core';
import { ChatDriver, EPOCH, message, snapshot, VISITOR } from '../../support/chat-driver.js';

const sent = (driver: ChatDriver) => driver.all('send').map(({ command }) => command.id);
const record = (id: string, order: number): OutboxRecord => {
  return { version: 1, id, owner: 'owner-1', text: `Text of ${id}`, createdAt: 1, order };
};
const echo = (id: string, seq: number) => message(seq, VISITOR, { id });
const notices = (driver: ChatDriver) => driver.all('post').map(({ notice }) => notice);

describe('O3 several tabs', () => {
  it('O3 only the sender sends; the others hear of the ack', () => {
    const driver = new ChatDriver().online();
    driver.sender(false);
    const id = driver.send('Hello');
    expect(sent(driver)).toEqual([]);
    expect(notices(driver)).toEqual([
      { type: 'record-added', record: expect.objectContaining({ id }) as unknown, durable: true },
    ]);
    const ack = { type: 'ack', id, conversation: 'conversation-1', epoch: EPOCH, seq: 1, time: 1 } as const;
    driver.input({ type: 'tab', event: { type: 'record-acked', id, ack } });
    expect(driver.phase(id)).toBe('sent');
    expect(driver.all('remove-record')).toEqual([]);
    driver.event(echo(id, 1));
    expect(driver.phase(id)).toBe('gone');
  });

  it('O3 D4 tells the others also when the echo was first', () => {
    const driver = new ChatDriver().online();
    const id = driver.send('Hello');
    driver.event(echo(id, 1));
    expect(notices(driver).at(-1)).toMatchObject({ type: 'record-acked', id, ack: { seq: 1, epoch: EPOCH } });
    driver.ack(id, 1);
    expect(notices(driver).filter(({ type }) => type === 'record-acked')).toHaveLength(1);
  });

  it('O3 L4 an ack of another epoch does not hide what this window does not show', () => {
    const driver = new ChatDriver().online(snapshot([message(1), message(2)]));
    driver.sender(false);
    const id = driver.send('Hello');
    const ack = { type: 'ack', id, conversation: 'conversation-1', epoch: 'epoch-0002', seq: 1, time: 1 } as const;
    driver.input({ type: 'tab', event: { type: 'record-acked', id, ack } });
    expect(driver.phase(id)).toBe('sent');
  });

  it('O3 L4 what a restore took is written to the device again, so that the sending tab sends it', () => {
    const driver = new ChatDriver().online(snapshot([message(1)]));
    driver.sender(false);
    const id = driver.send('Hello');
    const ack = { type: 'ack', id, conversation: 'conversation-1', epoch: EPOCH, seq: 2, time: 1 } as const;
    driver.input({ type: 'tab', event: { type: 'record-acked', id, ack } });
    driver.event({
      type: 'conversation-reset',
      conversation: snapshot([message(1, undefined, { epoch: 'epoch-0002' })], { epoch: 'epoch-0002' }),
    });
    expect(driver.phase(id)).toBe('queued');
    const stored = driver.all('store-record').map(({ record: { id: one } }) => one);
    expect(stored).toEqual([id, id]);
  });

  it('O3 sends what other tabs wrote, in the order of the device', () => {
    const driver = new ChatDriver().online();
    driver.sender(false);
    driver.input({ type: 'tab', event: { type: 'record-added', record: record('other-0002', 2), durable: true } });
    driver.input({ type: 'tab', event: { type: 'record-added', record: record('other-0001', 1), durable: true } });
    driver.input({ type: 'tab', event: { type: 'record-added', record: record('other-0001', 1), durable: true } });
    expect(driver.state.outbox.map(({ id }) => id)).toEqual(['other-0001', 'other-0002']);
    driver.sender();
    expect(sent(driver)).toEqual([]);
    driver.loaded({ outbox: [record('other-0001', 1), record('other-0002', 2)] });
    expect(sent(driver)).toEqual(['other-0001']);
    driver.ack('other-0001', 1);
    expect(notices(driver).at(-1)).toMatchObject({ type: 'record-acked', id: 'other-0001' });
    expect(sent(driver)).toEqual(['other-0001', 'other-0002']);
  });

  it('O3 L5 what has an earlier place does not overtake what is in flight', () => {
    const driver = new ChatDriver().online();
    const id = driver.send('In flight');
    driver.input({ type: 'tab', event: { type: 'record-added', record: record('other-0001', 0), durable: true } });
    expect(sent(driver)).toEqual([id]);
    driver.ack(id, 1);
    expect(sent(driver)).toEqual([id, 'other-0001']);
  });

  it('O3 a new sender looks on the device for notices that were lost', () => {
    const driver = new ChatDriver().online();
    driver.sender(false).sender();
    expect(driver.all('load')).toHaveLength(2);
    driver.loaded({ outbox: [record('other-0001', 1)] });
    expect(sent(driver)).toEqual(['other-0001']);
  });

  it('O3 does not take up again what is already in the log', () => {
    const driver = new ChatDriver().online(snapshot([echo('other-0001', 1)]));
    driver.input({ type: 'tab', event: { type: 'record-added', record: record('other-0001', 1), durable: true } });
    expect(driver.state.outbox).toEqual([]);
  });

  it('O3 failure, retry and discard are known in all tabs', () => {
    const [here, there] = [new ChatDriver().online(), new ChatDriver().online()];
    there.sender(false);
    const tell = (from: ChatDriver, to: ChatDriver) => to.input({ type: 'tab', event: notices(from).at(-1)! });
    const id = here.send('Hello');
    tell(here, there);
    here.refuse(id, 'forbidden');
    tell(here, there);
    expect(there.phase(id)).toBe('failed');
    there.action({ type: 'retry', id });
    tell(there, here);
    expect(here.phase(id)).toBe('sending');
    here.refuse(id, 'forbidden');
    here.action({ type: 'discard', id });
    tell(here, there);
    expect(there.phase(id)).toBe('gone');
  });
});

describe('O4 the device is full or blocked', () => {
  it('O4 goes on in memory, says so, and keeps trying', () => {
    const driver = new ChatDriver().online();
    driver.action({ type: 'send', text: 'Hello' });
    driver.input({ type: 'record-not-stored', id: driver.last('store-record').record.id });
    expect(driver.state.storage.phase).toBe('memory');
    expect(driver.state.outbox[0]).toMatchObject({ phase: 'sending', durable: false });
    const id = driver.send('Again');
    expect(driver.state.storage.phase).toBe('durable');
    expect(driver.state.outbox.find((entry) => entry.id === id)?.durable).toBe(true);
  });

  it('O4 goes on in memory when the device does not answer', () => {
    const driver = new ChatDriver().online();
    driver.action({ type: 'send', text: 'Hello' });
    const { record: unstored } = driver.last('store-record');
    driver.pass(10_000);
    expect(driver.phase(unstored.id)).toBe('sending');
    driver.input({ type: 'record-stored', record: { ...unstored, order: 1 } });
    expect(driver.state.outbox[0]?.durable).toBe(true);
  });

  it('O4 nothing could be read: sends from memory, and tries the device again with the next message', () => {
    const driver = new ChatDriver().sender();
    driver.input({ type: 'storage-failed', load: driver.last('load').load });
    expect(driver.state.storage.phase).toBe('memory');
    driver.action({ type: 'send', text: 'Hello' });
    expect(driver.all('load')).toHaveLength(2);
    driver.input({ type: 'storage-failed', load: 2 });
    expect(driver.state.outbox[0]).toMatchObject({ phase: 'queued', durable: false });
    driver.welcome(null);
    expect(sent(driver)).toHaveLength(1);
  });

  it('O4 a page that could not read its device sends by itself, whoever holds the lock', () => {
    const driver = new ChatDriver().sender(false);
    driver.input({ type: 'storage-failed', load: driver.last('load').load });
    driver.action({ type: 'connect' });
    driver.welcome();
    driver.action({ type: 'send', text: 'Hello' });
    driver.input({ type: 'storage-failed', load: driver.last('load').load });
    expect(driver.all('send').map(({ command }) => command)).toMatchObject([{ text: 'Hello' }]);
  });

  it('O4 L5 what was written before the device could be read is written to it first', () => {
    const driver = new ChatDriver().sender(false);
    driver.action({ type: 'send', text: 'One' });
    driver.input({ type: 'storage-failed', load: driver.last('load').load });
    expect(driver.state.outbox[0]).toMatchObject({ phase: 'queued', durable: false });
    driver.action({ type: 'send', text: 'Two' });
    driver.loaded();
    expect(driver.all('store-record').map(({ record: { text } }) => text)).toEqual(['One', 'Two']);
  });

  it('O4 O3 a page with a session of its own does not keep the lock from those who share the device', () => {
    const driver = new ChatDriver().sender();
    driver.input({ type: 'storage-failed', load: driver.last('load').load });
    driver.action({ type: 'connect' });
    expect(driver.all('leave-tabs')).toEqual([]);
    driver.event({
      type: 'welcome',
      protocol: 1,
      connection: 'connection-1',
      self: VISITOR,
      session: { token: 'token-1', expiresAt: 1 },
      conversation: null,
      staffed: true,
      serverTime: 1,
    });
    expect(driver.all('leave-tabs')).toHaveLength(1);
  });

  it('O4 O3 what is only in memory is told to a new sender, and written before the next message', () => {
    const driver = new ChatDriver().loaded();
    driver.action({ type: 'send', text: 'One' });
    const [first] = driver.all('store-record').map(({ record: one }) => one);
    if (!first) throw new Error('A message was to be written.');
    driver.input({ type: 'record-not-stored', id: first.id });
    expect(notices(driver).at(-1)).toMatchObject({ type: 'record-added', record: first, durable: false });
    driver.input({ type: 'tab', event: { type: 'unsaved-wanted' } });
    driver.input({ type: 'record-not-stored', id: first.id });
    expect(notices(driver).filter(({ type }) => type === 'record-added')).toHaveLength(2);
    driver.action({ type: 'send', text: 'Two' });
    expect(driver.all('store-record').map(({ record: { text } }) => text)).toEqual(['One', 'One', 'One', 'Two']);
  });

  it('O3 L4 the sender looks on the device after a restore: others may have seen it first', () => {
    const driver = new ChatDriver().online(snapshot([message(1)]));
    const before = driver.all('load').length;
    driver.event({ type: 'conversation-reset', conversation: snapshot([], { epoch: 'epoch-0002' }) });
    expect(driver.all('load')).toHaveLength(before + 1);
    driver.loaded({ outbox: [record('other-0001', 1)] });
    expect(sent(driver)).toEqual(['other-0001']);
  });

  it('O3 tells what is still queued after every reconnect, in case the sender has missed it', () => {
    const driver = new ChatDriver().online();
    driver.sender(false);
    const id = driver.send('Hello');
    driver.close('connection-lost');
    const before = notices(driver).length;
    driver.pass(500);
    driver.welcome(snapshot([]));
    expect(notices(driver).slice(before)).toMatchObject([{ type: 'record-added', record: { id }, durable: true }]);
  });

  it('O3 L5 a new sender sends nothing before the device has told what may come first', () => {
    const driver = new ChatDriver().online();
    driver.sender(false);
    const id = driver.send('Hello');
    driver.sender();
    expect(sent(driver)).toEqual([]);
    driver.loaded({ outbox: [record('other-0001', 0), record(id, 1)] });
    expect(sent(driver)).toEqual(['other-0001']);
  });

  it('O4 a device that does not answer holds nothing up for longer than ten seconds', () => {
    const driver = new ChatDriver().online();
    driver.sender(false);
    const id = driver.send('Hello');
    driver.sender();
    driver.pass(9_999);
    expect(sent(driver)).toEqual([]);
    driver.pass(1);
    expect(sent(driver)).toEqual([id]);
  });

  it('O3 a tab that comes later hears what was refused before it came', () => {
    const sender = new ChatDriver().online();
    const id = sender.send('Hello');
    sender.refuse(id, 'message-too-long');
    const added = { type: 'record-added', record: record(id, 1), durable: true } as const;
    const before = notices(sender).length;
    sender.input({ type: 'tab', event: added });
    const told = notices(sender).slice(before);
    expect(told).toMatchObject([{ type: 'record-refused', id, problem: { code: 'message-too-long' } }]);

    const later = new ChatDriver().online();
    later.sender(false);
    later.input({ type: 'tab', event: { type: 'token-changed' } });
    later.loaded({ outbox: [record(id, 1)] });
    expect(notices(later)).toMatchObject([added]);
    for (const event of told) later.input({ type: 'tab', event });
    expect(later.phase(id)).toBe('failed');
  });

  it('O3 a new sender asks the others for what is only in their memory', () => {
    const driver = new ChatDriver().loaded();
    expect(notices(driver)).toEqual([]);
    driver.sender();
    expect(notices(driver)).toEqual([{ type: 'unsaved-wanted' }]);
    driver.input({ type: 'tab', event: { type: 'record-added', record: record('other-0001', 0), durable: false } });
    expect(driver.state.outbox[0]).toMatchObject({ id: 'other-0001', durable: false });
  });

  it('O4 L5 a message that cannot be written stays behind the one before it', () => {
    const driver = new ChatDriver().loaded();
    driver.action({ type: 'send', text: 'One' });
    driver.action({ type: 'send', text: 'Two' });
    const [first, second] = driver.all('store-record').map(({ record: one }) => one);
    if (!first || !second) throw new Error('Two messages were to be written.');
    driver.input({ type: 'record-stored', record: { ...first, order: 5 } });
    driver.input({ type: 'record-not-stored', id: second.id });
    expect(driver.state.outbox.map(({ text }) => text)).toEqual(['One', 'Two']);
  });

  it('L5 what another tab wrote keeps its place when an own message gets a later one', () => {
    const driver = new ChatDriver().loaded();
    driver.action({ type: 'send', text: 'Own' });
    const unstored = driver.last('store-record').record;
    driver.input({ type: 'tab', event: { type: 'record-added', record: record('other-0001', 14), durable: true } });
    driver.input({ type: 'record-stored', record: { ...unstored, order: 17 } });
    driver.input({ type: 'tab', event: { type: 'record-added', record: record('other-0002', 15), durable: true } });
    const orders = driver.state.outbox.map(({ text, order }) => [text, order]);
    expect(orders).toEqual([
      ['Text of other-0001', 14],
      ['Text of other-0002', 15],
      ['Own', 17],
    ]);
  });

  it('O2 a record that was set aside is no reason to stop', () => {
    const driver = new ChatDriver().sender().loaded({ setAside: 2, outbox: [record('good-0001', 1)] });
    expect(driver.last('log')).toMatchObject({ event: 'records-set-aside', facts: { count: 2 } });
    expect(driver.phase('good-0001')).toBe('queued');
  });
});

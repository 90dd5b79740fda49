import { describe, expect, it } from 'vitest';
import { messageStatus, othersCursors } from '@support-chat/core';
import { AGENT, ChatDriver, CONVERSATION, message, messages, snapshot, VISITOR } from '../../support/chat-driver.js';

describe('D4 delivered and read', () => {
  it("D4 counts others' messages after the own read cursor", () => {
    const participants = [{ author: VISITOR, delivered: 2, read: 2 }];
    const driver = new ChatDriver().online(
      snapshot([message(1), message(2), message(3), message(4, VISITOR), message(5)], { participants }),
    );
    expect(driver.state.widget.unread).toBe(2);
    driver.action({ type: 'mark-read' });
    expect(driver.state.widget.unread).toBe(0);
    driver.event(message(6));
    expect(driver.state.widget.unread).toBe(1);
    expect(driver.emitted('unread')).toEqual([2, 0, 1]);
  });

  it('D4 what arrives before the eyes is read: the end in sight, in an open chat, on a visible page', () => {
    const driver = new ChatDriver().online(snapshot([message(1)]));
    driver.action({ type: 'set-reading', reading: true });
    expect(driver.state.widget.unread).toBe(1);
    driver.action({ type: 'set-open', open: true });
    expect(driver.state.widget.unread).toBe(0);
    driver.event(message(2));
    expect(driver.state.cursors.read).toBe(2);
    expect(driver.emitted('unread')).toEqual([1, 0]); // not 1, 0 again: nobody has to read it a second time
    driver.input({ type: 'page-changed', page: { online: true, visible: false } });
    driver.event(message(3));
    expect(driver.state.widget.unread).toBe(1);
    driver.input({ type: 'page-changed', page: { online: true, visible: true } });
    expect(driver.state.widget.unread).toBe(0);
    driver.action({ type: 'set-reading', reading: false });
    driver.event(message(4));
    expect(driver.state.widget.unread).toBe(1);
  });

  it('D4 tells the own cursors after changes, at most twice a second, and after each welcome', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 2)));
    const told = () =>
      driver
        .all('notify')
        .flatMap(({ signal }) => (signal.type === 'cursors' ? [[signal.delivered, signal.read]] : []));
    expect(told()).toEqual([[2, 0]]);
    for (const event of messages(3, 200)) driver.event(event);
    driver.action({ type: 'mark-read' });
    expect(told()).toHaveLength(1);
    driver.pass(500);
    expect(told()).toEqual([
      [2, 0],
      [200, 200],
    ]);
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot([], { resumed: true, head: 200 }));
    expect(told().at(-1)).toEqual([200, 200]);
  });

  it('D4 never goes back, whatever comes late', () => {
    const driver = new ChatDriver().online(snapshot([message(1, VISITOR), message(2, VISITOR)]));
    expect(messageStatus(driver.state, 2)).toBe('sent');
    const moved = (delivered: number, read: number) =>
      driver.event({
        type: 'cursor-moved',
        conversation: CONVERSATION,
        participant: { author: AGENT, delivered, read },
      });
    moved(2, 0);
    expect(messageStatus(driver.state, 2)).toBe('delivered');
    moved(2, 2);
    moved(1, 1);
    expect(messageStatus(driver.state, 2)).toBe('read');
    driver.close('connection-lost');
    driver.pass(500);
    driver.welcome(snapshot([], { resumed: true, head: 2 }));
    expect(messageStatus(driver.state, 2)).toBe('read');
  });

  it('D4 measures by those the message is for', () => {
    const participants = [
      { author: VISITOR, delivered: 3, read: 2 },
      { author: AGENT, delivered: 9, read: 9 },
    ];
    const agent = new ChatDriver({ role: 'agent', conversationId: CONVERSATION })
      .loaded()
      .welcome(snapshot([], { participants }));
    expect(othersCursors(agent.state)).toEqual({ delivered: 3, read: 2 });
  });

  it('D4 takes over what the person has read in another tab', () => {
    const driver = new ChatDriver().online(snapshot(messages(1, 4)));
    driver.event({
      type: 'cursor-moved',
      conversation: CONVERSATION,
      participant: { author: VISITOR, delivered: 4, read: 3 },
    });
    expect(driver.state.widget.unread).toBe(1);
  });
});

describe('D5 typing', () => {
  const typing = (driver: ChatDriver) =>
    driver.all('notify').flatMap(({ signal }) => (signal.type === 'typing' ? [signal.active] : []));

  it('D5 shows others until they stop, write, or 6 s have passed', () => {
    const driver = new ChatDriver().online(snapshot([]));
    const started = { type: 'typing-started', conversation: CONVERSATION, author: AGENT } as const;
    driver.event(started);
    driver.pass(5_000);
    driver.event(started);
    driver.pass(5_999);
    expect(driver.state.typing).toHaveLength(1);
    driver.pass(1);
    expect(driver.state.typing).toEqual([]);
    driver.event(started);
    driver.event({ ...started, type: 'typing-stopped' });
    expect(driver.state.typing).toEqual([]);
    driver.event(started);
    driver.event(message(1));
    expect(driver.state.typing).toEqual([]);
    driver.event({ ...started, author: VISITOR });
    expect(driver.state.typing).toEqual([]);
  });

  it('D5 tells the own typing at most every 3 s, and its end', () => {
    const driver = new ChatDriver().online(snapshot([]));
    for (let index = 0; index < 70; index++) {
      driver.action({ type: 'type' });
      driver.pass(100);
    }
    expect(typing(driver)).toEqual([true, true, true]);
    driver.action({ type: 'set-draft', text: 'Hel' });
    driver.action({ type: 'set-draft', text: '' });
    expect(typing(driver)).toEqual([true, true, true, false]);
    driver.action({ type: 'type' });
    driver.send('Hello');
    expect(typing(driver).slice(4)).toEqual([true, false]);
    driver.send('Hello again');
    expect(typing(driver)).toHaveLength(6);
  });
});

describe('P-R11 a message that is streamed', () => {
  const BOT = { kind: 'bot', id: 'bot-0001', name: 'Pip' } as const;
  const streamed = (id: string, text: string) =>
    ({ type: 'message-streamed', conversation: CONVERSATION, id, author: BOT, text }) as const;
  const shown = ({ state }: ChatDriver) => state.typing.map(({ message: id, preview }) => [id, preview]);

  it('grows, and gives way to the message', () => {
    const driver = new ChatDriver().online(snapshot([]));
    driver.event(streamed('message-0001', 'From'));
    driver.event(streamed('message-0001', 'From Friday'));
    expect(shown(driver)).toEqual([['message-0001', 'From Friday']]);
    driver.event({ ...message(1, BOT), id: 'message-0001', text: 'From Friday on.' });
    expect(shown(driver)).toEqual([]);
    // One that was overtaken by its message.
    driver.event(streamed('message-0001', 'From Friday'));
    expect(shown(driver)).toEqual([]);
    driver.event(streamed('message-0002', 'And'));
    expect(shown(driver)).toEqual([['message-0002', 'And']]);
  });

  it('is no message: nothing is unread, nothing received, the log stays the same object', () => {
    const driver = new ChatDriver().online(snapshot([message(1)]));
    const { timeline, widget } = driver.state;
    driver.event(streamed('message-0001', 'From'));
    expect(driver.state.timeline).toBe(timeline);
    expect(driver.state.widget).toBe(widget);
    expect(driver.emitted('message-received')).toEqual([]);
  });

  it('goes when it is given up, after 30 s without news, and with the connection (D5)', () => {
    const driver = new ChatDriver().online(snapshot([]));
    driver.event(streamed('message-0001', 'From'));
    driver.event({ type: 'typing-stopped', conversation: CONVERSATION, author: BOT });
    expect(shown(driver)).toEqual([]);
    driver.event(streamed('message-0001', 'From'));
    driver.pass(29_999);
    driver.event({ type: 'pong', head: null });
    expect(shown(driver)).toHaveLength(1);
    driver.pass(1);
    expect(shown(driver)).toEqual([]);
    driver.event(streamed('message-0001', 'From'));
    driver.close('connection-lost');
    expect(shown(driver)).toEqual([]);
  });

  it('V29 shows that a bot answers, until the place in the queue says that it has handed over', () => {
    const driver = new ChatDriver().online(snapshot([message(1, VISITOR)], { phase: 'queued' }));
    driver.event({ ...streamed('message-0009', ''), author: { kind: 'agent', id: 'agent-0001' } });
    expect(driver.state.conversation.phase).toBe('queued');
    driver.event(streamed('message-0009', ''));
    expect(driver.state.conversation.phase).toBe('bot');
    driver.event({ type: 'queue-changed', conversation: CONVERSATION, position: 1 });
    expect(driver.state.conversation).toMatchObject({ phase: 'queued', queue: { position: 1 } });
  });

  it('is nothing where it is about another conversation, or by the person themselves', () => {
    const driver = new ChatDriver().online(snapshot([]));
    driver.event({ ...streamed('message-0001', 'From'), conversation: 'another-one' });
    driver.event({ ...streamed('message-0001', 'From'), author: VISITOR });
    expect(shown(driver)).toEqual([]);
  });
});

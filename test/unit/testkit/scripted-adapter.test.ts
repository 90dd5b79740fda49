/** The scripted adapter plays by the rules of the contract: what is shown in stories could happen. */
import { describe, expect, it } from 'vitest';
import type { AdapterError, ChatConnection, CloseReason, Identity, ServerEvent } from '@support-chat/protocol';
import { createScriptedAdapter, type ScriptedAdapter, type ScriptedAdapterOptions } from '@support-chat/testkit';

async function join(adapter: ScriptedAdapter, identity: Identity = { kind: 'visitor' }, conversationId?: string) {
  const events: ServerEvent[] = [];
  const closed: CloseReason[] = [];
  const controller = new AbortController();
  const connection: ChatConnection = await adapter.open({
    identity,
    ...(conversationId !== undefined && { conversationId }),
    signal: controller.signal,
    onEvent: (event) => events.push(event),
    onClose: (reason) => closed.push(reason),
  });
  return { connection, events, closed, controller, types: () => events.map((event) => event.type) };
}

const start = (options?: ScriptedAdapterOptions) => createScriptedAdapter(options);
const text = (id: string, words: string) => ({ type: 'message-send', id, text: words }) as const;
const code = (error: unknown) => (error as AdapterError).code;

describe('scripted adapter', () => {
  it('begins with nothing, or with the conversation it was given', async () => {
    const empty = await join(start());
    expect(empty.events).toMatchObject([{ type: 'welcome', conversation: null, staffed: true }]);

    const long = await join(start({ messages: 10_000, pageSize: 50 }));
    expect(long.events[0]).toMatchObject({ conversation: { phase: 'live', head: 10_001, events: { length: 50 } } });

    const ended = await join(start({ messages: [{ from: 'visitor', text: 'Bye' }], phase: 'ended' }));
    expect(ended.events[0]).toMatchObject({ conversation: { phase: 'ended', head: 2 } });
  });

  it('L1 L2 stores a repeated id once, refuses other content, and acks the first place', async () => {
    const adapter = start();
    const { connection, events } = await join(adapter);
    const ack = await connection.send(text('message-1', 'Hi'));
    expect(await connection.send(text('message-1', 'Hi'))).toEqual(ack);
    expect(await connection.send(text('message-1', 'Ho')).catch(code)).toBe('id-conflict');
    expect(events.filter((event) => event.type === 'message-added')).toMatchObject([{ seq: 1, id: 'message-1' }]);
  });

  it('plays the other side: joins, types, writes, reads, ends', async () => {
    const adapter = start();
    const { connection, types, events } = await join(adapter);
    await connection.send(text('message-1', 'Hi'));
    adapter.agentTypes();
    adapter.agentSays('Hello');
    adapter.agentReads();
    adapter.end();
    expect(types()).toEqual([
      'welcome',
      'message-added',
      'typing-started',
      'participant-joined',
      'message-added',
      'cursor-moved',
      'conversation-ended',
    ]);
    expect(events.at(-1)).toMatchObject({ seq: 4 });
  });

  it('P-R11 streams what a bot writes, and stores it under the same id', async () => {
    const adapter = start({ messages: [{ from: 'visitor', text: 'Hi' }] });
    const { events, types } = await join(adapter);
    adapter.botStreams('Hel');
    adapter.botStreams('Hello');
    adapter.botSays('Hello!');
    adapter.botStreams('Is there');
    adapter.botStreams(null);
    expect(types().slice(1)).toEqual([
      'message-streamed',
      'message-streamed',
      'message-added',
      'message-streamed',
      'typing-stopped',
    ]);
    const ids = events.flatMap((event) => ('id' in event ? [event.id] : []));
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(ids[3]).not.toBe(ids[0]);
    expect(events[3]).toMatchObject({ author: { kind: 'bot' }, text: 'Hello!' });
  });

  it('D2 resumes after a cursor and pages history without holes', async () => {
    const adapter = start({ messages: 1000, pageSize: 10 });
    const { connection } = await join(adapter);
    const epoch = adapter.log[0]?.epoch ?? '';
    const resumed = await connection.resume?.('conversation-0001', { epoch, seq: 995 });
    expect(resumed).toMatchObject({ resumed: true, events: { length: 6 } });
    const page = await connection.loadHistory?.('conversation-0001', { epoch, seq: 51 }, 50);
    expect(page?.events.map((event) => event.seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(page?.atStart).toBe(true);
  });

  it('V27 tells the visitor what it keeps of them, and erases it, when the script has that', async () => {
    expect(start().visitorData).toBeUndefined();
    const other = { visitor: { id: 'visitor-other' }, messages: [{ from: 'visitor', text: 'Not yours' }] } as const;
    const mine = { messages: [{ from: 'visitor', text: 'Mine' }] } as const;
    const adapter = start({ ...mine, earlier: [mine], inbox: [other], visitorData: true });
    const { signal } = new AbortController();
    const told = async (): Promise<string> => (await adapter.visitorData?.load('any', signal))?.text() ?? '';
    expect(JSON.parse(await told())).toMatchObject({
      conversations: [{ id: 'earlier-0001' }, { id: 'conversation-0001' }],
    });
    expect(await told()).not.toContain('Not yours');

    adapter.goOffline();
    expect(await adapter.visitorData?.erase('any', signal).catch(code)).toBe('network-failed');
    adapter.goOnline();
    const visitor = await join(adapter);
    const agent = await join(adapter, { kind: 'agent' }, 'conversation-0002');
    await adapter.visitorData?.erase('any', signal);
    expect([visitor.closed.length, agent.closed.length]).toEqual([1, 0]);
    expect((await join(adapter)).events[0]).toMatchObject({ conversation: null });
    expect(JSON.parse(await told())).toMatchObject({ conversations: [] });
  });

  it('L4 a restored log has another epoch: the old one is refused and a reset is told', async () => {
    const adapter = start({ messages: 2 });
    const { connection, types } = await join(adapter);
    const epoch = adapter.log[0]?.epoch ?? '';
    adapter.restore();
    expect(types()).toEqual(['welcome', 'conversation-reset']);
    const late = { ...text('message-1', 'Hi'), conversation: 'conversation-0001', epoch };
    expect(await connection.send(late).catch(code)).toBe('epoch-stale');
  });

  it('holds commands until they are released, and loses the unanswered ones with the connection', async () => {
    const adapter = start();
    const { connection, closed } = await join(adapter);
    adapter.holdAcks();
    const first = connection.send(text('message-1', 'one'));
    expect(adapter.held).toHaveLength(1);
    expect(adapter.log).toHaveLength(0);
    adapter.releaseAcks();
    expect(await first).toMatchObject({ seq: 1 });

    adapter.holdAcks();
    const lost = connection.send(text('message-2', 'two')).catch(code);
    adapter.cut();
    expect(await lost).toBe('connection-lost');
    expect(closed).toHaveLength(1);
    adapter.releaseAcks();
    expect(adapter.log).toHaveLength(1);
  });

  it('goes offline and online, and refuses the next command with the problem it was given', async () => {
    const adapter = start();
    const { connection, closed } = await join(adapter);
    adapter.refuseNext('rate-limited');
    expect(await connection.send(text('message-1', 'one')).catch(code)).toBe('rate-limited');
    adapter.goOffline();
    expect(closed).toMatchObject([{ problem: { code: 'network-failed' } }]);
    expect(await join(adapter).catch(code)).toBe('network-failed');
    adapter.goOnline();
    await join(adapter);
    expect(adapter.connections).toBe(1);
  });

  it('is silent after close and after an aborted signal', async () => {
    const adapter = start();
    const one = await join(adapter);
    const two = await join(adapter);
    one.connection.close();
    two.controller.abort();
    adapter.agentSays('Anybody there?');
    adapter.cut();
    expect([...one.types(), ...two.types()]).toEqual(['welcome', 'welcome']);
    expect([...one.closed, ...two.closed]).toEqual([]);
  });

  it('shows an agent the inbox and each conversation in it', async () => {
    const adapter = start({ messages: 3, inbox: [{ visitor: { name: 'Bo' }, phase: 'queued' }] });
    const inbox = await join(adapter, { kind: 'agent' });
    expect(inbox.events[1]).toMatchObject({ type: 'inbox-snapshot', conversations: { length: 2 } });
    const { connection, types } = await join(adapter, { kind: 'agent' }, 'conversation-0002');
    const epoch = adapter.log[0]?.epoch ?? '';
    await connection.send({ type: 'conversation-claim', id: 'claim-001', conversation: 'conversation-0002', epoch });
    expect(types()).toEqual(['welcome', 'participant-joined']);
    expect(inbox.events.at(-1)).toMatchObject({ type: 'inbox-changed', conversation: { phase: 'live' } });
  });
});

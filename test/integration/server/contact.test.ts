import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import type { ChatConnection, ClientCommand, ConversationSummary, ServerEvent } from '@support-chat/protocol';
import type { RunningServer } from '@support-chat/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { OWNER, postJson, signIn } from '../../support/agent-api.js';
import { startTestServer } from '../../support/test-server.js';

const entry = {
  type: 'contact-submit',
  id: 'entry-00000001',
  text: 'Do you ship to Poland?',
  name: 'Zofia',
  email: 'zofia@example.com',
  department: 'sales',
} as const satisfies ClientCommand;

describe('V22 entries of the contact form', () => {
  let server: RunningServer;
  let cookie: string;
  const open: ChatConnection[] = [];
  beforeEach(async () => {
    server = await startTestServer({ owner: OWNER });
    cookie = await signIn(server.url);
  });
  afterEach(async () => {
    for (const connection of open.splice(0)) connection.close();
    await server.close();
  });

  async function connect(
    kind: 'visitor' | 'agent',
    agentCookie = cookie,
  ): Promise<{ connection: ChatConnection; events: ServerEvent[] }> {
    const events: ServerEvent[] = [];
    const adapter = createWebSocketAdapter({
      server: server.url,
      WebSocket: class extends WebSocket {
        constructor(url: string) {
          super(url, { headers: kind === 'agent' ? { cookie: agentCookie } : {} });
        }
      },
    });
    const connection = await adapter.open({
      identity: { kind },
      signal: new AbortController().signal,
      onEvent: (event) => events.push(event),
      onClose: () => undefined,
    });
    open.push(connection);
    return { connection, events };
  }
  async function tickets(): Promise<ConversationSummary[]> {
    const answer = await fetch(`${server.url}/v1/agent/conversations`, { headers: { Cookie: cookie } });
    const { conversations } = (await answer.json()) as { conversations: ConversationSummary[] };
    return conversations;
  }
  const set = (section: string, value: unknown) =>
    fetch(`${server.url}/v1/settings/${section}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', Cookie: cookie },
      body: JSON.stringify(value),
    });

  it('V22 L2 is stored once whatever is repeated, and the conversation is a ticket that nobody waits in', async () => {
    const { connection, events } = await connect('visitor');
    const ack = await connection.send(entry);
    expect(await connection.send(entry)).toEqual(ack);
    await expect(connection.send({ ...entry, email: 'other@example.com' })).rejects.toMatchObject({
      problem: { code: 'id-conflict' },
    });
    const log = events.filter((event) => 'seq' in event);
    expect(log).toEqual([
      {
        ...entry,
        type: 'contact-submitted',
        seq: 1,
        conversation: ack.conversation,
        epoch: ack.epoch,
        time: ack.time,
        author: expect.objectContaining({ kind: 'visitor' }) as unknown,
      },
    ]);
    const [ticket] = await tickets();
    expect(ticket).toMatchObject({
      phase: 'queued',
      unread: 1,
      email: 'zofia@example.com',
      visitor: { name: 'Zofia' },
      lastMessage: { text: entry.text },
      ticket: { id: entry.id, name: 'Zofia', email: 'zofia@example.com', department: 'sales' },
    });
    expect(ticket).not.toHaveProperty('waitingSince');
  });

  it('V22 only visitors fill it in, and an empty one is refused', async () => {
    const visitor = await connect('visitor');
    const { conversation, epoch } = await visitor.connection.send(entry);
    const agent = await connect('agent');
    const forged = { ...entry, id: 'entry-00000002', conversation, epoch };
    await expect(agent.connection.send(forged)).rejects.toMatchObject({ problem: { code: 'forbidden' } });
    await expect(visitor.connection.send({ ...entry, id: 'entry-00000003', text: '  ' })).rejects.toMatchObject({
      problem: { code: 'message-empty' },
    });
  });

  it('V5 what was asked before a chat is part of what agents see of the visitor, field by field', async () => {
    const { connection } = await connect('visitor');
    await connection.send({ type: 'message-send', id: 'message-00000001', text: 'Hello' });
    connection.notify({ type: 'visitor-update', profile: { phone: '030 12345', fields: { Order: '17' } } });
    connection.notify({ type: 'visitor-update', profile: { department: 'sales', fields: { Size: 'L' } } });
    await vi.waitFor(async () =>
      expect((await tickets())[0]).toMatchObject({
        phone: '030 12345',
        department: 'sales',
        fields: { Order: '17', Size: 'L' },
      }),
    );
  });

  it('V5 visitors hear which departments are staffed, and never who belongs to them', async () => {
    const ben = { email: 'ben@shop.example', name: 'Ben', password: 'another long password' };
    const made = await postJson(`${server.url}/v1/agents`, ben, { Cookie: cookie });
    const { agent } = (await made.json()) as { agent: { id: string } };
    const departments = [
      { id: 'sales', name: 'Sales' },
      { id: 'service', name: 'Service', agents: [agent.id] },
    ];
    expect((await set('departments', departments)).status).toBe(204);
    expect(await (await fetch(`${server.url}/v1/site`)).json()).toEqual({
      departments: departments.map(({ id, name }) => ({ id, name })),
    });
    const { events } = await connect('visitor');
    expect(events[0]).toMatchObject({ type: 'welcome', staffed: false, staffedIn: [] });
    await connect('agent');
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ staffed: true, staffedIn: ['sales'] }));
    await connect('agent', await signIn(server.url, { email: ben.email, password: ben.password }));
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ staffed: true, staffedIn: ['sales', 'service'] }));
  });

  it.each([
    ['hours', { timeZone: 'Europe/Atlantis', weekly: {} }, 'hours.timeZone: Expected an IANA time zone'],
    [
      'hours',
      { timeZone: 'UTC', weekly: { monday: [{ from: '09:00', to: '09:00' }] } },
      'hours.weekly.monday.0.to: Expected another time than from',
    ],
    [
      'hours',
      { timeZone: 'UTC', weekly: {}, holidays: [{ date: '2026-02-30' }] },
      'hours.holidays.0.date: Expected a date',
    ],
    ['contact', { mail: 'nobody' }, 'contact.mail: Expected an e-mail address'],
    ['preChat', { fields: [{ kind: 'text' }] }, 'preChat.fields.0: Expected a label'],
    [
      'departments',
      [
        { id: 'a', name: 'A' },
        { id: 'a', name: 'B' },
      ],
      'departments: Expected ids that differ',
    ],
  ])(
    'V21 V22 V5 a setting of %s that cannot be used is refused by the name of its field',
    async (section, value, detail) => {
      const refusal = await set(section, value);
      expect(refusal.status).toBe(400);
      expect(await refusal.json()).toMatchObject({ code: 'settings-invalid', detail });
    },
  );
});

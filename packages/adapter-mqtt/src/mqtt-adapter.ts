/**
 * An MQTT 5.0 broker as a hub, over one WebSocket. Owns the packets under way; what is said is the hub's (`adapter-kit`), who may
 * say what is the broker's to decide (`docs/hub.md`). The broker keeps what comes while a visitor is away, not what they have
 * had: this is no history.
 */
import {
  connectSocket,
  createHubAdapter,
  type ConnectionLife,
  type HubChannel,
  type HubLine,
  type HubRoom,
  type SocketClass,
} from '@support-chat/adapter-kit';
import { AdapterError, problem, type ChatAdapter } from '@support-chat/protocol';
import { PacketReader, connectPacket, pubackPacket, publishPacket, subscribePacket, type Packet } from './packets.js';
import { TAKEN_OVER, TOO_LARGE, codeOf, readDelivery } from './read-mqtt.js';

export interface MqttAdapterOptions {
  /** Where the broker takes WebSockets, `wss://your.host/mqtt`. */
  readonly server: string;
  /** The class to use where the platform has none (Node 20: `ws`). Default: the platform's. */
  readonly WebSocket?: SocketClass | undefined;
  /** Milliseconds until an attempt is given up. Default: 10,000. */
  readonly openTimeout?: number;
  /** Milliseconds until a message that does not come back fails with `request-timeout`. Default: 30,000. */
  readonly answerTimeout?: number;
}

/** The broker keeps for a week what comes while nobody is here. Seconds. */
const SESSION_EXPIRY = 7 * 24 * 3600;
/** Core pings every 20 s, hidden pages once a minute: by twice that, a page is gone. Seconds. */
const KEEP_ALIVE = 120;

/** Makes an adapter for an MQTT broker. */
export function createMqttAdapter({ server, WebSocket, ...times }: MqttAdapterOptions): ChatAdapter {
  return createHubAdapter({
    name: 'mqtt',
    backEnd: server,
    history: false,
    join: (life, room) => join(life, room, server, WebSocket),
    ...times,
  });
}

async function join(
  life: ConnectionLife,
  { token, memory, deliver, setStaffed }: HubRoom,
  server: string,
  WebSocket: SocketClass | undefined,
): Promise<HubLine> {
  const reader = new PacketReader();
  const present = new Set<string>();
  /** What waits for an answer of the broker, by packet id, and for a mark to come back. */
  const answers = new Map<number, (reason: number) => void>();
  const marks = new Map<string, () => void>();
  let connected: (reason: number) => void;
  const connack = new Promise<number>((resolve) => (connected = resolve));
  let lastId = 0;

  const socket = await connectSocket(life, {
    url: server,
    protocols: ['mqtt'],
    WebSocket,
    onBytes(bytes) {
      for (const packet of reader.push(bytes)) if (!life.signal.aborted) receive(packet);
    },
  });

  function receive(packet: Packet): void {
    switch (packet.type) {
      case 'connack':
        return connected(packet.reason);
      case 'puback':
      case 'suback':
        return answers.get(packet.id)?.(packet.reason);
      case 'disconnect': {
        // Another tab has the session now; this one goes on under a name of its own, so that they do not push each other out.
        if (packet.reason === TAKEN_OVER) memory.set('client', crypto.randomUUID());
        // The message that it was is refused, before the line ends, which is as good as any for the next one.
        if (packet.reason === TOO_LARGE) for (const answer of answers.values()) answer(TOO_LARGE);
        const code = (packet.reason !== TOO_LARGE && codeOf(packet.reason)) || 'connection-lost';
        return void setTimeout(() => life.end(problem(code)));
      }
      case 'publish':
        heard(packet.topic, packet.payload);
        if (packet.id !== null) socket.send(pubackPacket(packet.id));
    }
  }

  function heard(topic: string, payload: string): void {
    if (topic.startsWith('support-staff/')) {
      if (payload === '') present.delete(topic);
      else present.add(topic);
      return setStaffed(present.size > 0);
    }
    if (topic === `support/${token}/mark/visitor`) return marks.get(payload)?.();
    const delivery = readDelivery(token, topic, payload);
    if (delivery) deliver(delivery);
  }

  /** Sends what the broker answers. @throws AdapterError */
  async function ask(make: (id: number) => Uint8Array<ArrayBuffer>): Promise<void> {
    do lastId = (lastId % 0xffff) + 1;
    while (answers.has(lastId));
    const id = lastId;
    const reason = await new Promise<number>((resolve) => {
      answers.set(id, resolve);
      socket.send(make(id));
    });
    answers.delete(id);
    refuse(reason);
  }

  // The client id names the session, so it is as secret as the token; the user name is what the broker judges by.
  const client = memory.get('client') ?? `support-${token.split('.')[1]}`;
  socket.send(connectPacket({ client, user: token, keepAlive: KEEP_ALIVE, sessionExpiry: SESSION_EXPIRY }));
  refuse(await connack);
  await ask((id) => subscribePacket(id, [`support/${token}/#`, 'support-staff/+']));

  const publish = (topic: string, payload: string, retain = false): Promise<void> =>
    ask((id) => publishPacket(topic, payload, { id, retain }));

  return {
    async publish(channel: HubChannel, message) {
      const topic = `support/${token}/${channel}/visitor`;
      if (channel === 'passing') socket.send(publishPacket(topic, JSON.stringify(message)));
      else await publish(topic, JSON.stringify(message), channel === 'seen');
    },
    announce: (announcement) => publish(`support-lobby/${token}`, JSON.stringify(announcement), true),
    async catchUp() {
      // The broker keeps the order: when what is said now has come back, all before it has come.
      const mark = crypto.randomUUID();
      const back = new Promise<void>((resolve) => marks.set(mark, resolve));
      await publish(`support/${token}/mark/visitor`, mark);
      await back;
      marks.delete(mark);
    },
  };
}

/** @throws AdapterError for a reason that is a failure */
function refuse(reason: number): void {
  const code = codeOf(reason);
  if (code) throw new AdapterError(code, { detail: `MQTT reason 0x${reason.toString(16)}` });
}

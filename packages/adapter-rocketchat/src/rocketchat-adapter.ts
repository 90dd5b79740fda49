/**
 * Reaches Rocket.Chat's Livechat by its REST API, and hears it over DDP. Makes one attempt: settings, socket, room, welcome.
 * What then happens on the connection is in `livechat-session.ts`.
 */
import { openConnection, type ConnectionLife, type ConnectionParts, type SocketClass } from '@support-chat/adapter-kit';
import { AdapterError, PROTOCOL_VERSION, type ChatAdapter, type OpenOptions } from '@support-chat/protocol';
import { connectDdp, type StreamEvent } from './ddp.js';
import { createApi, type HeldFile } from './livechat-api.js';
import { createConversation, type LivechatConversation } from './livechat-conversation.js';
import { createSession, listen } from './livechat-session.js';
import { SELF, type Reader, type SentMessage } from './map-livechat.js';
import { recordOf, textOf } from './read-fields.js';

/** Where Rocket.Chat is. */
export interface RocketChatOptions {
  /** Address of Rocket.Chat, `https://chat.shop.example`, with its path where it has one. */
  readonly server: string;
  /** Where the platform has none (Node 20: `ws`). Default: the platform's. */
  readonly WebSocket?: SocketClass | undefined;
}

/** Rocket.Chat's visitors have no end: the last moment that there is a date for. */
const FOR_EVER = 8.64e15;

/** An adapter for the Livechat of a Rocket.Chat. */
export function createRocketChatAdapter({ server: address, WebSocket }: RocketChatOptions): ChatAdapter {
  const server = address.replace(/\/+$/, '');
  const held = new Map<string, HeldFile>();
  const sent = new Map<string, SentMessage>();
  /** What the last connection knew, for the next one; by credential. */
  const known = new Map<string, LivechatConversation>();

  async function connect(life: ConnectionLife, { identity, resumeAfter }: OpenOptions): Promise<ConnectionParts> {
    if (identity.kind !== 'visitor') throw new AdapterError('forbidden');
    const { profile } = identity;
    const token = identity.token ?? crypto.randomUUID();
    const api = createApi(server, token, life.signal);

    // What is heard before the welcome is told after it: the log read meanwhile may have it already.
    const early: StreamEvent[] = [];
    let hear = (event: StreamEvent): unknown => early.push(event);
    const [config, line] = await Promise.all([
      api.loadConfig(),
      connectDdp(life, { url: server, WebSocket, onEvent: (event) => hear(event) }),
    ]);
    const { enabled, guest, room, agent, survey } = config;
    const online = config['online'] === true;
    if (!enabled) throw new AdapterError('unavailable'); // it may be switched on again
    const last = known.get(token);
    known.clear(); // a second connection at the same time has a log of its own
    const settings = recordOf(config['settings']);
    const hidesAgents = settings['agentHiddenInfo'] === true;
    const reader: Reader = last?.reader ?? { server, hidesAgents, guest: {}, sent };
    reader.guest = recordOf(guest);
    const open = textOf(recordOf(room)['_id']);
    const conversation = last ?? (open ? createConversation(open, reader) : null);
    if (!open) conversation?.close();
    else {
      conversation?.enter(open);
      await listen(line, open, token);
    }
    await conversation?.catchUp(api);
    if (open) conversation?.serve(agent);

    life.emit({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      connection: crypto.randomUUID(),
      self: SELF,
      ...(identity.token === undefined && { session: { token, expiresAt: FOR_EVER } }),
      conversation: conversation?.log.snapshot(resumeAfter) ?? null,
      staffed: online,
      serverTime: Date.now(),
    });
    const session = createSession({
      ...{ life, api, line, reader, held, profile, conversation, online },
      keep: (ended) => known.set(token, ended),
    });
    hear = session.heard;
    early.forEach(hear);
    return {
      ...session,
      capabilities: {
        resume: true,
        idempotentSend: true, // ids of messages are ours
        history: true,
        typing: true,
        receipts: false,
        rating: !!survey,
        endConversation: true,
        contact: true,
        upload: settings['fileUpload'] === true,
      },
      // To upload a file is to send it: it waits for its message.
      async upload(bytes, { id, name, onProgress }) {
        held.set(id, { bytes, name });
        onProgress?.(bytes.size);
        return { id, name, type: bytes.type, size: bytes.size, url: '' };
      },
      async discardUpload(id) {
        held.delete(id);
      },
    };
  }

  return {
    name: 'rocketchat',
    backEnd: `rocketchat ${server}`,
    open: (openOptions) => openConnection(openOptions, (life) => connect(life, openOptions)),
  };
}

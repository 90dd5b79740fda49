/**
 * Reaches XMPP servers over WebSocket. The visitor signs in anonymously; a conversation is a room with an archive, whose
 * name nobody can guess and is the visitor's credential. Makes one attempt; what then happens is in `xmpp-session.ts`.
 */
import {
  openConnection,
  type ConnectionLife,
  type ConnectionParts,
  type LifeOptions,
  type SocketClass,
} from '@support-chat/adapter-kit';
import { AdapterError, PROTOCOL_VERSION, type ChatAdapter, type OpenOptions } from '@support-chat/protocol';
import { XmppRoom } from './xmpp-room.js';
import { createSession } from './xmpp-session.js';

export interface XmppAdapterOptions extends LifeOptions {
  /** Address of the WebSocket, `wss://chat.shop.example/xmpp-websocket`. */
  readonly server: string;
  /** The host where anybody may sign in without an account, `visitors.shop.example`. */
  readonly domain: string;
  /** The service that has the rooms, `rooms.shop.example`. It has to keep an archive (XEP-0313). */
  readonly rooms: string;
  /** Who is invited to each new conversation, `['ada@shop.example']`. */
  readonly agents: readonly string[];
  /** Where the platform has none (Node 20: `ws`). Default: the platform's. */
  readonly WebSocket?: SocketClass | undefined;
}

/** Four UUIDs: the id of the conversation, and its secret. Lower case: servers make it so. */
const TOKEN = /^[\da-f-]{147}$/;

/** Rooms have no end: the last moment that there is a date for. */
const FOR_EVER = 8.64e15;

/** Makes an adapter for XMPP servers. */
export function createXmppAdapter(options: XmppAdapterOptions): ChatAdapter {
  const { server, rooms } = options;
  /** What the last connection knew, for the next one: a lost line costs no more than what was missed. */
  let known: XmppRoom | null = null;

  async function connect(life: ConnectionLife, opening: OpenOptions): Promise<ConnectionParts> {
    const { identity, conversationId, resumeAfter } = opening;
    if (identity.kind !== 'visitor') throw new AdapterError('forbidden');
    const token = identity.token ?? mintToken();
    if (!TOKEN.test(token)) throw new AdapterError('session-unknown');
    const room = known?.token === token ? known : new XmppRoom(token, rooms);
    known = null; // a second connection at the same time has a log of its own
    life.signal.addEventListener('abort', () => {
      room.leave();
      known = room;
    });
    const { log, self } = room;
    const parts = await createSession(life, room, { ...options, visitor: identity, conversationId });
    if (life.signal.aborted) throw new AdapterError('connection-lost');
    life.emit({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      connection: crypto.randomUUID(),
      self,
      ...(identity.token === undefined && { session: { token, expiresAt: FOR_EVER } }),
      conversation: room.isEmpty ? null : log.snapshot(resumeAfter),
      staffed: true, // strangers are not told who is there
      serverTime: Date.now(),
    });
    room.follow((event) => life.emit(event));
    return {
      ...parts,
      capabilities: {
        resume: true,
        idempotentSend: true,
        history: true,
        typing: true,
        receipts: true,
        endConversation: true,
      },
    };
  }

  return {
    name: 'xmpp',
    backEnd: `xmpp ${server} ${rooms}`,
    open: (opening) => openConnection(opening, (life) => connect(life, opening), options),
  };
}

const mintToken = (): string => Array.from({ length: 4 }, () => crypto.randomUUID()).join('-');

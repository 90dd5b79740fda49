/**
 * Reaches Chatwoot by the API of its inboxes for clients, and hears it over ActionCable. Makes one attempt: visitor, socket,
 * conversation, welcome. What then happens on the connection is in `chatwoot-session.ts`.
 */
import { openConnection, type ConnectionLife, type ConnectionParts, type SocketClass } from '@support-chat/adapter-kit';
import { AdapterError, PROTOCOL_VERSION, type ChatAdapter, type OpenOptions } from '@support-chat/protocol';
import { subscribe } from './action-cable.js';
import { createApi, type ApiOptions, type HeldFile } from './chatwoot-api.js';
import { createConversation, type ChatwootConversation } from './chatwoot-conversation.js';
import { createSession } from './chatwoot-session.js';
import { SELF, readCurrent } from './map-chatwoot.js';
import { recordOf, textOf } from './read-fields.js';

/** Where Chatwoot is, which of its inboxes, and who vouches for the visitor. */
export interface ChatwootOptions extends ApiOptions {
  /** Address of Chatwoot, `https://chat.shop.example`. */
  readonly server: string;
  /** Identifier of an inbox of the kind API (Settings → Inboxes → Configuration). */
  readonly inbox: string;
  /** Who the visitor is on the site. Default: nobody. */
  readonly identifier?: string | undefined;
  /** HMAC-SHA256 of `identifier`, hexadecimal, made by the site's server with the inbox's token. */
  readonly identifierHash?: string | undefined;
  /** Where the platform has none (Node 20: `ws`). Default: the platform's. */
  readonly WebSocket?: SocketClass | undefined;
}

/** `update_presence` has to be said once a minute at least; milliseconds. */
const PRESENCE_INTERVAL = 30_000;

/** Chatwoot's credentials have no end: the last moment that there is a date for. */
const FOR_EVER = 8.64e15;

/** An adapter for Chatwoot. */
export function createChatwootAdapter(options: ChatwootOptions): ChatAdapter {
  const { server, inbox, identifier = '', WebSocket } = options;
  const held = new Map<string, HeldFile>();
  /** What the last connection knew, for the next one; by credential. */
  const known = new Map<string, ChatwootConversation>();

  async function connect(life: ConnectionLife, { identity, resumeAfter }: OpenOptions): Promise<ConnectionParts> {
    if (identity.kind !== 'visitor') throw new AdapterError('forbidden');
    const { token, profile, page } = identity;
    const api = createApi(options, life.signal);
    api.sourceId = token ?? '';
    const contact = recordOf(await (token ? api.loadContact() : api.tellContact(profile, page)));
    const sourceId = textOf(contact['source_id']);
    const pubsubToken = textOf(contact['pubsub_token']);
    if (!sourceId || !pubsubToken) throw new AdapterError('unavailable');
    api.sourceId = sourceId;

    // What is heard before the welcome is told after it: the log read meanwhile may have it already.
    const early: unknown[] = [];
    let hear = (message: unknown): unknown => early.push(message);
    const [settings, perform] = await Promise.all([
      // Versions that do not tell ask for no ratings.
      api.ask('').catch(() => null),
      subscribe(life, {
        url: server,
        channel: { channel: 'RoomChannel', pubsub_token: pubsubToken },
        WebSocket,
        onMessage: (message) => hear(message),
      }),
    ]);
    const facts = readCurrent(await api.list('/conversations'));
    const last = known.get(sourceId);
    const conversation = facts && (last?.facts.number === facts.number ? last : createConversation(facts));
    known.clear(); // a second connection at the same time has a log of its own
    if (facts) conversation?.learn(facts);
    await conversation?.catchUp(api);
    life.emit({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      connection: crypto.randomUUID(),
      self: SELF,
      ...(!token && { session: { token: sourceId, expiresAt: FOR_EVER } }),
      conversation: conversation?.log.snapshot(resumeAfter) ?? null,
      staffed: true, // until it is told otherwise, right after
      serverTime: Date.now(),
    });
    const session = createSession({
      life,
      api,
      held,
      conversation,
      keep: (ended) => known.set(sourceId, ended),
    });
    hear = session.heard;
    early.forEach(hear);
    const timer = setInterval(() => perform('update_presence'), PRESENCE_INTERVAL);
    life.signal.addEventListener('abort', () => clearInterval(timer));
    if (token) void api.tellContact(profile, page).catch(() => undefined); // may be lost
    return {
      ...session,
      capabilities: {
        resume: true,
        idempotentSend: false, // `echo_id` comes back, but nothing is recognised by it
        history: true,
        typing: true,
        receipts: true,
        rating: recordOf(settings)['csat_survey_enabled'] === true,
        endConversation: true,
        contact: true,
        upload: true,
      },
      // Chatwoot takes files with messages only: it waits for its message, and goes with that.
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
    name: 'chatwoot',
    backEnd: `chatwoot ${server} ${inbox} ${identifier}`,
    open: (openOptions) => openConnection(openOptions, (life) => connect(life, openOptions)),
  };
}

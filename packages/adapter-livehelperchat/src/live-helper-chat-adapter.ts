/**
 * Reaches Live Helper Chat by the API of its own widget. Makes one attempt: settings, the visitor's chat, what was missed,
 * welcome. What then happens on the connection is in `live-helper-chat-session.ts`.
 */
import { openConnection, type ConnectionLife, type ConnectionParts } from '@support-chat/adapter-kit';
import { AdapterError, PROTOCOL_VERSION, type ChatAdapter, type OpenOptions } from '@support-chat/protocol';
import { createApi, type Credential, type HeldFile } from './live-helper-chat-api.js';
import { createConversation, type LiveHelperChatConversation } from './live-helper-chat-conversation.js';
import { createSession, loadLimits, tokenOf } from './live-helper-chat-session.js';
import { SELF } from './map-live-helper-chat.js';
import { textOf } from './read-fields.js';

/** Where Live Helper Chat is, and which of its doors. */
export interface LiveHelperChatOptions {
  /** Its address, `https://help.shop.example`, or that of one of its languages, `https://help.shop.example/index.php/ger`. */
  readonly server: string;
  /** Number or alias of the department that chats begin in. Default: the one that the visitor chose, or its first. */
  readonly department?: string | undefined;
  /** Number of a theme of its widget: those with profile bubbles show the face of whoever writes. Default: none. */
  readonly theme?: string | undefined;
  /**
   * Visitors may upload files: the owner has switched that on. Default: what Live Helper Chat says of a chat, which it does
   * not say before there is one.
   */
  readonly files?: boolean | undefined;
  /** Milliseconds between two questions for what is new. Default: what its owner has set. */
  readonly pollInterval?: number | undefined;
}

/** What a connection leaves to the next one of the same visitor. */
interface Kept {
  readonly conversation: LiveHelperChatConversation | null;
  /** What Live Helper Chat calls the visitor: by it words whose answer was lost lead back into the chat that they began. */
  readonly vid: string | undefined;
}

/** An adapter for Live Helper Chat. */
export function createLiveHelperChatAdapter(options: LiveHelperChatOptions): ChatAdapter {
  const server = options.server.replace(/\/+$/, '');
  const base = server.includes('/index.php') ? server : `${server}/index.php`;
  const { department, theme = '', files, pollInterval } = options;
  const held = new Map<string, HeldFile>();
  const said = new Map<string, string>();
  /** By credential. */
  const known = new Map<string, Kept>();

  async function connect(life: ConnectionLife, { identity, resumeAfter }: OpenOptions): Promise<ConnectionParts> {
    if (identity.kind !== 'visitor') throw new AdapterError('forbidden');
    const { token, profile, page } = identity;
    const credential = token === undefined ? undefined : readToken(token);
    const last = known.get(token ?? '');
    const api = createApi({ base, department, theme }, life.signal);
    const [settings, limits] = await Promise.all([
      api.ask(`/widgetrestapi/settings${last?.vid ? `?vid=${last.vid}` : ''}`),
      loadLimits(api, credential),
    ]);
    if (typeof settings['isOnline'] !== 'boolean') throw new AdapterError('unavailable');
    const conversation =
      last?.conversation ??
      (credential ? createConversation(`livehelperchat-${credential.id}`, credential, server) : null);
    // Who has a right to a chat is told how it is shown; who has none is told nothing, and that it is closed.
    await conversation?.poll(api, { isKnown: limits['max_length'] !== undefined }).catch((error: AdapterError) => {
      throw error.code === 'connection-unknown' ? new AdapterError('session-unknown') : error;
    });
    known.clear(); // a second connection at the same time has a log of its own
    const vid = last?.vid ?? textOf(settings['vid']);
    life.emit({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      connection: crypto.randomUUID(),
      self: SELF,
      conversation: conversation?.log.snapshot(resumeAfter) ?? null,
      staffed: settings['isOnline'],
      serverTime: Date.now(),
    });
    const session = createSession({
      ...{ life, api, server, held, said, profile, page, vid, limits, pollInterval, conversation },
      keep: (ended) => known.set(ended?.credential ? tokenOf(ended.credential) : '', { conversation: ended, vid }),
    });
    return {
      ...session,
      capabilities: {
        resume: true,
        idempotentSend: false, // what is sent has no name that could be sent again
        history: true,
        typing: true,
        receipts: true,
        rating: conversation?.log.phase !== 'ended' || !!conversation.chat, // votes are taken of open chats only
        endConversation: true,
        contact: true,
        upload: files ?? limits['file'] === true,
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
    name: 'livehelperchat',
    backEnd: `livehelperchat ${server}`,
    open: (opening) => openConnection(opening, (life) => connect(life, opening)),
  };
}

function readToken(token: string): Credential {
  const [, id, hash] = /^(\d+)_(\w+)$/.exec(token) ?? [];
  if (id === undefined || hash === undefined) throw new AdapterError('session-unknown');
  return { id: Number(id), hash };
}

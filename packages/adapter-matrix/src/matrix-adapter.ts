/**
 * Reaches Matrix homeservers by the client-server API, without an SDK. Makes one attempt: account, what was missed, welcome.
 * What then happens on the connection is in `matrix-session.ts`.
 */
import { openConnection, type ConnectionLife, type ConnectionParts } from '@support-chat/adapter-kit';
import { AdapterError, PROTOCOL_VERSION, type ChatAdapter, type OpenOptions } from '@support-chat/protocol';
import { createApi, type MatrixAccount } from './matrix-api.js';
import { createConversation, type MatrixConversation } from './matrix-conversation.js';
import { SELF } from './map-matrix.js';
import { recordOf, textOf } from './read-fields.js';
import { createSession, type RoomRequest } from './matrix-session.js';

export type { RoomRequest };

/** Where the homeserver is, who the visitor is to it, and who makes rooms. */
export interface MatrixOptions {
  /** Address of the homeserver, `https://matrix.shop.example`. */
  readonly server: string;
  /**
   * Has the site's server make a room for the visitor and invite them: see the README. Asked with the first word of a
   * conversation, and again when it goes on after its end. Gives the room's id. What it throws is tried again.
   */
  getRoom(request: RoomRequest): string | Promise<string>;
  /**
   * Gets the visitor's account from the site's server, for support alone: all rooms of it are the conversation. Asked for
   * a new visitor, and again when an access token is not taken any more. Default: the visitor registers as a guest, who
   * may send no files.
   */
  getAccount?(): Promise<MatrixAccount>;
  /** Faces of agents by their user ids, `@ada:shop.example`, where the homeserver shows them to nobody without an account. */
  readonly faces?: Readonly<Record<string, string>>;
}

/** Accounts have no end: the last moment that there is a date for. */
const FOR_EVER = 8.64e15;

/** An adapter for Matrix. */
export function createMatrixAdapter(options: MatrixOptions): ChatAdapter {
  const { getRoom, getAccount, faces = {} } = options;
  const server = options.server.replace(/\/+$/, '');
  const files = new Map<string, string>();
  /** What the last connection knew, for the next one; by user id. */
  const known = new Map<string, MatrixConversation>();

  /** A user id and an access token; neither of them has a space. */
  async function newToken(signal: AbortSignal): Promise<string> {
    const { user_id, access_token } = recordOf(
      await (getAccount?.() ?? createApi(server, undefined, signal).ask('client/v3/register?kind=guest', { body: {} })),
    );
    if (!textOf(user_id) || !textOf(access_token)) throw new AdapterError('unavailable');
    return [user_id, access_token].join(' ');
  }

  async function connect(life: ConnectionLife, { identity, resumeAfter }: OpenOptions): Promise<ConnectionParts> {
    if (identity.kind !== 'visitor') throw new AdapterError('forbidden');
    const { profile, page } = identity;
    const token = identity.token ?? (await newToken(life.signal));
    const [userId = '', accessToken] = token.split(' ');
    const api = createApi(server, accessToken, life.signal);
    const conversation = known.get(userId) ?? createConversation(userId, { server, faces });
    known.delete(userId); // a second connection at the same time has a log of its own
    life.signal.addEventListener('abort', () => {
      conversation.follow(null);
      known.set(userId, conversation);
    });
    const since = await conversation.hear(await api.sync('', 0), api, true);
    if (life.signal.aborted) throw new AdapterError('connection-lost');
    life.emit({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      connection: crypto.randomUUID(),
      self: SELF,
      ...(identity.token === undefined && { session: { token, expiresAt: FOR_EVER } }),
      conversation: conversation.room ? conversation.log.snapshot(resumeAfter) : null,
      staffed: true, // strangers are not told who is there
      serverTime: Date.now(),
    });
    return {
      ...createSession({ life, api, conversation, userId, server, since, files, profile, page, getRoom }),
      capabilities: {
        resume: true,
        idempotentSend: true, // ids of transactions are ours
        history: true,
        typing: true,
        receipts: true,
        endConversation: true,
        upload: !!getAccount, // guests may not
      },
    };
  }

  return {
    name: 'matrix',
    backEnd: `matrix ${server}`,
    open: (opening) => openConnection(opening, (life) => connect(life, opening)),
  };
}

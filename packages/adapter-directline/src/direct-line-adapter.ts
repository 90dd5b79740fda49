/**
 * Reaches bots by Direct Line 3.0. Makes one attempt: token, conversation, stream, what was missed, welcome. What then
 * happens on the connection is in `direct-line-session.ts`.
 */
import {
  connectSocket,
  openConnection,
  type ConnectionLife,
  type ConnectionParts,
  type SocketClass,
} from '@support-chat/adapter-kit';
import { AdapterError, PROTOCOL_VERSION, problem, type ChatAdapter, type OpenOptions } from '@support-chat/protocol';
import {
  createApi,
  readCredential,
  type Credential,
  type DirectLineApi,
  type DirectLineToken,
  type TokenRequest,
} from './direct-line-api.js';
import { createConversation, type DirectLineConversation } from './direct-line-conversation.js';
import { createSession, type HeldFile } from './direct-line-session.js';
import { SELF, type BotLooks } from './map-direct-line.js';
import { recordOf, textOf } from './read-fields.js';

/** Who gives tokens, and how the bot is reached. */
export interface DirectLineOptions {
  /**
   * Gets a token from the site's server, which has the secret. Asked for each new conversation, for the one of a page that
   * was loaded anew, and when a token is not taken any more. What it throws is tried again.
   */
  getToken(request: TokenRequest): Promise<DirectLineToken>;
  /** Default: `https://directline.botframework.com/v3/directline`; a regional bot has another one. */
  readonly domain?: string;
  /** Who the visitor is to the bot; with tokens for one user it has to be theirs. Default: made up for each conversation. */
  readonly userId?: string;
  /** Default: the bot's name in the Bot Framework, and no face. */
  readonly bot?: BotLooks;
  /** The bot is told that the visitor types. Default: false, for many answer whatever reaches them. */
  readonly sendTyping?: boolean;
  /** The visitor may send files. Default: true; a bot that makes nothing of them, or is behind a bridge without `/upload`, wants false. */
  readonly files?: boolean;
  /** New activities come over a WebSocket. Default: true; without one they are asked for, and nobody is seen typing. */
  readonly stream?: boolean;
  /** Milliseconds between two questions for what is new, where there is no stream. Default: 1,000. */
  readonly pollInterval?: number;
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Where the platform has none (Node 20: `ws`). Default: the platform's. */
  readonly WebSocket?: SocketClass | undefined;
}

/** What a connection leaves to the next one of the same visitor. */
interface Kept {
  readonly conversation: DirectLineConversation;
  credential: Credential | null;
}

const DOMAIN = 'https://directline.botframework.com/v3/directline';
/** A conversation ends when Direct Line says so: the last moment that there is a date for. */
const FOR_EVER = 8.64e15;
/** The longest that a timer can be set to, in milliseconds, and the shortest pause between two tries to refresh a token. */
const [LONGEST, SHORTEST] = [2 ** 31 - 1, 5000];

/** An adapter for Direct Line. */
export function createDirectLineAdapter(options: DirectLineOptions): ChatAdapter {
  const {
    userId: ownUserId,
    bot = {},
    sendTyping = false,
    files = true,
    stream = true,
    pollInterval = 1000,
    WebSocket,
  } = options;
  const domain = (options.domain ?? DOMAIN).replace(/\/+$/, '');
  const held = new Map<string, HeldFile>();
  /** By session token. */
  const known = new Map<string, Kept>();
  /** Of another conversation than the one that was asked for: the next one. */
  let spare: Credential | null = null;
  /** Another page has this conversation's only stream, or there is no way for one: the one would be taken back, time and again. */
  let streamTaken = false;
  let streamFailed = false;

  async function renew(request: TokenRequest): Promise<Credential> {
    const { conversationId } = request;
    if (conversationId === undefined && spare) {
      const credential = spare;
      spare = null;
      return credential;
    }
    const credential = readCredential(await options.getToken(request), { conversationId });
    if (conversationId === undefined || credential.conversationId === conversationId) return credential;
    spare = credential;
    throw new AdapterError('session-unknown', { detail: 'The token is for another conversation.' });
  }

  async function connect(life: ConnectionLife, { identity, resumeAfter }: OpenOptions): Promise<ConnectionParts> {
    if (identity.kind !== 'visitor') throw new AdapterError('forbidden');
    const { token, profile } = identity;
    // Conversation and visitor, in one text: no id of a conversation has a space.
    const [, name, userId = ownUserId ?? crypto.randomUUID()] = /^(\S+) (.+)$/s.exec(token ?? '') ?? [];
    const last = token === undefined ? undefined : known.get(token);
    const api = createApi(
      {
        domain,
        fetch: options.fetch,
        renew: (id) => renew({ userId, ...(id !== undefined && { conversationId: id }) }),
      },
      { credential: last?.credential ?? null, conversationId: name },
      life.signal,
    );
    const streams = stream && !streamTaken && !streamFailed;
    streamFailed = false;
    const streamUrl = await begin(api, name, userId, streams ? last?.conversation.watermark : null);
    const conversationId = (api.conversationId ??= api.credential?.conversationId);
    if (conversationId === undefined) throw new AdapterError('unavailable', { detail: 'There is no conversation.' });

    // What is heard before the welcome is told after it: the log read meanwhile may have it already.
    const early: unknown[] = [];
    let hear = (frame: unknown): unknown => early.push(frame);
    if (streams && streamUrl) await listen(life, streamUrl, (frame) => hear(frame));
    const conversation = last?.conversation ?? createConversation(conversationId, userId, bot);
    await conversation.catchUp(api);
    const session = `${conversationId} ${userId}`;
    known.clear(); // a second connection at the same time has a log of its own
    life.signal.addEventListener('abort', () => known.set(session, { conversation, credential: api.credential }));
    life.emit({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      connection: crypto.randomUUID(),
      self: SELF,
      ...(token !== session && { session: { token: session, expiresAt: FOR_EVER } }),
      conversation: conversation.log.snapshot(resumeAfter),
      staffed: true,
      serverTime: Date.now(),
    });
    const parts = createSession({
      ...{ life, api, conversation, profile, held, sendsTyping: sendTyping },
      pollInterval: streams && streamUrl ? null : pollInterval,
    });
    hear = conversation.heard;
    early.forEach(hear);
    keepFresh(life, api);
    return {
      ...parts,
      capabilities: {
        resume: true,
        idempotentSend: false, // `clientActivityID` comes back, but nothing is recognised by it
        history: true,
        typing: true,
        receipts: false,
        endConversation: true,
        upload: files,
      },
    };
  }

  /**
   * Enters the conversation that the visitor was in, or begins one.
   *
   * @param watermark - from where on a stream tells; null: there is none
   * @returns where the stream is, if anywhere
   */
  async function begin(
    api: DirectLineApi,
    name: string | undefined,
    userId: string,
    watermark: string | null | undefined,
  ): Promise<string | undefined> {
    if (name !== undefined && watermark === null) return undefined; // what asks for activities asks whether it is there
    const query = watermark ? `?${new URLSearchParams({ watermark })}` : '';
    const answer = await (name === undefined
      ? api.ask('/conversations', { body: { user: { id: userId } } })
      : api.own(query, { codes: { 404: 'session-unknown' } }));
    api.credential = readCredential(answer, api.credential ?? {});
    return textOf(recordOf(answer)['streamUrl']);
  }

  async function listen(life: ConnectionLife, url: string, onFrame: (frame: unknown) => unknown): Promise<void> {
    let opened = false;
    await connectSocket(life, {
      url,
      WebSocket,
      onText: (text) => text && onFrame(JSON.parse(text)), // an empty one keeps the line awake
      explain(_code, reason) {
        if (!opened) streamFailed = true; // a proxy on the way may know no sockets
        if (!reason.includes('collision')) return null;
        streamTaken = true;
        return problem('connection-unknown');
      },
    });
    opened = true;
  }

  /** Gets a new token when half of the old one's time is over, and again later when that fails. */
  function keepFresh(life: ConnectionLife, api: DirectLineApi): void {
    let timer: ReturnType<typeof setTimeout>;
    const next = (): void => {
      const half = ((api.credential?.expiresAt ?? 0) - Date.now()) / 2;
      if (!life.signal.aborted) timer = setTimeout(refresh, Math.min(LONGEST, Math.max(SHORTEST, half)));
    };
    const refresh = (): void =>
      void api
        .ask('/tokens/refresh', { method: 'POST' })
        .then((answer) => (api.credential = readCredential(answer, api.credential ?? {})))
        .then(next, next); // the next request tells what is wrong
    life.signal.addEventListener('abort', () => clearTimeout(timer));
    next();
  }

  return {
    name: 'direct-line',
    backEnd: `direct-line ${domain} ${ownUserId ?? ''}`,
    open: (openOptions) => openConnection(openOptions, (life) => connect(life, openOptions)),
  };
}

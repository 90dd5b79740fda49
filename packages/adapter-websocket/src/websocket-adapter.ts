/**
 * Reaches the reference server over one WebSocket (`GET /v1/socket`). Owns the socket, the hello and the matching of
 * answers to commands; order, retries, resume and the outbox are the core's.
 */
import {
  AdapterError,
  MAX_FRAME_BYTES,
  PROTOCOL_VERSION,
  ProtocolError,
  decodeVisitorFrame,
  withFacesAt,
  problem,
  publicData,
  type Answer,
  type Capabilities,
  type ChatAdapter,
  type ChatConnection,
  type ClientFrame,
  type Hello,
  type OpenOptions,
  type Problem,
  type ServerFrame,
} from '@support-chat/protocol';
import { closeProblem } from './close-problem.js';
import { PendingAnswers } from './pending-answers.js';
import { readJson } from './read-json.js';
import { serverUrl } from './server-url.js';

export interface WebSocketAdapterOptions {
  /** Address of the server, `https://your.host`, with a path where it lives under one. Relative to the page. */
  readonly server: string;
  /** The class to use where the platform has none (Node 20: `ws`). Default: the platform's. */
  readonly WebSocket?: WebSocketClass;
  /** Milliseconds until an attempt without a welcome is given up. Default: 10,000. */
  readonly openTimeout?: number;
  /** Milliseconds until a command without an answer fails with `request-timeout`. Default: 30,000. */
  readonly answerTimeout?: number;
}

/** What is used of the platform's `WebSocket`; that of `ws` fits as well. */
export type WebSocketClass = new (url: string) => WebSocketLike;

interface WebSocketLike {
  send(data: string): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
}

const CAPABILITIES: Capabilities = {
  resume: true,
  idempotentSend: true,
  history: true,
  typing: true,
  receipts: true,
  endConversation: true,
  contact: true,
  rating: true,
  conversations: true,
};

/** Makes an adapter for the reference server over WebSocket. */
export function createWebSocketAdapter(options: WebSocketAdapterOptions): ChatAdapter {
  return {
    name: 'websocket',
    backEnd: options.server,
    async open(openOptions) {
      if (openOptions.identity.kind === 'visitor') return open(options, openOptions, decodeVisitorFrame);
      const { decodeServerFrame } = await import('./features/agent-frames.js').catch((cause: unknown) => {
        throw new AdapterError('network-failed', { cause });
      });
      return open(options, openOptions, decodeServerFrame);
    },
    ...publicData((path, signal) => readJson(options.server, path, signal)),
    async mailTranscript(request, signal) {
      const { mailTranscript } = await import('./features/mail-transcript.js');
      return mailTranscript(options.server, request, signal);
    },
  };
}

function open(
  options: WebSocketAdapterOptions,
  openOptions: OpenOptions,
  decode: (json: string) => ServerFrame | null,
): Promise<ChatConnection> {
  const { signal, onEvent, onClose } = openOptions;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new AdapterError('connection-lost', { cause: signal.reason }));
    const socket = connect(options);
    const faces = serverUrl(options.server, 'faces/').href;
    const answers = new PendingAnswers(options.answerTimeout ?? 30_000);
    let phase: 'opening' | 'open' | 'ended' = 'opening';
    let queries = 0;
    /** The server's refusal of this connection, as long as it is its last word. */
    let refusal: Problem | null = null;
    let goaway: number | undefined;

    /** Ends everything once; `reason` is null when our own side asked for it and wants to hear nothing. */
    const end = (reason: Problem | null) => {
      if (phase === 'ended') return;
      const opening = phase === 'opening';
      phase = 'ended';
      clearTimeout(openTimer);
      signal.removeEventListener('abort', abandon);
      socket.close();
      answers.failAll(problem('connection-lost'));
      if (opening) reject(AdapterError.from(reason ?? problem('connection-lost')));
      else if (reason) onClose({ problem: reason });
    };
    const abandon = () => end(null);
    const openTimer = setTimeout(() => end(problem('request-timeout')), options.openTimeout ?? 10_000);
    signal.addEventListener('abort', abandon, { once: true });

    const write = (frame: ClientFrame) => socket.send(JSON.stringify(frame));

    const ask = <Type extends Answer['type']>(frame: ClientFrame & { id: string }, type: Type) => {
      if (phase !== 'open') return Promise.reject(new AdapterError('connection-lost'));
      // The server would close the connection over it, and fail what is not to blame.
      if (isTooLarge(frame)) return Promise.reject(new AdapterError('frame-too-large'));
      write(frame);
      return answers.wait(frame.id, type);
    };
    const queryId = () => `query-${String(++queries).padStart(8, '0')}`;

    const connection: ChatConnection = {
      capabilities: CAPABILITIES,
      send: (command) => ask(command, 'ack'),
      notify(frame) {
        if (phase === 'open') write(frame);
      },
      loadHistory: (conversation, before, limit) =>
        ask({ type: 'history-load', id: queryId(), conversation, before, limit }, 'history-page'),
      resume: (conversation, after) =>
        ask({ type: 'resume', id: queryId(), conversation, after }, 'snapshot').then((answer) => answer.conversation),
      listConversations: (query) => ask({ type: 'conversations-load', id: queryId(), ...query }, 'conversations-page'),
      close: abandon,
    };

    const receive = (frame: ServerFrame) => {
      refusal = null;
      switch (frame.type) {
        case 'refused':
          if (frame.id !== null) return answers.settle(frame);
          refusal = frame.problem;
          return phase === 'opening' ? end(frame.problem) : undefined;
        case 'ack':
        case 'history-page':
        case 'snapshot':
        case 'conversations-page':
          return answers.settle(frame);
        case 'goaway':
          goaway = frame.retryAfter;
          break;
        case 'welcome':
          phase = 'open';
          clearTimeout(openTimer);
          onEvent(frame);
          return resolve(connection);
        default:
          break; // an event: core's business
      }
      if (phase === 'open') onEvent(frame);
    };

    socket.addEventListener('open', () => {
      if (phase === 'opening') write(hello(openOptions));
    });
    socket.addEventListener('message', ({ data }) => {
      if (phase === 'ended' || typeof data !== 'string') return;
      let frame: ServerFrame | null;
      try {
        frame = decode(withFacesAt(faces, data));
      } catch (error) {
        // A frame was lost on us: only a fresh connection with its resume makes the log whole again.
        const detail = error instanceof ProtocolError ? error.message : String(error);
        return end(problem('connection-lost', { detail }));
      }
      if (frame) receive(frame);
    });
    // 'error' tells nothing that the 'close' after it does not; without a listener `ws` would throw it.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', ({ code, reason }) => {
      end(closeProblem(code, reason, { opened: phase === 'open', refusal, goaway }));
    });
  });
}

function connect({ server, WebSocket = globalThis.WebSocket }: WebSocketAdapterOptions): WebSocketLike {
  const url = serverUrl(server, 'socket');
  try {
    url.protocol = url.protocol.replace('http', 'ws');
    return new WebSocket(url.href);
  } catch (cause) {
    throw new AdapterError('not-found', { detail: `No socket can be opened for ${server}`, cause });
  }
}

function hello({ identity, conversationId, resumeAfter }: OpenOptions): Hello {
  const visitor = identity.kind === 'visitor' ? identity : undefined;
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    role: identity.kind,
    ...(visitor?.token !== undefined && { token: visitor.token }),
    ...(conversationId !== undefined && { conversation: conversationId }),
    ...(resumeAfter && { resumeAfter }),
    ...(visitor?.profile && { profile: visitor.profile }),
    ...(visitor?.page && { page: visitor.page }),
  };
}

function isTooLarge(frame: ClientFrame): boolean {
  return new TextEncoder().encode(JSON.stringify(frame)).length > MAX_FRAME_BYTES;
}

/**
 * Reaches the reference server where sockets are blocked: events as a stream (`GET /v1/events`), commands by POST
 * (`/v1/commands`), one after the other so that the order of one author is kept (L5). Owns the two requests; order,
 * retries, resume and the outbox are the core's.
 */
import {
  AdapterError,
  PROTOCOL_VERSION,
  ProtocolError,
  decodeServerFrame,
  withFacesAt,
  problem,
  publicData,
  type Capabilities,
  type ChatAdapter,
  type ChatConnection,
  type OpenOptions,
  type Problem,
  type TranscriptRequest,
} from '@support-chat/protocol';
import { createCommandChannel } from './command-channel.js';
import { readEventStream } from './read-event-stream.js';
import { readJson } from './read-json.js';
import { readProblem } from './read-problem.js';
import { serverUrl } from './server-url.js';

export interface SseAdapterOptions {
  /** Address of the server, `https://your.host`, with a path where it lives under one. Relative to the page. */
  readonly server: string;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** Milliseconds until an attempt without a welcome is given up. Default: 10,000. */
  readonly openTimeout?: number;
  /** Milliseconds until a command without an answer fails with `request-timeout`. Default: 30,000. */
  readonly answerTimeout?: number;
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

/** Makes an adapter for the reference server over server-sent events and POST. */
export function createSseAdapter(options: SseAdapterOptions): ChatAdapter {
  const { server, fetch = globalThis.fetch } = options;
  return {
    name: 'sse',
    backEnd: options.server,
    open: (openOptions) => open(options, openOptions),
    ...publicData((path, signal) => readJson(serverUrl(server, path), fetch, signal)),
    mailTranscript: (request, signal) => mailTranscript(options, request, signal),
  };
}

/** One request that needs no stream. */
async function mailTranscript(
  { server, fetch = globalThis.fetch }: SseAdapterOptions,
  { token, address, locale }: TranscriptRequest,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(serverUrl(server, 'transcripts'), {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ address, locale }),
    signal,
  }).catch((cause: unknown) => {
    throw new AdapterError('network-failed', { cause });
  });
  if (!response.ok) throw AdapterError.from(await readProblem(response));
}

function open(options: SseAdapterOptions, openOptions: OpenOptions): Promise<ChatConnection> {
  const { identity, conversationId, resumeAfter, signal, onEvent, onClose } = openOptions;
  const { fetch = globalThis.fetch } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new AdapterError('connection-lost', { cause: signal.reason }));
    const eventsUrl = serverUrl(options.server, 'events');
    eventsUrl.searchParams.set('protocol', String(PROTOCOL_VERSION));
    eventsUrl.searchParams.set('role', identity.kind);
    if (conversationId !== undefined) eventsUrl.searchParams.set('conversation', conversationId);
    // A visitor is known by the header alone; agents by their cookie.
    const credentials = identity.kind === 'agent' ? 'include' : 'omit';
    let token = identity.kind === 'visitor' ? identity.token : undefined;
    const life = new AbortController();
    let phase: 'opening' | 'open' | 'ended' = 'opening';
    let connectionId = '';
    let goaway: number | undefined;
    let queries = 0;

    /** Ends everything once; `reason` is null when our own side asked for it and wants to hear nothing. */
    const end = (reason: Problem | null) => {
      if (phase === 'ended') return;
      const opening = phase === 'opening';
      phase = 'ended';
      clearTimeout(openTimer);
      signal.removeEventListener('abort', abandon);
      life.abort();
      if (opening) reject(AdapterError.from(reason ?? problem('connection-lost')));
      else if (reason) onClose({ problem: reason });
    };
    const abandon = () => end(null);
    const openTimer = setTimeout(() => end(problem('request-timeout')), options.openTimeout ?? 10_000);
    signal.addEventListener('abort', abandon, { once: true });

    const headers = (more: Record<string, string>) => ({ ...(token !== undefined && bearer(token)), ...more });
    const faces = serverUrl(options.server, 'faces/').href;
    const { ask, notify } = createCommandChannel({
      ...{ fetch, faces },
      url: serverUrl(options.server, 'commands').href,
      credentials,
      timeout: options.answerTimeout ?? 30_000,
      life: life.signal,
      headers: () => headers({ 'Content-Type': 'application/json', 'Sc-Connection': connectionId }),
      onGone: (reason) => end(reason),
    });
    const queryId = () => `query-${String(++queries).padStart(8, '0')}`;

    const connection: ChatConnection = {
      capabilities: CAPABILITIES,
      send: (command) => ask(command, 'ack'),
      notify,
      loadHistory: (conversation, before, limit) =>
        ask({ type: 'history-load', id: queryId(), conversation, before, limit }, 'history-page'),
      resume: (conversation, after) =>
        ask({ type: 'resume', id: queryId(), conversation, after }, 'snapshot').then((answer) => answer.conversation),
      listConversations: (query) => ask({ type: 'conversations-load', id: queryId(), ...query }, 'conversations-page'),
      close: abandon,
    };

    const receive = (text: string) => {
      const frame = decodeServerFrame(withFacesAt(faces, text));
      if (frame === null) return; // newer than we are (P-F3)
      switch (frame.type) {
        case 'ack':
        case 'history-page':
        case 'snapshot':
        case 'conversations-page':
          return;
        case 'refused':
          return frame.id === null ? end(frame.problem) : undefined;
        case 'goaway':
          goaway = frame.retryAfter;
          break;
        case 'welcome': {
          phase = 'open';
          clearTimeout(openTimer);
          connectionId = frame.connection;
          token = frame.session?.token ?? token;
          onEvent(frame);
          const { profile, page } = identity.kind === 'visitor' ? identity : {};
          // The stream's address carries neither: addresses end up in logs (X1).
          if (profile || page) notify({ type: 'visitor-update', ...(profile && { profile }), ...(page && { page }) });
          return resolve(connection);
        }
        default:
          break; // an event: core's business
      }
      if (phase === 'open') onEvent(frame);
    };

    /** Why the stream ended, unless somebody had said so before. */
    const listen = async (): Promise<Problem> => {
      const response = await fetch(eventsUrl, {
        headers: headers({
          Accept: 'text/event-stream',
          ...(resumeAfter && { 'Last-Event-ID': `${resumeAfter.epoch}:${resumeAfter.seq}` }),
        }),
        credentials,
        cache: 'no-store',
        signal: life.signal,
      });
      // Our server says so to agents alone, whose session is over (P-S6); from anything else it is no stream, as below.
      if (response.status === 204 && identity.kind === 'agent') return problem('sign-in-required');
      if (!response.ok) return readProblem(response);
      const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream');
      if (!response.body || !isStream)
        return problem('network-failed', { detail: 'The answer is not an event stream.' });
      for await (const text of readEventStream(response.body)) {
        receive(text);
        if (life.signal.aborted) break;
      }
      return goaway === undefined ? problem('connection-lost') : problem('server-stopping', { retryAfter: goaway });
    };
    listen().then(end, (cause: unknown) => {
      // A frame that cannot be read was lost on us: only a fresh connection with its resume makes the log whole again.
      const detail = cause instanceof ProtocolError ? cause.message : undefined;
      end(problem(phase === 'open' ? 'connection-lost' : 'network-failed', { detail }));
    });
  });
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

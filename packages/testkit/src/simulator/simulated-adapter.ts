/**
 * A thin adapter over the simulated network, in the two ways of the real ones: `socket` sends everything over one
 * ordered wire; `stream` gets events by a wire and sends commands as single trips whose answers may come late, twice
 * or never. Holds no conversation state.
 */
import {
  AdapterError,
  PROTOCOL_VERSION,
  problem,
  type Ack,
  type Answer,
  type ChatAdapter,
  type ChatConnection,
  type ClientFrame,
  type Hello,
  type OpenOptions,
  type Problem,
  type ServerFrame,
  type Signal,
} from '@support-chat/protocol';
import type { Lane } from './scheduler.js';
import { Wire, type SimulatedNetwork } from './simulated-network.js';

/** The client's side of a connection, as the server sees it. */
export interface SimulatedClient {
  send(text: string): void;
  close(reason: Problem): void;
}

/** The server's side of a connection. */
export interface SimulatedPeer {
  readonly lane: Lane;
  receive(frame: ClientFrame): void;
  /** Answers a command that came alone. Rejects never; answers nothing when the server died meanwhile. */
  request(frame: Extract<ClientFrame, { id: string }>): Promise<Answer>;
  /** The wire has ended. */
  ended(): void;
}

/** Takes a client in; null when no server is there. */
export type Accept = (client: SimulatedClient) => SimulatedPeer | null;

export interface SimulatedAdapterOptions {
  readonly network: SimulatedNetwork;
  /** The process the client lives in. */
  readonly lane: Lane;
  readonly transport: 'socket' | 'stream';
  readonly accept: Accept;
  /** Hears of every ack the client is given. */
  readonly onAck?: (ack: Ack) => void;
  /** Something between client and server refuses this command's answer; null: nobody does. */
  readonly intercept?: (frame: ClientFrame) => Problem | null;
  /** Hears in a few words what passes. */
  readonly trace?: (line: string) => void;
  /** Told once, with a way to end what this process holds when it dies. */
  readonly onWire?: (wire: Wire) => void;
}

type Command = Extract<ClientFrame, { id: string }>;

interface Waiting {
  readonly id: string;
  readonly settle: (answer: Answer | Problem) => void;
}

const CAPABILITIES = {
  resume: true,
  idempotentSend: true,
  history: true,
  typing: true,
  receipts: true,
  endConversation: true,
  contact: true,
  conversations: true,
} as const;

/** Makes an adapter that lives in one simulated process. */
export function createSimulatedAdapter(options: SimulatedAdapterOptions): ChatAdapter {
  return { name: `simulated-${options.transport}`, open: (openOptions) => open(options, openOptions) };
}

function open(options: SimulatedAdapterOptions, openOptions: OpenOptions): Promise<ChatConnection> {
  const { network, lane, transport } = options;
  const { signal, onEvent, onClose } = openOptions;
  return new Promise((resolve, reject) => {
    let phase: 'opening' | 'open' | 'ended' = 'opening';
    let wire: Wire | null = null;
    let peer: SimulatedPeer | null = null;
    let refusal: Problem | null = null;
    let goaway: number | undefined;
    let queries = 0;
    let turn: Promise<unknown> = Promise.resolve();
    const waiting: Waiting[] = [];

    const end = (reason: Problem | null): void => {
      if (phase === 'ended') return;
      const opening = phase === 'opening';
      phase = 'ended';
      options.trace?.(`${lane.name} ends ${reason?.code ?? 'by itself'}`);
      signal.removeEventListener('abort', abandon);
      wire?.end('up');
      for (const { settle } of waiting.splice(0)) settle(problem('connection-lost'));
      if (opening) reject(AdapterError.from(reason ?? problem('connection-lost')));
      else if (reason) onClose({ problem: reason });
    };
    const abandon = (): void => end(null);
    const trace = (way: '<' | '>', { type, ...facts }: ClientFrame | ServerFrame): void => {
      const { id, seq, text } = facts as { readonly id?: string | null; readonly seq?: number; readonly text?: string };
      options.trace?.(`${lane.name} ${way} ${type} ${text ?? (id ?? '').slice(0, 8)} ${seq ?? ''}`);
    };
    signal.addEventListener('abort', abandon, { once: true });

    const lost = (): Problem => {
      if (refusal) return refusal;
      if (goaway !== undefined) return problem('server-stopping', { retryAfter: goaway });
      return problem(phase === 'open' ? 'connection-lost' : 'network-failed');
    };

    const settle = (answer: Answer): void => {
      const index = waiting.findIndex(({ id }) => id === answer.id);
      waiting.splice(index, index < 0 ? 0 : 1)[0]?.settle(answer);
    };

    /** Commands over the wire share its order; alone each waits for the one before, as the real adapter does (L5). */
    const carry = (frame: Command): void => {
      trace('>', frame);
      if (transport === 'socket') return wire?.send('up', () => peer?.receive(frame));
      const to = peer;
      if (to === null) return;
      network.trip(to.lane, () => {
        void to.request(frame).then((answer) => {
          network.trip(lane, () => {
            trace('<', answer);
            if (answer.type === 'refused' && answer.problem.code === 'connection-unknown') end(answer.problem);
            else if (phase === 'open') settle(answer);
          });
        });
      });
    };

    const ask = <Type extends Answer['type']>(
      frame: Command,
      expected: Type,
    ): Promise<Extract<Answer, { type: Type }>> => {
      const exchange = (): Promise<Extract<Answer, { type: Type }>> => {
        if (phase !== 'open') return Promise.reject(new AdapterError('connection-lost'));
        return new Promise((answered, failed) => {
          const intercepted = options.intercept?.(frame) ?? null;
          waiting.push({
            id: frame.id,
            settle(answer) {
              if ('code' in answer) return failed(AdapterError.from(answer));
              if (intercepted) return failed(AdapterError.from(intercepted));
              if (answer.type === 'refused') return failed(AdapterError.from(answer.problem));
              if (answer.type === 'ack') options.onAck?.(answer);
              if (answer.type === expected) answered(answer as Extract<Answer, { type: Type }>);
              else failed(new AdapterError('frame-invalid', { detail: `${answer.type} instead of ${expected}` }));
            },
          });
          carry(frame);
        });
      };
      if (transport === 'socket') return exchange();
      const result = turn.then(exchange);
      turn = result.catch(() => undefined); // who asked hears of it
      return result;
    };
    const queryId = (): string => `query-${String(++queries).padStart(8, '0')}`;

    const connection: ChatConnection = {
      capabilities: CAPABILITIES,
      send: (command) => ask(command, 'ack'),
      notify(frame: Signal) {
        if (phase !== 'open') return;
        const to = peer;
        if (transport === 'socket') wire?.send('up', () => to?.receive(frame));
        else if (to !== null) network.trip(to.lane, () => to.receive(frame));
      },
      loadHistory: (conversation, before, limit) =>
        ask({ type: 'history-load', id: queryId(), conversation, before, limit }, 'history-page'),
      resume: (conversation, after) =>
        ask({ type: 'resume', id: queryId(), conversation, after }, 'snapshot').then((answer) => answer.conversation),
      listConversations: (query) => ask({ type: 'conversations-load', id: queryId(), ...query }, 'conversations-page'),
      close: abandon,
    };

    const receive = (frame: ServerFrame): void => {
      if (phase === 'ended') return;
      trace('<', frame);
      switch (frame.type) {
        case 'refused':
          if (frame.id !== null) return settle(frame);
          refusal = frame.problem;
          return phase === 'opening' ? end(frame.problem) : undefined;
        case 'ack':
        case 'history-page':
        case 'snapshot':
        case 'conversations-page':
          return settle(frame);
        case 'goaway':
          goaway = frame.retryAfter;
          break;
        case 'welcome':
          phase = 'open';
          onEvent(frame);
          return resolve(connection);
        default:
          break; // an event: core's business
      }
      if (phase === 'open') onEvent(frame);
    };

    const connect = (): void => {
      if (phase === 'ended') return;
      let made: Wire | null = null;
      const accepted = network.refusing
        ? null
        : options.accept({
            send: (text) => made?.send('down', () => receive(JSON.parse(text) as ServerFrame)),
            close: () => made?.end('down'),
          });
      if (accepted === null) return end(problem('network-failed'));
      peer = accepted;
      wire = made = new Wire(network, {
        up: { lane: accepted.lane, ended: () => accepted.ended() },
        down: { lane, ended: () => end(lost()) },
      });
      options.onWire?.(made);
      made.send('up', () => accepted.receive(hello(openOptions)));
    };
    lane.after(network.delay(), connect);
  });
}

function hello({ identity, conversationId, resumeAfter }: OpenOptions): Hello {
  const token = identity.kind === 'visitor' ? identity.token : undefined;
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    role: identity.kind,
    ...(token !== undefined && { token }),
    ...(conversationId !== undefined && { conversation: conversationId }),
    ...(resumeAfter && { resumeAfter }),
  };
}

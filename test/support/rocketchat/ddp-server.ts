/** The DDP side of the fake Rocket.Chat: the protocol of Meteor, version 1, and strict about it. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { WebSocketServer, type WebSocket } from 'ws';

export interface DdpServerOptions {
  /** Somebody broke the protocol. */
  onViolation(what: string): void;
  /** Whether who shows this token may listen to it (source: `allowRead` of the streams). */
  allows(stream: string, eventName: string, token: string): boolean;
  /** A method was called. @throws what becomes its error */
  onCall(method: string, params: readonly unknown[]): void;
}

/** The server asks whether clients live (source: `heartbeatInterval` of Meteor, 17.5 s). */
const PING_INTERVAL = 17_500;

interface Client {
  connected: boolean;
  /** Id of the subscription → what it is to: `stream eventName`. */
  readonly subscriptions: Map<string, string>;
}

export class DdpServer {
  readonly #options: DdpServerOptions;
  readonly #clients = new Map<WebSocket, Client>();
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #pings: ReturnType<typeof setInterval>;

  constructor(options: DdpServerOptions) {
    this.#options = options;
    this.#pings = setInterval(() => this.sayToAll({ msg: 'ping' }), PING_INTERVAL);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#clients.set(client, { connected: false, subscriptions: new Map() });
      client.on('close', () => this.#clients.delete(client));
      client.on('message', (data) => this.#heard(client, (data as Buffer).toString()));
      // The first frame of older servers, which no version of DDP knows.
      say(client, { server_id: '0' });
    });
  }

  /** Of all clients: `stream eventName`. */
  get subscriptions(): readonly string[] {
    return [...this.#clients.values()].flatMap(({ subscriptions }) => [...subscriptions.values()]);
  }

  /** To all who listen to it (source: `changed` with the id `id`). */
  emit(stream: string, eventName: string, ...args: readonly unknown[]): void {
    for (const [socket, { subscriptions }] of this.#clients) {
      if ([...subscriptions.values()].includes(`${stream} ${eventName}`))
        say(socket, { msg: 'changed', collection: stream, id: 'id', fields: { eventName, args } });
    }
  }

  /** Says a frame to everybody. */
  sayToAll(frame: object): void {
    for (const [socket, { connected }] of this.#clients) if (connected) say(socket, frame);
  }

  /** Says what is perhaps no frame. */
  sayText(text: string): void {
    for (const socket of this.#clients.keys()) socket.send(text);
  }

  /** Ends all connections as a failing network does. */
  cut(): void {
    for (const socket of this.#clients.keys()) socket.terminate();
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #heard(socket: WebSocket, text: string): void {
    const client = this.#clients.get(socket);
    if (!client) return;
    const frame = JSON.parse(text) as Record<string, unknown>;
    const { msg } = frame;
    if (!client.connected) return this.#connect(socket, client, frame);
    if (msg === 'sub') return this.#subscribe(socket, client, frame);
    if (msg === 'unsub' && this.#has(frame, 'id')) {
      client.subscriptions.delete(String(frame['id']));
      return say(socket, { msg: 'nosub', id: frame['id'] });
    }
    if (msg === 'method') return this.#call(socket, frame);
    if (msg === 'ping' && this.#has(frame, 'id?')) return say(socket, { msg: 'pong', ...idOf(frame) });
    if (msg === 'pong' && this.#has(frame, 'id?')) return;
    this.#refuse(socket, frame, 'Unknown message type');
  }

  #connect(socket: WebSocket, client: Client, frame: Record<string, unknown>): void {
    if (frame['msg'] !== 'connect') return this.#refuse(socket, frame, 'Must connect first');
    if (!this.#has(frame, 'version', 'support', 'session?')) return;
    if (frame['version'] !== '1') {
      this.#options.onViolation(`DDP version ${String(frame['version'])}`);
      return say(socket, { msg: 'failed', version: '1' });
    }
    client.connected = true;
    say(socket, { msg: 'connected', session: randomUUID() });
  }

  #subscribe(socket: WebSocket, client: Client, frame: Record<string, unknown>): void {
    if (!this.#has(frame, 'id', 'name', 'params')) return;
    const { id, name, params } = frame as { id: string; name: string; params: readonly unknown[] };
    const [eventName, options] = params;
    const args = (options as { args?: readonly { token?: string; visitorToken?: string }[] } | undefined)?.args;
    const { token, visitorToken } = args?.[0] ?? {};
    const allowed =
      typeof eventName === 'string' &&
      token !== undefined &&
      token === visitorToken &&
      this.#options.allows(name, eventName, token);
    if (!allowed) {
      const error = { isClientSafe: true, error: 'not-allowed', message: '[not-allowed]', errorType: 'Meteor.Error' };
      return say(socket, { msg: 'nosub', id, error });
    }
    if (client.subscriptions.has(id)) this.#options.onViolation(`the subscription ${id} is there already`);
    client.subscriptions.set(id, `${name} ${eventName}`);
    say(socket, { msg: 'ready', subs: [id] });
  }

  #call(socket: WebSocket, frame: Record<string, unknown>): void {
    if (!this.#has(frame, 'id', 'method', 'params')) return;
    const { id, method, params } = frame as { id: string; method: string; params: readonly unknown[] };
    try {
      this.#options.onCall(method, params);
      say(socket, { msg: 'result', id });
    } catch (error) {
      say(socket, { msg: 'result', id, error: { error: 'not-allowed', message: String(error) } });
    }
    say(socket, { msg: 'updated', methods: [id] });
  }

  /** Whether a frame has these fields and no others; `?` marks those that it need not have. */
  #has(frame: Record<string, unknown>, ...names: readonly string[]): boolean {
    const known = ['msg', ...names.map((name) => name.replace('?', ''))];
    const other = Object.keys(frame).find((name) => !known.includes(name));
    const missing = names.find((name) => !name.endsWith('?') && frame[name] === undefined);
    if (other !== undefined) this.#options.onViolation(`${String(frame['msg'])} has no ${other}`);
    if (missing !== undefined) this.#options.onViolation(`${String(frame['msg'])} needs ${missing}`);
    return other === undefined && missing === undefined;
  }

  /** Source: Meteor's `sendError`. */
  #refuse(socket: WebSocket, frame: object, reason: string): void {
    this.#options.onViolation(`${reason}: ${JSON.stringify(frame)}`);
    say(socket, { msg: 'error', reason, offendingMessage: frame });
  }
}

const idOf = ({ id }: Record<string, unknown>): object => (id === undefined ? {} : { id });

function say(socket: WebSocket, frame: object): void {
  socket.send(JSON.stringify(frame));
}

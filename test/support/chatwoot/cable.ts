/** ActionCable for the fake Chatwoot: what it needs of one, and one that speaks the framing and is strict about it. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** A broadcast of Chatwoot's. */
export interface Broadcast {
  readonly event: string;
  readonly data: unknown;
}

/** The socket side of a fake Chatwoot. */
export interface Cable {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Visitors with this token may subscribe, or none any more. */
  allow(token: string, allowed: boolean): void | Promise<void>;
  /** To all subscribers of a token. */
  broadcast(token: string, message: Broadcast): void | Promise<void>;
  close(): Promise<void>;
}

export interface FakeCableOptions {
  /** Somebody broke the protocol. */
  onViolation(what: string): void;
  /** Somebody subscribed, or said `update_presence`. */
  onPresence(token: string): void;
}

/** Rails pings every 3 s (seen on real ActionCable). */
const PING_INTERVAL = 3_000;
/** The subprotocol of the first version; Rails closes for others. */
const SUBPROTOCOL = 'actioncable-v1-json';

/** ActionCable without Rails. */
export class FakeCable implements Cable {
  readonly #options: FakeCableOptions;
  readonly #tokens = new Set<string>();
  /** Socket → what it is subscribed to: identifier → token. */
  readonly #sockets = new Map<WebSocket, Map<string, string>>();
  readonly #server = new WebSocketServer({
    noServer: true,
    handleProtocols: (protocols) => (protocols.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  readonly #pings: ReturnType<typeof setInterval>;

  constructor(options: FakeCableOptions) {
    this.#options = options;
    this.#pings = setInterval(() => {
      for (const socket of this.#sockets.keys()) say(socket, { type: 'ping', message: Math.floor(Date.now() / 1000) });
    }, PING_INTERVAL);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const offered = String(request.headers['sec-websocket-protocol'] ?? '').split(/,\s*/);
    if (!offered.includes(SUBPROTOCOL)) {
      this.#options.onViolation(`no ${SUBPROTOCOL} among ${offered.join(' ')}`);
      return void socket.destroy();
    }
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#sockets.set(client, new Map());
      client.on('close', () => this.#sockets.delete(client));
      client.on('message', (data) => this.#heard(client, (data as Buffer).toString()));
      say(client, { type: 'welcome' });
    });
  }

  allow(token: string, allowed: boolean): void {
    if (allowed) this.#tokens.add(token);
    else this.#tokens.delete(token);
  }

  broadcast(token: string, message: Broadcast): void {
    for (const [socket, subscriptions] of this.#sockets) {
      for (const [identifier, subscribed] of subscriptions) {
        if (subscribed === token) say(socket, { identifier, message });
      }
    }
  }

  /** Says a frame to everybody. */
  sayToAll(frame: object): void {
    for (const socket of this.#sockets.keys()) say(socket, frame);
  }

  /** Says what is perhaps no frame. */
  sayText(text: string): void {
    for (const socket of this.#sockets.keys()) socket.send(text);
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    for (const socket of this.#sockets.keys()) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #heard(socket: WebSocket, text: string): void {
    const frame = JSON.parse(text) as Record<string, unknown>;
    const { command, identifier, data } = frame;
    const subscriptions = this.#sockets.get(socket);
    if (typeof identifier !== 'string' || !subscriptions) return this.#options.onViolation(`no identifier in ${text}`);
    switch (command) {
      case 'subscribe': {
        const parameters = JSON.parse(identifier) as Record<string, unknown>;
        const { channel, pubsub_token: token, ...others } = parameters;
        const [other] = Object.keys(others);
        if (other !== undefined) this.#options.onViolation(`a visitor's subscription has no ${other}`);
        if (subscriptions.has(identifier)) return this.#options.onViolation('subscribed twice');
        if (channel !== 'RoomChannel' || typeof token !== 'string' || !this.#tokens.has(token)) {
          return say(socket, { identifier, type: 'reject_subscription' });
        }
        subscriptions.set(identifier, token);
        say(socket, { identifier, type: 'confirm_subscription' });
        return this.#options.onPresence(token);
      }
      case 'unsubscribe':
        return void subscriptions.delete(identifier);
      case 'message': {
        const token = subscriptions.get(identifier);
        if (token === undefined) return this.#options.onViolation('a message before the subscription was confirmed');
        const { action } = JSON.parse(String(data)) as Record<string, unknown>;
        if (action !== 'update_presence')
          return this.#options.onViolation(`RoomChannel has no action ${String(action)}`);
        return this.#options.onPresence(token);
      }
      default:
        return this.#options.onViolation(`no such command: ${String(command)}`);
    }
  }
}

function say(socket: WebSocket, frame: object): void {
  socket.send(JSON.stringify(frame));
}

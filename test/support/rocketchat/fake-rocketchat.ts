/**
 * A Rocket.Chat for tests: the Livechat part of its REST API (`livechat-api.ts`) and of its DDP, as its source has them, and
 * the hands of an agent. Strict: what a visitor's page may not do is an error and stands in `violations`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpFault } from '../adapters/http-faults.js';
import { DdpServer } from './ddp-server.js';
import { LivechatApi, type LivechatOptions } from './livechat-api.js';
import { serveLoaded } from './loaded.js';
import { Refusal, Violation, answer, readRequest } from './requests.js';
import { RocketChatDesk } from './rocketchat-desk.js';

export class FakeRocketChat extends RocketChatDesk {
  readonly violations: string[] = [];
  /** `METHOD path` of every request, in order. */
  readonly requests: string[] = [];
  url = '';

  readonly #api: LivechatApi;
  #everyFault: HttpFault | null = null;
  readonly #faults: { readonly of: RegExp; readonly fault: HttpFault }[] = [];
  readonly #http = createServer((request, response) => void this.#serve(request, response));

  private constructor(options: LivechatOptions) {
    super();
    this.#api = new LivechatApi(this, options);
  }

  static async start(options: LivechatOptions = {}): Promise<FakeRocketChat> {
    const fake = new FakeRocketChat(options);
    fake.socket = new DdpServer({
      onViolation: (what) => fake.violations.push(what),
      allows: (stream, eventName, token) => fake.#mayListen(stream, eventName, token),
      onCall: (method, params) => fake.#called(method, params),
    });
    fake.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.url === '/websocket') fake.ddp.upgrade(request, socket, head);
      else socket.destroy();
    });
    await new Promise<void>((resolve) => fake.#http.listen(0, '127.0.0.1', resolve));
    fake.url = `http://127.0.0.1:${(fake.#http.address() as AddressInfo).port}`;
    return fake;
  }

  async close(): Promise<void> {
    await this.socket?.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  get ddp(): DdpServer {
    if (!this.socket) throw new Error('It is not started.');
    return this.socket;
  }

  /** All requests go wrong like this, until null. */
  failAll(fault: HttpFault | null): void {
    this.#everyFault = fault;
  }

  /** The next request that fits (`POST …/message`) goes wrong. */
  failNext(of: RegExp, fault: HttpFault): void {
    this.#faults.push({ of, fault });
  }

  // The REST API.

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method === 'OPTIONS') return answer(response, 204, undefined);
      const asked = await readRequest(request);
      const line = `${asked.method} ${asked.path}`;
      this.requests.push(line);
      const index = this.#faults.findIndex(({ of }) => of.test(line));
      const [planned] = index < 0 ? [] : this.#faults.splice(index, 1);
      const fault = planned?.fault ?? this.#everyFault;
      if (fault && fault.stored !== true) return fail(response, fault);
      if (serveLoaded(this, asked, response)) return;
      const body = await this.#api.answer(asked);
      if (fault) return fail(response, fault);
      answer(response, 200, { ...body, success: true }); // source: `API.v1.success`
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof Violation) this.violations.push(String(error));
      if (error instanceof Refusal) answer(response, error.status, error.body);
      else answer(response, 500, { success: false, error: 'Internal server error' });
    }
  }

  // DDP.

  #mayListen(stream: string, eventName: string, token: string): boolean {
    const [rid, what] = eventName.split('/');
    const room = this.rooms.find((one) => one._id === rid);
    if (room?.visitor.token !== token) return false;
    if (stream === 'stream-notify-room') return what === 'user-activity' || what === 'deleteMessage';
    return what === undefined && (stream === 'stream-room-messages' || stream === 'stream-livechat-room');
  }

  /** Source: `allowWrite` of `stream-notify-room`: only what the visitor does, in their room, under their name. */
  #called(method: string, params: readonly unknown[]): void {
    const [eventName, username, activities, extra] = params as [string, string, readonly string[], { token: string }];
    const [rid, what] = eventName.split('/');
    const room = this.rooms.find((one) => one._id === rid);
    const allowed =
      method === 'stream-notify-room' &&
      what === 'user-activity' &&
      room?.visitor.token === extra.token &&
      room.visitor.username === username &&
      (activities.length === 0 || activities.join() === 'user-typing');
    if (!allowed) {
      this.violations.push(`${method} ${JSON.stringify(params)}`);
      throw new Error('[not-allowed]');
    }
    room.visitorTypes = activities.length > 0;
    this.ddp.emit('stream-notify-room', eventName, username, activities);
  }
}

function fail(
  response: ServerResponse,
  { status = 500, body = { success: false, error: 'Internal server error' }, headers, cut }: HttpFault,
): void {
  if (!cut) return answer(response, status, body, headers);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('{"message": {', () => response.destroy());
}

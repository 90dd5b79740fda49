/**
 * A Rocket.Chat for tests: the Livechat part of its REST API and of its DDP, as its source has them, and the hands of an
 * agent. Strict: what a visitor's page may not do is an error and stands in `violations`. Every answer names its fact.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { DdpServer } from './ddp-server.js';
import {
  agentJson,
  iso,
  messageJson,
  roomJson,
  visitorJson,
  type Message,
  type Room,
  type Visitor,
} from './records.js';
import { Refusal, Violation, answer, only, readRequest, textOf, type Asked } from './requests.js';
import { RocketChatDesk, meteorId } from './rocketchat-desk.js';

export interface FakeRocketChatOptions {
  /** Visitors 5 in a minute, words that are left 1 in 5 s (source: `rateLimiterOptions`). Default: as many as come. */
  readonly rateLimits?: boolean;
  /** A message that is there is refused without a word, as by older versions. Default: it is answered again. */
  readonly refusesRepeats?: boolean;
  /** Characters of a message (source: `Livechat_message_character_limit`). Default: any number. */
  readonly characterLimit?: number;
  /** Livechat is on. Default: true. */
  readonly enabled?: boolean;
  /** Files may be sent. Default: true. */
  readonly fileUpload?: boolean;
  /** Bytes of a file. Default: 1 MiB. */
  readonly maxFileSize?: number;
  /** Agents are not shown by name (source: `Livechat_show_agent_info` is off). Default: they are. */
  readonly agentHiddenInfo?: boolean;
}

/** What becomes of a request instead of its answer. */
export interface Fault {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** It is carried out, only its answer is another one. */
  readonly stored?: boolean;
  /** The connection ends in the middle of the answer. */
  readonly cut?: boolean;
}

const API = '/api/v1/livechat/';

export class FakeRocketChat extends RocketChatDesk {
  readonly violations: string[] = [];
  /** `METHOD path` of every request, in order. */
  readonly requests: string[] = [];
  url = '';

  readonly #options: FakeRocketChatOptions;
  #everyFault: Fault | null = null;
  readonly #faults: { readonly of: RegExp; readonly fault: Fault }[] = [];
  readonly #calls = new Map<string, number[]>();
  readonly #http = createServer((request, response) => void this.#serve(request, response));

  private constructor(options: FakeRocketChatOptions) {
    super();
    this.#options = options;
  }

  static async start(options: FakeRocketChatOptions = {}): Promise<FakeRocketChat> {
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
  failAll(fault: Fault | null): void {
    this.#everyFault = fault;
  }

  /** The next request that fits (`POST …/message`) goes wrong. */
  failNext(of: RegExp, fault: Fault): void {
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
      if (asked.path.startsWith('/file-upload/')) return this.#file(asked, response);
      const body = await this.#route(asked);
      if (fault) return fail(response, fault);
      answer(response, 200, { ...body, success: true }); // source: `API.v1.success`
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof Violation) this.violations.push(String(error));
      if (error instanceof Refusal) answer(response, error.status, error.body);
      else answer(response, 500, { success: false, error: 'Internal server error' });
    }
  }

  async #route(asked: Asked): Promise<object> {
    if (!asked.path.startsWith(API)) throw new Violation({ error: 'Not found' }, 404);
    const [what = '', id = ''] = asked.path.slice(API.length).split('/').map(decodeURIComponent);
    switch (`${asked.method} ${what}`) {
      case 'GET config':
        return this.#config(asked);
      case 'POST visitor':
        return this.#register(asked);
      case 'GET room':
        return this.#openRoom(asked);
      case 'POST message':
        return this.#post(asked);
      case 'GET message':
        return this.#one(asked, id);
      case 'GET messages.history':
        return this.#history(asked, id);
      case 'POST upload':
        return this.#upload(asked, id);
      case 'POST room.close':
        return this.#close(asked);
      case 'POST room.survey':
        return this.#survey(asked);
      case 'POST offline.message':
        return this.#leave(asked);
      default:
        throw new Violation({ error: `No ${asked.method} ${asked.path}` }, 404);
    }
  }

  /** Who has no token that is known gets nothing (source: `findGuest`). */
  #guest(asked: Asked): Visitor {
    const token = textOf(asked, 'token');
    const found = this.visitors.find((one) => one.token === token);
    if (!found) throw new Refusal('invalid-token');
    return found;
  }

  /** A room of the visitor, open or not (source: `findRoom`). */
  #roomOf(visitor: Visitor, rid: string): Room {
    const found = this.rooms.find((one) => one._id === rid && one.visitor === visitor);
    if (!found) throw new Refusal('invalid-room');
    return found;
  }

  #openOf(visitor: Visitor | undefined): Room | undefined {
    return this.rooms.find((one) => one.visitor === visitor && one.open);
  }

  /** Source: `livechat/config`; the guest and the room only where there are any, and the room only while it is open. */
  #config(asked: Asked): object {
    only(asked, 'token', 'department', 'businessUnit');
    if (this.#options.enabled === false) return { config: { enabled: false } };
    const guest = this.visitors.find((one) => one.token === asked.query.get('token'));
    const room = this.#openOf(guest);
    const { agentHiddenInfo = false, fileUpload = true, characterLimit = false } = this.#options;
    const agent = room?.servedBy && (agentHiddenInfo ? { hiddenInfo: true } : agentJson(room.servedBy));
    return {
      config: {
        ...{ enabled: true, online: this.online, departments: [], triggers: [] },
        settings: { fileUpload, agentHiddenInfo, limitTextLength: characterLimit, registrationForm: true },
        survey: {
          items: ['satisfaction', 'agentKnowledge', 'agentResposiveness', 'agentFriendliness'],
          values: ['1', '2', '3', '4', '5'],
        },
        ...(guest && { guest: visitorJson(guest) }),
        ...(room && { room: roomJson(room) }),
        ...(agent && { agent }),
      },
    };
  }

  /** Source: `POST livechat/visitor`; the same token again changes the visitor. */
  #register(asked: Asked): object {
    only(asked, 'visitor!');
    this.#limit('visitor', 5, 60_000);
    const given = asked.fields['visitor'] as Record<string, unknown>;
    const known = ['token', 'name', 'email', 'phone', 'department', 'username', 'customFields'];
    const other = Object.keys(given).find((name) => !known.includes(name));
    if (other !== undefined) throw new Violation(`a visitor has no ${other}`);
    const { token, name, email, department, customFields } = given;
    if (typeof token !== 'string' || !token.trim())
      throw new Refusal({ success: false, error: 'Token cannot be empty [error-invalid-token]' });
    let visitor = this.visitors.find((one) => one.token === token);
    if (!visitor) {
      const username = `guest-${this.visitors.length + 1}`;
      visitor = {
        ...{ _id: meteorId(), token, username, name: undefined, email: undefined, department: undefined },
        livechatData: {},
      };
      this.visitors.push(visitor);
    }
    if (typeof name === 'string') visitor.name = name;
    if (typeof email === 'string') visitor.email = email;
    if (typeof department === 'string') visitor.department = department;
    for (const { key, value, overwrite } of (customFields as readonly Record<string, unknown>[] | undefined) ?? []) {
      if (typeof key !== 'string' || typeof value !== 'string' || typeof overwrite !== 'boolean')
        throw new Violation('customFields are {key, value, overwrite}');
      visitor.livechatData[key] = value;
    }
    return { visitor: visitorJson(visitor) };
  }

  /** Source: `GET livechat/room` gives the open room or makes one; `rid` only finds. */
  #openRoom(asked: Asked): object {
    only(asked, 'token!', 'rid', 'agentId');
    const guest = this.#guest(asked);
    const open = this.#openOf(guest);
    const rid = asked.query.get('rid');
    if (rid !== null && open?._id !== rid) throw new Refusal('invalid-room');
    if (open) return { room: roomJson(open), newRoom: false };
    if (!this.online) {
      const error = 'Sorry, no online agents [no-agent-online]';
      throw new Refusal({ success: false, error, errorType: 'no-agent-online' });
    }
    return { room: roomJson(this.create(guest)), newRoom: true };
  }

  #post(asked: Asked): object {
    only(asked, 'token!', 'rid!', 'msg!', '_id', 'agent');
    const guest = this.#guest(asked);
    const room = this.#roomOf(guest, textOf(asked, 'rid'));
    if (!room.open) throw new Refusal('room-closed');
    const msg = textOf(asked, 'msg');
    if (msg.length > (this.#options.characterLimit ?? Infinity))
      throw new Refusal('message-length-exceeds-character-limit');
    const _id = asked.fields['_id'] === undefined ? meteorId() : textOf(asked, '_id');
    // Source: `sendMessage` stores nothing under an id that is there.
    const known = this.#message(_id);
    if (known && this.#options.refusesRepeats) throw new Refusal({ success: false });
    const message = known ?? this.add(room, guest, msg, { _id, token: guest.token });
    return { message: messageJson(message, iso) };
  }

  #message(id: string): Message | undefined {
    return this.rooms.flatMap(({ messages }) => messages).find(({ _id }) => _id === id);
  }

  #one(asked: Asked, id: string): object {
    only(asked, 'token!', 'rid!');
    this.#roomOf(this.#guest(asked), textOf(asked, 'rid'));
    const message = this.#message(id);
    if (!message) throw new Refusal('invalid-message');
    return { message: messageJson(message, iso) };
  }

  /** Source: `loadMessageHistory`, the newest first, `end` exclusive; closed rooms too. */
  #history(asked: Asked, rid: string): object {
    only(asked, 'token!', 'ls', 'end', 'limit', 'offset', 'count', 'sort', 'searchText');
    const { messages } = this.#roomOf(this.#guest(asked), rid);
    const end = Date.parse(asked.query.get('end') ?? '') || Infinity;
    const limit = Number(asked.query.get('limit') ?? 20);
    const sorted = messages.filter(({ ts }) => ts < end).toSorted((one, other) => one.ts - other.ts);
    return {
      messages: sorted
        .slice(-limit)
        .toReversed()
        .map((message) => messageJson(message, iso)),
    };
  }

  /** Source: `livechat/upload/:rid`; the file is a message at once, and rooms that are closed are `unauthorized`. */
  async #upload(asked: Asked, rid: string): Promise<object> {
    only(asked, 'description', 'msg');
    const room = this.rooms.find((one) => one._id === rid && one.open && one.visitor.token === asked.visitorToken);
    if (asked.visitorToken === undefined) throw new Violation({ status: 'error', message: 'unauthorized' }, 401);
    if (!room) throw new Refusal({ status: 'error', message: 'You must be logged in to do this.' }, 401);
    if (!asked.file) throw new Violation('[No file uploaded]');
    const bytes = Buffer.from(await asked.file.arrayBuffer());
    if (asked.file.type === 'image/svg+xml') throw new Refusal({ success: false, reason: 'error-type-not-allowed' });
    if (bytes.length > (this.#options.maxFileSize ?? 2 ** 20))
      throw new Refusal({ success: false, reason: 'error-size-not-allowed', sizeAllowed: '1 MB' });
    const file = this.storedFile(asked.file.name, asked.file.type, bytes);
    const msg = typeof asked.fields['msg'] === 'string' ? asked.fields['msg'] : '';
    return messageJson(this.add(room, room.visitor, msg, { file, token: room.visitor.token }), iso);
  }

  #close(asked: Asked): object {
    only(asked, 'token!', 'rid!');
    const guest = this.#guest(asked);
    const room = this.#roomOf(guest, textOf(asked, 'rid'));
    if (!room.open) throw new Refusal('room-closed');
    this.closeRoom(room._id, guest);
    return { rid: room._id, comment: 'Closed by visitor' };
  }

  /** Source: `livechat/room.survey`; names and values that the configuration does not have are dropped. */
  #survey(asked: Asked): object {
    only(asked, 'token!', 'rid!', 'data!');
    const room = this.#roomOf(this.#guest(asked), textOf(asked, 'rid'));
    const data = asked.fields['data'] as readonly { readonly name: string; readonly value: unknown }[];
    for (const { name, value } of data) {
      if (typeof value !== 'string') throw new Violation('values of a survey are texts');
      if (name === 'additionalFeedback' || (name === 'satisfaction' && /^[1-5]$/.test(value)))
        room.survey[name] = value;
      else throw new Violation(`a survey has no ${name} ${value}`);
    }
    return { rid: room._id, data: room.survey };
  }

  /** Source: `livechat/offline.message`, a mail. */
  #leave(asked: Asked): object {
    only(asked, 'name!', 'email!', 'message!', 'department', 'host');
    this.#limit('offline.message', 1, 5_000);
    this.mails.push(asked.fields);
    return { message: 'Livechat_offline_message_sent' };
  }

  /** Source: `enforceRateLimit`; how long is in the words, and nowhere else. */
  #limit(what: string, count: number, interval: number): void {
    if (!this.#options.rateLimits) return;
    const now = this.now();
    const calls = (this.#calls.get(what) ?? []).filter((time) => time > now - interval);
    const seconds = Math.ceil(((calls[0] ?? now) + interval - now) / 1000);
    const error = `Error, too many requests. Please slow down. You must wait ${seconds} seconds before trying this endpoint again. [error-too-many-requests]`;
    if (calls.length >= count) throw new Refusal({ success: false, error }, 429);
    this.#calls.set(what, [...calls, now]);
  }

  /** Source: `requestCanAccessFiles`; a page of another site has no cookies, so it says them in the address. */
  #file({ path, query }: Asked, response: ServerResponse): void {
    const [rid, token] = [query.get('rc_rid'), query.get('rc_token')];
    const room = this.rooms.find((one) => one._id === rid && one.visitor.token === token);
    const file = room?.messages.find((one) => one.file?._id === path.split('/')[2])?.file;
    if (!file || query.get('rc_room_type') !== 'l') return void response.writeHead(403).end();
    // Source: `?download` of links with `title_link_download`.
    const disposition = query.has('download') ? 'attachment' : 'inline';
    const headers = {
      'Content-Type': file.type,
      'Content-Disposition': disposition,
      'Access-Control-Allow-Origin': '*',
    };
    response.writeHead(200, headers).end(file.bytes);
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
  { status = 500, body = { success: false, error: 'Internal server error' }, headers, cut }: Fault,
): void {
  if (!cut) return answer(response, status, body, headers);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('{"message": {', () => response.destroy());
}

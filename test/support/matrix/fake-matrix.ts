/**
 * A Matrix homeserver for tests: the client-server API as far as a support chat and its agents need it, as specified and as
 * seen on Synapse. Strict: what the API does not know is an error and stands in `violations`. Every answer names its fact;
 * "spec" is the client-server API of Matrix 1.11.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpFault } from '../adapters/http-faults.js';
import { Homeserver, type Account, type Room, type StoredEvent } from './homeserver.js';
import { Refusal, Violation, answer, only, readRequest, type Asked } from './matrix-requests.js';
import { messagesAnswer, placeOf, readEventFilter, readFilter, syncAnswer, type SyncFilter } from './sync-answer.js';

export interface FakeMatrixOptions {
  /** Guests may register. Default: true. */
  readonly guests?: boolean;
  /** Bytes of a file (Synapse: `max_upload_size`). Default: 1 MiB. */
  readonly maxUpload?: number;
  /** Media are where they were before Matrix 1.11. Default: false. */
  readonly oldMedia?: boolean;
}

/** A room as clients make it for others. */
interface RoomWish {
  readonly invite?: readonly string[];
  readonly preset?: string;
  readonly initial_state?: readonly { readonly type: string; readonly content: Record<string, unknown> }[];
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export class FakeMatrix extends Homeserver {
  readonly violations: string[] = [];
  /** `METHOD path` of every request, in order. */
  readonly requests: string[] = [];
  url = '';
  /** Questions of `/sync` that wait for something new. */
  polls = 0;

  readonly #options: FakeMatrixOptions;
  readonly #filters: string[] = [];
  #everyFault: HttpFault | null = null;
  readonly #faults: { readonly of: RegExp; readonly fault: HttpFault }[] = [];
  #polled: (() => void)[] = [];
  readonly #http = createServer((request, response) => {
    void readRequest(request).then((asked) => this.#serve(asked, response));
  });

  private constructor(options: FakeMatrixOptions) {
    super();
    this.#options = options;
  }

  static async start(options: FakeMatrixOptions = {}): Promise<FakeMatrix> {
    const fake = new FakeMatrix(options);
    await new Promise<void>((resolve) => fake.#http.listen(0, '127.0.0.1', resolve));
    fake.url = `http://127.0.0.1:${(fake.#http.address() as AddressInfo).port}`;
    return fake;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** All requests go wrong like this, until null; those that wait too. */
  failAll(fault: HttpFault | null): void {
    this.#everyFault = fault;
  }

  /** The next request that fits (`PUT …/send/…`) goes wrong. */
  failNext(of: RegExp, fault: HttpFault): void {
    this.#faults.push({ of, fault });
  }

  /** Resolves when somebody waits for something new. */
  async polling(): Promise<void> {
    if (this.polls === 0) await new Promise<void>((resolve) => this.#polled.push(resolve));
  }

  /** All lines are lost, and those who wait notice. */
  cut(): void {
    this.#http.closeAllConnections();
  }

  async #serve(asked: Asked, response: ServerResponse): Promise<void> {
    if (asked.method === 'OPTIONS') return answer(response, 204, undefined);
    const line = `${asked.method} ${decodeURIComponent(asked.path)}`;
    this.requests.push(line);
    const index = this.#faults.findIndex(({ of }) => of.test(line));
    const [planned] = index < 0 ? [] : this.#faults.splice(index, 1);
    const fault = planned?.fault ?? this.#everyFault;
    try {
      if (fault && fault.stored !== true) return fail(response, fault);
      const body = await this.#route(asked, response);
      if (fault) return fail(response, fault);
      answer(response, 200, body);
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof Violation) this.violations.push(String(error));
      if (error instanceof Refusal) answer(response, error.status, error.body);
      else answer(response, 500, { errcode: 'M_UNKNOWN', error: 'Internal server error' });
    }
  }

  async #route(asked: Asked, response: ServerResponse): Promise<unknown> {
    const { method, path } = asked;
    const [, area = '', rest = ''] = /^\/_matrix\/(client\/v3|client\/v1|media\/v3|client)\/(.*)$/.exec(path) ?? [];
    const [first = '', ...words] = rest.split('/').map(decodeURIComponent);
    if (area === 'client' && first === 'versions') return { versions: ['v1.1', 'v1.11', 'v1.12'] };
    if (area === 'media/v3' && first === 'thumbnail') return PNG; // of before 1.11: asked without an account
    if (area !== 'client/v3') return this.#media(asked, `${area}/${first}`, words);
    switch (`${method} ${first}`) {
      case 'POST register':
        return this.#register(asked);
      case 'GET sync':
        return this.#sync(asked, response);
      case 'POST join': {
        only(asked, [], ['reason', 'third_party_signed']);
        const account = this.#account(asked);
        this.join(this.room(words[0] ?? ''), account);
        return { room_id: words[0] };
      }
      case 'GET joined_rooms': {
        only(asked, []);
        const { userId } = this.#account(asked);
        const rooms = [...this.rooms.values()].filter((room) => this.membership(room, userId) === 'join');
        return { joined_rooms: rooms.map((room) => room.id) };
      }
      case 'POST createRoom':
        return this.#createRoom(asked);
      case 'GET account': {
        only(asked, []);
        const { userId, deviceId, isGuest } = this.#account(asked);
        return { user_id: userId, device_id: deviceId, is_guest: isGuest };
      }
      case 'PUT profile':
        return this.#setName(asked, words);
      case 'GET profile': {
        const { displayname, avatarUrl } = this.account(words[0] ?? '');
        return { displayname, avatar_url: avatarUrl };
      }
      case 'POST user':
        // Spec: `POST /user/{userId}/filter`.
        readFilter(JSON.stringify(asked.fields));
        return { filter_id: `${this.#filters.push(JSON.stringify(asked.fields)) - 1}` };
      case 'GET user':
        return JSON.parse(this.#filters[Number(words[2])] ?? '{}');
      case 'GET pushrules':
        return { global: { override: [], content: [], room: [], sender: [], underride: [] } };
      case 'GET voip':
        return {};
      case 'GET capabilities':
        return { capabilities: { 'm.room_versions': { default: '11', available: { '11': 'stable' } } } };
      default:
        if (first !== 'rooms') throw unrecognized(asked);
        return this.#inRoom(asked, words);
    }
  }

  /** Who has no token that is known gets nothing (spec: "Client authentication"). */
  #account(asked: Asked): Account {
    if (asked.token === undefined) throw new Violation(401, 'M_MISSING_TOKEN', 'Missing access token');
    const found = this.accounts.find((one) => one.token === asked.token);
    // Spec: "Soft logout", the device is kept, only its token is not taken any more.
    if (!found) throw new Refusal(401, 'M_UNKNOWN_TOKEN', 'Invalid access token passed.', { soft_logout: true });
    return found;
  }

  /** Seen on Synapse: `POST /register?kind=guest`. */
  #register(asked: Asked): object {
    only(asked, ['kind!'], ['initial_device_display_name']);
    if (asked.query.get('kind') !== 'guest') throw new Violation(401, 'M_FORBIDDEN', 'Only guests register here');
    if (this.#options.guests === false) throw new Refusal(403, 'M_FORBIDDEN', 'Guest access is disabled');
    const { userId, token, deviceId } = this.registerGuest();
    return { user_id: userId, access_token: token, device_id: deviceId, home_server: 'matrix.test' };
  }

  async #sync(asked: Asked, response: ServerResponse): Promise<object> {
    // The last two are of `matrix-js-sdk`: one against caches, one asks for what servers without it leave out.
    const own = ['_cacheBuster', 'org.matrix.msc4222.use_state_after'];
    only(asked, ['filter', 'since', 'timeout', 'full_state', 'set_presence', ...own]);
    const account = this.#account(asked);
    const since = asked.query.get('since');
    const end = Date.now() + Number(asked.query.get('timeout') ?? 0);
    const named = asked.query.get('filter');
    const filter: SyncFilter = readFilter(
      named?.startsWith('{') === false ? (this.#filters[Number(named)] ?? '') : named,
    );
    for (;;) {
      this.#account(asked); // its token may have expired while it waited
      const found = syncAnswer(this, account, since, filter);
      if (found) return found;
      if (Date.now() >= end || response.destroyed) return { next_batch: `s${this.place}` };
      await this.#nextChange(end - Date.now(), response);
    }
  }

  #nextChange(patience: number, response: ServerResponse): Promise<void> {
    this.polls++;
    for (const resolve of this.#polled.splice(0)) resolve();
    return new Promise((resolve) => {
      const settle = (): void => {
        this.polls--;
        late.removeEventListener('abort', settle);
        stop();
        response.off('close', settle);
        resolve();
      };
      const late = AbortSignal.timeout(patience);
      late.addEventListener('abort', settle);
      const stop = this.onChange(settle);
      response.on('close', settle);
    });
  }

  /** Spec: `POST /createRoom`, as far as the server of a site needs it. */
  #createRoom(asked: Asked): object {
    only(
      asked,
      [],
      ['preset', 'invite', 'initial_state', 'name', 'topic', 'is_direct', 'power_level_content_override', 'visibility'],
    );
    const account = this.#account(asked);
    const { invite = [], preset, initial_state = [] } = asked.fields as RoomWish;
    const access = initial_state.find(({ type }) => type === 'm.room.guest_access')?.content['guest_access'];
    const room = this.createRoom(account, {
      invite,
      // Spec: presets, `private_chat` and `trusted_private_chat` let guests in.
      guestAccess: typeof access === 'string' ? access : preset === 'public_chat' ? 'forbidden' : 'can_join',
      joinRule: preset === 'public_chat' ? 'public' : 'invite',
    });
    return { room_id: room.id };
  }

  #setName(asked: Asked, [userId, field]: readonly string[]): object {
    only(asked, [], ['displayname!']);
    const account = this.#account(asked);
    if (account.userId !== userId || field !== 'displayname') throw new Violation(403, 'M_FORBIDDEN', 'Not your own');
    this.setProfile(account, { displayname: String(asked.fields['displayname']) });
    return {};
  }

  async #inRoom(asked: Asked, [roomId = '', what = '', ...more]: readonly string[]): Promise<unknown> {
    const account = this.#account(asked);
    const room = this.room(roomId);
    switch (`${asked.method} ${what}`) {
      case 'PUT send':
        return this.#send(asked, account, room, more);
      case 'GET messages':
        return this.#messages(asked, account, room);
      case 'PUT typing': {
        const { typing } = asked.fields;
        only(asked, [], ['typing!', 'timeout']);
        this.mustBeIn(room, account);
        if (more[0] !== account.userId)
          throw new Violation(403, 'M_FORBIDDEN', 'Cannot set another user’s typing state');
        if (typing === true && typeof asked.fields['timeout'] !== 'number')
          throw new Violation(400, 'M_BAD_JSON', 'typing needs a timeout');
        const others = room.typing.users.filter((one) => one !== account.userId);
        this.type(room, typing === true ? [...others, account.userId] : others);
        return {};
      }
      case 'POST receipt': {
        only(asked, [], ['thread_id']);
        this.mustBeIn(room, account);
        if (more[0] !== 'm.read' || !room.events.some(({ id }) => id === more[1]))
          throw new Violation(400, 'M_INVALID_PARAM', `no receipt ${more.join(' ')}`);
        this.read(room, account.userId, more[1] ?? '');
        return {};
      }
      case 'POST leave':
        only(asked, [], ['reason']);
        this.leave(room, account);
        return {};
      case 'POST invite':
        this.invite(room, account, String(asked.fields['user_id']));
        return {};
      case 'POST kick':
        this.leave(room, this.account(String(asked.fields['user_id'])), account);
        return {};
      case 'PUT redact': {
        const event = this.#event(room, more[0]);
        return { event_id: this.redact(room, account, event).id };
      }
      default:
        throw unrecognized(asked);
    }
  }

  #event(room: Room, id: string | undefined): StoredEvent {
    const found = room.events.find((one) => one.id === id);
    if (!found) throw new Refusal(404, 'M_NOT_FOUND', `No event ${id}`);
    return found;
  }

  #send(asked: Asked, account: Account, room: Room, [type = '', transaction = '']: readonly string[]): object {
    only(asked, [], Object.keys(asked.fields)); // the content of an event may have any fields
    const { msgtype, body } = asked.fields;
    if (type === 'm.room.message' && (typeof msgtype !== 'string' || typeof body !== 'string'))
      throw new Violation(400, 'M_BAD_JSON', 'm.room.message needs msgtype and body');
    return { event_id: this.send(room, account, type, asked.fields, transaction).id };
  }

  #messages(asked: Asked, account: Account, room: Room): object {
    only(asked, ['dir!', 'from', 'to', 'limit', 'filter']);
    if (asked.query.get('dir') !== 'b') throw new Violation(400, 'M_INVALID_PARAM', 'only backwards');
    if (this.membership(room, account.userId) === undefined)
      throw new Refusal(403, 'M_FORBIDDEN', `User ${account.userId} not in room ${room.id}`);
    const from = asked.query.get('from');
    if (from !== null) placeOf(from);
    return messagesAnswer(this, room, account, {
      from,
      limit: Number(asked.query.get('limit') ?? 10),
      filter: readEventFilter(asked.query.get('filter')),
    });
  }

  /** Spec: "Content repository"; since 1.11 nothing is given without an account. */
  async #media(asked: Asked, what: string, words: readonly string[]): Promise<unknown> {
    if (`${asked.method} ${what}` === 'POST media/v3/upload') {
      only(asked, ['filename']);
      const { isGuest } = this.#account(asked);
      if (isGuest) throw new Refusal(403, 'M_GUEST_ACCESS_FORBIDDEN', 'Guest access not allowed');
      if (asked.bytes.length > (this.#options.maxUpload ?? 2 ** 20))
        throw new Refusal(413, 'M_TOO_LARGE', 'Upload request body is too large');
      const { bytes, type } = asked;
      return { content_uri: this.store({ bytes, type, name: asked.query.get('filename') ?? undefined }) };
    }
    const [action, name, id = ''] = what === 'client/v1/media' ? words : ['', ...words];
    const isOld = what === 'media/v3/download';
    if (asked.method !== 'GET' || name !== 'matrix.test' || (!isOld && action !== 'download'))
      throw unrecognized(asked);
    this.#account(asked);
    const media = this.media.get(id);
    if (isOld !== (this.#options.oldMedia ?? false))
      throw new Refusal(404, isOld ? 'M_NOT_FOUND' : 'M_UNRECOGNIZED', 'Not here');
    if (!media) throw new Refusal(404, 'M_NOT_FOUND', 'Not found');
    return media.bytes;
  }
}

function unrecognized({ method, path }: Asked): Violation {
  return new Violation(404, 'M_UNRECOGNIZED', `Unrecognized request: ${method} ${path}`);
}

function fail(
  response: ServerResponse,
  { status = 500, body = { errcode: 'M_UNKNOWN', error: 'Internal server error' }, headers, cut }: HttpFault,
): void {
  if (!cut) return answer(response, status, body, headers);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('{"rooms": {', () => response.destroy());
}

/** The Livechat part of the fake Rocket.Chat's REST API, as its source has it. Every answer names its fact. */
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
import { Refusal, Violation, only, textOf, type Asked } from './requests.js';
import { meteorId, type RocketChatDesk } from './rocketchat-desk.js';

export interface LivechatOptions {
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

const API = '/api/v1/livechat/';

export class LivechatApi {
  readonly #desk: RocketChatDesk;
  readonly #options: LivechatOptions;
  /** When what is limited was called. */
  readonly #calls = new Map<string, number[]>();

  constructor(desk: RocketChatDesk, options: LivechatOptions) {
    this.#desk = desk;
    this.#options = options;
  }

  /** @throws Refusal, which is a `Violation` for what no client may ask */
  async answer(asked: Asked): Promise<object> {
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
    const found = this.#desk.visitors.find((one) => one.token === token);
    if (!found) throw new Refusal('invalid-token');
    return found;
  }

  /** A room of the visitor, open or not (source: `findRoom`). */
  #roomOf(visitor: Visitor, rid: string): Room {
    const found = this.#desk.rooms.find((one) => one._id === rid && one.visitor === visitor);
    if (!found) throw new Refusal('invalid-room');
    return found;
  }

  #openOf(visitor: Visitor | undefined): Room | undefined {
    return this.#desk.rooms.find((one) => one.visitor === visitor && one.open);
  }

  /** Source: `livechat/config`; the guest and the room only where there are any, and the room only while it is open. */
  #config(asked: Asked): object {
    only(asked, 'token', 'department', 'businessUnit');
    if (this.#options.enabled === false) return { config: { enabled: false } };
    const guest = this.#desk.visitors.find((one) => one.token === asked.query.get('token'));
    const room = this.#openOf(guest);
    const { agentHiddenInfo = false, fileUpload = true, characterLimit = false } = this.#options;
    const agent = room?.servedBy && (agentHiddenInfo ? { hiddenInfo: true } : agentJson(room.servedBy));
    return {
      config: {
        ...{ enabled: true, online: this.#desk.online, departments: [], triggers: [] },
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
    let visitor = this.#desk.visitors.find((one) => one.token === token);
    if (!visitor) {
      const username = `guest-${this.#desk.visitors.length + 1}`;
      visitor = {
        ...{ _id: meteorId(), token, username, name: undefined, email: undefined, department: undefined },
        livechatData: {},
      };
      this.#desk.visitors.push(visitor);
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
    if (!this.#desk.online) {
      const error = 'Sorry, no online agents [no-agent-online]';
      throw new Refusal({ success: false, error, errorType: 'no-agent-online' });
    }
    return { room: roomJson(this.#desk.create(guest)), newRoom: true };
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
    const message = known ?? this.#desk.add(room, guest, msg, { _id, token: guest.token });
    return { message: messageJson(message, iso) };
  }

  #message(id: string): Message | undefined {
    return this.#desk.rooms.flatMap(({ messages }) => messages).find(({ _id }) => _id === id);
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
    const room = this.#desk.rooms.find(
      (one) => one._id === rid && one.open && one.visitor.token === asked.visitorToken,
    );
    if (asked.visitorToken === undefined) throw new Violation({ status: 'error', message: 'unauthorized' }, 401);
    if (!room) throw new Refusal({ status: 'error', message: 'You must be logged in to do this.' }, 401);
    if (!asked.file) throw new Violation('[No file uploaded]');
    const bytes = Buffer.from(await asked.file.arrayBuffer());
    if (asked.file.type === 'image/svg+xml') throw new Refusal({ success: false, reason: 'error-type-not-allowed' });
    if (bytes.length > (this.#options.maxFileSize ?? 2 ** 20))
      throw new Refusal({ success: false, reason: 'error-size-not-allowed', sizeAllowed: '1 MB' });
    const file = this.#desk.storedFile(asked.file.name, asked.file.type, bytes);
    const msg = typeof asked.fields['msg'] === 'string' ? asked.fields['msg'] : '';
    return messageJson(this.#desk.add(room, room.visitor, msg, { file, token: room.visitor.token }), iso);
  }

  #close(asked: Asked): object {
    only(asked, 'token!', 'rid!');
    const guest = this.#guest(asked);
    const room = this.#roomOf(guest, textOf(asked, 'rid'));
    if (!room.open) throw new Refusal('room-closed');
    this.#desk.closeRoom(room._id, guest);
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
    this.#desk.mails.push(asked.fields);
    return { message: 'Livechat_offline_message_sent' };
  }

  /** Source: `enforceRateLimit`; how long is in the words, and nowhere else. */
  #limit(what: string, count: number, interval: number): void {
    if (!this.#options.rateLimits) return;
    const now = this.#desk.now();
    const calls = (this.#calls.get(what) ?? []).filter((time) => time > now - interval);
    const seconds = Math.ceil(((calls[0] ?? now) + interval - now) / 1000);
    const error = `Error, too many requests. Please slow down. You must wait ${seconds} seconds before trying this endpoint again. [error-too-many-requests]`;
    if (calls.length >= count) throw new Refusal({ success: false, error }, 429);
    this.#calls.set(what, [...calls, now]);
  }
}

/**
 * The inside of the fake Rocket.Chat: what it keeps, what it tells visitors on the streams, and the hands of an agent. Who
 * asks over HTTP, and how, is in `fake-rocketchat.ts`.
 */
import { randomBytes } from 'node:crypto';
import type { DdpServer } from './ddp-server.js';
import {
  agentJson,
  ejson,
  messageJson,
  type Agent,
  type Message,
  type Room,
  type StoredFile,
  type Visitor,
} from './records.js';

export const JANE: Agent = { _id: 'janeJaneJaneJane1', username: 'jane.doe', name: 'Jane' };
export const ROBOT: Agent = { _id: 'robotRobotRobot12', username: 'robo.bot', name: 'Robot', bot: true };

/** Ids as Meteor makes them: 17 letters and digits that cannot be mistaken. */
export function meteorId(): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';
  return [...randomBytes(17)].map((byte) => letters[byte % letters.length]).join('');
}

/** What a message may have beside its words. */
export type Written = Partial<Pick<Message, 't' | 'ts' | 'file' | 'bot' | 'token'>> & { readonly _id?: string };

export class RocketChatDesk {
  readonly visitors: Visitor[] = [];
  readonly rooms: Room[] = [];
  /** Words that were left while nobody was there. */
  readonly mails: object[] = [];
  /** Somebody is there. */
  online = true;
  now = (): number => Date.now();

  protected socket: DdpServer | null = null;

  room(id: string): Room {
    const found = this.rooms.find((one) => one._id === id);
    if (!found) throw new Error(`There is no room ${id}.`);
    return found;
  }

  /** The newest room of the visitor who has this one. */
  newest(id: string): Room {
    const { visitor } = this.room(id);
    return this.rooms.findLast((one) => one.visitor === visitor) ?? this.room(id);
  }

  /** All messages of people in all rooms of the visitor who has this one. */
  words(id: string): readonly Message[] {
    const { visitor } = this.room(id);
    return this.rooms
      .filter((one) => one.visitor === visitor)
      .flatMap(({ messages }) => messages.filter(({ t }) => !t));
  }

  create(visitor: Visitor): Room {
    const room: Room = {
      ...{ _id: meteorId(), visitor, open: true, servedBy: null, messages: [], survey: {}, visitorTypes: false },
    };
    this.rooms.push(room);
    this.add(room, visitor, '', { t: 'livechat-started' });
    return room;
  }

  say(id: string, msg: string, more: Written = {}, by: Agent = JANE): Message {
    return this.add(this.room(id), by, msg, { ...(by.bot && { bot: { i: 'bot' } }), ...more });
  }

  /** An agent takes the room (source: `agentData` on the stream of the room, and a command for its own client). */
  take(id: string, agent: Agent | null = JANE): void {
    const room = this.room(id);
    room.servedBy = agent;
    this.socket?.emit('stream-livechat-room', id, { type: 'agentData', ...(agent && { data: agentJson(agent) }) });
    if (agent) this.add(room, agent, 'connected', { t: 'command' });
  }

  /** Source: `queueData`, a second after the place has changed. */
  queue(id: string, spot: number, estimatedWaitTimeSeconds: number): void {
    const data = { spot, queueSize: spot, estimatedWaitTimeSeconds, message: { text: `You are ${spot}` } };
    this.socket?.emit('stream-livechat-room', id, { type: 'queueData', data });
  }

  edit(message: Message, msg: string): void {
    message.msg = msg;
    message.editedAt = this.now();
    this.#tell(message);
  }

  /** A deleted message is gone, or, where the owner wants its place shown, of the type `rm` (source). */
  delete(message: Message, shown = false): void {
    if (shown) {
      message.t = 'rm';
      return this.edit(message, '');
    }
    const { messages } = this.room(message.rid);
    messages.splice(messages.indexOf(message), 1);
    this.socket?.emit('stream-notify-room', `${message.rid}/deleteMessage`, { _id: message._id });
  }

  /** Source: `closeRoom` says so in the room, then asks its own client about the transcript. */
  closeRoom(id: string, by: Agent | Visitor = JANE): void {
    const room = this.room(id);
    if (!room.open) return;
    room.open = false;
    this.add(room, by, 'Closed', { t: 'livechat-close' });
    this.add(room, by, 'promptTranscript', { t: 'command' });
  }

  type(id: string, active: boolean, by: Agent = JANE): void {
    this.socket?.emit('stream-notify-room', `${id}/user-activity`, by.username, active ? ['user-typing'] : []);
  }

  /** Says something nobody has heard of. */
  sayUnknown(): void {
    this.socket?.sayToAll({ msg: 'levitate', height: 3 });
    for (const { _id } of this.rooms) {
      this.socket?.emit('stream-livechat-room', _id, { type: 'weatherData', data: { sun: true } });
      this.socket?.emit('stream-room-messages', _id, { verse: 1 });
    }
  }

  /** Puts messages into a room that nobody hears of, all of one millisecond or each of its own. */
  fill(id: string, count: number, between = 1): void {
    const room = this.room(id);
    const start = this.now() - count * between;
    for (let n = 1; n <= count; n++) {
      const by = n % 2 === 0 ? JANE : room.visitor;
      room.messages.push(this.#message(room, by, `Earlier ${n}`, { ts: start + n * between }));
    }
  }

  add(room: Room, by: Agent | Visitor, msg: string, more: Written = {}): Message {
    const message = this.#message(room, by, msg, more);
    room.messages.push(message);
    this.#tell(message);
    return message;
  }

  #message(room: Room, { _id, username, name }: Agent | Visitor, msg: string, more: Written): Message {
    return { _id: meteorId(), rid: room._id, msg, ts: this.now(), u: { _id, username, name }, ...more };
  }

  #tell(message: Message): void {
    this.socket?.emit('stream-room-messages', message.rid, messageJson(message, ejson));
  }

  storedFile(name: string, type: string, bytes: Uint8Array): StoredFile {
    return { _id: meteorId(), name, type, bytes: Buffer.from(bytes) };
  }
}

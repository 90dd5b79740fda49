/**
 * The packets of MQTT 5.0 that a chat needs, to bytes and from bytes (OASIS, MQTT Version 5.0, chapters 2 and 3): connect,
 * publish at most and at least once, subscribe. No state, no network. Properties that come are passed over.
 */

/** A packet that a broker sends. `reason` from 0x80 on is a failure. */
export type Packet =
  | { readonly type: 'connack'; readonly reason: number }
  | { readonly type: 'publish'; readonly topic: string; readonly payload: string; readonly id: number | null }
  | { readonly type: 'puback' | 'suback'; readonly id: number; readonly reason: number }
  | { readonly type: 'disconnect'; readonly reason: number };

/** Nothing of ours is larger: one message, its topic and some bytes. */
const LARGEST = 1024 * 1024;

const encoder = new TextEncoder();
// Invalid UTF-8 is no reason to end the connection: what cannot be read is no message (docs/hub.md).
const decoder = new TextDecoder();

/** Two bytes, the high one first. */
const short = (value: number): number[] => [value >> 8, value & 255];

/** Length and UTF-8. */
function string(text: string): number[] {
  const bytes = encoder.encode(text);
  return [...short(bytes.length), ...bytes];
}

/** Seven bits a byte, the low ones first (1.5.5). */
function variable(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...variable(value >> 7)];
}

function packet(first: number, body: readonly number[], payload = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const head = [first, ...variable(body.length + payload.length), ...body];
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

export interface ConnectFields {
  readonly client: string;
  readonly user: string;
  /** Seconds without a packet of ours after which the broker takes us for gone. */
  readonly keepAlive: number;
  /** Seconds for which the broker keeps what comes while we are away. */
  readonly sessionExpiry: number;
}

/** 3.1: a user without a password, and the session of before if there is one. */
export function connectPacket({ client, user, keepAlive, sessionExpiry }: ConnectFields): Uint8Array<ArrayBuffer> {
  const expiry = [0x11, ...short(sessionExpiry >>> 16), ...short(sessionExpiry & 0xffff)];
  const userName = 0x80;
  return packet(0x10, [
    ...string('MQTT'),
    5,
    userName,
    ...short(keepAlive),
    expiry.length,
    ...expiry,
    ...string(client),
    ...string(user),
  ]);
}

/** 3.3: with an id at least once, without at most once. A retained one is kept until the next on its topic. */
export function publishPacket(
  topic: string,
  payload: string,
  { id = null, retain = false }: { readonly id?: number | null; readonly retain?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const first = 0x30 | (id === null ? 0 : 2) | (retain ? 1 : 0);
  return packet(first, [...string(topic), ...(id === null ? [] : short(id)), 0], encoder.encode(payload));
}

/** 3.4 */
export function pubackPacket(id: number): Uint8Array<ArrayBuffer> {
  return packet(0x40, short(id));
}

/** 3.8: each filter at least once, kept messages first. */
export function subscribePacket(id: number, filters: readonly string[]): Uint8Array<ArrayBuffer> {
  return packet(0x82, [...short(id), 0, ...filters.flatMap((filter) => [...string(filter), 1])]);
}

/** Reads one packet after the other, however the network has cut them. */
export class PacketReader {
  #rest = new Uint8Array();

  /**
   * @returns the packets that are complete now; those of kinds that we do not know are left out
   * @throws Error when it is no MQTT
   */
  push(bytes: Uint8Array): Packet[] {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const packets: Packet[] = [];
    let from = 0;
    for (;;) {
      const length = readVariable(all, from + 1);
      if (!length) break;
      if (length.value > LARGEST) throw new Error('A packet is too large.');
      const end = length.next + length.value;
      if (end > all.length) break;
      const found = readPacket(all[from] ?? 0, all.subarray(length.next, end));
      if (found) packets.push(found);
      from = end;
    }
    this.#rest = all.slice(from);
    return packets;
  }
}

/** Null: its end has not come yet. @throws Error for more than four bytes */
function readVariable(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } | null {
  let value = 0;
  for (let index = 0; index < 4; index++) {
    const byte = bytes[from + index];
    if (byte === undefined) return null;
    value |= (byte & 127) << (7 * index);
    if (byte < 128) return { value, next: from + index + 1 };
  }
  throw new Error('A length has no end.');
}

function readPacket(first: number, body: Uint8Array): Packet | null {
  const at = (index: number): number => {
    const byte = body[index];
    if (byte === undefined) throw new Error('A packet is too short.');
    return byte;
  };
  const shortAt = (index: number): number => (at(index) << 8) | at(index + 1);
  const afterProperties = (index: number): number => {
    const length = readVariable(body, index);
    if (!length || length.next + length.value > body.length) throw new Error('Properties have no end.');
    return length.next + length.value;
  };
  switch (first >> 4) {
    case 2:
      return { type: 'connack', reason: at(1) };
    case 3: {
      const end = 2 + shortAt(0);
      const id = (first & 6) === 0 ? null : shortAt(end);
      const start = afterProperties(id === null ? end : end + 2);
      return {
        type: 'publish',
        topic: decoder.decode(body.subarray(2, end)),
        payload: decoder.decode(body.subarray(start)),
        id,
      };
    }
    case 4:
      return { type: 'puback', id: shortAt(0), reason: body[2] ?? 0 };
    case 9: {
      const reasons = body.subarray(afterProperties(2));
      return { type: 'suback', id: shortAt(0), reason: Math.max(...reasons) };
    }
    case 14:
      return { type: 'disconnect', reason: body[0] ?? 0 };
    default:
      return null;
  }
}

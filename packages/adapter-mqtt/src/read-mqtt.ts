/** What a broker says beside the messages of others: topics and reasons. Pure; what cannot be read is null. */
import type { HubChannel, HubDelivery, HubSide } from '@support-chat/adapter-kit';
import type { ErrorCode } from '@support-chat/protocol';

const CHANNELS: readonly string[] = ['log', 'seen', 'passing'] satisfies HubChannel[];
const SIDES: readonly string[] = ['visitor', 'agent', 'bot'] satisfies HubSide[];

/** A message on `support/{token}/{channel}/{side}`; null for any other topic. */
export function readDelivery(token: string, topic: string, data: string): HubDelivery | null {
  const [channel = '', side = '', more] = topic.startsWith(`support/${token}/`)
    ? topic.slice(`support/${token}/`.length).split('/')
    : [];
  if (!CHANNELS.includes(channel) || !SIDES.includes(side) || more !== undefined) return null;
  return { channel: channel as HubChannel, side: side as HubSide, data, time: null };
}

/** Another connection has come with our client id (0x8e). */
export const TAKEN_OVER = 0x8e;

/** A packet of ours is larger than any that the broker takes (0x95). */
export const TOO_LARGE = 0x95;

/** MQTT 5.0, 2.4; what is not here is worth another try. */
const REASONS: Readonly<Record<number, ErrorCode>> = {
  0x84: 'protocol-unsupported',
  0x86: 'session-unknown', // bad user name or password
  0x87: 'forbidden', // not authorized
  0x8a: 'forbidden', // banned
  0x8b: 'server-stopping',
  [TAKEN_OVER]: 'connection-lost',
  0x8f: 'not-found', // topic filter invalid: this broker has no such channels
  0x90: 'not-found', // topic name invalid
  [TOO_LARGE]: 'message-too-long',
  0x96: 'rate-limited', // message rate too high
  0x97: 'rate-limited', // quota exceeded
  0x9f: 'rate-limited', // connection rate exceeded
};

/** What a reason means; null for a success. */
export function codeOf(reason: number): ErrorCode | null {
  return reason < 0x80 ? null : (REASONS[reason] ?? 'unavailable');
}

/** What nchan says, beside the messages of others: unknown in, never throwing; what cannot be read is null. */
import type { HubChannel, HubDelivery, HubSide, StreamedEvent } from '@support-chat/adapter-kit';

/** The channels of the location `events`, in the order of its `nchan_channel_id`: see `docs/hub.md`. */
const CHANNELS: readonly HubChannel[] = ['log', 'passing', 'seen', 'seen'];

const SIDES: readonly string[] = ['visitor', 'agent', 'bot'] satisfies HubSide[];

/** The place of a message in its channel: seconds since 1970, and which of that second. */
export type Place = readonly [seconds: number, tag: number];

/** A message, and where it is when it is of the log. */
export interface NchanMessage {
  readonly delivery: HubDelivery;
  readonly place: Place | null;
}

/**
 * A message of a subscription to several channels: its id names the place in each and has that of its own in brackets,
 * `1795720690:[2],0,-,-`. Its name is the side, set by the location that it was published to.
 */
export function readMessage({ id, name, data }: StreamedEvent): NchanMessage | null {
  const [, seconds, tags] = /^(\d+):([\d[\],-]+)$/.exec(id) ?? [];
  if (seconds === undefined || tags === undefined || !SIDES.includes(name)) return null;
  const places = tags.split(',');
  const own = places.findIndex((tag) => tag.startsWith('['));
  const channel = CHANNELS[own];
  if (channel === undefined) return null;
  const time = Number(seconds) * 1000;
  const tag = Number(places[own]?.slice(1, -1));
  return {
    delivery: { side: name as HubSide, channel, data, time },
    place: channel === 'log' ? [Number(seconds), tag] : null,
  };
}

/** What a channel is like now; null when it is none. */
export interface ChannelState {
  /** Where its newest message is; null when none is kept. */
  readonly head: Place | null;
  readonly subscribers: number;
}

/** The answer to GET at a location that publishes: `{"messages": 3, "subscribers": 1, "last_message_id": "1795720690:2"}`. */
export function readChannel(raw: unknown): ChannelState {
  const { messages, subscribers, last_message_id: last } = (raw ?? {}) as Record<string, unknown>;
  const [, seconds, tag] = typeof last === 'string' ? (/^(\d+):(\d+)$/.exec(last) ?? []) : [];
  return {
    head: typeof messages === 'number' && messages > 0 && seconds ? [Number(seconds), Number(tag)] : null,
    subscribers: typeof subscribers === 'number' ? subscribers : 0,
  };
}

/** Whether one is before the other. */
export function isBefore([seconds, tag]: Place, [otherSeconds, otherTag]: Place): boolean {
  return seconds < otherSeconds || (seconds === otherSeconds && tag < otherTag);
}

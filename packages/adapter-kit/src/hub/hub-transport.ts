/** What a publish/subscribe hub has to offer a chat, whatever it speaks. Knows no message. */
import type { HubAnnouncement, HubMessage } from '@support-chat/protocol';
import type { ConnectionLife } from '../open-connection.js';

/** Who published something. The hub knows it by where it was published; a message cannot say so of itself. */
export type HubSide = 'visitor' | 'agent' | 'bot';

/**
 * The channels of a conversation. `log` is in one order for all and kept as long as the hub can; of `seen` the newest of
 * each side is kept; `passing` is for those who listen now.
 */
export type HubChannel = 'log' | 'seen' | 'passing';

/** Something that was published. */
export interface HubDelivery {
  readonly side: HubSide;
  readonly channel: HubChannel;
  readonly data: string;
  /** When the hub took it, milliseconds since 1970; null when it does not say. */
  readonly time: number | null;
}

/** A conversation, as a transport sees it. */
export interface HubRoom {
  /** See `HUB_TOKEN`. */
  readonly token: string;
  /** What the transport has to know when it comes back; empty for a page that knows nothing of the conversation yet. */
  readonly memory: Map<string, string>;
  deliver(delivery: HubDelivery): void;
  /** Whether anybody of the desk listens. */
  setStaffed(staffed: boolean): void;
}

/** The way up, and how far down has come. */
export interface HubLine {
  /** Resolves when the hub has it. @throws AdapterError */
  publish(channel: HubChannel, message: HubMessage): Promise<void>;
  /** Publishes to the desk alone. @throws AdapterError */
  announce(message: HubAnnouncement): Promise<void>;
  /**
   * Resolves when all was delivered that the hub had when it was asked; never when the way down is broken.
   *
   * @throws AdapterError
   */
  catchUp(): Promise<void>;
}

/** Begins to listen. @throws AdapterError */
export type JoinHub = (life: ConnectionLife, room: HubRoom) => Promise<HubLine>;

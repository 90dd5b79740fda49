/** What a site or a bot adds to a chat without touching it: code that looks at messages on their way (V33). */
import type { WrittenDetails, WrittenEvent } from '@support-chat/protocol';

/** A message as it was written, before it has an id. */
export interface OutgoingMessage {
  readonly text: string;
  /** What it is beside the words: a card, files, a rating, an entry of the contact form. */
  readonly details?: WrittenDetails;
}

/**
 * A plug-in. Those of a chat run in their order, outgoing and incoming alike, each on what the one before has made. They
 * answer at once: what takes time belongs into an adapter.
 */
export interface ChatPlugin {
  /** For logs and problems. */
  readonly name: string;
  /**
   * Looks at a message before it is stored on this device. What it returns is stored, and is the same with every attempt
   * to send it. Null keeps the message back: it is not queued, and what was typed stays where it is. So does what throws, and the
   * chat has an `error` event.
   */
  outgoing?(message: OutgoingMessage): OutgoingMessage | null;
  /**
   * Looks at a message that somebody wrote, the visitor's own among them, whenever it arrives: live, after a cut, out of
   * the history. It may come more than once and has to become the same each time. Of what it returns `text`, `card`,
   * `attachments` and the author's `name` and `avatarUrl` count; id and place stay, and no message can be left out (D1). When
   * it throws, the message stays as it is, and the chat has an `error` event.
   */
  incoming?(message: WrittenEvent): WrittenEvent;
}

/** A conversation as its events tell it, kept the way core keeps it (D1, D2): what does not fit is noted as a fault. */
import type { ConversationSnapshot, Cursor, LogEvent, ServerEvent } from '@support-chat/protocol';

export class LogView {
  conversation: string | null = null;
  cursor: Cursor | null = null;
  /** The newest part of the log, without holes. */
  events: LogEvent[] = [];
  /** How the order of the log was broken. */
  readonly faults: string[] = [];

  /** Takes the next event of the connection. */
  take(event: ServerEvent): void {
    if (event.type === 'welcome') {
      if (event.conversation) this.#snapshot(event.conversation);
    } else if (event.type === 'conversation-reset') this.#snapshot(event.conversation);
    else if ('seq' in event) this.#append(event);
  }

  /** Messages with these words. */
  count(text: string): number {
    return this.events.filter((event) => event.type === 'message-added' && event.text === text).length;
  }

  /** The words of all messages. */
  get texts(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'message-added' ? [event.text] : []));
  }

  #snapshot({ id, epoch, head, resumed, events }: ConversationSnapshot): void {
    const from = events[0]?.seq ?? head + 1;
    const gap = events.findIndex(({ seq }, index) => seq !== from + index);
    if (gap >= 0) this.faults.push(`A snapshot has ${events[gap]?.seq} where ${from + gap} belongs.`);
    const last = events.at(-1)?.seq ?? head;
    if (!resumed && last !== head) this.faults.push(`The newest page ends at ${last}, but the head is ${head}.`);
    const goesOn = resumed && this.conversation === id && this.cursor?.epoch === epoch;
    if (goesOn) for (const event of events) this.#append(event, true);
    else {
      this.conversation = id;
      this.events = [...events];
      this.cursor = { epoch, seq: last };
    }
  }

  #append(event: LogEvent, again = false): void {
    const { conversation, epoch, seq } = event;
    if (this.conversation === null) {
      // Made by the own first message: known by its first event, before any snapshot.
      this.conversation = conversation;
      this.cursor = { epoch, seq: 0 };
    }
    if (conversation !== this.conversation || !this.cursor) return;
    if (epoch !== this.cursor.epoch) {
      this.faults.push(`Event ${seq} is of another log, which was not told by a snapshot.`);
      return;
    }
    const expected = this.cursor.seq + 1;
    if (seq < expected && again) return;
    if (seq !== expected) this.faults.push(`Event ${seq} came where ${expected} belongs.`);
    this.events.push(event);
    this.cursor = { epoch, seq };
  }
}

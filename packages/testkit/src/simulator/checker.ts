/**
 * The judge of a simulated world: hears what people wrote, watches every state of every chat, and compares with the
 * log in the end. What it finds is named by the rule that was broken (reliability contract). Knows neither faults nor
 * servers.
 */
import { messageStatus, othersCursors, type Chat, type ChatState } from '@support-chat/core';
import type { Ack, LogEvent } from '@support-chat/protocol';
import { checkLogs, windowEvents, type FinalLog } from './final-view.js';

/** One message as its author knows it. */
export interface WrittenMessage {
  readonly id: string;
  readonly text: string;
  /** Who wrote it: a device's identity, or an agent; null when the window did not know yet. */
  readonly owner: string | null;
  /** The conversation it was written in; null where that was not known. */
  readonly conversation: string | null;
  /** Which window it was written in, for the order of one author. */
  readonly origin: string;
  /** Its author was told that it is stored by the back end. */
  acknowledged: boolean;
  /** Its author was told that it is safe on the device (O1). */
  promised: boolean;
  /** It may be missing: the person threw it away, or it was lost before anything was promised. */
  forfeited: boolean;
  /** It was in the log, and a restore from a backup took it away. */
  taken: boolean;
  /** It was refused for good once: its place is no longer the one it was written at. */
  displaced: boolean;
}

/** Collects violations of one world. */
export class Checker {
  readonly violations: string[] = [];
  /** By text: every message of a world has its own. */
  readonly written = new Map<string, WrittenMessage>();
  /** Identities that were forgotten by hand, with all that was theirs. */
  readonly forgotten = new Set<string>();
  readonly #retired = new Set<string>();
  readonly #byId = new Map<string, WrittenMessage>();
  /** Acks that were given, by client id. */
  readonly acks = new Map<string, Ack>();
  /** Visitor's or agent's id of the back end → whose messages these are. */
  readonly owners = new Map<string, string>();

  fail(rule: string, facts: string): void {
    this.violations.push(`${rule}: ${facts}`);
  }

  /** A person has written a message. */
  wrote(message: Pick<WrittenMessage, 'id' | 'text' | 'owner' | 'origin' | 'conversation'>): void {
    const entry = {
      ...message,
      acknowledged: false,
      promised: false,
      forfeited: false,
      taken: false,
      displaced: false,
    };
    this.written.set(message.text, entry);
    this.#byId.set(message.id, entry);
  }

  /** A client was given an ack. */
  acked(ack: Ack): void {
    if (!this.#retired.has(ack.epoch)) this.acks.set(ack.id, ack);
    const message = this.#byId.get(ack.id);
    if (message) message.acknowledged = true;
  }

  find(id: string): WrittenMessage | undefined {
    return this.#byId.get(id);
  }

  /**
   * The database went back to an earlier state.
   *
   * @param before - ids of messages in the log until then
   * @param after - ids of messages that are still there, with their `seq`
   * @param epochs - of the logs until then: an ack of one of them tells of the past
   */
  restored(before: ReadonlySet<string>, after: ReadonlyMap<string, number>, epochs: readonly string[]): void {
    for (const epoch of epochs) this.#retired.add(epoch);
    for (const id of before) {
      const message = this.#byId.get(id);
      if (message && !after.has(id)) message.taken = true;
    }
    for (const [id, { seq }] of this.acks) if (after.get(id) !== seq) this.acks.delete(id);
  }

  /** Everything that was written there and is in no durable place may be lost: its window is gone. */
  windowGone(origin: string): void {
    for (const message of this.written.values()) {
      if (message.origin === origin && !message.promised && !message.acknowledged) message.forfeited = true;
    }
  }

  /** Watches a chat; the returned function stops it. */
  watch(name: string, chat: Chat): () => void {
    let before = chat.getState();
    let received = { epoch: '', seq: 0 };
    const stopEvents = chat.on('message-received', ({ epoch, seq }) => {
      if (epoch === received.epoch && seq <= received.seq) this.fail('D1', `${name} was told of ${seq} again`);
      received = { epoch, seq };
    });
    const stopStates = chat.subscribe((after) => {
      this.#transition(name, before, after);
      before = after;
    });
    return () => {
      stopStates();
      stopEvents();
    };
  }

  /**
   * Compares what is shown in the end with the logs.
   *
   * @param stored - ids of records on devices that no open page could read: they go when the next page can
   */
  finish(logs: readonly FinalLog[], chats: ReadonlyMap<string, Chat>, stored: ReadonlySet<string>): void {
    checkLogs(this, logs, chats, stored);
  }

  #transition(name: string, before: ChatState, after: ChatState): void {
    this.#identify(name, after);
    if (before.timeline !== after.timeline) this.#timeline(name, before, after);
    if (before.conversation !== after.conversation) this.#cursors(name, before, after);
    if (before.outbox !== after.outbox) this.#outbox(name, before, after);
    if (after.cursors.read < before.cursors.read && sameLog(before, after)) {
      this.fail('D4', `${name}: the own read cursor went back`);
    }
  }

  #identify(name: string, { storage, self, role, connection }: ChatState): void {
    if (role !== 'visitor' || self === null || storage.claiming !== null || connection.phase !== 'online') return;
    // Without a device the window itself is somebody (O4).
    const owner = storage.owner ?? name;
    const known = this.owners.get(self.id) ?? owner;
    if (known !== owner) this.fail('O5', `${owner} is connected as ${self.id}, who is ${known}`);
    this.owners.set(self.id, known);
  }

  #timeline(name: string, before: ChatState, after: ChatState): void {
    const events = windowEvents(after.timeline);
    const { cursor } = after.timeline;
    const [first] = events;
    events.forEach((event, index) => {
      const expected = (first?.seq ?? 1) + index;
      if (event.seq !== expected) this.fail('D1', `${name} shows ${event.seq} where ${expected} belongs`);
    });
    if (first && events.at(-1)?.seq !== cursor?.seq)
      this.fail('D1', `${name} has its cursor off the end of its window`);
    for (const event of events) this.#shown(event);
    if (!sameLog(before, after)) return;
    if ((cursor?.seq ?? 0) < (before.timeline.cursor?.seq ?? 0)) this.fail('D1', `${name}: the cursor went back`);
    const old = windowEvents(before.timeline);
    const [oldFirst] = old;
    if (!first || !oldFirst) return;
    if (first.seq > oldFirst.seq) this.fail('D2', `${name}: the window lost its beginning`);
    old.forEach((event, index) => {
      const now = events[oldFirst.seq - first.seq + index];
      if (now && idOf(now) !== idOf(event)) this.fail('D2', `${name}: ${event.seq} was replaced under the same epoch`);
    });
  }

  #shown(event: LogEvent): void {
    if (event.type !== 'message-added') return;
    const message = this.#byId.get(event.id);
    if (message) message.acknowledged = true;
  }

  #cursors(name: string, before: ChatState, after: ChatState): void {
    if (!sameLog(before, after)) return;
    const [was, is] = [othersCursors(before), othersCursors(after)];
    if (is.read < was.read || is.delivered < was.delivered) this.fail('D4', `${name}: the others' cursors went back`);
  }

  #outbox(name: string, before: ChatState, after: ChatState): void {
    const present = new Map(after.outbox.map((entry) => [entry.id, entry]));
    for (const entry of after.outbox) {
      const message = this.#byId.get(entry.id);
      if (!message) continue;
      if (entry.durable) message.promised = true;
      if (entry.phase === 'failed') message.displaced = true;
    }
    if (!sameLog(before, after) || before.storage.owner !== after.storage.owner) return;
    for (const entry of before.outbox) {
      const now = present.get(entry.id);
      if (entry.phase === 'sent' && now && now.phase !== 'sent') {
        this.fail('D4', `${name}: ${entry.text} went from sent to ${messageStatus(after, now)}`);
      }
      if (now || this.#byId.get(entry.id)?.forfeited !== false) continue;
      const elsewhere = (entry.conversation ?? after.conversation.id) !== after.conversation.id;
      if (elsewhere && this.#byId.get(entry.id)?.acknowledged) continue;
      const seq = entry.seq ?? 0;
      const shown = windowEvents(after.timeline).some((event) => idOf(event) === entry.id);
      if (!shown && seq === 0) this.fail('O1', `${name}: ${entry.text} left the outbox and is shown nowhere`);
      else if (!shown && seq > (after.timeline.cursor?.seq ?? 0)) {
        this.fail('O1', `${name}: ${entry.text} left the outbox before it was shown`);
      }
    }
  }
}

function sameLog(before: ChatState, after: ChatState): boolean {
  const [was, is] = [before.timeline.cursor, after.timeline.cursor];
  return was !== null && is !== null && was.epoch === is.epoch && before.conversation.id === after.conversation.id;
}

function idOf(event: LogEvent): string {
  return event.type === 'message-added' ? event.id : event.type;
}

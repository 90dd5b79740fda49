/** What has to be true when all faults are over: the logs by themselves, and every view beside its log. */
import type { Chat, ChatState, TimelineState } from '@support-chat/core';
import type { ConversationPhase, LogEvent } from '@support-chat/protocol';
import type { Checker } from './checker.js';

/** One conversation as the database has it in the end. */
export interface FinalLog {
  readonly conversation: string;
  readonly visitor: string;
  /** Of its visitor's, it is the one they are in. */
  readonly current: boolean;
  readonly phase: ConversationPhase;
  readonly epoch: string;
  readonly head: number;
  /** By `seq`. */
  readonly events: readonly LogEvent[];
}

/** The events a chat shows. */
export function windowEvents({ closed, open }: TimelineState): readonly LogEvent[] {
  return closed.length === 0 ? open : [...closed.flatMap(({ events }) => events), ...open];
}

/** The log that somebody ought to be shown. */
export function logOf({ role, conversation, self }: ChatState, logs: readonly FinalLog[]): FinalLog | undefined {
  return logs.find((log) =>
    role === 'agent' ? log.conversation === conversation.id : log.visitor === self?.id && log.current,
  );
}

/** They are about to begin another conversation, beside one that has ended. */
export function isBegun({ role, conversation }: ChatState, log: FinalLog): boolean {
  return role === 'visitor' && conversation.id !== null && conversation.epoch === null && log.phase === 'ended';
}

/** Checks everything. */
export function checkLogs(
  checker: Checker,
  logs: readonly FinalLog[],
  chats: ReadonlyMap<string, Chat>,
  stored: ReadonlySet<string>,
): void {
  const places = new Map<string, number>();
  for (const log of logs) checkLog(checker, log, places);
  checkAcks(checker, logs);
  for (const [name, chat] of chats) checkView(checker, name, chat.getState(), logs);
  checkWritten(checker, places, chats, stored);
}

function checkLog(checker: Checker, log: FinalLog, places: Map<string, number>): void {
  const last = new Map<string, { readonly text: string; readonly number: number }>();
  const numbers = new Map([...checker.written.keys()].map((text, index) => [text, index]));
  log.events.forEach((event, index) => {
    if (event.seq !== index + 1) checker.fail('L1', `${log.conversation} has ${event.seq} in place ${index + 1}`);
    if (event.type !== 'message-added') return;
    const message = checker.written.get(event.text);
    if (!message) return checker.fail('phantom', `nobody wrote ${event.text}`);
    if (message.id !== event.id) checker.fail('O1', `${event.text} has another id than it was given`);
    if (message.conversation !== null && message.conversation !== log.conversation) {
      checker.fail('P-M2', `${event.text} was written in ${message.conversation} and is in ${log.conversation}`);
    }
    if (places.has(event.text)) checker.fail('L2', `${event.text} is in the log twice`);
    places.set(event.text, event.seq);
    const owner = checker.owners.get(event.author.id);
    if (message.owner !== null && owner !== message.owner)
      checker.fail('O5', `${event.text} of ${message.owner} was sent as ${owner ?? 'nobody'}`);
    const number = numbers.get(event.text) ?? 0;
    const before = last.get(message.origin);
    if (before && before.number > number && !message.displaced) {
      checker.fail('L5', `${event.text} comes after ${before.text} of the same author`);
    }
    // What was refused in between moves behind; what came in its place is measured by what kept its own.
    if (!message.displaced) last.set(message.origin, { text: event.text, number });
  });
  if (log.head !== log.events.length) checker.fail('L1', `head ${log.head} of a log of ${log.events.length}`);
}

function checkAcks(checker: Checker, logs: readonly FinalLog[]): void {
  for (const ack of checker.acks.values()) {
    const log = logs.find(({ conversation }) => conversation === ack.conversation);
    const event = log?.events[ack.seq - 1];
    const message = checker.find(ack.id);
    if (!message) continue; // a claim or an end: repeated ones share an event
    if (event?.type !== 'message-added' || event.id !== ack.id) {
      checker.fail('L3', `${message.text} was acked at ${ack.seq}, and is not there`);
    }
  }
}

function checkView(checker: Checker, name: string, state: ChatState, logs: readonly FinalLog[]): void {
  const log = logOf(state, logs);
  const shown = windowEvents(state.timeline);
  if (!log) {
    if (shown.length > 0) checker.fail('final view', `${name} shows a conversation that is no more`);
    return;
  }
  if (isBegun(state, log) && shown.length === 0) return;
  if (log.conversation !== state.conversation.id) {
    checker.fail('P-M4', `${name} is in ${state.conversation.id}, not in ${log.conversation}`);
  }
  const from = shown[0]?.seq ?? 1;
  const expected = log.events.slice(from - 1).map(facts);
  const seen = shown.map(facts);
  if (seen.join() !== expected.join())
    checker.fail('final view', `${name} shows [${seen.join()}], not [${expected.join()}]`);
  for (const entry of state.outbox) {
    if (log.events.some((event) => event.type === 'message-added' && event.id === entry.id)) {
      checker.fail('D4', `${name} shows ${entry.text} in the log and as ${entry.phase}`);
    }
  }
  const unread = shown.filter(
    (event) =>
      event.type === 'message-added' &&
      event.seq > state.cursors.read &&
      (event.author.id !== state.self?.id || event.author.kind !== state.self.kind),
  ).length;
  if (unread !== state.widget.unread) checker.fail('unread', `${name} says ${state.widget.unread}, it is ${unread}`);
}

function checkWritten(
  checker: Checker,
  places: ReadonlyMap<string, number>,
  chats: ReadonlyMap<string, Chat>,
  stored: ReadonlySet<string>,
): void {
  const kept = new Set([...chats.values()].flatMap((chat) => chat.getState().outbox.map(({ id }) => id)));
  for (const message of checker.written.values()) {
    if (places.has(message.text) || kept.has(message.id) || stored.has(message.id) || message.forfeited) continue;
    if (message.owner !== null && checker.forgotten.has(message.owner)) continue;
    if (message.taken && message.acknowledged) continue; // the restore took what its author had seen stored
    checker.fail('lost', `${message.text} is neither in the log nor shown as waiting or failed`);
  }
}

function facts(event: LogEvent): string {
  return `${event.seq}:${event.type === 'message-added' ? event.text : event.type}`;
}

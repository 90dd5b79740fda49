/**
 * The outbox on the device and in other tabs (O1 to O5): what is written, what was found, what the others are told. The
 * device decides the order of sending.
 */
import type { Now } from '../input.js';
import { patch } from '../patch.js';
import type { OutboxRecord } from '../ports.js';
import type { ChatState, OutboxEntry } from '../state.js';
import { newestFirst } from '../timeline/window.js';
import { change, filesOf } from './entries.js';

/** A device that has not read or written for this long is treated as blocked, milliseconds (O4). */
export const DEVICE_TIMEOUT = 10_000;

/** Reads the device, once more or for the first time. */
export function load(state: ChatState, now: Now, replaces: string | null = null): ChatState {
  const number = state.storage.load + 1;
  now.effects.push({ type: 'load', load: number, replaces });
  return patch(state, 'storage', { load: number, loadDue: now.at + DEVICE_TIMEOUT });
}

/** The newest load has its answer, whatever it is. */
export function loadAnswered(state: ChatState): ChatState {
  return state.storage.loadDue === 0 ? state : patch(state, 'storage', { loadDue: 0 });
}

/** Asks for an entry to be written to the device. */
export function storeRecord(entry: OutboxEntry, owner: string, now: Now): void {
  const { order: _given, ...record } = recordOf(entry, owner);
  now.effects.push({ type: 'store-record', record });
}

/** What the device keeps of an entry. */
export function recordOf(entry: OutboxEntry, owner: string): OutboxRecord {
  const { id, text, details, conversation, createdAt, order } = entry;
  return {
    ...{ version: 1, id, owner, text, createdAt, order },
    ...(details && { details }),
    ...(conversation !== undefined && { conversation }),
  };
}

/** Asks once more for everything to be written that is only in memory. */
export function storeUnsaved({ outbox, storage: { owner, persistent } }: ChatState, now: Now): void {
  if (owner === null || !persistent) return;
  for (const one of outbox) {
    if (!one.durable && one.phase !== 'storing' && one.phase !== 'sent') storeRecord(one, owner, now);
  }
}

/** Tells the sending tab what is still queued here: a notice it has missed costs no more than a reconnect (O3). */
export function tellQueued({ outbox, storage }: ChatState, now: Now): void {
  const { owner, sender } = storage;
  if (owner === null || sender) return;
  for (const one of outbox) {
    if (one.phase !== 'queued') continue;
    const notice = { type: 'record-added', record: recordOf(one, owner), durable: one.durable } as const;
    now.effects.push({ type: 'post', notice });
  }
}

/** Tells a tab that has a message queued what it has not heard: that it was refused here. */
export function tellRefused({ outbox, storage }: ChatState, id: string, now: Now): void {
  const problem = storage.sender && outbox.find((one) => one.id === id && one.phase === 'failed')?.problem;
  if (problem) now.effects.push({ type: 'post', notice: { type: 'record-refused', id, problem } });
}

/** The device has it: only now it may be called queued (O1). */
export function recordStored(state: ChatState, record: OutboxRecord, now: Now): ChatState {
  const { persistent } = state.storage;
  const entry = state.outbox.find(({ id }) => id === record.id);
  // Acked or thrown away while it was being written: whoever did that found nothing to remove.
  if (!entry || entry.phase === 'sent') now.effects.push({ type: 'remove-record', id: record.id });
  else now.effects.push({ type: 'post', notice: { type: 'record-added', record, durable: persistent } });
  const next = change(state, record.id, (one) => ({
    ...one,
    ...(one.phase === 'storing' && { phase: 'queued', since: now.at }),
    order: record.order,
    placed: true,
    durable: persistent,
  }));
  return {
    ...next,
    outbox: inOrder(behind(next.outbox, record, entry?.placed === true)),
    storage: { ...state.storage, phase: persistent ? 'durable' : 'memory' },
  };
}

/** The device is full or blocked: it goes on from memory, visibly (O4). */
export function recordNotStored(state: ChatState, id: string, now: Now): ChatState {
  const entry = state.outbox.find((one) => one.id === id);
  const { owner } = state.storage;
  if ((entry?.phase === 'storing' || entry?.phase === 'queued') && owner !== null) {
    const notice = { type: 'record-added', record: recordOf(entry, owner), durable: false } as const;
    now.effects.push({ type: 'post', notice });
  }
  const next = change(state, id, (one) => (one.phase === 'storing' ? { ...one, phase: 'queued', since: now.at } : one));
  return { ...next, storage: { ...state.storage, phase: 'memory' } };
}

/** Records of an earlier page or another tab. Those of another identity are not ours to send (O5). */
export function recordsFound(
  state: ChatState,
  records: readonly OutboxRecord[],
  now: Now,
  durable: boolean,
): ChatState {
  const missing = new Map(
    records.filter(({ owner }) => owner === state.storage.owner).map((record) => [record.id, record]),
  );
  for (const { id } of state.outbox) missing.delete(id);
  if (missing.size === 0) return state;
  for (const event of newestFirst(state.timeline)) if ('id' in event) missing.delete(event.id);
  const found = [...missing.values()].map(({ version: _, owner: __, ...record }): OutboxEntry => {
    return { ...record, placed: durable, phase: 'queued', since: now.at, problem: null, seq: null, durable };
  });
  return { ...state, outbox: inOrder([...state.outbox, ...found]) };
}

/**
 * What was written after a record and has no place of its own yet does not fall before it when it gets one. Written once
 * more at another place, after a restore, it takes along all that was behind it.
 *
 * @param moved - it had a place before
 */
function behind(outbox: readonly OutboxEntry[], { id, order }: OutboxRecord, moved: boolean): readonly OutboxEntry[] {
  const index = outbox.findIndex((one) => one.id === id);
  const follows = (one: OutboxEntry): boolean => one.order < order && (moved || !one.placed);
  return outbox.map((one, place) => (index >= 0 && place > index && follows(one) ? { ...one, order } : one));
}

/** Stable: what has no place of its own stays behind what it was written after. */
function inOrder(outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
  return [...outbox].sort((one, other) => one.order - other.order);
}

/** The tab that sends takes up the files that wait on the device: at the start, and as long as messages wait for them. */
export function findFiles(state: ChatState, now: Now, earlier = false): ChatState {
  const { owner, sender } = state.storage;
  const waited = state.outbox.some(({ details }) => filesOf(details).length > 0);
  if (sender && owner !== null && (earlier || waited)) {
    now.effects.push({ type: 'find-files', owner, waited, earlier });
  }
  return state;
}

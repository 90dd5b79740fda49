/**
 * Files from the hand of the person until their message is sent (V11, S4). Owns `uploads`: when each goes, what becomes
 * of a failure, and that a message waits for its files. The bytes are elsewhere; here they are numbers.
 */
import { MAX_ATTACHMENTS, retryVerdict, type Problem, type SentAttachment } from '@support-chat/protocol';
import { backoff } from '../connection/backoff.js';
import type { Now } from '../input.js';
import { failed } from '../outbox/outbox.js';
import type { KeptFile } from '../ports.js';
import type { ChatState, OutboxEntry, UploadState } from '../state.js';

/** Uploads under way at once. */
const AT_ONCE = 2;

/** Takes a file, or the bytes of one that was missing. */
export function attached(state: ChatState, file: SentAttachment, now: Now): ChatState {
  if (state.uploads.some(({ id }) => id === file.id)) return restarted(state, (one) => one.id === file.id);
  const { owner } = state.storage;
  if (owner !== null) now.effects.push({ type: 'keep-file', file: { ...file, owner, message: null } });
  return { ...state, uploads: [...state.uploads, newUpload(file, null, 'waiting')] };
}

/** The files are part of a message from here on. */
export function assigned(state: ChatState, files: readonly SentAttachment[], message: string, now: Now): ChatState {
  for (const { id } of files) now.effects.push({ type: 'assign-file', id, message });
  const ids = new Set(files.map(({ id }) => id));
  return { ...state, uploads: state.uploads.map((one) => (ids.has(one.id) ? { ...one, message } : one)) };
}

/** The person takes a file back that is in no message yet. */
export function detached(state: ChatState, id: string): ChatState {
  return { ...state, uploads: state.uploads.filter((one) => one.id !== id || one.message !== null) };
}

/** Lets some uploads go on or begin anew. */
export function restarted(state: ChatState, which: (one: UploadState) => boolean): ChatState {
  const fresh = { phase: 'waiting', attempts: 0, retryAt: 0, problem: null } as const;
  return { ...state, uploads: state.uploads.map((one) => (which(one) ? { ...one, ...fresh } : one)) };
}

/** What is known of one upload is different now. */
export function changed(state: ChatState, id: string, to: Partial<UploadState>): ChatState {
  return { ...state, uploads: state.uploads.map((one) => (one.id === id ? { ...one, ...to } : one)) };
}

/** An attempt has ended without success: what comes next is the problem's verdict. */
export function uploadFailed(state: ChatState, id: string, problem: Problem, now: Now): ChatState {
  const upload = state.uploads.find((one) => one.id === id);
  if (upload?.phase !== 'uploading') return state;
  if (retryVerdict(problem.code) === 'never') return changed(state, id, { phase: 'failed', problem });
  const { attempts } = upload;
  // A line that carries something between two cuts is used again at once.
  const wait = Math.max((problem.retryAfter ?? 0) * 1000, attempts === 0 ? 0 : backoff(attempts, now.random));
  return changed(state, id, { phase: 'waiting', attempts: attempts + 1, retryAt: now.at + wait, problem });
}

/** Files of an earlier page. Of those that a message waits for and the device does not have, the person is asked. */
export function filesFound(state: ChatState, files: readonly KeptFile[], now: Now): ChatState {
  const known = new Set(state.uploads.map(({ id }) => id));
  const found = files.filter(({ id, owner }) => owner === state.storage.owner && !known.has(id));
  const fresh: UploadState[] = [];
  for (const file of found) {
    const waited = state.outbox.some(({ id }) => id === file.message);
    if (file.message === null || waited) fresh.push(newUpload(file, file.message, 'waiting'));
    else now.effects.push({ type: 'forget-file', id: file.id, discard: false });
    known.add(file.id);
  }
  for (const { id: message, details } of state.outbox) {
    for (const file of filesOf(details)) if (!known.has(file.id)) fresh.push(newUpload(file, message, 'missing'));
  }
  return fresh.length === 0 ? state : { ...state, uploads: [...state.uploads, ...fresh] };
}

/** Begins what may begin, fails what waits for what failed, forgets what is sent. */
export function settleUploads(before: ChatState, first: ChatState, now: Now): ChatState {
  let state = before;
  if (state.uploads.length > 0) {
    for (const { message, problem, phase } of state.uploads) {
      const entry = phase === 'failed' && state.outbox.find((one) => one.id === message && one.phase === 'queued');
      if (entry && problem) state = failed(state, entry.id, problem, now);
    }
    const uploads = state.uploads.filter(
      ({ message }) => message === null || state.outbox.some(({ id, phase }) => id === message && phase !== 'sent'),
    );
    let room = mayUpload(state) ? AT_ONCE - uploads.filter(({ phase }) => phase === 'uploading').length : 0;
    const begun = uploads.map((one): UploadState => {
      if (one.phase !== 'waiting' || now.at < one.retryAt || room-- <= 0) return one;
      now.effects.push({ type: 'upload', id: one.id, name: one.file.name });
      return { ...one, phase: 'uploading' };
    });
    const same = begun.length === state.uploads.length && begun.every((one, index) => one === state.uploads[index]);
    if (!same) state = { ...state, uploads: begun };
  }
  for (const { id, phase, message } of first.uploads) {
    const next = state.uploads === first.uploads ? true : state.uploads.find((one) => one.id === id);
    if (!next) now.effects.push({ type: 'forget-file', id, discard: message === null });
    else if (next !== true && phase === 'uploading' && next.phase === 'paused') {
      now.effects.push({ type: 'stop-upload', id });
    }
  }
  return state;
}

/** When an upload begins by itself. */
export function uploadsDue(state: ChatState): number {
  if (!mayUpload(state) || state.uploads.filter(({ phase }) => phase === 'uploading').length >= AT_ONCE)
    return Infinity;
  return Math.min(Infinity, ...state.uploads.flatMap(({ phase, retryAt }) => (phase === 'waiting' ? [retryAt] : [])));
}

/** All files of a message are with the back end. */
export function filesReady({ uploads }: ChatState, { details }: OutboxEntry): boolean {
  return filesOf(details).every((file) => uploads.some(({ id, phase }) => id === file.id && phase === 'ready'));
}

/** The files that go with the next message. */
export function draftFiles({ uploads }: Pick<ChatState, 'uploads'>): readonly SentAttachment[] {
  const free = uploads.filter(({ message, phase }) => message === null && phase !== 'failed');
  return free.slice(0, MAX_ATTACHMENTS).map(({ file }) => file);
}

/** The files that go with a message. */
export function filesOf(details: OutboxEntry['details']): readonly SentAttachment[] {
  return details?.type === 'message-send' ? (details.attachments ?? []) : [];
}

function mayUpload({ connection, capabilities, storage }: ChatState): boolean {
  return connection.phase === 'online' && capabilities?.upload === true && storage.claiming === null;
}

function newUpload(
  { id, name, type, size, width, height }: SentAttachment,
  message: string | null,
  phase: UploadState['phase'],
): UploadState {
  const dimensions = width !== undefined && height !== undefined && { width, height };
  const file = { id, name, type, size, ...dimensions };
  return { file, id, phase, message, sent: 0, attempts: 0, retryAt: 0, problem: null };
}

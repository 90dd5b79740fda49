/**
 * Files from the hand of the person until their message is sent (V11, S4). Owns `uploads`: when each goes, what becomes
 * of a failure, and that a message waits for its files. The bytes are elsewhere; here they are numbers.
 */
import { MAX_ATTACHMENTS, retryVerdict, type Problem, type SentAttachment } from '@support-chat/protocol';
import { backoff } from '../../connection/backoff.js';
import type { Now } from '../../input.js';
import { filesOf } from '../../outbox/entries.js';
import { failed } from '../../outbox/outbox.js';
import type { KeptFile } from '../../ports.js';
import type { ChatState, UploadState } from '../../state.js';

/** Uploads under way at once. */
const AT_ONCE = 2;
/** So long a file of another tab is left to that tab, milliseconds: it may be gone before the file is there. */
const OTHER_TAB = 30_000;

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

/**
 * Files that wait on the device. Of those that a message waits for and the device does not have, the person is asked.
 *
 * @param earlier - an earlier page has left them; else another tab may be at it, and has the files beside its draft
 */
export function filesFound(state: ChatState, files: readonly KeptFile[], earlier: boolean, now: Now): ChatState {
  const known = new Set(state.uploads.map(({ id }) => id));
  const kept = new Map(files.filter(({ owner }) => owner === state.storage.owner).map((file) => [file.id, file]));
  const fresh: UploadState[] = [];
  for (const { id: message, details, phase } of state.outbox) {
    for (const file of filesOf(details)) {
      if (phase !== 'sent' && !known.has(file.id)) {
        const upload = newUpload(file, message, earlier && !kept.has(file.id) ? 'missing' : 'waiting');
        fresh.push(earlier ? upload : { ...upload, retryAt: now.at + OTHER_TAB });
      }
      kept.delete(file.id);
    }
  }
  for (const file of earlier ? kept.values() : []) {
    if (known.has(file.id)) continue;
    if (file.message === null) fresh.push(newUpload(file, null, 'waiting'));
    else now.effects.push({ type: 'forget-file', id: file.id, discard: false });
  }
  return fresh.length === 0 ? state : { ...state, uploads: [...state.uploads, ...fresh] };
}

/** Begins what may begin, fails what waits for what failed, forgets what is sent. */
export function settleUploads(before: ChatState, first: ChatState, now: Now): ChatState {
  let state = before;
  const { owner } = state.storage;
  if (first.storage.owner === null && owner !== null) {
    for (const { file, message } of state.uploads)
      now.effects.push({ type: 'keep-file', file: { ...file, owner, message } });
  }
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

/** The files that go with the next message. */
export function draftFiles({ uploads }: Pick<ChatState, 'uploads'>): readonly SentAttachment[] {
  const free = uploads.filter(({ message, phase }) => message === null && phase !== 'failed');
  return free.slice(0, MAX_ATTACHMENTS).map(({ file }) => file);
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

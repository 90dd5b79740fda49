/** Where notes are kept. A page with a back end of its own brings one; else it is the reference server. */
import type { NoteDraft, TransferDraft } from '@support-chat/protocol';
import type { AgentApi } from '../account/agent-api.js';

/** Keeps what agents write to each other (A4). Every method throws a coded `ProtocolError` when it fails. */
export interface NoteSource {
  /** Notes of a conversation behind a place, ascending and as many as it likes, as `readNotes` reads them. */
  load(conversation: string, after: number, signal: AbortSignal): Promise<unknown>;
  /** Stores one under an id that the desk minted; the same again is the same note. Answers as `readNote` reads it. */
  put(conversation: string, id: string, draft: NoteDraft, signal: AbortSignal): Promise<unknown>;
  /** Passes chats on. Absent: the back end does not. */
  readonly transfers?: TransferSource;
}

/** Passes chats on. Every method throws a coded `ProtocolError` when it fails. */
export interface TransferSource {
  /** Whom there is, as `readTeam` reads it. */
  team(signal: AbortSignal): Promise<unknown>;
  /** Passes a chat on, once however often it is called with the same id; resolves when that is done. */
  put(conversation: string, id: string, draft: TransferDraft, signal: AbortSignal): Promise<unknown>;
}

/** The notes of the reference server. */
export function serverNotes(api: AgentApi): NoteSource {
  const base = (conversation: string): string => `/agent/conversations/${conversation}`;
  const path = (conversation: string): string => `${base(conversation)}/notes`;
  return {
    load: (conversation, after, signal) => api.call('GET', `${path(conversation)}?after=${after}`, signal),
    put: (conversation, id, draft, signal) => api.call('PUT', `${path(conversation)}/${id}`, signal, draft),
    transfers: {
      team: (signal) => api.call('GET', '/agent/team', signal),
      put: (conversation, id, draft, signal) => api.call('PUT', `${base(conversation)}/transfers/${id}`, signal, draft),
    },
  };
}

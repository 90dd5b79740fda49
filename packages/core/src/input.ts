/**
 * Everything that can happen to a chat. `update` hears of the world only through these, so a recorded list of them
 * replays a conversation exactly.
 */
import type {
  Ack,
  Capabilities,
  ConversationSnapshot,
  HistoryPage,
  Problem,
  ServerEvent,
} from '@support-chat/protocol';
import type { ChatAction } from './chat.js';
import type { Effect } from './effect.js';
import type { KeptFile, OutboxRecord, PageState, StoredChat, TabEvent } from './ports.js';

/** When it happened, and a draw for whoever needs chance. */
export interface Stamp {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}

/**
 * What a connection and the page it lives on tell. `generation` names the attempt; older ones are not heard, except
 * for acks, which are good at any time.
 */
export type ConnectionHappening =
  | { readonly type: 'opened'; readonly generation: number; readonly capabilities: Capabilities }
  | { readonly type: 'open-failed'; readonly generation: number; readonly problem: Problem }
  | { readonly type: 'closed'; readonly generation: number; readonly problem: Problem }
  | { readonly type: 'event'; readonly generation: number; readonly event: ServerEvent }
  | { readonly type: 'page-changed'; readonly page: PageState }
  /** Something may be due. */
  | { readonly type: 'tick' };

/** What happens to files. Without their part (`features/uploads/`) nothing of it does. */
export type FileHappening =
  /** It got so far, the back end has it, or its bytes are not here. */
  | {
      readonly type: 'upload-told';
      readonly id: string;
      readonly news:
        | { readonly sent: number; readonly attempts: 0; readonly problem: null }
        | { readonly phase: 'ready'; readonly problem: null }
        | { readonly phase: 'missing' };
    }
  | { readonly type: 'upload-failed'; readonly id: string; readonly problem: Problem }
  /** `earlier`: they are what an earlier page has left; else another tab may be at it. */
  | { readonly type: 'files-found'; readonly files: readonly KeptFile[]; readonly earlier: boolean };

/** What happens to a chat. */
export type ChatHappening =
  | ConnectionHappening
  | { readonly type: 'started' }
  /** `id` and `wallTime` are for a message or command that comes of it. */
  | { readonly type: 'action'; readonly action: ChatAction; readonly id: string; readonly wallTime: number }
  /** `other`: another back end, not only another way to the same. */
  | { readonly type: 'adapter-changed'; readonly other: boolean }
  | { readonly type: 'stopping' }
  | { readonly type: 'acked'; readonly generation: number; readonly ack: Ack }
  | { readonly type: 'refused'; readonly generation: number; readonly id: string; readonly problem: Problem }
  | { readonly type: 'resumed'; readonly generation: number; readonly snapshot: ConversationSnapshot }
  | { readonly type: 'resume-failed'; readonly generation: number; readonly problem: Problem }
  | { readonly type: 'history-loaded'; readonly generation: number; readonly page: HistoryPage }
  | { readonly type: 'history-failed'; readonly generation: number; readonly problem: Problem }
  /** `load` names the attempt: an answer that another load has overtaken is not heard. `replaced`: after a reset. */
  | { readonly type: 'storage-loaded'; readonly load: number; readonly replaced: boolean; readonly stored: StoredChat }
  | { readonly type: 'storage-failed'; readonly load: number }
  | { readonly type: 'record-stored'; readonly record: OutboxRecord }
  | { readonly type: 'record-not-stored'; readonly id: string }
  | FileHappening
  /** `claimed` is what this tab wrote for `owner`, `token` what stands. */
  | {
      readonly type: 'token-claimed';
      readonly owner: string | null;
      readonly claimed: string | null;
      readonly token: string | null;
    }
  /** As it came: it is read by the core. */
  | { readonly type: 'site-loaded'; readonly raw: unknown }
  | { readonly type: 'site-failed'; readonly problem: Problem }
  | { readonly type: 'tab'; readonly event: TabEvent };

/** One input of `update`. */
export type Input = ChatHappening & Stamp;

/** The moment a reducer works in. `effects` is fresh for every update, so filling it stays invisible outside. */
export interface Now<Done = Effect> extends Stamp {
  readonly effects: Done[];
}

/**
 * One conversation that is read and not taken part in: its window on the log, from the newest page upwards. It shows as a
 * chat state whose conversation is this one, so that whatever draws conversations draws it too.
 */
import { AdapterError, type ChatConnection, type ConversationOverview } from '@support-chat/protocol';
import type { Chat } from '../../chat.js';
import { problemOf } from '../../connector.js';
import type { ChatState, TimelineState } from '../../state.js';
import { HISTORY_PAGE } from '../../timeline/gap.js';
import { EMPTY_TIMELINE, firstSeq, prepend, replaceWindow } from '../../timeline/window.js';

/** See the module. */
export interface ConversationReader {
  /** The chat's state with this conversation in it; `timeline.cursor` is null until something was loaded. */
  getState(): ChatState;
  /** Loads the newest page, anew each time; what was loaded upwards stays where it fits. @throws AdapterError */
  load(): Promise<void>;
  /** Loads the page before. Does nothing while one is being loaded, or at the start. @throws AdapterError */
  loadEarlier(): Promise<void>;
}

/** Makes a reader that has loaded nothing yet. */
export function createReader(
  { id, phase }: ConversationOverview,
  state: Chat['getState'],
  connection: () => ChatConnection | null,
): ConversationReader {
  let timeline: TimelineState = EMPTY_TIMELINE;
  let conversation: ChatState['conversation'] = { phase, id, epoch: null, participants: [], queue: null };

  function opened(): ChatConnection {
    const open = connection();
    if (!open) throw new AdapterError('connection-lost');
    return open;
  }

  return {
    getState() {
      const { widget, ...rest } = state();
      const cursors = { delivered: timeline.head, read: timeline.head };
      return {
        ...rest,
        conversation,
        timeline,
        cursors,
        ...{ outbox: [], uploads: [], typing: [] },
        widget: { ...widget, unread: 0, draft: '' },
      };
    },
    async load() {
      const { cursor } = timeline;
      const snapshot = await opened().resume?.(id, cursor);
      if (!snapshot) throw new AdapterError('frame-unknown');
      const { epoch, head, events, participants } = snapshot;
      conversation = { ...conversation, phase: snapshot.phase, epoch, participants };
      // Nothing is appended to a window whose rest may not have come: it begins anew, or is as it was.
      if (!snapshot.resumed || events.length > 0 || !cursor) {
        const page = snapshot.resumed && cursor ? await opened().resume?.(id, null) : snapshot;
        timeline = replaceWindow(page?.events ?? [], epoch, page?.head ?? head);
      }
    },
    async loadEarlier() {
      const { cursor } = timeline;
      if (timeline.loadingHistory || timeline.atStart || !cursor) return;
      timeline = { ...timeline, loadingHistory: true };
      try {
        const before = { epoch: cursor.epoch, seq: firstSeq(timeline) };
        const page = await opened().loadHistory?.(id, before, HISTORY_PAGE);
        if (page) timeline = prepend(timeline, page.events, page.atStart) ?? timeline;
      } catch (error) {
        throw AdapterError.from(problemOf(error));
      } finally {
        timeline = { ...timeline, loadingHistory: false };
      }
    },
  };
}

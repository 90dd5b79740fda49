/**
 * A visitor's other conversations (V18): listed, searched, read, and made the current one again. Loaded by
 * who asks for them. Owns what was loaded of them, so that it can be read and searched without a connection too; the current
 * conversation is the chat's. Changes nothing by itself: what is opened comes to the chat as an event.
 */
import {
  AdapterError,
  excerptAround,
  holdsWords,
  isWritten,
  readConversations,
  searchWords,
  wordsOf,
  type ConversationOverview,
} from '@support-chat/protocol';
import type { Chat } from '../../chat.js';
import { createReader, type ConversationReader } from './conversation-reader.js';

/** Rows asked for at once. */
const PAGE = 20;

/** What a list is of. */
export interface ConversationsRequest {
  /** Only those in which somebody wrote all of these words; blank: all. */
  readonly words?: string;
  /** What the page before has said in `after`. */
  readonly after?: string | undefined;
}

/** A page of the list. */
export interface ConversationsList {
  readonly conversations: readonly ConversationOverview[];
  /** There may be more, also behind a page that found nothing; what to ask for them with. */
  readonly after?: string | undefined;
  /** There was no connection: this is what was loaded before. */
  readonly loaded: boolean;
}

/** See the module. */
export interface Conversations {
  /** The conversation that moved last first. @throws AdapterError when nothing was loaded either, or the back end refuses */
  list(request?: ConversationsRequest): Promise<ConversationsList>;
  /** One conversation, to be read; the same reader as long as the chat lives. */
  read(overview: ConversationOverview): ConversationReader;
  /**
   * Makes it the current one, here and in all other tabs.
   *
   * @throws AdapterError `connection-lost` without a connection: which one is current is the back end's to say
   */
  open(id: string): Promise<void>;
}

const parts = new WeakMap<Chat['getState'], Conversations>();

/** The part of one chat: made once, and kept as long as the chat. Of use only where the back end says `conversations`. */
export function conversationsOf(chat: Pick<Chat, 'getState' | 'connection'>): Conversations {
  let part = parts.get(chat.getState);
  if (!part) parts.set(chat.getState, (part = createConversations(chat)));
  return part;
}

function createConversations({ getState: state, connection }: Pick<Chat, 'getState' | 'connection'>): Conversations {
  const known = new Map<string, ConversationOverview>();
  const readers = new Map<string, ConversationReader>();
  /** Whose these are: another person's are not shown (O5). */
  let owner = state().self?.id;

  function forgetOthers(): void {
    const { self } = state();
    if (self === null || self.id === owner) return;
    owner = self.id;
    known.clear();
    readers.clear();
  }

  /** The newest message of what is loaded that holds the words. */
  function findLoaded(overview: ConversationOverview, words: readonly string[]): ConversationOverview | null {
    const { conversation, timeline } = state();
    const shown = overview.id === conversation.id ? timeline : readers.get(overview.id)?.getState().timeline;
    const events = shown ? [...shown.closed.flatMap((chunk) => chunk.events), ...shown.open] : [];
    const found = events.findLast((event) => isWritten(event) && holdsWords(wordsOf(event), words));
    if (found && isWritten(found)) {
      const { author, time, seq } = found;
      return { ...overview, found: { author, time, seq, text: excerptAround(wordsOf(found), words) } };
    }
    const { first, last } = overview;
    return [first, last].some((line) => line && holdsWords(line.text, words)) ? overview : null;
  }

  function loadedList(words: readonly string[]): ConversationsList {
    if (known.size === 0) throw new AdapterError('connection-lost');
    const all = [...known.values()].sort((one, other) => other.movedAt - one.movedAt);
    const conversations = words.length === 0 ? all : all.flatMap((overview) => findLoaded(overview, words) ?? []);
    return { conversations, loaded: true };
  }

  return {
    async list({ words = '', after } = {}) {
      forgetOthers();
      const wanted = searchWords(words);
      const open = connection();
      if (!open) return loadedList(wanted);
      const answer = await open.listConversations?.({
        limit: PAGE,
        ...(wanted.length > 0 && { words: words.trim() }),
        ...(after !== undefined && { after }),
      });
      const page = readConversations(answer);
      for (const { found: _, ...overview } of page.conversations) known.set(overview.id, overview);
      return { ...page, loaded: false };
    },
    read(overview) {
      let reader = readers.get(overview.id);
      if (!reader) readers.set(overview.id, (reader = createReader(overview, state, connection)));
      return reader;
    },
    async open(conversation) {
      const open = connection();
      if (!open) throw new AdapterError('connection-lost');
      // Said twice it is the same, so that it needs no id of its own.
      await open.send({ type: 'conversation-open', id: conversation, conversation });
    },
  };
}

/**
 * A conversation of Chatwoot's as it is known to this page: its log with places, who is in it, and under which ids of ours
 * the page has sent what. It outlives connections, so that a cut costs no more than what was missed.
 */
import { ForeignLog, foreignId, type LoadPage } from '@support-chat/adapter-kit';
import type { Author, ServerEvent } from '@support-chat/protocol';
import { PAGE_SIZE, type ChatwootApi } from './chatwoot-api.js';
import {
  HOUSE,
  keyOf,
  phaseOf,
  readMessage,
  type ConversationFacts,
  type MessageReading,
  type OwnNames,
  type SentMessage,
} from './map-chatwoot.js';

/** A conversation and what is known of it. */
export interface ChatwootConversation {
  readonly facts: ConversationFacts;
  /** Under which address the client API has it. */
  readonly path: string;
  readonly id: string;
  readonly log: ForeignLog;
  /** Messages of ours, by their ids. */
  readonly sent: Map<string, SentMessage>;
  /** Cards by the id of their message, as Chatwoot sent them. */
  readonly cards: ReadonlyMap<string, unknown>;
  /** Key of the request for a rating; resolves when there is one. */
  readonly survey: Promise<string>;
  /** From now on events go here; null: nobody is connected. */
  follow(emit: ((event: ServerEvent) => void) | null): void;
  /** Takes how the conversation stands; who follows is not told. */
  learn(facts: ConversationFacts): void;
  /** Reads what is missing at the end. */
  catchUp(api: ChatwootApi): Promise<void>;
  /** Pages of which each has an event, as long as there are any: some have none that a visitor sees. */
  pages(api: ChatwootApi): LoadPage;
  /** `message.created` and `message.updated`. @returns its author, who types no more */
  messageCame(raw: unknown): Author | undefined;
  /** What the socket says of the conversation itself. @param by - who has changed it, as far as it says so */
  factsCame(facts: ConversationFacts, by?: Author): void;
  /** Chatwoot has given a message of ours, or what we said by changing one, this key. */
  name(key: string, id: string): void;
}

/** A conversation of which nothing is read yet. */
export function createConversation(facts: ConversationFacts): ChatwootConversation {
  const id = foreignId(facts.id ?? facts.number);
  const log = new ForeignLog({ conversation: id });
  const path = `/conversations/${facts.number}`;
  const sent = new Map<string, SentMessage>();
  const cards = new Map<string, unknown>();
  const ids = new Map<string, string>();
  const people = new Map<string, Author>();
  let { status, agentSeenAt } = facts;
  let foundSurvey: (key: string) => void;
  const survey = new Promise<string>((resolve) => (foundSurvey = resolve));
  /** A person has written since the conversation was opened. */
  let attended = false;
  let emit: ((event: ServerEvent) => void) | null = null;

  const names: OwnNames = {
    idOf(key, echoId) {
      if (typeof echoId === 'string') name(key, foreignId(echoId));
      return ids.get(key) ?? foreignId(key);
    },
    sentAs: (key) => sent.get(ids.get(key) ?? ''),
  };

  function name(key: string, ours: string): void {
    // Sent twice by hand: one of them has the name already.
    if (![...ids.values()].includes(ours)) ids.set(key, ours);
  }

  function read(raw: unknown): MessageReading | null {
    const reading = readMessage(raw, names);
    if (!reading) return null;
    const { key, by, events, isSurvey } = reading;
    if (isSurvey) foundSurvey(key);
    const body = events[0]?.body;
    if (body?.type === 'message-added' && body.card) cards.set(body.id, raw);
    if (by?.kind === 'agent') {
      people.set(by.id, by);
      attended = status !== 'resolved';
    }
    return reading;
  }

  /** Something that Chatwoot tells once and keeps in no history. */
  function happened(type: 'participant-joined' | 'conversation-ended' | 'conversation-reopened', author: Author): void {
    log.arrive({ key: null, time: Date.now(), body: { type, author } });
  }

  /** What a snapshot says beside the events. */
  function settle(): void {
    log.phase = phaseOf(status, attended);
    const seq = log.seqAt(agentSeenAt);
    log.participants = [...people.values()].map((author) => ({ author, delivered: seq, read: seq }));
  }

  function learn(next: ConversationFacts): void {
    ({ status } = next);
    agentSeenAt = Math.max(agentSeenAt, next.agentSeenAt);
    if (status === 'resolved') attended = false;
    settle();
  }

  function pages(api: ChatwootApi): LoadPage {
    return async (before) => {
      let end = before ? `?before=${parseInt(before)}` : '';
      for (;;) {
        const messages = await api.list(`${path}/messages${end}`);
        const events = messages.flatMap((one) => read(one)?.events ?? []);
        const oldest = keyOf(messages[0]);
        const atStart = messages.length < PAGE_SIZE || !oldest;
        if (events.length > 0 || atStart) return { events, atStart };
        end = `?before=${oldest}`;
      }
    };
  }

  settle();
  return {
    ...{ facts, path, id, log, sent, cards, survey, learn, pages, name },

    follow(next) {
      emit = next;
      if (next) log.follow(next);
      else log.leave();
    },

    async catchUp(api) {
      await log.read(pages(api));
      settle();
    },

    messageCame(raw) {
      const wasAttended = attended;
      const reading = read(raw);
      if (reading?.deleted) log.remove(reading.key);
      if (attended && !wasAttended && reading?.by) happened('participant-joined', reading.by);
      for (const event of reading?.events ?? []) log.arrive(event);
      settle();
      return reading?.by;
    },

    factsCame(next, by = HOUSE) {
      const before = status;
      const seen = agentSeenAt;
      let told = log.phase;
      learn(next);
      if (before !== status && [before, status].includes('resolved')) {
        told = status === 'resolved' ? 'ended' : 'queued';
        happened(status === 'resolved' ? 'conversation-ended' : 'conversation-reopened', by);
      }
      // A bot handing over, or taking over: no event of a log says that.
      if (told !== log.phase) emit?.({ type: 'conversation-reset', conversation: log.snapshot() });
      if (agentSeenAt > seen)
        for (const participant of log.participants) emit?.({ type: 'cursor-moved', conversation: id, participant });
    },
  };
}

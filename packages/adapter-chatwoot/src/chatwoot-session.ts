/**
 * What a visitor says to Chatwoot and hears of it on one connection, once they are known and somebody listens. What goes
 * into the log goes one after the other, for Chatwoot keeps no order among requests that overtake each other.
 */
import type { ConnectionLife, ConnectionParts } from '@support-chat/adapter-kit';
import {
  AdapterError,
  MAX_TEXT_LENGTH,
  problem,
  type Ack,
  type Author,
  type CardAnswerData,
  type ClientCommand,
  type ErrorCode,
} from '@support-chat/protocol';
import { LOST, type ChatwootApi, type HeldFile } from './chatwoot-api.js';
import { createConversation, type ChatwootConversation } from './chatwoot-conversation.js';
import {
  SELF,
  answerKey,
  keyOf,
  readAuthor,
  readConversation,
  submittedValues,
  type SentMessage,
} from './map-chatwoot.js';
import { recordOf } from './read-fields.js';

/** One connection's share of the work. */
export interface ChatwootSession extends Pick<ConnectionParts, 'send' | 'notify' | 'loadHistory' | 'resume'> {
  /** What the channel says, `{event, data}`, or that the line lives: owed answers to pings are given. */
  heard(message: unknown): void;
}

/**
 * Failures after which nobody knows whether a message was stored: Rails may fail after it has committed, and a proxy after
 * Chatwoot has answered. Chatwoot recognises no repeated message, so the next hello has to tell.
 */
const PERHAPS_STORED: readonly ErrorCode[] = ['network-failed', 'request-timeout', 'unavailable'];

/** What a session works with. */
export interface SessionParts {
  readonly life: ConnectionLife;
  readonly api: ChatwootApi;
  /** Files that wait for their message. */
  readonly held: Map<string, HeldFile>;
  /** The visitor's present one, or their first one when there is none yet. */
  readonly conversation: ChatwootConversation | null;
  /** Takes the last one at the end, for the next connection. */
  keep(conversation: ChatwootConversation): unknown;
}

export function createSession({ life, api, held, conversation, keep }: SessionParts): ChatwootSession {
  let last: Promise<unknown> = Promise.resolve();
  let pingOwed = false;
  let seen = 0;
  let current = conversation;
  /** The visitor is closing it. */
  let ending = false;
  /** Why the connection is about to end: what is said meanwhile is surely not stored, which is more than is known of what it takes along. */
  let lost: AdapterError | undefined;

  life.signal.addEventListener('abort', () => {
    current?.follow(null);
    if (current) keep(current);
  });
  current?.follow((event) => life.emit(event));

  function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = last.then(() => {
      if (lost) throw lost;
      return task();
    });
    last = result.catch((error: AdapterError) => {
      if (lost || (error.code !== 'connection-unknown' && error.code !== 'session-unknown')) return;
      lost = error;
      setTimeout(() => life.end(error.problem)); // after the refusal is told
    });
    return result;
  }

  function present(id?: string): ChatwootConversation {
    if (!current || (id && id !== current.id)) throw new AdapterError('conversation-unknown');
    return current;
  }

  async function begin(): Promise<ChatwootConversation> {
    if (current) return current; // by who was before us
    const facts = readConversation(await api.own('/conversations', { body: {} }));
    if (!facts) throw new AdapterError('unavailable');
    current = createConversation(facts);
    current.follow((event) => life.emit(event));
    return current;
  }

  async function write(command: SentMessage): Promise<Ack> {
    const { id, text } = command;
    const files = (command.attachments ?? []).map((one) => held.get(one.id));
    if (!files.every((file) => file !== undefined)) throw new AdapterError('upload-unknown');
    if (text.length > MAX_TEXT_LENGTH) throw new AdapterError('message-too-long');
    const conversation = current ?? (await inTurn(begin));
    conversation.sent.set(id, command);
    const ack = await conversation.log.send(id, text, () =>
      inTurn(async () => {
        if (command.type === 'contact-submit') await api.tellContact(command);
        const key = keyOf(await api.post(conversation.path, text, id, files).catch(perhapsStored)) ?? perhapsStored();
        conversation.name(key, id);
        return key;
      }),
    );
    for (const one of command.attachments ?? []) held.delete(one.id);
    return ack;
  }

  /** Ends the connection when nobody knows: what the next one reads tells whether the message is there. */
  function perhapsStored(error?: AdapterError): never {
    if (error && !PERHAPS_STORED.includes(error.code)) throw error;
    life.end(problem('connection-lost'));
    throw new AdapterError('connection-lost');
  }

  /** Says something by changing a message: an answer to a card, or to the request for a rating. */
  function submit(id: string, text: string, key: string, submitted_values: unknown): Promise<Ack> {
    const conversation = present();
    conversation.name(key, id);
    return conversation.log.send(id, text, async () => {
      await inTurn(() =>
        api.own(`${conversation.path}/messages/${parseInt(key)}`, {
          method: 'PATCH',
          body: { submitted_values },
          codes: { ...LOST, 422: 'forbidden' }, // a rating is locked after 14 days
        }),
      );
      return key;
    });
  }

  function answer(id: string, text: string, given: CardAnswerData): Promise<Ack> {
    const { cards, log } = present();
    const card = cards.get(given.to);
    const values = submittedValues(card, given);
    const key = answerKey(String(keyOf(card)));
    if (!values) throw new AdapterError('answer-invalid');
    if (log.seqOf(key)) throw new AdapterError('already-answered');
    return submit(id, text, key, values);
  }

  async function end(id: string): Promise<Ack> {
    const { path, log, id: conversation, factsCame } = present();
    ending = true;
    const answered = inTurn(() => api.own(`${path}/toggle_status`, { body: {} }));
    const facts = readConversation(await answered.finally(() => (ending = false)));
    if (facts) factsCame(facts, SELF);
    return { type: 'ack', id, conversation, ...log.cursor, time: Date.now() };
  }

  function types(author: Author, active: boolean): void {
    if (current) life.emit({ type: active ? 'typing-started' : 'typing-stopped', conversation: current.id, author });
  }

  return {
    async send(command: ClientCommand) {
      const { id, conversation } = command;
      if (conversation) present(conversation);
      if ('epoch' in command && command.epoch !== current?.log.cursor.epoch) throw new AdapterError('epoch-stale');
      switch (command.type) {
        case 'conversation-end':
          return end(id);
        case 'rating-give': {
          const { score: rating, text } = command;
          return submit(id, text, await present().survey, { csat_survey_response: { rating, feedback_message: text } });
        }
        case 'message-send':
          return command.answer ? answer(id, command.text, command.answer) : write(command);
        case 'contact-submit':
          return write(command);
        default:
          throw new AdapterError('conversation-unknown'); // visitors open none, nor claim any
      }
    },

    notify(signal) {
      const tell = (what: string, body: object): void =>
        void api.own(`${current?.path}/${what}`, { body }).catch(() => undefined); // may be lost
      if (signal.type === 'ping') pingOwed = true;
      else if (signal.type === 'visitor-update')
        void api.tellContact(signal.profile, signal.page).catch(() => undefined); // may be lost
      else if (signal.conversation !== current?.id) return;
      else if (signal.type === 'typing') tell('toggle_typing', { typing_status: signal.active ? 'on' : 'off' });
      else if (signal.read > seen) {
        seen = signal.read;
        tell('update_last_seen', {});
      }
    },

    heard(message) {
      if (pingOwed) life.emit({ type: 'pong', head: current?.log.cursor ?? null });
      pingOwed = false;
      const { event, data } = recordOf(message);
      const fields = recordOf(data);
      const user = readAuthor(fields['user']);
      const isMessage = /^message\./.test(String(event));
      const facts = readConversation(isMessage ? { id: fields['conversation_id'] } : (fields['conversation'] ?? data));
      if (event === 'presence.update')
        life.emit({ type: 'staffed-changed', staffed: Object.values(recordOf(fields['users'])).includes('online') });
      // The visitor is another contact now, with another socket, or in another conversation: the next hello says which.
      else if (event === 'contact.merged' || (isMessage && facts && facts.number > (current?.facts.number ?? 0)))
        life.end(problem('connection-unknown'));
      else if (!facts || facts.number !== current?.facts.number) return;
      else if (isMessage) {
        const author = current.messageCame(data);
        if (author && author !== SELF) types(author, false);
      } else {
        if (user && fields['is_private'] !== true) types(user, event === 'conversation.typing_on');
        current.factsCame(facts, ending ? SELF : readAuthor(fields['performer']));
      }
    },

    async loadHistory(id, before, limit) {
      const conversation = present(id);
      return conversation.log.older(before, limit, conversation.pages(api));
    },

    async resume(id, after) {
      const conversation = present(id);
      await conversation.catchUp(api);
      return conversation.log.snapshot(after);
    },
  };
}

/**
 * What a visitor says to a bot and hears of it on one connection, once they are known and somebody listens. What goes into
 * the log goes one after the other, for requests that overtake each other keep no order.
 */
import type { ConnectionLife, ConnectionParts } from '@support-chat/adapter-kit';
import {
  AdapterError,
  MAX_TEXT_LENGTH,
  problem,
  type Ack,
  type ClientCommand,
  type ErrorCode,
  type VisitorProfile,
} from '@support-chat/protocol';
import type { DirectLineApi } from './direct-line-api.js';
import { NOTHING_OLDER, type DirectLineConversation } from './direct-line-conversation.js';
import { recordOf, textOf } from './read-fields.js';

/** One connection's share of the work. */
export type DirectLineSession = Pick<ConnectionParts, 'send' | 'notify' | 'loadHistory' | 'resume'>;

/** What a session works with. */
export interface SessionParts {
  readonly life: ConnectionLife;
  readonly api: DirectLineApi;
  readonly conversation: DirectLineConversation;
  readonly profile: VisitorProfile | undefined;
  /** The bot is told that the visitor types. */
  readonly sendsTyping: boolean;
  /** Milliseconds between two questions for what is new; null: a stream tells of it. */
  readonly pollInterval: number | null;
}

/** Failures after which nobody knows whether an activity was stored. Direct Line stores before it asks the bot (502). */
const PERHAPS_STORED: readonly ErrorCode[] = ['network-failed', 'request-timeout', 'unavailable'];

/** What core does about these is for the connection, not for one message. */
const OVER: readonly ErrorCode[] = ['connection-unknown', 'session-unknown'];

export function createSession({
  life,
  api,
  conversation,
  profile,
  sendsTyping,
  pollInterval,
}: SessionParts): DirectLineSession {
  const { log, userId } = conversation;
  let last: Promise<unknown> = Promise.resolve();
  let name = profile?.name;

  life.signal.addEventListener('abort', () => conversation.follow(null));
  conversation.follow((event) => life.emit(event));
  if (pollInterval !== null) pollEvery(pollInterval);

  function pollEvery(interval: number): void {
    let timer: ReturnType<typeof setTimeout>;
    const next = (): void => {
      if (!life.signal.aborted) timer = setTimeout(poll, interval);
    };
    const poll = (): void =>
      void conversation.catchUp(api).then(next, ({ problem: why }: AdapterError) => life.end(why));
    life.signal.addEventListener('abort', () => clearTimeout(timer));
    next();
  }

  function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = last.then(task);
    last = result.catch(({ code, problem: why }: AdapterError) => {
      // After the refusal is told: it was surely not stored, which is more than is known of what a connection took along.
      if (OVER.includes(code)) setTimeout(() => life.end(why));
    });
    return result;
  }

  /** Ends the connection when nobody knows: what the next one reads tells whether the activity is there. */
  function perhapsStored(error?: AdapterError): never {
    if (error && !PERHAPS_STORED.includes(error.code)) throw error;
    life.end(problem('connection-lost'));
    throw new AdapterError('connection-lost');
  }

  function post(activity: object): Promise<unknown> {
    return api.own('/activities', {
      body: { ...activity, from: { id: userId, role: 'user', ...(name && { name }) } },
    });
  }

  function store(id: string, text: string, activity: object): Promise<Ack> {
    return log.send(id, text, () =>
      inTurn(async () => {
        const answer = await post(activity).catch(perhapsStored);
        const key = textOf(recordOf(answer)['id']) ?? perhapsStored();
        // Without a stream nobody else tells of it before long.
        if (pollInterval !== null) await conversation.catchUp(api).catch(perhapsStored);
        return key;
      }),
    );
  }

  function present(id: string): void {
    if (id !== conversation.id) throw new AdapterError('conversation-unknown');
  }

  return {
    async send(command: ClientCommand) {
      const { id, conversation: to } = command;
      if (to) present(to);
      if ('epoch' in command && command.epoch !== log.cursor.epoch) throw new AdapterError('epoch-stale');
      const channelData = { clientActivityID: id };
      if (command.type === 'conversation-end') return store(id, '', { type: 'endOfConversation', channelData });
      // Visitors open no conversation, nor claim any, and Direct Line has neither ratings nor a contact form.
      if (command.type !== 'message-send') throw new AdapterError('frame-unknown');
      const { text } = command;
      if (text.length > MAX_TEXT_LENGTH) throw new AdapterError('message-too-long');
      return store(id, text, { type: 'message', text, channelData });
    },

    notify(signal) {
      if (signal.type === 'ping') {
        // The answer shows that the line lives, and brings what a stream may have lost.
        conversation.catchUp(api).then(
          () => life.emit({ type: 'pong', head: log.cursor }),
          ({ code, problem: why }: AdapterError) => OVER.includes(code) && life.end(why),
        );
      } else if (signal.type === 'visitor-update') name = signal.profile?.name ?? name;
      else if (signal.type === 'typing' && signal.active && sendsTyping && signal.conversation === conversation.id)
        void post({ type: 'typing' }).catch(() => undefined); // may be lost
    },

    async loadHistory(id, before, limit) {
      present(id);
      return log.older(before, limit, NOTHING_OLDER);
    },

    async resume(id, after) {
      present(id);
      await conversation.catchUp(api);
      return log.snapshot(after);
    },
  };
}

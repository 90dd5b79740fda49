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
  type CardAnswerData,
  type ClientCommand,
  type ErrorCode,
  type VisitorProfile,
} from '@support-chat/protocol';
import { LOST, type DirectLineApi } from './direct-line-api.js';
import type { DirectLineConversation } from './direct-line-conversation.js';
import { toActivity, type Press } from './map-direct-line.js';
import { recordOf, textOf } from './read-fields.js';

/** One connection's share of the work. */
export type DirectLineSession = Omit<ConnectionParts, 'capabilities'>;

/** A file that waits for its message: Direct Line takes none alone. */
export interface HeldFile {
  readonly bytes: Blob;
  readonly name: string;
}

/** What a session works with. */
export interface SessionParts {
  readonly life: ConnectionLife;
  readonly api: DirectLineApi;
  readonly conversation: DirectLineConversation;
  readonly profile: VisitorProfile | undefined;
  /** By our ids. */
  readonly held: Map<string, HeldFile>;
  /** The bot is told that the visitor types. */
  readonly sendsTyping: boolean;
  /** Milliseconds between two questions for what is new; null: a stream tells of it. */
  readonly pollInterval: number | null;
}

/** Failures after which nobody knows whether an activity was stored. Direct Line stores before it asks the bot (502). */
const PERHAPS_STORED: readonly ErrorCode[] = ['network-failed', 'request-timeout', 'unavailable'];

/** What core does about these is for the connection, not for one message. */
const OVER: readonly ErrorCode[] = ['connection-unknown', 'session-unknown'];

type MessageSend = Extract<ClientCommand, { type: 'message-send' }>;

export function createSession({
  life,
  api,
  conversation,
  profile,
  held,
  sendsTyping,
  pollInterval,
}: SessionParts): DirectLineSession {
  const { log, userId, presses, answered } = conversation;
  let last: Promise<unknown> = Promise.resolve();
  let name = profile?.name;

  life.signal.addEventListener('abort', () => (log.emit = null));
  log.emit = (event) => life.emit(event);
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
    // What stands for another code was refused: the site's new token had expired too.
    const isRefused = error?.cause instanceof AdapterError;
    if (error && (isRefused || !PERHAPS_STORED.includes(error.code))) throw error;
    life.end(problem('connection-lost'));
    throw new AdapterError('connection-lost');
  }

  /** Says something; with files it goes another way. */
  function post(fields: object, files: readonly HeldFile[] = []): Promise<unknown> {
    const activity = { ...fields, from: { id: userId, role: 'user', ...(name && { name }) } };
    if (files.length === 0) return api.own('/activities', { body: activity });
    const body = new FormData();
    body.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }));
    for (const file of files) body.append('file', file.bytes, file.name);
    return api.own(`/upload?${new URLSearchParams({ userId })}`, { body, codes: { ...LOST, 413: 'file-too-large' } });
  }

  async function store(id: string, fields: object, files?: readonly HeldFile[]): Promise<Ack> {
    const key = await inTurn(async () => {
      const answer = await post(fields, files).catch(perhapsStored);
      const name = textOf(recordOf(answer)['id']) ?? perhapsStored();
      // Without a stream nobody else tells of it before long.
      if (pollInterval !== null) await conversation.catchUp(api).catch(perhapsStored);
      return name;
    });
    // Its place follows from what others wrote before it.
    const { time } = await conversation.stored(key);
    return { type: 'ack', id, conversation: conversation.id, ...log.cursor, seq: log.seqOf(key), time };
  }

  async function write({ id, text, answer, attachments = [] }: MessageSend): Promise<Ack> {
    const files = attachments.map((one) => held.get(one.id));
    if (!files.every((file) => file !== undefined)) throw new AdapterError('upload-unknown');
    if (text.length > MAX_TEXT_LENGTH) throw new AdapterError('message-too-long');
    const press = answer && pressOf(answer);
    const ack = await store(id, toActivity({ id, text, answer, press, files: attachments }), files);
    for (const one of attachments) held.delete(one.id);
    return ack;
  }

  /** What the button sends that was pressed. */
  function pressOf({ to, choice }: CardAnswerData): Press {
    const press = presses.get(to)?.[Number(choice)];
    if (!press) throw new AdapterError('answer-invalid');
    if (answered.has(to)) throw new AdapterError('already-answered');
    return press;
  }

  function present(id: string): void {
    if (id !== conversation.id) throw new AdapterError('conversation-unknown');
  }

  return {
    async send(command: ClientCommand) {
      const { id, conversation: to } = command;
      if (to) present(to);
      if ('epoch' in command && command.epoch !== log.cursor.epoch) throw new AdapterError('epoch-stale');
      if (command.type === 'conversation-end')
        return store(id, { type: 'endOfConversation', channelData: { clientActivityID: id } });
      // Visitors open no conversation, nor claim any, and Direct Line has neither ratings nor a contact form.
      if (command.type !== 'message-send') throw new AdapterError('frame-unknown');
      return write(command);
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
      return log.older(before, limit);
    },

    async resume(id, after) {
      present(id);
      await conversation.catchUp(api);
      return log.snapshot(after);
    },

    async upload(bytes, { id, name: label, onProgress }) {
      held.set(id, { bytes, name: label });
      onProgress?.(bytes.size);
      return { id, name: label, type: bytes.type, size: bytes.size, url: '' };
    },

    async discardUpload(id) {
      held.delete(id);
    },
  };
}

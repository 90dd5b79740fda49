/**
 * What a visitor says to Live Helper Chat and hears of it on one connection, which is a question time and again. All of it
 * goes one after the other: what was said is found in the answer to the next question, and by its order.
 */
import type { ConnectionLife, ConnectionParts } from '@support-chat/adapter-kit';
import {
  AdapterError,
  problem,
  type Ack,
  type ClientCommand,
  type ErrorCode,
  type PageContext,
  type Problem,
  type VisitorProfile,
} from '@support-chat/protocol';
import {
  NOT_TAKEN,
  type Credential,
  type FirstWords,
  type HeldFile,
  type LiveHelperChatApi,
} from './live-helper-chat-api.js';
import { createConversation, type Expected, type LiveHelperChatConversation } from './live-helper-chat-conversation.js';
import { SELF, ratingWords, type SentMessage } from './map-live-helper-chat.js';
import { numberOf, recordOf, type Fields } from './read-fields.js';

/** One connection's share of the work. */
export type LiveHelperChatSession = Pick<ConnectionParts, 'send' | 'notify' | 'loadHistory' | 'resume' | 'linkTo'>;

/** What a session works with. */
export interface SessionParts {
  readonly life: ConnectionLife;
  readonly api: LiveHelperChatApi;
  readonly server: string;
  /** Files that wait for their message. */
  readonly held: Map<string, HeldFile>;
  /** Words whose files are still to follow: id of their command → their key. */
  readonly said: Map<string, string>;
  readonly profile: VisitorProfile | undefined;
  readonly page: PageContext | undefined;
  /** What Live Helper Chat has called the visitor. */
  readonly vid: string | undefined;
  /** What it has said of lengths and intervals. */
  readonly limits: Fields;
  /** Milliseconds between two questions; undefined: what it says itself. */
  readonly pollInterval: number | undefined;
  /** The visitor's present one, or their first one when there is none yet. */
  readonly conversation: LiveHelperChatConversation | null;
  /** Takes the last one at the end, for the next connection. */
  keep(conversation: LiveHelperChatConversation | null): unknown;
}

/** Where Live Helper Chat does not say: milliseconds, and signs. */
const [INTERVAL, LENGTH] = [2500, 500];
/** So many questions after a word of the visitor's come four times as fast, for then somebody answers. */
const QUICK = 8;

/** Failures after which nobody knows whether it was stored. */
const PERHAPS_STORED: readonly ErrorCode[] = ['network-failed', 'request-timeout', 'unavailable'];

/** The credential of a chat, as the one text that is kept of it. */
export const tokenOf = ({ id, hash }: Credential): string => `${id}_${hash}`;

/** Chats have no end that Live Helper Chat would tell: the last moment that there is a date for. */
const FOR_EVER = 8.64e15;

/** What Live Helper Chat says of lengths, intervals and files: in a chat, or before there is one. Nothing for a wrong hash. */
export async function loadLimits(api: LiveHelperChatApi, chat?: Credential): Promise<Fields> {
  const answer = await api.ask(`/widgetrestapi/${chat ? 'initchat' : 'onlinesettings'}`, { ...chat });
  return recordOf(answer['chat_ui']);
}

export function createSession(parts: SessionParts): LiveHelperChatSession {
  const { life, api, server, held, said, vid, pollInterval, keep } = parts;
  let { conversation: current, profile, page, limits } = parts;
  let last: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone: AdapterError | undefined;
  let quick = 0;
  let seen = 0;
  let isRead = false;
  const emit = life.emit.bind(life);

  life.signal.addEventListener('abort', () => {
    clearTimeout(timer);
    if (current) current.log.emit = null;
    keep(current);
  });
  if (current) current.log.emit = emit;
  schedule();

  function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    // What waits behind a question that was not answered was surely not stored: more than is known of what was on its way.
    const result = last.then(() => (gone ? Promise.reject(gone) : task()));
    last = result.catch((error: AdapterError) => {
      if (error.code === 'connection-unknown' || error.code === 'session-unknown') fail(error);
    });
    return result;
  }

  /** Ends the connection, after whoever waits was told. */
  function fail(error: AdapterError): void {
    gone = error.problem.status ? error : new AdapterError('connection-unknown');
    setTimeout(() => life.end(error.problem));
  }

  /** Asks for what is new. @param all - and for what is known, whose files are elsewhere by now */
  async function poll(all = false): Promise<void> {
    const asking = { isRead, all };
    isRead = false;
    await current?.poll(api, asking);
  }

  /** Asks again after a while, which is another one each time: not all pages ask at once. */
  function schedule(): void {
    clearTimeout(timer);
    if (life.signal.aborted) return;
    const pause = pollInterval ?? (numberOf(limits['sync_interval']) || INTERVAL);
    // Who has ended a chat hears hardly anything more.
    const pace = quick-- > 0 ? 0.25 : current?.log.phase === 'ended' ? 4 : 1;
    timer = setTimeout(() => void inTurn(poll).then(schedule, fail), pause * pace * (0.8 + Math.random() * 0.4));
  }

  function present(): LiveHelperChatConversation {
    if (!current) throw new AdapterError('conversation-unknown');
    return current;
  }

  /** Ends the connection when nobody knows: what the next one reads tells whether it is there. */
  function perhapsStored(error: AdapterError): never {
    if (!PERHAPS_STORED.includes(error.code)) throw error;
    return afterwards(problem('connection-lost'));
  }

  /** What was taken is there, whatever happens now: the next connection finds it. */
  function afterwards(why: Problem): never {
    life.end(why);
    throw new AdapterError('connection-lost');
  }

  /** Begins a chat with these words. Whose chat it is is told at once: nobody can ask for it later. */
  async function begin(words: FirstWords): Promise<void> {
    const chat = await api.start({ ...profile, page, ...words }, vid).catch(perhapsStored);
    emit({ type: 'session-changed', session: { token: tokenOf(chat), expiresAt: FOR_EVER } });
    const conversation = current ?? createConversation(`livehelperchat-${chat.id}`, chat, server);
    conversation.enter(chat);
    conversation.log.emit = emit;
    current = conversation;
    limits = { ...limits, ...(await loadLimits(api, chat).catch(() => null)) };
  }

  /** Says it in the open chat. @returns whether that takes it */
  async function deliver(one: Expected, file: HeldFile | undefined): Promise<boolean> {
    const { chat, expected } = present();
    if (!chat) return false;
    expected.add(one);
    try {
      await (file ? api.upload(chat, file) : post(chat, one.words));
      return (one.isTaken = true);
    } catch (cause) {
      const error = cause as AdapterError;
      if (PERHAPS_STORED.includes(error.code)) return perhapsStored(error);
      expected.delete(one);
      if (error.code !== NOT_TAKEN) throw error;
      // It does not say why; the chat does.
      await poll();
      if (!present().chat) return false;
      throw new AdapterError(present().isLocked ? 'rate-limited' : 'forbidden', { detail: error.problem.detail });
    }
  }

  async function post(chat: Credential, msg: string): Promise<void> {
    if ((await api.ask('/widgetrestapi/addmsguser', { ...chat, msg }))['r'] !== '')
      throw new AdapterError('unavailable');
  }

  /**
   * Says something, in the open chat or in a new one, and finds it.
   *
   * @returns its key
   */
  async function say(one: Expected, contact: Partial<FirstWords>, file?: HeldFile): Promise<string> {
    if (current?.chat && one.command.type !== 'rating-give') current.enter();
    if (!current?.chat || !(await deliver(one, file))) {
      await begin({ ...contact, text: one.words });
      // Its owner may have it so that the first words are no message; and a file is not there by its name.
      one.isTaken = !file;
      if (!file) {
        present().expected.add(one);
        await poll().catch((error: AdapterError) => afterwards(error.problem));
      }
      if (!one.key) await deliver(one, file);
    }
    if (!one.key) await poll().catch((error: AdapterError) => afterwards(error.problem));
    quick = QUICK;
    schedule();
    return one.key ?? afterwards(problem('connection-lost'));
  }

  async function write(command: SentMessage): Promise<Ack> {
    const { id, type, attachments = [] } = command;
    const files = attachments.map((one) => held.get(one.id));
    if (!files.every((file) => file !== undefined)) throw new AdapterError('upload-unknown');
    const key = await inTurn(async () => {
      let words = type === 'rating-give' ? ratingWords(command) : command.text.trim();
      const contact = type === 'contact-submit' ? command : {};
      // An open chat has a name and an address already, and they may be others.
      if (type === 'contact-submit' && current?.chat) words += `\n\n${command.name} <${command.email}>`;
      if ([...words].length > (numberOf(limits['max_length']) || LENGTH)) throw new AdapterError('message-too-long');
      // It may be sent again, by a person who does not find it.
      for (const one of current?.expected ?? []) if (one.command.id === id) current?.expected.delete(one);
      // A message with files becomes several, and is there with the last of them. What was said before one of them failed is
      // not said again.
      const base = { command, isTaken: false };
      let key = said.get(id);
      if (words && !key)
        said.set(id, (key = await say({ ...base, words, isNamed: !files.length, isFile: false }, contact)));
      for (const file of files) {
        const one = { ...base, words: file.name, isNamed: file === files.at(-1), isFile: true };
        key = file.key ??= await say(one, contact, file);
      }
      current?.expected.clear(); // what was lost will not come behind this
      return key ?? '';
    });
    for (const one of attachments) held.delete(one.id);
    return acked(id, present().log.seqOf(key));
  }

  function acked(id: string, seq = present().log.cursor.seq): Ack {
    const { id: conversation, log } = present();
    return { type: 'ack', id, conversation, epoch: log.cursor.epoch, seq, time: Date.now() };
  }

  /** Nobody is there: the words go by mail, and into no chat. */
  async function leaveWords(command: Extract<SentMessage, { type: 'contact-submit' }>): Promise<Ack> {
    const { id } = command;
    await inTurn(() => api.leave({ ...profile, page, ...command }));
    if (!current) {
      current = createConversation(id, undefined, server);
      current.log.emit = emit;
    }
    current.happened({ ...command, author: SELF, type: 'contact-submitted' });
    return acked(id);
  }

  /** Stars go into the chat, with what is said to them; the thumbs that Live Helper Chat counts beside them. */
  async function rate(command: Extract<SentMessage, { type: 'rating-give' }>): Promise<Ack> {
    await inTurn(poll);
    const { chat } = present();
    if (!chat) throw new AdapterError('forbidden'); // it takes neither words nor votes
    const ack = await write(command);
    const thumb = command.score > 3 ? 1 : 2;
    const vote = (): Promise<Fields> => api.tell(chat, 'voteaction', `/${thumb}`);
    // The same thumb again takes it back. One that is lost costs a statistic: the stars are there.
    const votes = async (): Promise<unknown> => (await vote())['status'] === thumb || vote();
    if (command.score !== 3) void votes().catch(() => undefined);
    return ack;
  }

  return {
    async send(command: ClientCommand) {
      // Whichever conversation it names: a visitor has one, and words for one that the page has lost belong into it.
      switch (command.type) {
        case 'conversation-end': {
          const { chat, leave } = present();
          if (chat) await inTurn(() => api.tell(chat, 'userclosechat', ''));
          leave();
          return acked(command.id);
        }
        case 'rating-give':
          return rate(command);
        case 'contact-submit':
          return (await api.ask('/widgetrestapi/settings'))['isOnline'] ? write(command) : leaveWords(command);
        case 'message-send':
          return write(command);
        default:
          throw new AdapterError('conversation-unknown'); // visitors open none, nor claim any
      }
    },

    notify(signal) {
      if (signal.type === 'ping') {
        // The answer shows that the line lives.
        inTurn(poll).then(() => emit({ type: 'pong', head: current?.log.cursor ?? null }), fail);
      } else if (signal.type === 'visitor-update') {
        ({ profile = profile, page = page } = signal); // for the next chat
      } else if (!current?.chat || signal.conversation !== current.id) return;
      else if (signal.type === 'typing') {
        // It goes with all that is typed: nothing of it, unless the site shows it and the visitor knows.
        const body = { msg: signal.preview ?? '' };
        void api.tell(current.chat, 'usertyping', `/${signal.active}`, body).catch(() => undefined); // may be lost
      } else if (signal.read > seen) {
        seen = signal.read;
        isRead = true;
        quick = Math.max(quick, 1);
        schedule();
      }
    },

    async loadHistory(_id, before, limit) {
      return present().log.older(before, limit);
    },

    async resume(_id, after) {
      await inTurn(poll);
      return present().log.snapshot(after);
    },

    async linkTo({ id, url }) {
      await inTurn(() => poll(true));
      return current?.links.get(id) ?? url;
    },
  };
}

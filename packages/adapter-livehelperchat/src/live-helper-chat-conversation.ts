/**
 * A visitor's conversation: one log over all chats of theirs that this page knows, for Live Helper Chat closes a chat for good
 * and gives who writes again a new one. It knows the page's own messages among the rows, for which Live Helper Chat has no name
 * that the page could give. What is asked and told on a connection is in `live-helper-chat-session.ts`.
 */
import { WholeLog, foreignId, type LogEventBody } from '@support-chat/adapter-kit';
import { AdapterError, type Author } from '@support-chat/protocol';
import type { Credential, LiveHelperChatApi } from './live-helper-chat-api.js';
import {
  SELF,
  SOMEBODY,
  bodyOf,
  isSameText,
  phaseOf,
  readAuthor,
  readRows,
  type Row,
  type SentMessage,
} from './map-live-helper-chat.js';
import { numberOf, textOf, type Fields } from './read-fields.js';

/** A message of ours that is to be found among the rows. */
export interface Expected {
  /** What carries it. */
  readonly command: SentMessage;
  /** It is known by its command's id in the log; one of several is not. */
  readonly isNamed: boolean;
  /** As it was posted; of a file its name. */
  readonly words: string;
  readonly isFile: boolean;
  /** Live Helper Chat has taken it, so that it is there whatever has become of its words. Otherwise nobody knows. */
  isTaken: boolean;
  /** What it is called, once it was found. */
  key?: string;
}

/** How it is asked for what is new. */
interface Asking {
  /** That there is such a chat is beyond doubt. */
  readonly isKnown?: boolean;
  /** The visitor has read all. */
  readonly isRead?: boolean;
  /** All of the chat is wanted again. */
  readonly all?: boolean;
}

export interface LiveHelperChatConversation {
  readonly id: string;
  readonly log: WholeLog;
  /** The chat that is written to; undefined when there is none, or it takes nothing any more. */
  readonly chat: Credential | undefined;
  /** Whose conversation it is, after the chat has ended too; undefined where words were left by mail only. */
  readonly credential: Credential | undefined;
  /** A bot is at work, and takes nothing before it has answered. */
  readonly isLocked: boolean;
  /** Messages that are not found yet. */
  readonly expected: Set<Expected>;
  /** Where files are, by their ids, as of the last answer: for five minutes. */
  readonly links: ReadonlyMap<string, string>;
  /** The visitor ends it, which Live Helper Chat does not tell. */
  leave(): void;
  /** Goes on: in a new chat, or in one that the visitor had ended. */
  enter(chat?: Credential): void;
  /** Asks for what is new. @throws AdapterError `connection-unknown` when it looks as if there were no such chat */
  poll(api: LiveHelperChatApi, asking?: Asking): Promise<void>;
  /** Something that Live Helper Chat keeps in no history. */
  happened(body: LogEventBody): void;
}

/**
 * @param name - what it is called here
 * @param credential - its chat; undefined where words are left by mail only
 * @param server - files and faces are behind it
 */
export function createConversation(
  name: string,
  credential: Credential | undefined,
  server: string,
): LiveHelperChatConversation {
  const id = foreignId(name);
  const log = new WholeLog(id);
  const expected = new Set<Expected>();
  /** Own messages that nobody has read yet. */
  const unread = new Set<number>();
  const links = new Map<string, string>();
  const people = new Map<string, Author>();
  let chat = credential;
  /** The newest message that is known, and the one before the chat's first. */
  let [newest, floor] = [0, 0];
  let [delivered, read] = [0, 0];
  let status = 0;
  let [isOver, isLocked, hasLeft, hasTicks, types] = [false, false, false, false, false];
  let agent = SOMEBODY;

  function happened(body: LogEventBody): void {
    if (log.emit) log.arrive({ key: null, time: Date.now(), body });
  }

  /** What a snapshot says beside the events. @param told - the phase that events have told by now */
  function settle(told = log.phase): void {
    log.phase = phaseOf(status, isOver || hasLeft);
    log.participants = [...people.values()].map((author) => ({ author, delivered, read }));
    // No event of a log says that a bot has handed over, or that a chat was opened again.
    if (told !== log.phase) log.emit?.({ type: 'conversation-reset', conversation: log.snapshot() });
  }

  function meet(one: Author): Author {
    const author = { ...people.get(one.id), ...one };
    people.set(author.id, author);
    if (author.kind === 'agent') agent = author;
    return author;
  }

  /** Which of the rows are messages of ours. */
  function recognise(rows: readonly Row[]): ReadonlyMap<Row, Expected> {
    const found = new Map<Row, Expected>();
    const own = new Set(rows.filter(({ id: row, author }) => author === SELF && !log.seqOf(`${row}`)));
    // What is surely there comes first: the same words may have been said before, and be lost.
    for (const one of [...expected].sort((a, b) => +b.isTaken - +a.isTaken)) {
      const free = [...own].filter(({ attachments }) => attachments.length > 0 === one.isFile);
      const row =
        free.find(({ text, attachments: [file] }) => (file ? file.name === one.words : isSameText(text, one.words))) ??
        (one.isTaken ? free[0] : undefined);
      if (!row) continue;
      own.delete(row);
      expected.delete(one);
      found.set(row, one);
      one.key = `${row.id}`;
    }
    return found;
  }

  function take(row: Row, time: number, own: Expected | undefined): void {
    const { author, text, attachments } = row;
    const key = `${row.id}`;
    for (const file of attachments) links.set(file.id, file.url);
    const known = log.find(key)?.body;
    // What the page has sent it knows better, and addresses of files are others each time.
    const isKnown = known && (author === SELF || attachments.length || ('text' in known && known.text === text));
    if (isKnown || !(text || attachments.length)) return;
    const by = author === SELF ? SELF : meet(author);
    const body = bodyOf({ ...row, author: by }, own?.isNamed ? own.command.id : foreignId(key), own?.command);
    log.arrive({ key, time, body });
  }

  /** How far own messages are. */
  function watch(rows: readonly Row[]): void {
    const before = delivered + read;
    for (const { id: row, author, tick } of rows) {
      if (author !== SELF) continue;
      hasTicks ||= tick > 0;
      // What is read has none any more.
      const far = tick || (hasTicks ? 3 : 0);
      const seq = log.seqOf(`${row}`);
      if (far > 1) delivered = Math.max(delivered, seq);
      if (far > 2) read = Math.max(read, seq);
      unread[far % 3 ? 'add' : 'delete'](row);
    }
    if (delivered + read === before) return;
    meet(agent);
    settle();
    for (const participant of log.participants) log.emit?.({ type: 'cursor-moved', conversation: id, participant });
  }

  async function ask(api: LiveHelperChatApi, { isKnown, isRead = false, all }: Asking): Promise<void> {
    if (!chat) return;
    const lmgsid = all ? floor : Math.min(newest, ...[...unread].map((row) => row - 1));
    const answer = await api.about(chat, 'fetchmessages', { lmgsid, active_widget: isRead });
    const { status: next, hum, ott } = answer;
    if (typeof next !== 'number') throw new AdapterError('unavailable');
    const isClosed = answer['closed'] === true;
    // So it looks for who has no right to it, and for nobody else: it does not even say whether anything is unread.
    if (isClosed && hum === undefined && !isKnown && !isOver) throw new AdapterError('connection-unknown');

    let told = log.phase;
    if (next === 1 && status !== 1) {
      const { result, uid } = await api.about(chat, 'checkchatstatus', { mode: 'embed' }).catch((): Fields => ({}));
      meet(uid ? readAuthor(`${Number(uid)}`, String(result), server) : agent);
      if (told !== 'ended') {
        happened({ type: 'participant-joined', author: agent });
        told = 'live';
      }
    }
    status = next;
    isLocked = !!answer['lock_send'];
    const last = numberOf(answer['message_id']) ?? 0;
    const rows = readRows(textOf(answer['messages']) ?? '', server).filter((row) => row.id <= last);
    const found = recognise(rows);
    // Nobody tells when visitors have written.
    let time = Date.now();
    if (newest === floor) time = rows.find((row) => row.time)?.time ?? time;
    for (const row of rows) {
      time = row.time ?? (newest === floor ? time : Date.now());
      take(row, time, found.get(row));
    }
    if (all)
      for (const key of log.keys) if (key && +key > floor && !rows.some((row) => `${row.id}` === key)) log.remove(key);
    const isHeard = rows.some(({ id: row, author }) => row > newest && author !== SELF);
    newest = Math.max(newest, last);
    watch(rows);

    const before = types;
    types = !!ott && !isHeard;
    if (before || types)
      log.emit?.({ type: `typing-${types ? 'started' : 'stopped'}`, conversation: id, author: agent });
    if (isClosed && told !== 'ended') {
      happened({ type: 'conversation-ended', author: agent });
      told = 'ended';
    }
    isOver = isClosed;
    settle(told);
    // An edit, or a deletion.
    if (!all && /updateMessageRow/.test(JSON.stringify(answer['op']))) await ask(api, { all: true });
  }

  settle();
  return {
    ...{ id, log, expected, links, happened },

    get chat() {
      return isOver ? undefined : chat;
    },
    get credential() {
      return chat;
    },
    get isLocked() {
      return isLocked;
    },

    leave() {
      hasLeft = true;
      happened({ type: 'conversation-ended', author: SELF });
      settle('ended');
    },

    enter(next) {
      let told = log.phase;
      if (next) {
        chat = next;
        floor = newest;
        status = 0;
      }
      isOver = hasLeft = false;
      if (told === 'ended') {
        happened({ type: 'conversation-reopened', author: SELF });
        told = 'queued';
      }
      settle(told);
    },

    async poll(api, asking = {}) {
      let before;
      // Whoever comes back hears of all of it, however much of it one answer has.
      do {
        before = newest;
        await ask(api, asking);
      } while (!log.emit && newest > before);
    },
  };
}

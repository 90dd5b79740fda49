/**
 * What a visitor says to Rocket.Chat and hears of it on one connection, once somebody listens. What goes into the log goes
 * one after the other, for Rocket.Chat keeps no order among requests that overtake each other.
 */
import type { ConnectionLife, ConnectionParts, LogEventBody } from '@support-chat/adapter-kit';
import {
  AdapterError,
  MAX_TEXT_LENGTH,
  problem,
  type Ack,
  type Author,
  type ClientCommand,
  type VisitorProfile,
} from '@support-chat/protocol';
import type { DdpLine, StreamEvent } from './ddp.js';
import { ROOM_CLOSED, type HeldFile, type LivechatApi } from './livechat-api.js';
import { createConversation, type LivechatConversation } from './livechat-conversation.js';
import { SELF, readQueue, type Reader, type SentMessage } from './map-livechat.js';
import { listOf, recordOf, textOf } from './read-fields.js';

/** One connection's share of the work. */
export interface LivechatSession extends Pick<
  ConnectionParts,
  'send' | 'notify' | 'loadHistory' | 'resume' | 'linkTo'
> {
  /** What a stream says. */
  heard(event: StreamEvent): void;
}

/** What a session works with. */
export interface SessionParts {
  readonly life: ConnectionLife;
  readonly api: LivechatApi;
  readonly line: DdpLine;
  readonly reader: Reader;
  /** Files that wait for their message. */
  readonly held: Map<string, HeldFile>;
  readonly profile: VisitorProfile | undefined;
  /** Somebody is there. */
  readonly online: boolean;
  /** The visitor's present one, or their first one when there is none yet. */
  readonly conversation: LivechatConversation | null;
  /** Takes the last one at the end, for the next connection. */
  keep(conversation: LivechatConversation): unknown;
}

const NOTICES = 'stream-notify-room';

/** Listens to all that a room says. */
export async function listen(line: DdpLine, room: string, token: string): Promise<void> {
  const options = { useCollection: false, args: [{ token, visitorToken: token }] };
  await Promise.all([
    line.subscribe('stream-room-messages', room, options),
    line.subscribe('stream-livechat-room', room, options),
    line.subscribe(NOTICES, `${room}/user-activity`, options),
    line.subscribe(NOTICES, `${room}/deleteMessage`, options),
  ]);
}

/** Tells what the site knows of the visitor, unless that is known already. */
async function introduce({ api, reader }: SessionParts, profile: VisitorProfile | undefined): Promise<void> {
  const news = JSON.stringify(profile ?? {});
  if (reader.guest['_id'] && (news === '{}' || news === reader.told)) return;
  reader.guest = await api.tellVisitor(profile);
  reader.told = news;
  if (!reader.guest['_id']) throw new AdapterError('unavailable');
}

export function createSession(parts: SessionParts): LivechatSession {
  const { life, api, line, reader, held, online, keep } = parts;
  let current = parts.conversation;
  let { profile } = parts;
  let last: Promise<unknown> = Promise.resolve();
  const emit = life.emit.bind(life);

  life.signal.addEventListener('abort', () => {
    current?.follow(null);
    if (current) keep(current);
  });
  current?.follow(emit);

  function tellProfile(): void {
    if (reader.guest['_id']) void introduce(parts, profile).catch(() => undefined); // may be lost
  }
  tellProfile();

  function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = last.then(task);
    last = result.catch(({ code, problem }: AdapterError) => {
      // After the refusal is told: it was surely not stored, which is more than is known of what a connection took along.
      if (code === 'connection-unknown' || code === 'session-unknown') setTimeout(() => life.end(problem));
    });
    return result;
  }

  function present(): LivechatConversation {
    if (!current) throw new AdapterError('conversation-unknown');
    return current;
  }

  async function follow(conversation: LivechatConversation): Promise<void> {
    await conversation.catchUp(api);
    if (!current) conversation.follow(emit);
    current = conversation;
  }

  /** A conversation whose room is open. */
  async function begin(): Promise<LivechatConversation> {
    if (current?.room && !current.isOver) return current;
    await introduce(parts, profile);
    const room = await api.openRoom();
    await current?.catchUp(api); // how it ended comes before how it goes on
    const conversation = current ?? createConversation(room, reader);
    conversation.enter(room);
    await listen(line, room, api.token);
    await follow(conversation);
    return conversation;
  }

  /** Says something in the open room, or in the next one when that is closed meanwhile. */
  function inRoom<Result>(task: (room: string) => Promise<Result>): Promise<Result> {
    const attempt = async (): Promise<Result> => task((await begin()).room ?? '');
    return attempt().catch((error: AdapterError) => {
      if (error.code !== ROOM_CLOSED) throw error;
      current?.close();
      return attempt();
    });
  }

  async function write(command: SentMessage): Promise<Ack> {
    const { id, text } = command;
    const files = (command.attachments ?? []).map((one) => held.get(one.id));
    if (!files.every((file) => file !== undefined)) throw new AdapterError('upload-unknown');
    if (text.length > MAX_TEXT_LENGTH) throw new AdapterError('message-too-long');
    reader.sent.set(id, command);
    const { log } = await inTurn(begin);
    const ack = await log.send(id, text, () =>
      inTurn(async () => {
        if (command.type === 'contact-submit') await introduce(parts, { ...profile, ...command });
        // A message per file, the first with the words.
        for (const file of files)
          file.key ??= await inRoom((room) => api.upload(room, file, file === files[0] ? text : '')).catch(
            perhapsStored,
          );
        return files[0]?.key ?? inRoom((room) => api.post(room, id, text));
      }),
    );
    for (const one of command.attachments ?? []) held.delete(one.id);
    return ack;
  }

  /** Ends the connection when nobody knows: what the next one reads tells whether the file is there. */
  function perhapsStored(error: AdapterError): never {
    const { status } = error.problem;
    if (status > 0 && status < 500) throw error;
    setTimeout(() => life.end(problem('connection-lost')));
    throw new AdapterError('connection-lost', { cause: error });
  }

  /** Says what is kept in no history; the event of it is of this page. */
  async function note(id: string, path: string, body: object, event?: LogEventBody): Promise<Ack> {
    await inTurn(async () => {
      await api.tell(path, { rid: current?.room, ...body }).catch((error: AdapterError) => {
        if (error.code !== ROOM_CLOSED) throw error;
      });
      if (!current) await follow(createConversation(id, reader));
      if (event) current?.happened(event);
    });
    const { id: conversation, log } = present();
    return { type: 'ack', id, conversation, ...log.cursor, time: Date.now() };
  }

  /** Nobody is there: the words go by mail, and into no room. */
  function leaveWords(command: Extract<SentMessage, { type: 'contact-submit' }>): Promise<Ack> {
    const { id, text: message, name, email, department } = command;
    const body = { token: undefined, rid: undefined, name, email, message, department };
    return note(id, 'offline.message', body, { ...command, type: 'contact-submitted', author: SELF });
  }

  function rate(id: string, score: number, text: string): Promise<Ack> {
    const data = [{ name: 'satisfaction', value: `${score}` }];
    if (text) data.push({ name: 'additionalFeedback', value: text });
    return note(id, 'room.survey', { data }, { type: 'rating-given', id, author: SELF, score, text });
  }

  function types(author: Author, active: boolean): void {
    if (current) emit({ type: `typing-${active ? 'started' : 'stopped'}`, conversation: current.id, author });
  }

  return {
    async send(command: ClientCommand) {
      // Whichever conversation it names: a visitor has one, and words for one that the page has lost belong into it.
      switch (command.type) {
        case 'conversation-end':
          return note(command.id, 'room.close', {});
        case 'rating-give':
          return rate(command.id, command.score, command.text);
        case 'contact-submit':
          return online ? write(command) : leaveWords(command);
        case 'message-send':
          return write(command);
        default:
          throw new AdapterError('conversation-unknown'); // visitors open none, nor claim any
      }
    },

    notify(signal) {
      if (signal.type === 'ping') line.ping();
      else if (signal.type === 'visitor-update') {
        ({ profile } = signal);
        tellProfile();
      } else if (signal.type === 'typing' && current?.room && signal.conversation === current.id) {
        const activities = signal.active ? ['user-typing'] : [];
        const { token } = api;
        const { username } = reader.guest;
        line.call(NOTICES, `${current.room}/user-activity`, username, activities, { token });
      }
    },

    heard({ stream, name, args }) {
      if (stream === 'pong') emit({ type: 'pong', head: current?.log.cursor ?? null });
      const [room = '', what] = name.split('/');
      if (!current?.has(room)) return;
      const { type, data, _id } = recordOf(args[0]);
      if (stream === 'stream-room-messages')
        for (const message of args) {
          const author = current.messageCame(message);
          if (author && author !== SELF) types(author, false);
        }
      else if (what === 'deleteMessage') current.log.remove(String(_id));
      else if (what === 'user-activity') {
        const username = textOf(args[0]);
        if (username && username !== reader.guest['username'])
          types(current.authorOf(username), listOf(args[1]).includes('user-typing'));
      } else if (type === 'agentData') current.serve(data);
      else if (type === 'queueData') {
        const place = readQueue(data);
        if (place && current.log.phase === 'queued')
          emit({ type: 'queue-changed', conversation: current.id, ...place });
      }
    },

    async loadHistory(_id, before, limit) {
      const conversation = present();
      return conversation.log.older(before, limit, conversation.pages(api));
    },

    async resume(_id, after) {
      const conversation = present();
      await conversation.catchUp(api);
      return conversation.log.snapshot(after);
    },

    async linkTo({ url }) {
      // Its own client says so in a cookie, which pages of other sites have none of. Saved, not shown in the page's place.
      return url.includes('rc_rid=') ? `${url}&download&rc_token=${api.token}` : url;
    },
  };
}

/**
 * What a visitor says to Matrix and hears of it on one connection, once they are known and somebody listens. What goes into a
 * room goes one after the other, for a homeserver keeps no order among requests that overtake each other.
 */
import type { ConnectionLife, ConnectionParts } from '@support-chat/adapter-kit';
import {
  AdapterError,
  MAX_TEXT_LENGTH,
  problem,
  type Ack,
  type ClientCommand,
  type PageContext,
  type VisitorProfile,
} from '@support-chat/protocol';
import type { MatrixApi } from './matrix-api.js';
import type { MatrixConversation } from './matrix-conversation.js';
import { mediaAddress, toMatrix } from './map-matrix.js';
import { textOf } from './read-fields.js';

/** What the site is asked for a room. */
export interface RoomRequest {
  /** The visitor's, who is to be invited. */
  readonly userId: string;
  /** The room that they were in before, and are not any more. */
  readonly previous?: string | undefined;
  /** What the page knows of the visitor, unverified. */
  readonly profile?: VisitorProfile | undefined;
  readonly page?: PageContext | undefined;
}

/** What a session works with. */
export interface SessionParts {
  readonly life: ConnectionLife;
  readonly api: MatrixApi;
  readonly conversation: MatrixConversation;
  readonly userId: string;
  /** Address of the homeserver. */
  readonly server: string;
  /** `mxc:` addresses of files that were brought, by our ids. */
  readonly files: Map<string, string>;
  readonly profile: VisitorProfile | undefined;
  readonly page: PageContext | undefined;
  /** Up to where `/sync` has told. */
  readonly since: string;
  getRoom(request: RoomRequest): string | Promise<string>;
}

type MessageSend = Extract<ClientCommand, { type: 'message-send' }>;

/** Types that a browser shows, and that nothing is executed in: whatever else is bytes. */
const HARMLESS = /^(image\/(?!svg)|audio|video)/;

export function createSession(parts: SessionParts): Omit<ConnectionParts, 'capabilities'> {
  const { life, api, conversation, userId, server, files, page, getRoom } = parts;
  const { log } = conversation;
  let { profile } = parts;
  let last: Promise<unknown> = Promise.resolve();
  /** Of files that were loaded. */
  const links = new Map<string, string>();

  conversation.follow((event) => life.emit(event));
  life.signal.addEventListener('abort', () => links.forEach((link) => URL.revokeObjectURL(link)));
  listen().catch(({ problem: why }: AdapterError) =>
    // After a restore the server does not know any more where that was: all is asked anew.
    life.end(why.status === 400 ? problem('connection-unknown') : why),
  );

  async function listen(): Promise<void> {
    let { since } = parts;
    while (!life.signal.aborted) since = await conversation.hear(await api.sync(since, 30_000), api);
  }

  const catchUp = (): Promise<boolean> => log.read(conversation.pages(api));

  function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = last.then(task);
    last = result.catch(({ code, problem: why }: AdapterError) => {
      // After the refusal is told: it was surely not stored, which is more than is known of what a connection took along.
      if (code === 'session-unknown') setTimeout(() => life.end(why));
    });
    return result;
  }

  /** A room that can be written to. */
  async function begin(): Promise<string> {
    const { room: previous, isOver } = conversation;
    if (!isOver) return previous;
    if (previous) await catchUp(); // how it ended comes before how it goes on
    const name = profile?.name;
    const path = `client/v3/profile/${encodeURIComponent(userId)}/displayname`;
    // May be lost: homeservers may keep names to themselves.
    if (name) await api.ask(path, { method: 'PUT', body: { displayname: name } }).catch(() => undefined);
    const room = await getRoom({ userId, previous: previous || undefined, profile, page });
    await api.ask(`client/v3/join/${encodeURIComponent(room)}`, { body: {} });
    conversation.enter(room);
    await catchUp();
    return room;
  }

  async function put(name: string, body: object): Promise<string> {
    const path = `send/m.room.message/${name}`;
    return textOf((await api.inRoom(await begin(), path, { method: 'PUT', body }))['event_id']);
  }

  async function write({ id, text, attachments = [] }: MessageSend): Promise<Ack> {
    const brought = attachments.map((one) => ({ ...one, mxc: files.get(one.id) ?? '' }));
    if (!brought.every(({ mxc }) => mxc)) throw new AdapterError('upload-unknown');
    if (text.length > MAX_TEXT_LENGTH) throw new AdapterError('message-too-long');
    // Its own id stands for its text: nothing has to be recognised by its words.
    return log.send(id, id, () =>
      inTurn(async () => {
        let key = '';
        // A message per file, the first with the words. A transaction is stored once, however often it is sent.
        for (const [index, file] of (brought.length > 0 ? brought : [undefined]).entries()) {
          const [name, words] = index > 0 ? [`${id}-${index}`, ''] : [id, text];
          const own = conversation.own(name);
          if (own && own.text !== words) throw new AdapterError('id-conflict');
          const stored = own?.key ?? (await put(name, toMatrix(name, words, file)));
          key ||= stored;
        }
        if (!key) throw new AdapterError('unavailable');
        return key;
      }),
    );
  }

  async function end(id: string): Promise<Ack> {
    await inTurn(async () => {
      if (conversation.isOver) return;
      await api.inRoom(conversation.room, 'leave', { body: {} });
      conversation.close();
    });
    return { type: 'ack', id, conversation: conversation.id, ...log.cursor, time: Date.now() };
  }

  /** Tells something that may be lost. */
  function tell(path: string, method: string, body: object): void {
    const { room } = conversation;
    if (room) api.inRoom(room, path, { method, body }).catch(() => undefined);
  }

  return {
    async send(command) {
      // Whichever conversation it names: a visitor has one.
      if (command.type === 'conversation-end') return end(command.id);
      // Visitors open no conversation, nor claim any, and Matrix has neither ratings nor a contact form.
      if (command.type !== 'message-send') throw new AdapterError('frame-unknown');
      return write(command);
    },

    notify(signal) {
      if (signal.type === 'ping') {
        // That an answer of `/sync` takes long says nothing: this one does not.
        api.ask('client/v3/account/whoami').then(
          () => life.emit({ type: 'pong', head: conversation.room ? log.cursor : null }),
          () => undefined,
        );
      } else if (signal.type === 'visitor-update') ({ profile } = signal);
      else if (signal.conversation !== conversation.id) return;
      else if (signal.type === 'typing') {
        tell(`typing/${encodeURIComponent(userId)}`, 'PUT', { typing: signal.active, timeout: 10_000 });
      } else if (signal.epoch === log.cursor.epoch) {
        const key = log.keyAt(signal.read);
        if (key) tell(`receipt/m.read/${encodeURIComponent(key)}`, 'POST', {});
      }
    },

    loadHistory: (_id, before, limit) => log.older(before, limit, conversation.pages(api)),

    async resume(_id, after) {
      await catchUp();
      return log.snapshot(after);
    },

    async upload(bytes, { id, name, onProgress, signal }) {
      const { type, size } = bytes;
      const { content_uri } = await api
        .ask(`media/v3/upload?${new URLSearchParams({ filename: name })}`, {
          ...{ method: 'POST', timeout: 600_000, signal },
          headers: { 'Content-Type': type || 'application/octet-stream' },
          codes: { 413: 'file-too-large' },
          fetch: (url, init) => fetch(url, { ...init, body: bytes }),
        })
        .finally(() => signal?.throwIfAborted());
      const mxc = textOf(content_uri);
      if (!mxc) throw new AdapterError('unavailable');
      files.set(id, mxc);
      onProgress?.(size);
      return { id, name, type, size, url: '' };
    },

    /** Bytes that were brought stay there: Matrix has no way to take them back. */
    async discardUpload(id) {
      files.delete(id);
    },

    async linkTo({ url, type }) {
      // A browser asks for pictures without the access token: they are asked for here. It is shown to no other server.
      if (!url.startsWith(mediaAddress(server))) return url;
      let link = links.get(url);
      if (!link) {
        const bytes = await api.download(url);
        link = URL.createObjectURL(bytes.slice(0, bytes.size, HARMLESS.test(type) ? type : ''));
        links.set(url, link);
      }
      return link;
    },
  };
}

/**
 * A conversation as it is known to this page: the log of a room's archive with places, who is in it, and how far they have
 * read. It outlives connections: visitors have another address on each, so that the archive tells what was missed.
 */
import { ForeignLog, type ForeignEvent } from '@support-chat/adapter-kit';
import type { AdapterError, Author, LogEvent, Participant, ServerEvent } from '@support-chat/protocol';
import { archiveKey, authorOf, readMessage, type RoomEvent, type RoomNews } from './map-xmpp.js';
import { NS } from './namespaces.js';
import { attributeOf, childOf, textOf, type XmlElement } from './xml.js';

/** A message of the visitor that is on its way, or in the archive. */
interface OwnMessage {
  readonly words: string;
  /** Its name in the archive: resolves when it is there, and rejects with an AdapterError when it was not taken. */
  readonly key: Promise<string>;
  archived?: string;
  resolve(key: string): void;
  reject(error: AdapterError): void;
}

type Seen = Extract<RoomNews, { readonly type: 'seen' }>;

export class XmppRoom {
  readonly token: string;
  readonly address: string;
  readonly self: Author;
  readonly log: ForeignLog;

  /** Nobody was called to it: it is new, or was ended. */
  isUncalled = true;

  /** Where events go; null while nobody is connected. */
  #emit: ((event: ServerEvent) => void) | null = null;
  readonly #own = new Map<string, OwnMessage>();
  /** What programs call their messages → keys in the archive. */
  readonly #refs = new Map<string, string>();
  readonly #people = new Map<string, Author>();
  /** Agents who are here now, by their addresses in the room. */
  readonly #present = new Set<string>();
  /** Who has read up to which key. */
  readonly #seen = new Map<string, string>();
  /** Read marks whose messages have no place yet. */
  #marks: Seen[] = [];

  /** @param token - name of the room and the visitor's credential; it begins with the conversation's id */
  constructor(token: string, rooms: string) {
    this.token = token;
    this.address = `${token}@${rooms}`;
    const conversation = token.slice(0, 36);
    this.self = { kind: 'visitor', id: conversation };
    this.log = new ForeignLog({ conversation });
  }

  /** Nothing was ever said. */
  get isEmpty(): boolean {
    return this.log.keyAt(Infinity) === null;
  }

  /** Whether an agent is here. */
  get isAttended(): boolean {
    return this.#present.size > 0;
  }

  /** What was said, or is being said, under an id of the visitor. */
  own(id: string): OwnMessage | undefined {
    return this.#own.get(id);
  }

  /** The visitor is saying something. */
  say(id: string, words: string): OwnMessage {
    const message = { words } as { -readonly [Part in keyof OwnMessage]: OwnMessage[Part] };
    message.key = new Promise((resolve, reject) => Object.assign(message, { resolve, reject }));
    // Whoever has sent it hears of it; the archive's own have nobody.
    message.key.catch(() => undefined);
    this.#own.set(id, message);
    return message;
  }

  /** From now on events go here, those that came since the last reading first. */
  follow(emit: (event: ServerEvent) => void): void {
    this.#emit = emit;
    this.log.follow(emit);
  }

  /** The connection has ended. */
  leave(): void {
    this.#emit = null;
    this.log.leave();
    this.#present.clear();
    for (const [id, { archived }] of this.#own) if (archived === undefined) this.#own.delete(id);
  }

  /** A message of the visitor was not taken. */
  refused(id: string, error: AdapterError): void {
    this.#own.get(id)?.reject(error);
    this.#own.delete(id);
  }

  /** A page of the archive, oldest first. */
  page(results: readonly XmlElement[]): (ForeignEvent & { readonly key: string })[] {
    return results.flatMap((result) => {
      const forwarded = childOf(result, NS.forward);
      const message = childOf(forwarded, NS.client);
      const key = attributeOf(result, 'id');
      const time = Date.parse(attributeOf(childOf(forwarded, NS.delay), 'stamp'));
      const news = message && key ? this.#read(message, key, time || Date.now()) : null;
      if (news?.type === 'seen') this.#marks.push(news);
      return news?.type === 'event' ? [{ ...news.event, key }] : [];
    });
  }

  /** A message that was said now. */
  take(message: XmlElement): void {
    const key = archiveKey(message, this.address);
    const news = this.#read(message, key, Date.now());
    if (news?.type === 'event') this.#add(news.event);
    if (news?.type === 'seen') {
      this.#marks.push(news);
      this.settle();
    }
    if (news?.type === 'typing' && news.author !== this.self) {
      const { author, active } = news;
      this.#emit?.({ type: active ? 'typing-started' : 'typing-stopped', conversation: this.log.conversation, author });
    }
  }

  /** Somebody has come, or gone. */
  occupant(address: string, isHere: boolean): void {
    const author = authorOf(address, this);
    if (author?.kind !== 'agent') return;
    if (!isHere) return void this.#present.delete(address);
    this.#present.add(address);
    this.#comes(author);
  }

  /** Somebody has ended it in a way that no archive knows of. */
  ended(): void {
    const author: Author = { kind: 'agent', id: 'moderator' };
    this.#add({ key: null, time: Date.now(), body: { type: 'conversation-ended', author } });
  }

  /** Brings what a snapshot says up to what was read. */
  catchUp(): void {
    const events = this.log.snapshot().events as (LogEvent & { readonly author: Author })[];
    const isAgent = ({ author }: { readonly author: Author }): boolean => author.kind === 'agent';
    for (const { author } of events.filter(isAgent)) this.#people.set(author.id, author);
    const end = events.findLastIndex(({ type }) => type === 'conversation-ended');
    const since = events.slice(end + 1);
    const isOver = end >= 0 && since.every(isAgent);
    this.isUncalled = isOver || this.isEmpty;
    this.log.phase = isOver ? 'ended' : this.isAttended || since.some(isAgent) ? 'live' : 'queued';
    this.settle();
  }

  /** Gives read marks their places, and tells who got further. */
  settle(): void {
    const { log } = this;
    for (const { author, of } of this.#marks.splice(0)) {
      const key = log.seqOf(of) === undefined ? (this.#refs.get(of) ?? of) : of;
      if (this.#placeOf(key) <= this.readBy(author)) continue;
      this.#seen.set(author.id, key);
      if (author.kind !== 'agent') continue;
      this.#people.set(author.id, author);
      this.#emit?.({ type: 'cursor-moved', conversation: log.conversation, participant: this.#participant(author) });
    }
    log.participants = [...this.#people.values()].map((author) => this.#participant(author));
  }

  /** Up to which place somebody has read; 0 when that is not known. */
  readBy({ id }: Author): number {
    return this.#placeOf(this.#seen.get(id) ?? '');
  }

  #placeOf(key: string): number {
    return this.log.seqOf(key) ?? 0;
  }

  #participant(author: Author): Participant {
    const read = this.readBy(author);
    return { author, delivered: read, read };
  }

  /** Null for what means nothing, and for what the visitor has said before under the same id. */
  #read(message: XmlElement, key: string | null, time: number): RoomNews | null {
    const news = readMessage(message, {
      address: this.address,
      self: this.self,
      key,
      time: Math.min(time, Date.now()),
    });
    if (news?.type !== 'event') return news;
    const { event, ref } = news;
    if (key === null) return news;
    this.#refs.set(ref, key);
    if (event.body.author !== this.self) return news;
    const own = this.#own.get(ref) ?? this.say(ref, textOf(childOf(message, NS.client, 'body')));
    if ((own.archived ?? key) !== key) return null;
    own.archived = key;
    own.resolve(key);
    return news;
  }

  #add(event: RoomEvent): void {
    const { log } = this;
    const { time, body } = event;
    const { author } = body;
    if (author.kind === 'visitor' && body.type === 'message-added' && log.phase === 'ended') {
      log.phase = this.isAttended ? 'live' : 'queued';
      this.#tell({ key: null, time, body: { type: 'conversation-reopened', author } });
    }
    if (author.kind === 'agent' && body.type === 'message-added') this.#comes(author);
    if (body.type === 'conversation-ended') {
      log.phase = 'ended';
      this.isUncalled = true;
    }
    log.arrive(event);
  }

  #comes(author: Author): void {
    const { log } = this;
    if (this.#people.has(author.id) && log.phase === 'live') return;
    this.#people.set(author.id, author);
    this.settle();
    if (log.phase === 'ended') return;
    log.phase = 'live';
    this.#tell({ key: null, time: Date.now(), body: { type: 'participant-joined', author } });
  }

  /** What is told in passing is for who listens: a snapshot says it otherwise. */
  #tell(event: ForeignEvent): void {
    if (this.#emit) this.log.arrive(event);
  }
}

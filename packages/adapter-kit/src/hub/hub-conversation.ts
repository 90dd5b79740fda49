/**
 * One conversation on a hub, for as long as the page lives: what the messages make of it, each id once. Owns the log, who
 * takes part and how far they got; publishes nothing.
 */
import {
  readHubMessage,
  type Author,
  type Participant,
  type QueuePlace,
  type ServerEvent,
} from '@support-chat/protocol';
import { ForeignLog, type ForeignEvent } from '../foreign-log.js';
import { mapHub, type HubChange } from './map-hub.js';
import type { HubDelivery } from './hub-transport.js';

type SeenChange = Extract<HubChange, { type: 'seen' }>;

const isWritten = ({ type }: ForeignEvent['body']): boolean => type === 'message-added' || type === 'contact-submitted';

export class HubConversation {
  readonly token: string;
  readonly self: Author;
  readonly log: ForeignLog;
  readonly memory = new Map<string, string>();
  queue: QueuePlace | null = null;

  /** What was said under an id that was heard; null for what is taken back or changes something else. */
  readonly #said = new Map<string, ForeignEvent | null>();
  /** How far somebody got who has seen what has not come here yet. */
  readonly #ahead = new Map<string, SeenChange>();

  constructor(token: string) {
    const [conversation = ''] = token.split('.');
    this.token = token;
    this.self = { kind: 'visitor', id: conversation };
    this.log = new ForeignLog({ conversation });
    // What comes is remembered from the beginning; nobody is told before the welcome.
    this.log.follow(() => undefined);
  }

  /** What was said under an id, as JSON for comparison; undefined when nothing was. */
  contentOf(id: string): string | undefined {
    const event = this.#said.get(id);
    return event === undefined ? undefined : JSON.stringify(event?.body ?? null);
  }

  /** Nothing was ever said. */
  get isEmpty(): boolean {
    return this.#said.size === 0;
  }

  /**
   * Takes what the hub delivers; what goes into the log is told to whoever follows it.
   *
   * @returns what is to be told beside
   */
  take(delivery: HubDelivery): ServerEvent[] {
    const message = readHubMessage(delivery.data);
    const change = message && mapHub(message, delivery, this.self, Date.now());
    if (!change) return [];
    const { conversation } = this.log;
    switch (change.type) {
      case 'event':
        this.#add(change.event);
        return [...this.#ahead.values()].flatMap((seen) => this.#see(seen));
      case 'edit':
        this.#edit(change);
        return [];
      case 'seen':
        return this.#see(change);
      case 'typing': {
        const { author, active } = change;
        return author.kind === 'visitor'
          ? []
          : [{ type: active ? 'typing-started' : 'typing-stopped', conversation, author }];
      }
      case 'queue': {
        const { position, minutes } = change;
        this.queue = { position, minutes };
        return [{ type: 'queue-changed', conversation, position, minutes }];
      }
    }
  }

  #add(event: ForeignEvent & { readonly key: string }): void {
    const { key, time, body } = event;
    if (this.#said.has(key) || body.type === 'unknown') return;
    this.#said.set(key, event);
    const { author } = body;
    const { log } = this;
    if (author.kind === 'visitor' && isWritten(body) && log.phase === 'ended') {
      log.phase = 'queued';
      log.arrive({ key: null, time, body: { type: 'conversation-reopened', author } });
    }
    const isThere = log.participants.some((one) => one.author.id === author.id);
    const comes = author.kind === 'agent' && body.type === 'message-added' && (!isThere || log.phase === 'queued');
    if (comes || body.type === 'participant-joined') {
      if (!isThere) this.#move({ author, delivered: 0, read: 0 });
      log.phase = 'live';
      this.queue = null;
    }
    if (comes) log.arrive({ key: null, time, body: { type: 'participant-joined', author } });
    if (body.type === 'conversation-ended') log.phase = 'ended';
    log.arrive(event);
  }

  /** Only the desk edits and takes back, and only what it has said. */
  #edit({ id, of, text }: Extract<HubChange, { type: 'edit' }>): void {
    const event = this.#said.get(of);
    if (this.#said.has(id) || event?.body.type !== 'message-added' || event.body.author.kind === 'visitor') return;
    this.#said.set(id, null);
    if (text !== null) {
      const edited = { ...event, body: { ...event.body, text } };
      this.#said.set(of, edited);
      return this.log.arrive(edited);
    }
    this.#said.set(of, null);
    const gone = this.log.seqOf(of) ?? Infinity;
    const back = (seq: number): number => (seq >= gone ? seq - 1 : seq);
    this.log.participants = this.log.participants.map(({ author, delivered, read }) => ({
      author,
      delivered: back(delivered),
      read: back(read),
    }));
    this.log.remove(of);
  }

  #see(seen: SeenChange): ServerEvent[] {
    const { author, delivered, read } = seen;
    const at = this.log.seqOf(delivered);
    if (at === undefined) {
      this.#ahead.set(author.id, seen);
      return [];
    }
    this.#ahead.delete(author.id);
    const participant = { author, delivered: at, read: (read !== undefined && this.log.seqOf(read)) || 0 };
    this.#move(participant);
    return [{ type: 'cursor-moved', conversation: this.log.conversation, participant }];
  }

  #move(participant: Participant): void {
    const others = this.log.participants.filter(({ author }) => author.id !== participant.author.id);
    this.log.participants = [...others, participant];
  }
}

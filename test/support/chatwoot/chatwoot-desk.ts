/**
 * The inside of the fake Chatwoot: what it keeps, what it tells visitors on the socket, and the hands of an agent. Who asks
 * over HTTP, and how, is in `fake-chatwoot.ts`.
 */
import { randomUUID } from 'node:crypto';
import type { Broadcast, Cable } from './cable.js';
import {
  conversationPush,
  isForVisitors,
  messagePush,
  person,
  type Agent,
  type Contact,
  type Conversation,
  type Message,
} from './records.js';

export const JANE: Agent = { id: 7, name: 'Jane', avatarUrl: 'https://chat.example/jane.png', type: 'user' };
export const ROBOT: Agent = { id: 3, name: 'Robot', avatarUrl: 'https://chat.example/robot.png', type: 'agent_bot' };

/** A message as an agent or a bot may write it. */
export type Written = Partial<Omit<Message, 'id' | 'content'>>;

export class ChatwootDesk {
  readonly contacts: Contact[] = [];
  readonly conversations: Conversation[] = [];
  /** Where files are fetched from; a proxy's address where there is one. */
  publicUrl = '';
  /** Unix seconds. */
  now = (): number => Math.floor(Date.now() / 1000);

  protected socket: Cable | null = null;
  readonly #ratings: boolean;
  #ids = 100;
  #online: Record<string, string> = { [JANE.id]: 'online' };

  /** @param ratings - visitors are asked for one when a conversation is resolved */
  constructor(ratings: boolean) {
    this.#ratings = ratings;
  }

  get ratings(): boolean {
    return this.#ratings;
  }

  conversation(uuid: string): Conversation {
    const found = this.conversations.find((one) => one.uuid === uuid);
    if (!found) throw new Error(`There is no conversation ${uuid}.`);
    return found;
  }

  say(uuid: string, content: string | null, more: Written = {}): Message {
    const conversation = this.conversation(uuid);
    return this.add(conversation, { content, messageType: 1, sender: JANE, ...more });
  }

  edit(uuid: string, message: Message, content: string): void {
    message.content = content;
    this.updated(this.conversation(uuid), message);
  }

  /** A deleted message stays, with other words (source: `content_attributes.deleted`). */
  delete(uuid: string, message: Message): void {
    message.content = 'This message was deleted';
    message.contentAttributes = { deleted: true };
    this.updated(this.conversation(uuid), message);
  }

  setStatus(uuid: string, status: 'open' | 'pending' | 'resolved' | 'snoozed', by: Agent | null = JANE): void {
    const conversation = this.conversation(uuid);
    if (conversation.status === status) return;
    conversation.status = status;
    const data = { ...conversationPush(conversation), ...(by && { performer: person(by) }) };
    this.#tell(conversation, { event: 'conversation.status_changed', data });
    // The listener of ratings hears of every resolved conversation (source), where the inbox wants them.
    if (status === 'resolved' && this.#ratings) {
      this.add(conversation, { content: 'Please rate us', messageType: 3, contentType: 'input_csat' });
    }
  }

  /** The newest rating; null while there is none. */
  ratingOf(uuid: string): number | null {
    const survey = this.conversation(uuid).messages.findLast(({ contentType }) => contentType === 'input_csat');
    const values = survey?.contentAttributes['submitted_values'] as
      { csat_survey_response: { rating: number } } | undefined;
    return values?.csat_survey_response.rating ?? null;
  }

  type(uuid: string, active: boolean, isPrivate = false, by: Agent = JANE): void {
    const conversation = this.conversation(uuid);
    const data = { conversation: conversationPush(conversation), user: person(by), is_private: isPrivate };
    this.#tell(conversation, { event: active ? 'conversation.typing_on' : 'conversation.typing_off', data });
  }

  /** The agent looks. Nobody tells the visitor before the next event of the conversation. */
  look(uuid: string): void {
    this.conversation(uuid).agentLastSeenAt = this.now();
  }

  setOnline(online: boolean): void {
    this.#online = online ? { [JANE.id]: 'online' } : { [JANE.id]: 'busy' };
    for (const { pubsubToken } of this.contacts) {
      void this.broadcast(pubsubToken, { event: 'presence.update', data: this.presence() });
    }
  }

  /** An agent begins a conversation with a visitor. */
  begin(contact: Contact, content: string): Conversation {
    const conversation = this.create(contact);
    this.say(conversation.uuid, content);
    return conversation;
  }

  /** `contact.merged {pubsub_token}`: from here on the visitor has another socket. */
  async merge(contact: Contact): Promise<void> {
    const old = contact.pubsubToken;
    contact.pubsubToken = randomUUID();
    await this.socket?.allow(contact.pubsubToken, true);
    await this.broadcast(old, { event: 'contact.merged', data: { pubsub_token: contact.pubsubToken } });
    await this.socket?.allow(old, false);
  }

  async removeContact(contact: Contact): Promise<void> {
    this.contacts.splice(this.contacts.indexOf(contact), 1);
    await this.socket?.allow(contact.pubsubToken, false);
  }

  /** Says something nobody has heard of. */
  sayUnknown(): void {
    for (const { pubsubToken } of this.contacts) {
      void this.broadcast(pubsubToken, { event: 'conversation.sang', data: { verse: 1 } });
    }
  }

  /** Puts messages into a conversation that nobody hears of. */
  fill(uuid: string, count: number): void {
    const conversation = this.conversation(uuid);
    for (let n = 1; n <= count; n++) {
      conversation.messages.push(this.#message({ content: `Earlier ${n}`, messageType: n % 2 === 0 ? 1 : 0 }));
    }
  }

  nextId(): number {
    return ++this.#ids;
  }

  protected create(contact: Contact): Conversation {
    const conversation: Conversation = {
      ...{ displayId: this.conversations.length + 1, uuid: randomUUID(), contact, status: 'open' },
      ...{ contactLastSeenAt: 0, agentLastSeenAt: 0, assignee: null, visitorTypes: false, messages: [] },
    };
    this.conversations.push(conversation);
    this.#tell(conversation, { event: 'conversation.created', data: conversationPush(conversation) });
    return conversation;
  }

  #message(more: Partial<Message> & Pick<Message, 'content' | 'messageType'>): Message {
    const common = { contentType: 'text', contentAttributes: {}, private: false, sender: null, files: [] };
    return { ...common, id: ++this.#ids, createdAt: this.now(), ...more };
  }

  protected add(
    conversation: Conversation,
    more: Written & Pick<Message, 'content' | 'messageType'>,
    echoId?: string,
  ): Message {
    const message = this.#message(more);
    conversation.messages.push(message);
    if (isForVisitors(message)) {
      this.#tell(conversation, {
        event: 'message.created',
        data: messagePush(message, conversation, this.publicUrl, echoId),
      });
    }
    return message;
  }

  protected updated(conversation: Conversation, message: Message): void {
    if (!isForVisitors(message)) return;
    this.#tell(conversation, { event: 'message.updated', data: messagePush(message, conversation, this.publicUrl) });
  }

  #tell({ contact }: Conversation, message: Broadcast): void {
    void this.broadcast(contact.pubsubToken, message);
  }

  /** Broadcasts are a job of their own, in order, after what they tell of was committed. */
  protected async broadcast(token: string, message: Broadcast): Promise<void> {
    await this.socket?.broadcast(token, structuredClone(message));
  }

  presence(): object {
    return { account_id: 1, users: this.#online };
  }
}

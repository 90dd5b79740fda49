/**
 * A Chatwoot for tests: its client API and its socket, as its source and documentation have them, and the hands of an
 * agent. Strict: what a visitor's page may not do is an error and stands in `violations`. Every answer names its fact.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HttpFault } from '../adapters/http-faults.js';
import { FakeCable, type Cable, type FakeCableOptions } from './cable.js';
import { ChatwootDesk } from './chatwoot-desk.js';
import { conversationJson, isForVisitors, messageJson, type Contact, type Conversation } from './records.js';
import { Refusal, answer, only, readRequest, type Asked } from './requests.js';

export interface FakeChatwootOptions {
  /** Default: rated after they were resolved. */
  readonly ratings?: boolean;
  /** Every contact needs an identifier that the site vouches for. Default: none does. */
  readonly hmacMandatory?: boolean;
  /** Default: one of our own. */
  readonly cable?: (options: FakeCableOptions) => Cable | Promise<Cable>;
}

export const INBOX = 'a-website-inbox';
export const HMAC_TOKEN = 'token-of-the-inbox';

const PAGE_SIZE = 20;
const MAX_CONTENT = 150_000;
const RATING_LOCKED_AFTER = 14 * 24 * 3600;

export class FakeChatwoot extends ChatwootDesk {
  readonly violations: string[] = [];
  /** `METHOD path` of every request, in order. */
  readonly requests: string[] = [];
  /** Typing and last-seen notices, in order. */
  readonly told: string[] = [];
  url = '';

  readonly #options: FakeChatwootOptions;
  #everyFault: HttpFault | null = null;
  readonly #faults: { readonly of: RegExp; readonly fault: HttpFault }[] = [];
  readonly #http = createServer((request, response) => void this.#serve(request, response));

  private constructor(options: FakeChatwootOptions) {
    super(options.ratings !== false);
    this.#options = options;
  }

  static async start(options: FakeChatwootOptions = {}): Promise<FakeChatwoot> {
    const fake = new FakeChatwoot(options);
    const make = options.cable ?? ((cableOptions) => new FakeCable(cableOptions));
    fake.socket = await make({
      onViolation: (what) => fake.violations.push(what),
      onPresence: (token) => void fake.broadcast(token, { event: 'presence.update', data: fake.presence() }),
    });
    fake.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.url === '/cable') fake.socket?.upgrade(request, socket, head);
      else socket.destroy();
    });
    await new Promise<void>((resolve) => fake.#http.listen(0, '127.0.0.1', resolve));
    fake.url = `http://127.0.0.1:${(fake.#http.address() as AddressInfo).port}`;
    fake.publicUrl = fake.url;
    return fake;
  }

  async close(): Promise<void> {
    await this.socket?.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  get cable(): FakeCable {
    if (this.socket instanceof FakeCable) return this.socket;
    throw new Error('This one has a real ActionCable.');
  }

  /** All requests go wrong like this, until null. */
  failAll(fault: HttpFault | null): void {
    this.#everyFault = fault;
  }

  /** The next request that fits (`POST …/messages`) goes wrong. */
  failNext(of: RegExp, fault: HttpFault): void {
    this.#faults.push({ of, fault });
  }

  // The client API.

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method === 'OPTIONS') return answer(response, 204, undefined);
      const asked = await readRequest(request);
      const line = `${asked.method} ${asked.path}`;
      this.requests.push(line);
      const index = this.#faults.findIndex(({ of }) => of.test(line));
      const [planned] = index < 0 ? [] : this.#faults.splice(index, 1);
      const fault = planned?.fault ?? this.#everyFault;
      if (fault && fault.stored !== true) return this.#fail(response, fault);
      const body = asked.path.startsWith('/rails/') ? this.#file(asked, response) : await this.#route(asked);
      if (body === DONE) return;
      if (fault) return this.#fail(response, fault);
      answer(response, 200, body);
    } catch (error) {
      if (!(error instanceof Refusal)) this.violations.push(String(error));
      else if (error.status === 400) this.violations.push(error.message);
      if (error instanceof Refusal) answer(response, error.status, error.body, error.headers);
      else answer(response, 500, { error: String(error) });
    }
  }

  #fail(
    response: ServerResponse,
    { status = 500, body = { error: 'Internal Server Error' }, headers, cut }: HttpFault,
  ): void {
    if (!cut) return answer(response, status, body, headers);
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.write('{"id": 1', () => response.destroy());
  }

  async #route(asked: Asked): Promise<unknown> {
    const [, inbox, , source, , number, what, messageId] =
      /^\/public\/api\/v1\/inboxes\/([^/]+)(?:\/(contacts)(?:\/([^/]+)(?:\/(conversations)(?:\/(\d+)(?:\/(\w+)(?:\/(\d+))?)?)?)?)?)?$/.exec(
        asked.path,
      ) ?? [];
    if (inbox !== INBOX) throw notFound();
    const { method } = asked;
    if (asked.path.endsWith(`/${INBOX}`)) {
      // `GET inboxes/:id` tells whether it asks for ratings (source).
      only(asked);
      return { identifier: INBOX, name: 'Website', csat_survey_enabled: this.ratings };
    }
    if (source === undefined) return this.#createContact(asked);
    // `source_id` is the credential: who has none that is known gets nothing.
    const contact = this.contacts.find((one) => one.sourceId === decodeURIComponent(source));
    if (!contact) throw notFound();
    if (!asked.path.includes('/conversations')) {
      this.#vouch(
        asked.fields['identifier'] ?? asked.query.get('identifier'),
        asked.fields['identifier_hash'] ?? asked.query.get('identifier_hash'),
      );
      if (method === 'PATCH') this.#updateContact(contact, asked);
      else only(asked, 'identifier', 'identifier_hash');
      return contactJson(contact);
    }
    if (number === undefined) {
      if (method === 'POST') {
        only(asked, 'custom_attributes');
        return conversationJson(this.create(contact), this.publicUrl);
      }
      only(asked);
      return this.conversations
        .filter((one) => one.contact === contact)
        .map((one) => conversationJson(one, this.publicUrl));
    }
    const conversation = this.conversations.find((one) => one.displayId === Number(number) && one.contact === contact);
    if (!conversation) throw notFound();
    if (what === 'messages') return this.#messages(asked, conversation, messageId);
    if (method !== 'POST') throw notFound();
    return this.#act(asked, conversation, what ?? '');
  }

  #act(asked: Asked, conversation: Conversation, what: string): unknown {
    switch (what) {
      case 'toggle_typing': {
        only(asked, 'typing_status');
        const status = asked.fields['typing_status'];
        if (status !== 'on' && status !== 'off') throw new Refusal(400, { error: 'typing_status is on or off' });
        this.told.push(`typing ${status}`);
        conversation.visitorTypes = status === 'on';
        return undefined; // head :ok
      }
      case 'update_last_seen':
        only(asked);
        this.told.push('seen');
        conversation.contactLastSeenAt = this.now();
        return undefined; // head :ok
      case 'toggle_status':
        only(asked);
        this.setStatus(conversation.uuid, 'resolved', null); // it only resolves
        return conversationJson(conversation, this.publicUrl);
      default:
        throw notFound();
    }
  }

  #messages(asked: Asked, conversation: Conversation, id: string | undefined): unknown {
    if (asked.method === 'GET') {
      only(asked, 'before');
      const before = Number(asked.query.get('before') ?? Infinity);
      const older = conversation.messages.filter((one) => isForVisitors(one) && one.id < before);
      const page = older.sort((one, other) => one.createdAt - other.createdAt || one.id - other.id).slice(-PAGE_SIZE);
      return page.map((message) => messageJson(message, conversation, this.publicUrl)); // 20, ascending
    }
    if (asked.method === 'PATCH') return this.#submit(asked, conversation, Number(id));
    only(asked, 'content', 'echo_id');
    const { content, echo_id: echoId } = asked.fields;
    if (typeof content !== 'string') throw new Refusal(400, { error: 'content is a text' });
    if (content.length > MAX_CONTENT) {
      throw new Refusal(422, { message: `Content is too long (maximum is ${MAX_CONTENT} characters)` });
    }
    const files = asked.files.map((file) => ({ id: this.nextId(), file }));
    return this.#receive(conversation, content, typeof echoId === 'string' ? echoId : undefined, files);
  }

  async #receive(
    conversation: Conversation,
    content: string,
    echoId: string | undefined,
    files: readonly { readonly id: number; readonly file: File }[],
  ): Promise<object> {
    const stored = await Promise.all(
      files.map(async ({ id, file }) => {
        return { id, name: file.name, type: file.type, bytes: Buffer.from(await file.arrayBuffer()) };
      }),
    );
    // A message of the visitor opens what was resolved (source: `reopen_conversation`).
    if (conversation.status === 'resolved') this.setStatus(conversation.uuid, 'open', null);
    const written = { content, messageType: 0, sender: conversation.contact, files: stored } as const;
    const message = this.add(conversation, written, echoId);
    return messageJson(message, conversation, this.publicUrl); // without echo_id
  }

  #submit(asked: Asked, conversation: Conversation, id: number): object {
    only(asked, 'submitted_values');
    const message = conversation.messages.find((one) => one.id === id);
    if (!message) throw notFound();
    const values = asked.fields['submitted_values'];
    if (message.contentType === 'input_csat' && this.now() - message.createdAt > RATING_LOCKED_AFTER) {
      throw new Refusal(422, { error: 'You cannot update the CSAT survey after 14 days' });
    }
    if (message.contentType === 'input_csat' ? Array.isArray(values) : !Array.isArray(values)) {
      throw new Refusal(400, { error: `submitted_values of ${message.contentType} look otherwise` });
    }
    message.contentAttributes = { ...message.contentAttributes, submitted_values: values };
    this.updated(conversation, message);
    return messageJson(message, conversation, this.publicUrl);
  }

  async #createContact(asked: Asked): Promise<object> {
    if (asked.method !== 'POST') throw notFound();
    only(asked, 'identifier', 'identifier_hash', 'email', 'name', 'avatar_url', 'custom_attributes');
    this.#vouch(asked.fields['identifier'], asked.fields['identifier_hash']);
    const contact: Contact = {
      ...{ id: this.nextId(), sourceId: randomUUID(), pubsubToken: randomUUID() },
      ...{ name: null, email: null, customAttributes: {} },
    };
    this.contacts.push(contact);
    this.#updateContact(contact, asked);
    await this.socket?.allow(contact.pubsubToken, true);
    return contactJson(contact);
  }

  #updateContact(contact: Contact, asked: Asked): void {
    only(asked, 'identifier', 'identifier_hash', 'email', 'name', 'avatar_url', 'custom_attributes');
    const { name, email, custom_attributes: attributes } = asked.fields;
    if (typeof name === 'string') contact.name = name;
    if (typeof email === 'string') contact.email = email;
    Object.assign(contact.customAttributes, attributes);
  }

  /** `identifier_hash` is HMAC-SHA256(hmac_token, identifier) in hexadecimal; a wrong one is an exception (source). */
  #vouch(identifier: unknown, hash: unknown): void {
    if (typeof hash !== 'string' && this.#options.hmacMandatory !== true) return;
    const right = createHmac('sha256', HMAC_TOKEN).update(String(identifier)).digest('hex');
    if (hash !== right) throw new Refusal(500, { error: 'HMAC failed: Invalid Identifier Hash Provided' });
  }

  #file({ path }: Asked, response: ServerResponse): typeof DONE {
    const [, id] = /\/redirect\/(\d+)\//.exec(path) ?? [];
    const file = this.conversations
      .flatMap(({ messages }) => messages.flatMap(({ files }) => files))
      .find((one) => one.id === Number(id));
    if (!file) throw notFound();
    // Rails shows pictures and PDF in place, and makes the browser save everything else.
    const disposition = /^image\/(png|gif|jpeg|webp)$|^application\/pdf$/.test(file.type) ? 'inline' : 'attachment';
    const headers = { 'Content-Type': file.type, 'Access-Control-Allow-Origin': '*' };
    response.writeHead(200, { ...headers, 'Content-Disposition': disposition }).end(file.bytes);
    return DONE;
  }
}

const DONE = Symbol('answered already');

function notFound(): Refusal {
  return new Refusal(404, { error: 'Resource could not be found' });
}

function contactJson({ sourceId, pubsubToken, id, name, email }: Contact): object {
  return { source_id: sourceId, pubsub_token: pubsubToken, id, name, email };
}

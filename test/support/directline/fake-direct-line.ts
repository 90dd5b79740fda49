/**
 * A Direct Line 3.0 for tests, as its documentation has it, and the hands of a bot. Strict: what a client may not do is an error
 * and stands in `violations`. Every answer names its fact: 'documented' is Microsoft's reference of the API, 'client' what
 * `botframework-directlinejs`, which works against this too, relies on.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { HttpFault } from '../adapters/http-faults.js';
import { Refusal, newConversation, type Activity, type Conversation, type Grant, type StoredFile } from './records.js';

export interface FakeDirectLineOptions {
  /** Seconds that a token is good for. Default: 1,800, as documented. */
  readonly lifetime?: number;
}

const PATH = '/v3/directline';
/** A stream's address is good for 60 seconds (documented). */
const STREAM_LIFETIME = 60_000;
/** Activities per answer: the client asks until there are none (documented). */
const PAGE_SIZE = 50;
/** Bytes of one activity, from which on it is refused. */
const MAX_ACTIVITY = 262_144;
/** Bytes of one file. */
const MAX_FILE = 4_194_304;

export class FakeDirectLine {
  readonly violations: string[] = [];
  /** `METHOD path` of every request, in order. */
  readonly requests: string[] = [];
  readonly conversations: Conversation[] = [];
  /** Types of what visitors sent in passing, in order. */
  readonly told: string[] = [];
  /** The bot: is told of every activity of a visitor once it is stored. */
  onActivity: (activity: Activity, conversation: Conversation) => void = () => undefined;
  /** Where clients reach it; a proxy's address where there is one. */
  publicUrl = '';
  url = '';

  readonly #lifetime: number;
  readonly #grants = new Map<string, Grant>();
  readonly #streams = new Map<string, Grant & { readonly watermark: number }>();
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #http = createServer((request, response) => void this.#serve(request, response));
  readonly #faults: { readonly of: RegExp; readonly fault: HttpFault }[] = [];
  #everyFault: HttpFault | null = null;
  #ids = 0;

  private constructor({ lifetime = 1800 }: FakeDirectLineOptions) {
    this.#lifetime = lifetime;
  }

  static async start(options: FakeDirectLineOptions = {}): Promise<FakeDirectLine> {
    const fake = new FakeDirectLine(options);
    fake.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      fake.#upgrade(request, socket, head),
    );
    await new Promise<void>((resolve) => fake.#http.listen(0, '127.0.0.1', resolve));
    fake.url = `http://127.0.0.1:${(fake.#http.address() as AddressInfo).port}`;
    fake.publicUrl = fake.url;
    return fake;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** Where its API is, for clients. */
  get domain(): string {
    return `${this.publicUrl}${PATH}`;
  }

  // The site's server, which has the secret.

  /** `POST /tokens/generate`: a token for a conversation that is not started yet, or for one that is to go on. */
  generate(conversationId?: string): { token: string; conversationId: string; expires_in: number } {
    const known = this.conversations.find(({ id }) => id === conversationId);
    return this.#grant(known ?? this.#create());
  }

  /** All tokens are expired from now on. */
  expireTokens(): void {
    for (const grant of this.#grants.values()) grant.expiresAt = 0;
  }

  // The bot.

  conversation(id: string): Conversation {
    const found = this.conversations.find((one) => one.id === id);
    if (!found) throw new Error(`There is no conversation ${id}.`);
    return found;
  }

  /** The bot says something. */
  say(conversation: Conversation, activity: Readonly<Record<string, unknown>>): Activity {
    return this.#add(conversation, { from: { id: 'the-bot', name: 'Bot', role: 'bot' }, ...activity });
  }

  /** The bot sends a file that Direct Line has. */
  sendFile(conversation: Conversation, file: Omit<StoredFile, 'id' | 'bytes'> & { readonly bytes: Uint8Array }): void {
    this.say(conversation, { type: 'message', attachments: [this.#keepFile(conversation, file)] });
  }

  /** An activity that was there before comes again, with other content. */
  repeat(conversation: Conversation, activity: Activity): void {
    conversation.activities.push(activity);
    this.#tell(conversation, [activity]);
  }

  /** Sends a frame that the documentation does not know. */
  sendRaw(conversation: Conversation, text: string): void {
    conversation.stream?.send(text);
  }

  /** It is over: whoever asks for it hears 404. */
  end(conversation: Conversation): void {
    conversation.ended = true;
    conversation.stream?.close(1000, 'Conversation ended');
  }

  /** All requests go wrong like this, until null. */
  failAll(fault: HttpFault | null): void {
    this.#everyFault = fault;
  }

  /** The next request that fits (`POST …/activities`) goes wrong. */
  failNext(of: RegExp, fault: HttpFault): void {
    this.#faults.push({ of, fault });
  }

  // The API.

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const { method = 'GET' } = request;
    try {
      if (method === 'OPTIONS') return send(response, 204, undefined);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      if (url.pathname.startsWith('/files/')) return this.#file(url.pathname, response);
      const line = `${method} ${url.pathname.replace(PATH, '')}`;
      this.requests.push(line);
      const index = this.#faults.findIndex(({ of }) => of.test(line));
      const [planned] = index < 0 ? [] : this.#faults.splice(index, 1);
      const fault = planned?.fault ?? this.#everyFault;
      if (fault && fault.stored !== true) return fail(response, fault);
      const [status, body] = await this.#route(request, url, Buffer.concat(chunks));
      if (fault) return fail(response, fault);
      send(response, status, body);
    } catch (error) {
      if (!(error instanceof Refusal)) this.violations.push(String(error));
      else if (error.status === 400 || error.status === 401) this.violations.push(error.message);
      if (error instanceof Refusal) send(response, error.status, error.body);
      else send(response, 500, { error: { code: 'ServiceError', message: String(error) } });
    }
  }

  async #route(request: IncomingMessage, url: URL, body: Buffer<ArrayBuffer>): Promise<readonly [number, unknown]> {
    const line = `${request.method} ${url.pathname.replace(PATH, '')}`;
    const grant = this.#bearer(request.headers.authorization);
    const { conversation } = grant;
    // Documented: a new token before the old one has expired; nothing else is asked.
    if (line === 'POST /tokens/refresh') return [200, this.#grant(conversation)];
    if (line === 'POST /conversations') {
      if (conversation.ended) throw new Refusal(404, 'BadArgument', 'Conversation not found');
      // Documented: 201 for a new one, 200 for one that has been started with this token before.
      const status = conversation.started ? 200 : 201;
      conversation.started = true;
      return [status, { ...this.#grant(conversation), streamUrl: this.#streamUrl(grant, 0) }];
    }
    const [, id, what = ''] = /^\w+ \/conversations\/([^/]+)(?:\/(\w+))?$/.exec(line) ?? [];
    if (id === undefined) throw new Refusal(404, 'BadArgument', `There is no ${line}`);
    // Documented: 403 for what a token is not made for, 404 when there is no such conversation any more.
    if (decodeURIComponent(id) !== conversation.id) throw new Refusal(403, 'BadArgument', 'Not its conversation');
    if (conversation.ended || !conversation.started) throw new Refusal(404, 'BadArgument', 'Conversation not found');
    switch (`${request.method} ${what}`) {
      case 'GET ':
        // Documented: without a watermark only what comes from now on is told.
        return [
          200,
          {
            conversationId: conversation.id,
            token: this.#grant(conversation).token,
            streamUrl: this.#streamUrl(grant, this.#watermark(url) ?? conversation.activities.length),
          },
        ];
      case 'GET activities': {
        const from = this.#watermark(url) ?? 0;
        const activities = conversation.activities.slice(from, from + PAGE_SIZE);
        return [200, { activities, watermark: `${from + activities.length}` }];
      }
      case 'POST activities': {
        if (body.length > MAX_ACTIVITY) throw new Refusal(413, 'MessageSizeTooBig', 'The activity is too large');
        return this.#receive(conversation, JSON.parse(body.toString()) as Activity);
      }
      case 'POST upload':
        return this.#upload(conversation, request, url, body);
      default:
        throw new Refusal(404, 'BadArgument', `There is no ${line}`);
    }
  }

  #bearer(header: string | undefined): Grant {
    const [, token] = /^Bearer (.+)$/.exec(header ?? '') ?? [];
    if (token === undefined) throw new Refusal(401, 'BadArgument', 'The token is missing');
    const grant = this.#grants.get(token);
    if (!grant) throw new Refusal(401, 'BadArgument', 'Invalid token');
    if (grant.expiresAt < Date.now()) throw new Refusal(403, 'TokenExpired', 'Token has expired'); // documented
    return grant;
  }

  #watermark(url: URL): number | undefined {
    const mark = url.searchParams.get('watermark');
    if (mark === null || mark === '' || mark === 'undefined' || mark === 'null') return undefined;
    if (!/^\d+$/.test(mark)) throw new Refusal(400, 'BadArgument', `No watermark of ours: ${mark}`);
    return Number(mark);
  }

  #receive(conversation: Conversation, activity: Activity): readonly [number, unknown] {
    const { type, from, channelData } = activity;
    if (typeof type !== 'string' || typeof from?.id !== 'string') {
      throw new Refusal(400, 'MissingProperty', 'An activity has a type and says who it is from');
    }
    // Documented: such ids have to be in the token, so that nobody takes another one's.
    if (from.id.startsWith('dl_')) throw new Refusal(400, 'BadArgument', 'dl_ is reserved');
    if (type === 'typing') {
      this.told.push('typing');
      const told = { ...activity, id: this.#nextId(conversation) };
      this.onActivity(told, conversation);
      return [200, { id: told.id }];
    }
    if (type === 'message' && typeof channelData?.['clientActivityID'] !== 'string') {
      throw new Refusal(400, 'BadArgument', 'Clients tell their messages by clientActivityID');
    }
    const stored = this.#add(conversation, activity);
    this.onActivity(stored, conversation);
    return [200, { id: stored.id }];
  }

  /** Documented: multipart, an `activity` of its own type as a template, and any number of files. */
  async #upload(
    conversation: Conversation,
    request: IncomingMessage,
    url: URL,
    body: Buffer<ArrayBuffer>,
  ): Promise<readonly [number, unknown]> {
    if (!url.searchParams.get('userId')) throw new Refusal(400, 'MissingProperty', 'userId is missing');
    const headers = { 'Content-Type': request.headers['content-type'] ?? '' };
    const form = await new Response(body, { headers }).formData();
    const template = form.get('activity');
    if (!(template instanceof File) || template.type !== 'application/vnd.microsoft.activity') {
      throw new Refusal(400, 'BadArgument', 'The activity is no application/vnd.microsoft.activity');
    }
    const attachments: object[] = [];
    for (const file of form.getAll('file')) {
      if (!(file instanceof File)) throw new Refusal(400, 'BadArgument', 'A file is no file');
      const { name, type } = file;
      const bytes = new Uint8Array(await file.arrayBuffer());
      // Documented: up to 4 MB.
      if (bytes.length > MAX_FILE) throw new Refusal(413, 'MessageSizeTooBig', 'The file is too large');
      attachments.push(this.#keepFile(conversation, { name, type, bytes }));
    }
    const activity = JSON.parse(await template.text()) as Activity;
    return this.#receive(conversation, { ...activity, attachments });
  }

  #keepFile(
    conversation: Conversation,
    { name, type, bytes }: Omit<StoredFile, 'id' | 'bytes'> & { readonly bytes: Uint8Array },
  ): object {
    const id = randomUUID();
    conversation.files.push({ id, name, type, bytes: Buffer.from(bytes) });
    return { contentType: type, contentUrl: `${this.publicUrl}/files/${conversation.id}/${id}`, name };
  }

  #file(path: string, response: ServerResponse): void {
    const [, , conversation, id] = path.split('/');
    const file = this.conversation(conversation ?? '').files.find((one) => one.id === id);
    if (!file) return send(response, 404, undefined);
    // Nobody says whether browsers are to show it or to save it: saved.
    const headers = { 'Content-Type': file.type, 'Content-Disposition': 'attachment' };
    response.writeHead(200, { ...headers, 'Access-Control-Allow-Origin': '*' }).end(file.bytes);
  }

  #add(conversation: Conversation, activity: Readonly<Record<string, unknown>>): Activity {
    const id = (activity['id'] as string | undefined) ?? this.#nextId(conversation);
    const common = { id, timestamp: new Date().toISOString(), conversation: { id: conversation.id } };
    const stored = { channelId: 'directline', ...activity, ...common } as unknown as Activity;
    // Documented: typing is told over the socket only.
    if (stored.type !== 'typing') conversation.activities.push(stored);
    this.#tell(conversation, [stored]);
    return stored;
  }

  /** Documented: sets of activities with a watermark; visitors hear their own as well. */
  #tell({ stream, activities: all }: Conversation, activities: readonly Activity[]): void {
    stream?.send(JSON.stringify({ activities, watermark: `${all.length}` }));
  }

  #nextId(conversation: Conversation): string {
    return `${conversation.id}|${String(++this.#ids).padStart(7, '0')}`;
  }

  #create(): Conversation {
    const conversation = newConversation();
    this.conversations.push(conversation);
    return conversation;
  }

  #grant(conversation: Conversation): { token: string; conversationId: string; expires_in: number } {
    const token = randomUUID();
    this.#grants.set(token, { conversation, expiresAt: Date.now() + this.#lifetime * 1000 });
    return { conversationId: conversation.id, token, expires_in: this.#lifetime };
  }

  /** Preauthorized: the client sends no token (documented). */
  #streamUrl({ conversation }: Grant, watermark: number): string {
    const ticket = randomUUID();
    this.#streams.set(ticket, { conversation, watermark, expiresAt: Date.now() + STREAM_LIFETIME });
    const base = this.domain.replace('http', 'ws');
    return `${base}/conversations/${conversation.id}/stream?watermark=${watermark}&t=${ticket}`;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', this.url).searchParams.get('t') ?? '';
    const grant = this.#streams.get(ticket);
    this.#streams.delete(ticket);
    if (!grant || grant.expiresAt < Date.now() || grant.conversation.ended) {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    const { conversation, watermark } = grant;
    this.#sockets.handleUpgrade(request, socket, head, (stream) => {
      // Documented: one socket per conversation; another one may be closed with the reason 'collision'.
      conversation.stream?.close(1000, 'collision');
      conversation.stream = stream;
      stream.on('error', () => undefined); // its close follows
      stream.on('close', () => {
        if (conversation.stream === stream) conversation.stream = null;
      });
      stream.on('message', (data: Buffer) => {
        // Client: empty messages show it whether the line lives.
        if (data.length > 0) this.violations.push(`A stream leads down only: ${data.toString()}`);
      });
      const missed = conversation.activities.slice(watermark);
      if (missed.length > 0) this.#tell(conversation, missed);
      else stream.send(''); // documented: a keep-alive
    });
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    // Client: pages of any origin ask it.
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
    ...headers,
  });
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
}

function fail(response: ServerResponse, fault: HttpFault): void {
  const { status = 500, body = { error: { code: 'ServiceError', message: 'It failed' } }, headers, cut } = fault;
  if (!cut) return send(response, status, body, headers);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('{"id": "1', () => response.destroy());
}

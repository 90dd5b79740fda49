/**
 * A Live Helper Chat for tests: the API of its widget, as it was seen on the full product, where that says nothing as its
 * source has it ("source"), and the hands of an operator. Strict: what its own widget would never do is an error and stands
 * in `violations`. Every answer names its fact.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpFault } from '../adapters/http-faults.js';
import { LiveHelperChatDesk } from './live-helper-chat-desk.js';
import { headHtml, rowHtml, type LiveChat } from './records.js';
import { Violation, answer, only, readRequest, type Asked } from './requests.js';

export interface FakeLiveHelperChatOptions {
  /** `active_user_upload`. Default: off. */
  readonly uploads?: boolean;
  /** `max_message_length`. Default: 500. */
  readonly longest?: number;
  /** `message_visible_in_page_widget`: the first words are a message. Default: they are. */
  readonly showsQuestion?: boolean;
  /** `reopen_chat_enabled`: who begins a chat while one of theirs is open goes on in that. Default: not. */
  readonly reopens?: boolean;
  /** `valid_domains`: pages elsewhere are told to stop. Default: all may. */
  readonly terminates?: boolean;
}

/** A theme with profile bubbles. */
export const FACES = '3';

const CLOSED = 'You cannot send messages to this chat. Chat has been closed.';

export class FakeLiveHelperChat extends LiveHelperChatDesk {
  readonly violations: string[] = [];
  /** Paths of all requests, in order. */
  readonly requests: string[] = [];
  url = '';
  /** Where files are fetched from; a proxy's address where there is one. */
  publicUrl = '';

  readonly #options: FakeLiveHelperChatOptions;
  #everyFault: HttpFault | null = null;
  readonly #faults: { readonly of: RegExp; readonly fault: HttpFault }[] = [];
  readonly #holds: { readonly of: RegExp; readonly released: Promise<void>; reached(): void }[] = [];
  #linksFrom = 0;
  readonly #unknown: Record<string, unknown> = {};
  readonly #http = createServer((request, response) => void this.#serve(request, response));

  private constructor(options: FakeLiveHelperChatOptions) {
    super();
    this.#options = options;
  }

  static async start(options: FakeLiveHelperChatOptions = {}): Promise<FakeLiveHelperChat> {
    const fake = new FakeLiveHelperChat(options);
    await new Promise<void>((resolve) => fake.#http.listen(0, '127.0.0.1', resolve));
    fake.url = `http://127.0.0.1:${(fake.#http.address() as AddressInfo).port}`;
    fake.publicUrl = fake.url;
    return fake;
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** All requests go wrong like this, until null. */
  failAll(fault: HttpFault | null): void {
    this.#everyFault = fault;
  }

  /** The next request whose path fits goes wrong. */
  failNext(of: RegExp, fault: HttpFault): void {
    this.#faults.push({ of, fault });
  }

  /** The next request whose path fits waits before anything is done: for `release`. */
  holdNext(of: RegExp): { readonly reached: Promise<void>; release(): void } {
    const [reached, released] = [withResolvers(), withResolvers()];
    this.#holds.push({ of, reached: reached.resolve, released: released.promise });
    return { reached: reached.promise, release: released.resolve };
  }

  /** Five minutes pass: addresses that were given for files hold no more. */
  expireLinks(): void {
    this.#linksFrom = Date.now();
  }

  /** From now on answers hold something nobody has heard of. */
  sayUnknown(): void {
    Object.assign(this.#unknown, { sang: { verse: 1 }, op: ['lhc_sing:1'] });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method === 'OPTIONS') return answer(response, 200, undefined); // `setOptionHeaders` (source)
      if (request.method === 'GET') return this.#download(request, response);
      const asked = await readRequest(request);
      this.requests.push(asked.path);
      const hold = this.#holds.findIndex(({ of }) => of.test(asked.path));
      for (const { reached, released } of hold < 0 ? [] : this.#holds.splice(hold, 1)) {
        reached();
        await released;
      }
      const index = this.#faults.findIndex(({ of }) => of.test(asked.path));
      const [planned] = index < 0 ? [] : this.#faults.splice(index, 1);
      const fault = planned?.fault ?? this.#everyFault;
      const body = fault && fault.stored !== true ? undefined : await this.#route(asked);
      if (!fault) return answer(response, 200, body); // errors too
      const { status = 500, body: other = 'Internal Server Error', headers, cut } = fault;
      if (!cut) return answer(response, status, other, headers);
      response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"r": ""', () => response.destroy());
    } catch (error) {
      this.violations.push(String(error));
      answer(response, 500, { error: String(error) });
    }
  }

  #route(asked: Asked): unknown {
    const [, area, what, ...rest] = asked.path.split('/');
    if (area === 'widgetrestapi') return this.#widget(asked, what ?? '');
    if (area === 'captcha') {
      // `POST /captcha/captchastring/fake/{unixTs}` → `{result}`; ten minutes off, and there is none (source).
      const time = Number(rest[1]);
      const isNear = what === 'captchastring' && rest[0] === 'fake' && Math.abs(Date.now() / 1000 - time) < 600;
      return { result: isNear ? captcha(time) : 'false', ip: '127.0.0.1' };
    }
    const chat = this.chats.find(({ id, hash }) => `${id}` === rest[0] && hash === rest[1]);
    if (area === 'file' && what === 'uploadfile') return this.#upload(asked, chat);
    if (area === 'chat') return this.#chat(asked, what ?? '', chat, rest[2] ?? '');
    throw new Violation(`There is no ${asked.path}`);
  }

  #widget(asked: Asked, what: string): unknown {
    const { fields, query } = asked;
    const chat = this.chats.find(
      ({ id, hash }) => id === (fields['chat_id'] ?? fields['id']) && hash === fields['hash'],
    );
    switch (what) {
      case 'settings': // `isOnline, vid`; the same `vid` for who brings one (source)
        only(asked, 'vid');
        if (this.#options.terminates) return { terminate: true };
        return { isOnline: this.isOnline, hideOffline: false, vid: query.get('vid') ?? crypto.randomUUID() };
      case 'onlinesettings': // its fields, and `chat_ui.max_length` (source)
        only(asked, 'theme');
        return { fields: [{ name: 'Question' }], chat_ui: { max_length: this.#longest } };
      case 'initchat': // `chat_ui.sync_interval`; nothing at all for a wrong hash (source)
        only(asked, 'id', 'hash', 'theme');
        return chat ? this.#initial(chat) : undefined;
      case 'submitonline':
        return this.#submit(asked);
      case 'submitoffline': // sends mail
        only(asked, 'department', 'theme', 'mode', 'fields');
        this.mails.push(fields['fields'] as Record<string, unknown>);
        return { success: true };
      case 'addmsguser':
        return this.#write(asked, chat);
      case 'fetchmessages':
        return this.#fetch(asked, chat);
      case 'checkchatstatus': // its head, with who has it in `uid` (source)
        only(asked, 'chat_id', 'hash', 'mode', 'theme');
        return chat
          ? {
              error: 'false',
              ott: '',
              result: headHtml(chat),
              activated: 'true',
              uid: chat.operator?.id ?? 0,
              status: chat.status,
            }
          : { error: 'false', result: '', activated: 'true', closed: true, deleted: true };
      default:
        throw new Violation(`There is no ${asked.path}`);
    }
  }

  get #longest(): number {
    return this.#options.longest ?? 500;
  }

  #initial({ status }: LiveChat): object {
    const file = this.#options.uploads && {
      file: true,
      file_options: { fs: 2048 * 1024, ft_us: 'gif|jpe?g|png|txt|pdf' },
    };
    const ui = { sync_interval: 2500, max_length: this.#longest, fbst: 0, ...file };
    return { operator: 'operator', messages: [], chat_ui: ui, status, status_sub: 0, closed: status === 2 };
  }

  #submit(asked: Asked): object {
    only(asked, 'department', 'theme', 'mode', 'vid', 'fields');
    const fields = asked.fields['fields'] as Record<string, unknown>;
    if (asked.fields['mode'] !== 'embed') throw new Violation('mode is embed');
    // `["captcha_" + result]: ts, tscaptcha: ts`.
    const time = Number(fields['tscaptcha']);
    if (fields[`captcha_${captcha(time)}`] !== time)
      return { success: false, errors: { captcha: 'Security token is missing.' } };
    const { Question: raw } = fields;
    const question = typeof raw === 'string' ? raw.trim() : '';
    if (!question) return { success: false, errors: { question: 'Please enter your message' } };
    if ([...question].length > this.#longest) return { success: false, errors: { question: 'Maximum 500 characters' } };
    const vid = String(asked.fields['vid']);
    const chat = (this.#options.reopens && this.reopen(vid)) || this.begin(vid, fields);
    if (this.#options.showsQuestion !== false) this.add(chat, { msg: question });
    return { success: true, t: [], chatData: { id: chat.id, hash: chat.hash, lmsg_id: 0 } };
  }

  #write(asked: Asked, chat: LiveChat | undefined): object {
    only(asked, 'id', 'hash', 'msg');
    const msg = String(asked.fields['msg']).trim();
    // Failures are `{error: true, r}`, in words.
    if (!msg || [...msg].length > this.#longest)
      return { error: true, r: `Please enter a message, ${this.#longest} characters max.` };
    if (!chat || chat.status === 2) return { error: true, r: CLOSED };
    if (chat.locked) return { error: true, r: 'We are still working on your previous request!' };
    this.add(chat, { msg }); // after a visitor's close too
    chat.visitorTypes = null;
    return { r: '', t: [] }; // no message id
  }

  #fetch(asked: Asked, chat: LiveChat | undefined): object {
    only(asked, 'chat_id', 'hash', 'lmgsid', 'theme', 'active_widget');
    const { lmgsid, theme, active_widget: isRead } = asked.fields;
    if (typeof lmgsid !== 'number' || typeof isRead !== 'boolean')
      throw new Violation('lmgsid is a number, active_widget a flag');
    const common = { status_sub: 0, uw: true, msop: 0, f_msg_id: lmgsid, ...this.#unknown };
    // A wrong hash looks like a closed chat, but for `hum` (source).
    if (!chat) return { ...common, status: 2, closed: true, ott: '', message_id: 0, messages: '' };
    const messages = chat.messages.filter(({ id }) => id > lmgsid);
    const op = chat.operation.splice(0);
    if (isRead) for (const one of chat.messages) if (one.by) one.delivered = 3; // `active_widget: true` marks read
    return {
      ...{ ...common, status: chat.status, hum: 0, ...(op.length > 0 && { op }) },
      ...(chat.status === 2 && { closed: true }),
      ...(chat.locked && { lock_send: true }),
      ott: chat.operatorTypes ? `${chat.operator?.name ?? 'Operator'} is typing now...` : false,
      message_id: messages.at(-1)?.id ?? 0,
      messages: messages.map((one) => rowHtml(one, this.publicUrl, theme === FACES)).join('\n\n'),
    };
  }

  #chat(asked: Asked, what: string, chat: LiveChat | undefined, how: string): object {
    if (what === 'usertyping') {
      only(asked, 'msg'); // carries the draft
      if (how !== 'true' && how !== 'false') throw new Violation('typing is true or false');
      if (chat) chat.visitorTypes = how === 'true' ? String(asked.fields['msg']) : null;
      return [];
    }
    only(asked);
    if (what === 'userclosechat') {
      if (chat) chat.left = true;
      return { error: 'false', result: 'ok' };
    }
    if (what !== 'voteaction' || !/^[12]$/.test(how)) throw new Violation(`There is no ${asked.path}`);
    if (!chat || chat.status === 2) return { error: 'true' };
    chat.thumb = chat.thumb === Number(how) ? 0 : Number(how); // the same again takes it back (source)
    return { error: 'false', status: chat.thumb };
  }

  async #upload({ files }: Asked, chat: LiveChat | undefined): Promise<object | undefined> {
    const [file] = files;
    if (!file || files.length > 1) throw new Violation('one file, called files');
    // Off by default, then an empty 200; likewise for a chat that is closed or not theirs.
    if (!this.#options.uploads || !chat || chat.status === 2) return undefined;
    if (!/\.(gif|jpe?g|png|txt|pdf)$/i.test(file.name)) return { error: 'true', error_msg: 'Filetype not allowed' };
    const stored = this.store({ name: file.name, type: file.type, bytes: Buffer.from(await file.arrayBuffer()) });
    this.add(chat, { msg: '', file: stored }); // the upload itself posts the message
    return { error: 'false', file_id: stored.id, security_hash: stored.hash };
  }

  /** Good for five minutes, and only with the hash of that (source). */
  #download({ url = '' }: IncomingMessage, response: ServerResponse): void {
    const [, id, hash, proof] =
      /^\/index\.php\/file\/downloadfile\/(\d+)\/(\w+)\/\(vhash\)\/(\w+)\/\(vts\)\/\d+/.exec(url) ?? [];
    const file = this.chats.flatMap(({ messages }) => messages).find((one) => one.file?.id === Number(id))?.file;
    const given = file && file.hash === hash && proof?.startsWith(hash) ? Number(proof.slice(hash.length)) : 0;
    if (!file || given <= this.#linksFrom) {
      return void response
        .writeHead(404, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>Not found</title>');
    }
    const headers = { 'Content-Type': file.type || 'application/octet-stream', 'Access-Control-Allow-Origin': '*' };
    response
      .writeHead(200, { ...headers, 'Content-Disposition': `attachment; filename="${encodeURIComponent(file.name)}"` })
      .end(file.bytes);
  }
}

function captcha(time: number): string {
  return createHash('sha256').update(`${time} secret`).digest('hex');
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

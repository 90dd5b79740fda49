/**
 * An endpoint as the documentation of the AI SDK has it, on the real library (`ai@6`): `streamText` over its mock model, UI
 * message streams, and resuming by `GET {api}/{id}/stream`, 204 = nothing. A test says what the model does.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { convertToModelMessages, safeValidateUIMessages, streamText, type UIMessage } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import type { BadAnswer, StoredMessage } from '@support-chat/testkit';

/** What the model does next. */
export type ModelPart =
  | string
  | { readonly source: string; readonly title?: string }
  | { readonly reasoning: string }
  | { readonly failure: string };

type ModelStream = Awaited<ReturnType<MockLanguageModelV3['doStream']>>['stream'];
type ModelChunk = ModelStream extends ReadableStream<infer Chunk> ? Chunk : never;

export interface AnswerServer {
  /** `http://127.0.0.1:…/api/chat`. */
  readonly api: string;
  readonly port: number;
  /** What was posted, in order: the texts of all messages. */
  readonly asked: readonly string[][];
  /** How attempts to go on with an answer were answered. */
  readonly resumed: readonly number[];
  /** Answers whose reader left before the end. */
  readonly abandoned: number;
  /** What a site has that keeps each chat by the ids of its messages: what was posted, and the answer to the last of it. */
  stored(id: string): readonly StoredMessage[];
  /** Requests are answered like this until it is called with null; never in the middle of an answer. */
  answerBadly(how: BadAnswer | null): void;
  /** What the model says to a question. Default: `Answer to: ` and the question. */
  model: (question: string) => AsyncIterable<ModelPart>;
  close(): Promise<void>;
}

type Refusal = readonly [status: number, headers?: Readonly<Record<string, string>>, body?: string];
const BAD: Readonly<Partial<Record<BadAnswer, Refusal>>> = {
  html: [200, { 'Content-Type': 'text/html' }, '<!doctype html><title>Sign in</title>'],
  unauthorized: [401],
  forbidden: [403],
  'rate-limited': [429, { 'Retry-After': '7' }],
  'rate-limited-bare': [429],
  failed: [500],
};

const TOKENS = { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 };

/** @param origin - of the site whose pages may ask from another origin. Default: none */
export async function startAnswerServer(origin?: string): Promise<AnswerServer> {
  const asked: string[][] = [];
  const resumed: number[] = [];
  let abandoned = 0;
  let bad: Refusal | undefined;
  const chats = new Map<string, { readonly messages: Map<string, StoredMessage>; answer: StoredMessage | null }>();
  /** Answers that are being written, as far as they are, by chat. */
  const active = new Map<string, { pieces: string[]; tell: () => void }>();

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = JSON.parse(await bodyOf(request)) as Record<string, unknown>;
    const unknown = Object.keys(raw).filter((key) => !['id', 'trigger', 'messages', 'messageId'].includes(key));
    const valid = await safeValidateUIMessages({ messages: raw['messages'] });
    if (!valid.success || unknown.length > 0 || raw['trigger'] !== 'submit-message' || typeof raw['id'] !== 'string') {
      response.writeHead(400).end(`Not a question: ${valid.success ? unknown.join() : valid.error.message}`);
      return;
    }
    const messages: UIMessage[] = valid.data;
    const texts = messages.map(textOf);
    asked.push(texts);
    const id = raw['id'];
    const chat = chats.get(id) ?? { messages: new Map<string, StoredMessage>(), answer: null };
    chats.set(id, chat);
    chat.answer = null;
    for (const message of messages) {
      chat.messages.set(message.id, { by: message.role === 'user' ? 'visitor' : 'other', text: textOf(message) });
    }
    const result = streamText({
      model: new MockLanguageModelV3({
        doStream: () => Promise.resolve({ stream: chunksOf(server.model(texts.at(-1) ?? '')) }),
      }),
      messages: await convertToModelMessages(messages),
      onError: () => undefined, // the default writes to the console
      onFinish({ text }) {
        // Another question may be the last one by now.
        if ([...chat.messages.keys()].at(-1) !== messages.at(-1)?.id) return;
        chat.answer = { by: 'other', text };
      },
    });
    const answer = result.toUIMessageStreamResponse({
      sendSources: true,
      onError: (error) => String(error instanceof Error ? error.message : error),
      consumeSseStream({ stream }) {
        void keep(id, stream);
      },
    });
    response.once('close', () => (abandoned += response.writableEnded ? 0 : 1));
    await send(answer, response);
  }

  async function keep(id: string, stream: ReadableStream<string>): Promise<void> {
    const one = { pieces: [] as string[], tell: (): void => undefined };
    active.set(id, one);
    for await (const piece of stream as unknown as AsyncIterable<string>) {
      one.pieces.push(piece);
      one.tell();
    }
    if (active.get(id) === one) active.delete(id);
    one.tell();
  }

  async function resume(id: string, response: ServerResponse): Promise<void> {
    const one = active.get(id);
    resumed.push(one ? 200 : 204);
    if (!one) {
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'x-vercel-ai-ui-message-stream': 'v1' });
    for (let sent = 0; ;) {
      for (; sent < one.pieces.length; sent++) response.write(one.pieces[sent]);
      if (active.get(id) !== one) break;
      await new Promise<void>((resolve) => (one.tell = resolve));
    }
    response.end();
  }

  const http = createServer((request, response) => {
    if (origin !== undefined) {
      response.setHeader('Access-Control-Allow-Origin', origin);
      response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    }
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (bad) return refuse(response, bad);
    const [, id] = /^\/api\/chat\/([\w-]+)\/stream$/.exec(request.url ?? '') ?? [];
    const done =
      request.method === 'POST' && request.url === '/api/chat'
        ? post(request, response)
        : request.method === 'GET' && id !== undefined
          ? resume(id, response)
          : Promise.resolve(void response.writeHead(404).end());
    done.catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const server: AnswerServer = {
    api: `http://127.0.0.1:${port}/api/chat`,
    port,
    asked,
    resumed,
    stored(id) {
      const { messages, answer } = chats.get(id) ?? { messages: new Map<string, StoredMessage>(), answer: null };
      return [...messages.values(), ...(answer ? [answer] : [])];
    },
    answerBadly(how) {
      bad = how ? BAD[how] : undefined;
    },
    get abandoned() {
      return abandoned;
    },
    async *model(question) {
      await Promise.resolve();
      yield* `Answer to: ${question}`.split(/(?<= )/);
    },
    close() {
      http.closeAllConnections();
      return new Promise((resolve) => void http.close(() => resolve()));
    },
  };
  return server;
}

function refuse(response: ServerResponse, [status, headers, body]: Refusal): void {
  response.writeHead(status, headers).end(body);
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.flushHeaders();
  for await (const bytes of answer.body as unknown as AsyncIterable<Uint8Array>) response.write(bytes);
  response.end();
}

function chunksOf(parts: AsyncIterable<ModelPart>): ReadableStream<ModelChunk> {
  async function* chunks(): AsyncGenerator<ModelChunk> {
    yield { type: 'stream-start', warnings: [] };
    let text = false;
    let count = 0;
    for await (const part of parts) {
      const id = `part-${++count}`;
      if (typeof part === 'string') {
        if (!text) yield { type: 'text-start', id: 'text' };
        text = true;
        yield { type: 'text-delta', id: 'text', delta: part };
      } else if ('source' in part) {
        const { source: url, title } = part;
        yield { type: 'source', sourceType: 'url', id, url, ...(title !== undefined && { title }) };
      } else if ('reasoning' in part) {
        yield { type: 'reasoning-start', id };
        yield { type: 'reasoning-delta', id, delta: part.reasoning };
        yield { type: 'reasoning-end', id };
      } else {
        yield { type: 'error', error: new Error(part.failure) };
        return;
      }
    }
    if (text) yield { type: 'text-end', id: 'text' };
    yield {
      type: 'finish',
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: { inputTokens: TOKENS, outputTokens: { total: 1, text: 1, reasoning: 0 } },
    };
  }
  const iterator = chunks();
  return new ReadableStream<ModelChunk>({
    async pull(controller) {
      const result = await iterator.next();
      if (result.done) controller.close();
      else controller.enqueue(result.value);
    },
  });
}

function textOf({ parts }: UIMessage): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) body += String(piece);
  return body;
}

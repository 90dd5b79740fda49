/**
 * A back end that speaks `chat/completions` with `stream: true`, strict: fields it does not know, an order that cannot be
 * and questions without a user's message are 400, as OpenAI has them. What it answers next is queued by the test.
 * Facts: backends, 'AI streams': `POST {base}/chat/completions {model, messages, stream:true}`,
 * `data:{choices:[{delta:{content?}, finish_reason}]}` … `[DONE]`. `test/integration/adapter-ai/chat-completions.test.ts` shows
 * that the independent client `openai` works against it.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is answered. */
export type Completion =
  /** Pieces of text, then what ends them. Default: `stop`. */
  | {
      readonly pieces: readonly string[] | AsyncIterable<string>;
      readonly end?: 'stop' | 'length' | 'cut' | 'nothing' | { readonly error: object };
      readonly citations?: readonly { readonly url: string; readonly title: string }[];
      /** Waited for before the end. */
      readonly gate?: Promise<void>;
    }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string };

export interface CompletionsServer {
  /** `http://127.0.0.1:…/v1`. */
  readonly base: string;
  readonly port: number;
  readonly asked: readonly {
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly headers: IncomingHttpHeaders;
  }[];
  /** Answers to come, in order. */
  readonly next: Completion[];
  /** What is answered when none is queued. Default: `Answer to: ` and the question. */
  model: (question: string) => Completion;
  close(): Promise<void>;
}

const FIELDS = new Set(['model', 'messages', 'stream', 'temperature']);
const ROLES = new Set(['system', 'user', 'assistant']);

export async function startCompletionsServer(): Promise<CompletionsServer> {
  const asked: CompletionsServer['asked'][number][] = [];
  const next: Completion[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let raw = '';
    for await (const piece of request) raw += String(piece);
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      return refuse(response, 404, { message: 'Unknown request URL.', type: 'invalid_request_error', code: null });
    }
    const fault = faultIn(raw, request.headers);
    if (fault !== null) {
      return refuse(response, 400, { message: fault, type: 'invalid_request_error', param: null, code: null });
    }
    const { messages, model } = JSON.parse(raw) as {
      messages: { role: string; content: string }[];
      model: string;
    };
    asked.push({ messages, headers: request.headers });
    const plan = next.shift() ?? server.model(messages.at(-1)?.content ?? '');
    if ('status' in plan) {
      response.writeHead(plan.status, plan.headers).end(plan.body);
      return;
    }
    // Seen: `text/event-stream; charset=utf-8`; the first chunk names the role and has no words.
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    const chunk = (delta: object, finish: string | null = null): void => {
      const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
      const facts = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices };
      response.write(`data: ${JSON.stringify(facts)}\n\n`);
    };
    chunk({ role: 'assistant', content: '', refusal: null });
    for await (const content of plan.pieces) chunk({ content });
    if (plan.citations) {
      chunk({ annotations: plan.citations.map((url_citation) => ({ type: 'url_citation', url_citation })) });
    }
    await plan.gate;
    const { end = 'stop' } = plan;
    if (end === 'nothing') return void response.end(); // as a proxy does whose own line broke
    if (end === 'cut') return void response.destroy();
    if (typeof end === 'object') {
      // An error in a stream that began with 200: one event, and nothing after it.
      response.end(`data: ${JSON.stringify({ error: end.error })}\n\n`);
      return;
    }
    chunk({}, end);
    response.end('data: [DONE]\n\n');
  }

  const http = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const server: CompletionsServer = {
    base: `http://127.0.0.1:${port}/v1`,
    port,
    asked,
    next,
    model: (question) => ({ pieces: `Answer to: ${question}`.split(/(?<= )/) }),
    close() {
      http.closeAllConnections();
      return new Promise((resolve) => void http.close(() => resolve()));
    },
  };
  return server;
}

function refuse(response: ServerResponse, status: number, error: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error }));
}

/** What is wrong with a question; null when nothing is. */
function faultIn(raw: string, headers: IncomingHttpHeaders): string | null {
  if (headers['content-type'] !== 'application/json') return 'The content type is not application/json.';
  const body = JSON.parse(raw) as Record<string, unknown>;
  const unknown = Object.keys(body).find((key) => !FIELDS.has(key));
  if (unknown !== undefined) return `Unrecognized request argument supplied: ${unknown}`;
  if (typeof body['model'] !== 'string') return 'you must provide a model parameter';
  if (body['stream'] !== true) return 'Only streams are served here.';
  const { messages } = body;
  if (!Array.isArray(messages) || messages.length === 0) return "[] is too short - 'messages'";
  for (const [index, message] of (messages as Record<string, unknown>[]).entries()) {
    const strange = Object.keys(message).find((key) => key !== 'role' && key !== 'content');
    if (strange !== undefined) return `Additional properties are not allowed: messages[${index}].${strange}`;
    if (!ROLES.has(String(message['role']))) return `Invalid value for messages[${index}].role`;
    if (typeof message['content'] !== 'string') return `Invalid type for messages[${index}].content`;
  }
  return (messages as { role: string }[]).at(-1)?.role === 'user' ? null : 'The last message is not a question.';
}

/**
 * Somebody else's server that gets webhooks: keeps what came, checks every signature by itself (not with the library that
 * made it), and answers what the test says.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One POST, its signature found right. */
export interface Hook {
  readonly id: string;
  readonly type: string;
  readonly data: {
    readonly conversation: string;
    readonly visitor: { readonly id: string; readonly name?: string };
    readonly event: Readonly<Record<string, unknown>>;
  };
}

/** Status to answer with, `hang` for no answer at all; headers beside it. */
export type HookAnswer = number | 'hang' | readonly [status: number, headers: Readonly<Record<string, string>>];

/** See the module. */
export interface WebhookTarget {
  readonly url: string;
  /** What was answered with 2xx, in the order of arrival. */
  readonly taken: Hook[];
  /** All that came. */
  readonly tried: Hook[];
  /** Of the webhook; posts before it is known are errors. */
  secret: string;
  /** Decides about each; 204 by default. */
  answer: (hook: Hook) => HookAnswer;
  /** What was wrong with what came: must stay empty. */
  readonly wrong: string[];
  /** Texts of the messages that were taken. */
  texts(): readonly unknown[];
  close(): Promise<void>;
}

/** HMAC-SHA256 of a post as Standard Webhooks has it. */
export function signature(secret: string, id: string, timestamp: number | string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** Starts one on a free port. */
export async function startWebhookTarget(): Promise<WebhookTarget> {
  const target = {
    ...{ taken: [] as Hook[], tried: [] as Hook[], wrong: [] as string[], secret: '' },
    answer: ((): HookAnswer => 204) as WebhookTarget['answer'],
  };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const [id = '', timestamp = '', signed] = ['id', 'timestamp', 'signature'].map((name) =>
      String(request.headers[`webhook-${name}`]),
    );
    if (signed !== signature(target.secret, id, timestamp, body)) target.wrong.push(`signature of ${id}`);
    if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 60) target.wrong.push(`timestamp of ${id}`);
    if (!/^[\w-]+$/.test(id)) target.wrong.push(`id ${id}`);
    const hook = { id, ...(JSON.parse(body) as Omit<Hook, 'id'>) };
    target.tried.push(hook);
    const said = target.answer(hook);
    if (said === 'hang') return;
    const [status, headers] = typeof said === 'number' ? [said, {}] : said;
    if (status < 300) target.taken.push(hook);
    response.writeHead(status, headers).end();
  }

  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      target.wrong.push(String(error));
      response.writeHead(500).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(target, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    texts: () => target.taken.filter(({ type }) => type === 'message-added').map(({ data }) => data.event['text']),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

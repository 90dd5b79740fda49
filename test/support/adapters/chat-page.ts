/**
 * A site of its own origin, and of another registrable domain than the loopback's numbers: one page with `<support-chat>`
 * under a strict policy, whose back end is elsewhere.
 */
import { build } from 'esbuild';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { SupportChatConfig } from '@support-chat/element';
import type { PageAdapter } from './chat-page-script.js';

/** Where the page's chat goes. */
export interface PageChat {
  readonly adapter: PageAdapter;
  /** What the site says beside it. */
  readonly config?: Partial<SupportChatConfig>;
  /** What its README wants in the site's policy: directive → sources. */
  readonly policy: Readonly<Record<string, string>>;
}

export interface ChatPage {
  /** Of the site, as browsers send it: without a slash at the end. */
  readonly origin: string;
  /** From now on the page at `/` has this chat. */
  serve(chat: PageChat): void;
  close(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('./chat-page-script.ts', import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";

let scripts: Promise<ReadonlyMap<string, string>> | undefined;

/** The element with all adapters, from the sources: name → code. Parts that load later are files of their own. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: { chat: SCRIPT },
    outdir: '/',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['source', 'production'],
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

/** Starts the site on a free port. */
export async function startChatPage(): Promise<ChatPage> {
  const code = await (scripts ??= bundle());
  let html = '';
  let policy = '';
  const server = createServer(({ url = '/' }, response) => {
    const script = code.get(url);
    if (script !== undefined) response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    else if (url !== '/') response.writeHead(204).end();
    else {
      const type = 'text/html; charset=utf-8';
      response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policy }).end(html);
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    serve(chat) {
      const { adapter, config } = chat;
      const data = JSON.stringify({ adapter, config }).replaceAll('<', '\\u003c');
      html = `<!doctype html><html lang="en"><title>A shop</title><body><support-chat></support-chat>
        <script type="application/json" id="chat">${data}</script><script type="module" src="/chat.js"></script>`;
      policy = [POLICY, ...Object.entries(chat.policy).map((directive) => directive.join(' '))].join('; ');
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

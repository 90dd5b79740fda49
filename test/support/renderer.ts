/** The pages that an example renders on a server, in this process. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';

export interface Renderer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Loads the handler, which reads its settings from the environment, and serves it from now on. */
  serve(environment: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

/** Starts one on a free port for a module that exports `handler`; its address is known before it is loaded. */
export async function startRenderer(module: string): Promise<Renderer> {
  let handler: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => handler(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async serve(environment) {
      Object.assign(process.env, environment);
      ({ handler } = (await import(pathToFileURL(module).href)) as { handler: RequestListener });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

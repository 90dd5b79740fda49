/** A site of one page on a port of its own, with the bundle beside it and a chat server elsewhere. */
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../../packages/support-chat/dist/bundle/', import.meta.url));

export interface PageSite {
  readonly url: string;
  /** Replaces its page. */
  show(page: string): void;
  close(): Promise<void>;
}

/** @param page - what every address but those of scripts answers with */
export async function startSite(page: string): Promise<PageSite> {
  let shown = page;
  const site = createHttpServer((request, response) => {
    const name = basename(new URL(request.url ?? '/', 'http://site').pathname);
    if (!name.endsWith('.js')) return response.setHeader('Content-Type', 'text/html').end(shown);
    response.setHeader('Content-Type', 'text/javascript').end(readFileSync(join(bundle, name)));
  });
  await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready));
  const { port } = site.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    show(next) {
      shown = next;
    },
    close: () => new Promise((done) => site.close(() => done())),
  };
}

/** A web server for built pages: the files of a folder, under a strict policy, with one address put in place of another. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface FolderServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** From now on texts are served with `address` where the files have `written`, and under that policy. */
  serve(options: { readonly written: string; readonly address: string; readonly policy: string }): void;
  close(): Promise<void>;
}

/** Starts one on a free port; its address is known before what it serves is complete. */
export async function startFolderServer(folder: string): Promise<FolderServer> {
  let written = '';
  let address = '';
  let policy = "default-src 'none'";
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://folder');
    const path = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const type = TYPES[extname(path)];
    if (type === undefined || !path.startsWith(folder + sep)) return void response.writeHead(204).end();
    readFile(path, 'utf8').then(
      (text) =>
        response
          .writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policy })
          .end(written === '' ? text : text.replaceAll(written, address)),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(options) {
      ({ written, address, policy } = options);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

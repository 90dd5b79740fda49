/** Dictionaries of the desk's spell check (V30), for every agent. Part of the agents' API. */
import { ProtocolError } from '@support-chat/protocol';
import type { FastifyInstance } from 'fastify';
import { gunzipSync } from 'node:zlib';
import type { ServerContext } from '../context.js';
import { Dictionaries, DICTIONARY_PARTS } from '../spelling/dictionaries.js';
import { requireAgent } from './agent-cookie.js';

/** A year, in this browser only: the address names the version. */
const FOREVER = 'private, max-age=31536000, immutable';

interface FileAddress {
  readonly language: string;
  readonly version: string;
  readonly part: string;
}

/** Adds the routes to the agents' scope under `/v1`. */
export function serveSpelling(app: FastifyInstance, { service }: ServerContext): void {
  const dictionaries = new Dictionaries();

  app.get('/spelling', async (request) => {
    await requireAgent(request.raw, service);
    return { dictionaries: dictionaries.list() };
  });

  app.get<{ Params: FileAddress }>('/spelling/:language/:version/:part', async (request, reply) => {
    await requireAgent(request.raw, service);
    const { language, version } = request.params;
    const part = DICTIONARY_PARTS.find((name) => name === request.params.part);
    const bytes = part && (await dictionaries.read(language, version, part));
    if (!bytes) throw new ProtocolError('not-found');
    const packed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    reply.type('text/plain; charset=utf-8').header('Cache-Control', FOREVER).header('Vary', 'Accept-Encoding');
    return packed ? reply.header('Content-Encoding', 'gzip').send(bytes) : reply.send(gunzipSync(bytes));
  });
}

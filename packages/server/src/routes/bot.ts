/** The knowledge bot, for owners: its texts, and what it would say. Part of the agents' API. */
import {
  BotTextIdSchema,
  BotTextQuerySchema,
  BotTrialDraftSchema,
  MAX_BOT_FILE,
  ProtocolError,
} from '@support-chat/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.js';
import { requireOwner } from '../identity/agents.js';
import { requireAgent } from './agent-cookie.js';
import { decode } from './body.js';

interface OfText {
  readonly Params: { readonly id: string };
}

/** Adds the owner's routes to the agents' scope under `/v1`. */
export function serveBot(app: FastifyInstance, { service, draining }: ServerContext): void {
  const { bot } = service;
  const owner = async (request: FastifyRequest): Promise<void> =>
    requireOwner(await requireAgent(request.raw, service));

  app.get('/bot', async (request) => {
    await owner(request);
    return bot.state();
  });

  app.get<OfText>('/bot/texts/:id', async (request) => {
    await owner(request);
    return { text: await bot.texts.load(request.params.id) };
  });

  app.delete<OfText>('/bot/texts/:id', async (request, reply) => {
    await owner(request);
    await bot.texts.remove(request.params.id);
    await service.settingsChanged();
    return reply.status(204).send();
  });

  app.post('/bot/trials', async (request) => {
    await owner(request);
    return bot.try(decode(BotTrialDraftSchema, request.body));
  });

  // The bytes of a file, whatever it is: its name and its content say what it is, not the header.
  app.register((files, _options, done) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BOT_FILE }, (_request, body, parsed) => {
      parsed(null, body);
    });
    files.put<OfText>(
      '/bot/texts/:id',
      {
        bodyLimit: MAX_BOT_FILE,
        // Who may not put anything in is told so before ten megabytes are read. Behind the door of the API keys.
        preParsing: async (request) => {
          await owner(request);
          if (draining()) throw new ProtocolError('server-stopping', { retryAfter: 1 });
          const length = Number(request.headers['content-length'] ?? 0);
          if (length > MAX_BOT_FILE) {
            throw new ProtocolError('file-too-large', { detail: `A file may have ${MAX_BOT_FILE} bytes.` });
          }
        },
      },
      async (request) => {
        const id = decode(BotTextIdSchema, request.params.id);
        const query = decode(BotTextQuerySchema, request.query);
        const { body } = request;
        if (!Buffer.isBuffer(body) || body.length === 0) {
          throw new ProtocolError('file-type-refused', { detail: 'The file is empty.' });
        }
        const text = await bot.texts.put(id, query, body);
        await service.settingsChanged();
        return { text };
      },
    );
    done();
  });
}

/** Adds the route by which visitors read what an answer rests on, where the owner has named no page of their own. */
export function serveBotSources(app: FastifyInstance, { service }: ServerContext): void {
  app.get<OfText>('/bot/sources/:id', async (request, reply) => {
    const { words, title, url } = await service.bot.source(request.params.id);
    if (url !== undefined) return reply.redirect(url);
    // Never as a page: whatever is in it is shown as the letters it is made of.
    return reply
      .type('text/plain; charset=utf-8')
      .header('Cache-Control', 'no-cache')
      .header('Content-Disposition', 'inline')
      .send(words.startsWith('# ') ? words : `${title}\n\n${words}`);
  });
}

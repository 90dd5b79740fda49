/**
 * `/v1/openapi.json`: the HTTP side of the server, its bodies taken from the schemas that check them. What travels
 * inside `POST /v1/commands` and `GET /v1/events` is described by the AsyncAPI file.
 */
import { MAX_FRAME_BYTES } from '@support-chat/protocol';
import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import { API_KEY_PATHS, API_KEY_SCHEME, withScopes } from './openapi/api-key-paths.js';
import { OFFER_PATHS } from './openapi/offer-paths.js';
import { NOTHING, ok, operation, parameter, type Json } from './openapi/parts.js';
import { SCHEMAS } from './openapi/schemas.js';
import { TEAM_PATHS } from './openapi/team-paths.js';

/** The OpenAPI 3.1 document. */
export function openApi(): Json {
  const agent = [{ agent: [] }];
  return {
    openapi: '3.1.0',
    info: {
      title: 'support-chat server',
      version: '1',
      description: `Failures are application/problem+json with a code. Bodies hold at most ${MAX_FRAME_BYTES} bytes.`,
      license: { name: 'MIT' },
    },
    paths: withScopes({
      '/v1/socket': {
        get: operation('Upgrades to a WebSocket of JSON frames.', { 101: { description: 'The socket is open.' } }),
      },
      '/v1/events': {
        get: {
          ...operation('Opens an event stream. The query is the hello.', {
            200: { description: 'Frames as events.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
            204: { description: "An agent's session is over for good." },
          }),
          parameters: [
            parameter('query', 'protocol', true),
            parameter('query', 'role', true),
            parameter('query', 'conversation', false),
            parameter('header', 'Last-Event-ID', false),
          ],
          security: [{ visitor: [] }, ...agent, {}],
        },
      },
      '/v1/commands': {
        post: {
          ...operation('Says one frame on an open stream.', { 200: ok('Answer'), 204: NOTHING }, 'ClientFrame'),
          parameters: [parameter('header', 'Sc-Connection', true)],
          security: [{ visitor: [] }, ...agent],
        },
      },
      '/v1/uploads': {
        post: {
          ...operation('Begins an upload (tus 1.0).', { 201: { description: 'It may begin.' } }),
          parameters: [
            parameter('header', 'Tus-Resumable', true),
            parameter('header', 'Upload-Length', true),
            parameter('header', 'Upload-Metadata', true),
          ],
          security: [{ visitor: [] }, ...agent],
        },
      },
      '/v1/uploads/{id}': {
        head: {
          ...operation('How far an upload came.', { 200: { description: 'See Upload-Offset.' } }),
          parameters: [parameter('path', 'id', true)],
          security: [{ visitor: [] }, ...agent],
        },
        patch: {
          ...operation('The next bytes of an upload.', { 204: NOTHING }),
          parameters: [parameter('path', 'id', true), parameter('header', 'Upload-Offset', true)],
          security: [{ visitor: [] }, ...agent],
        },
        delete: {
          ...operation('Throws an unsent upload away.', { 204: NOTHING }),
          parameters: [parameter('path', 'id', true)],
          security: [{ visitor: [] }, ...agent],
        },
      },
      '/v1/uploads/{id}/finish': {
        post: {
          ...operation('Has a received file looked at.', { 200: ok('Finished') }),
          parameters: [parameter('path', 'id', true)],
          security: [{ visitor: [] }, ...agent],
        },
      },
      '/v1/visitor/identity': {
        post: {
          ...operation('Exchanges a signed identity for a session.', { 200: ok('SignedIn') }, 'Identity'),
          security: [{ visitor: [] }, {}],
        },
      },
      '/v1/visitor/data': {
        get: {
          ...operation('All that is kept of the visitor.', {
            200: { description: 'One JSON document.', content: { 'application/json': {} } },
          }),
          security: [{ visitor: [] }],
        },
        delete: {
          ...operation('Has all that is kept of the visitor erased.', { 204: NOTHING }),
          security: [{ visitor: [] }],
        },
      },
      '/v1/files/{id}': {
        get: {
          ...operation('Downloads a file.', {
            200: { description: 'The file.', content: { 'application/octet-stream': {} } },
            206: { description: 'A part of it.' },
          }),
          parameters: [
            parameter('path', 'id', true),
            parameter('query', 'until', false),
            parameter('query', 'key', false),
          ],
          security: [{ visitor: [] }, ...agent, {}],
        },
      },
      '/v1/files/{id}/link': {
        get: {
          ...operation('An address of a file that is good for 15 minutes.', { 200: ok('FileLink') }),
          parameters: [parameter('path', 'id', true)],
          security: [{ visitor: [] }, ...agent],
        },
      },
      '/v1/faces/{id}': {
        get: operation("An agent's picture, for everybody to see. Has an ETag.", {
          200: { description: 'The picture.', content: { 'image/png': {}, 'image/jpeg': {}, 'image/webp': {} } },
          204: { description: 'There is none.' },
        }),
        parameters: [parameter('path', 'id', true)],
      },
      '/v1/site': {
        get: operation('What the owner has set and every page may know. Has an ETag.', { 200: ok('Site') }),
      },
      '/v1/articles': {
        get: {
          ...operation("Articles for a question, best first; without one the owner's order.", {
            200: ok('ArticleHits'),
          }),
          parameters: [
            parameter('query', 'q', false),
            parameter('query', 'locale', false),
            parameter('query', 'limit', false),
          ],
        },
      },
      '/v1/articles/{id}': {
        get: operation('An article.', { 200: ok('Article') }),
        put: {
          ...operation('Writes an article. Owners only.', { 204: NOTHING }, 'ArticleDraft'),
          parameters: [parameter('header', 'If-Match', false)],
          security: agent,
        },
        delete: {
          ...operation('Removes an article. Owners only.', { 204: NOTHING }),
          parameters: [parameter('header', 'If-Match', false)],
          security: agent,
        },
        parameters: [parameter('path', 'id', true)],
      },
      '/v1/agent/articles': {
        get: {
          ...operation("All articles in the owner's order, without their texts. Owners only.", {
            200: ok('OwnArticles'),
          }),
          security: agent,
        },
      },
      '/v1/bot/sources/{id}': {
        get: {
          ...operation('What an answer of the bot rests on, in plain letters.', {
            200: { description: 'The text.', content: { 'text/plain': {} } },
            302: { description: 'It is on a page of the owner.' },
          }),
          parameters: [parameter('path', 'id', true)],
        },
      },
      '/v1/bridges/{id}': {
        post: {
          ...operation(
            'What another system says in a conversation, signed as Standard Webhooks has it.',
            { 200: ok('BridgeTaken') },
            'BridgeInput',
          ),
          parameters: [
            parameter('path', 'id', true),
            parameter('header', 'webhook-id', true),
            parameter('header', 'webhook-timestamp', true),
            parameter('header', 'webhook-signature', true),
          ],
        },
      },
      '/v1/transcripts': {
        post: {
          ...operation(
            'Mails the visitor their conversation. Only where the site says mail.',
            { 202: { description: 'The mail server has it.' } },
            'Transcript',
          ),
          security: [{ visitor: [] }],
        },
      },
      ...TEAM_PATHS,
      ...OFFER_PATHS,
      ...API_KEY_PATHS,
    }),
    components: {
      securitySchemes: {
        agent: { type: 'apiKey', in: 'cookie', name: 'sc_agent' },
        visitor: { type: 'http', scheme: 'bearer' },
        apiKey: API_KEY_SCHEME,
      },
      schemas: toJsonSchemaDefs(SCHEMAS, {
        target: 'draft-2020-12',
        typeMode: 'input', // what a client may write: transformations happen behind it
        errorMode: 'ignore',
        overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
      }),
    },
  };
}

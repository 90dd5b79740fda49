/**
 * `/v1/openapi.json`: the HTTP side of the server, its bodies taken from the schemas that check them. What travels
 * inside `POST /v1/commands` and `GET /v1/events` is described by the AsyncAPI file.
 */
import {
  AckSchema,
  ArticleSchema,
  ArticlesSchema,
  AttachmentSchema,
  AuthorSchema,
  ClientFrameSchema,
  ConversationSummarySchema,
  DecodedLogEvent,
  HistoryPageSchema,
  MAX_FRAME_BYTES,
  ProblemSchema,
  SITE_SECTIONS,
  SiteSchema,
  SnapshotAnswerSchema,
  TimeSchema,
  type SiteSection,
} from '@support-chat/protocol';
import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { ArticleBody, IdentityBody, NewAgentBody, SetUpBody, SignInBody, TranscriptBody } from './routes/body.js';

/** What `describe` of the agent routes answers. */
const Profile = v.object({
  id: v.string(),
  email: v.string(),
  name: v.string(),
  role: v.picklist(['agent', 'lead', 'owner']),
});

const SCHEMAS = {
  Article: ArticleSchema,
  ArticleDraft: ArticleBody,
  ArticleHits: ArticlesSchema,
  Answer: v.variant('type', [AckSchema, HistoryPageSchema, SnapshotAnswerSchema]),
  AgentCreated: v.object({ agent: Profile }),
  Agents: v.object({ agents: v.array(Profile) }),
  Author: AuthorSchema,
  ClientFrame: ClientFrameSchema,
  Conversations: v.object({ conversations: v.array(ConversationSummarySchema) }),
  FileLink: v.object({ url: v.string() }),
  Finished: v.object({ attachment: AttachmentSchema }),
  LogEvent: DecodedLogEvent,
  NewAgent: NewAgentBody,
  Problem: ProblemSchema,
  Profile,
  Session: v.object({ agent: Profile, author: AuthorSchema, expiresAt: TimeSchema }),
  SetUp: SetUpBody,
  SignIn: SignInBody,
  Site: SiteSchema,
  Transcript: TranscriptBody,
  Identity: IdentityBody,
  SignedIn: v.object({
    session: v.nullable(v.object({ token: v.string(), expiresAt: TimeSchema })),
    same: v.boolean(),
  }),
  ...SITE_SECTIONS,
};
type SchemaName = keyof typeof SCHEMAS;

type Json = Readonly<Record<string, unknown>>;

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
    paths: {
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
      '/v1/agent/sessions': {
        post: operation('Signs in; sets the cookie.', { 201: ok('Session') }, 'SignIn'),
        delete: { ...operation('Signs out.', { 204: NOTHING }), security: agent },
      },
      '/v1/agent/setup': {
        post: operation('Makes the owner with the one-time link of the first start.', { 201: ok('Session') }, 'SetUp'),
      },
      '/v1/agent/me': { get: { ...operation('Who is signed in.', { 200: ok('Session') }), security: agent } },
      '/v1/agent/conversations': {
        get: {
          ...operation('Conversations, newest first.', {
            200: ok('Conversations'),
          }),
          parameters: [parameter('query', 'phase', false), parameter('query', 'before', false)],
          security: agent,
        },
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
        put: { ...operation('Writes an article. Owners only.', { 204: NOTHING }, 'ArticleDraft'), security: agent },
        delete: { ...operation('Removes an article. Owners only.', { 204: NOTHING }), security: agent },
        parameters: [parameter('path', 'id', true)],
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
      '/v1/settings': {
        get: { ...operation('What the owner has set. Owners only.', { 200: ok('Site') }), security: agent },
      },
      ...Object.fromEntries(
        Object.keys(SITE_SECTIONS).map((section) => [
          `/v1/settings/${section}`,
          {
            put: {
              ...operation('Replaces a section. Owners only.', { 204: NOTHING }, section as SiteSection),
              security: agent,
            },
            delete: { ...operation('Takes a section back. Owners only.', { 204: NOTHING }), security: agent },
          },
        ]),
      ),
      '/v1/agents': {
        get: { ...operation('All agents. Owners only.', { 200: ok('Agents') }), security: agent },
        post: {
          ...operation('Makes an agent. Owners only.', { 201: ok('AgentCreated') }, 'NewAgent'),
          security: agent,
        },
      },
    },
    components: {
      securitySchemes: {
        agent: { type: 'apiKey', in: 'cookie', name: 'sc_agent' },
        visitor: { type: 'http', scheme: 'bearer' },
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

const NOTHING: Json = { description: 'Done.' };

function operation(summary: string, responses: Json, body?: SchemaName): Json {
  const failure = {
    description: 'What went wrong.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    summary,
    ...(body !== undefined && { requestBody: { required: true, content: json(body) } }),
    responses: { ...responses, default: failure },
  };
}

function ok(name: SchemaName): Json {
  return { description: 'Done.', content: json(name) };
}

function json(name: SchemaName): Json {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
}

function parameter(place: 'query' | 'header' | 'path', name: string, required: boolean): Json {
  return { in: place, name, required, schema: { type: 'string' } };
}

/**
 * A good request for each route and a good frame for each command, for who tests who may make them. Without a sample a route
 * fails that test: whoever adds one says here what it is asked with.
 */

/** What is there to be asked for. */
export interface AccessWorld {
  readonly conversation: string;
  readonly epoch: string;
  readonly file: string;
  readonly ada: string;
  readonly webhook: string;
  /** An API key of the owner. */
  readonly apiKey: string;
}

/** One request. */
export interface AccessSample {
  /** Values of the address, by name. */
  readonly params?: Readonly<Record<string, string>>;
  /** With the `?`. */
  readonly query?: string;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses beside success that say that it was let in. */
  readonly letIn?: readonly number[];
  /** Afterwards something is not there any more that others are asked for. */
  readonly spends?: true;
}

const CREDENTIALS = { email: 'new@shop.example', password: 'a long enough password' };
const DAYS = '?from=2026-01-01&to=2026-01-02&zone=UTC';

/** By method and address. */
export const ACCESS_SAMPLES: Readonly<Record<string, (world: AccessWorld) => AccessSample>> = {
  'GET /v1/site': () => ({}),
  'GET /v1/articles': () => ({ query: '?q=hours' }),
  'GET /v1/articles/{id}': () => ({ params: { id: 'article-1' } }),
  'GET /v1/agent/articles': () => ({}),
  'PUT /v1/articles/{id}': () => ({ params: { id: 'article-2' }, body: { title: 'Hours', text: 'From nine' } }),
  'DELETE /v1/articles/{id}': () => ({ params: { id: 'article-2' } }),
  'GET /v1/bot/sources/{id}': () => ({ params: { id: 'text-0001' } }),
  'GET /v1/visitor/data': () => ({}),
  'DELETE /v1/visitor/data': () => ({ spends: true }),
  'GET /v1/files/{id}': ({ file }) => ({ params: { id: file } }),
  'GET /v1/faces/{id}': ({ ada }) => ({ params: { id: ada } }),
  'GET /v1/files/{id}/link': ({ file }) => ({ params: { id: file } }),
  'GET /v1/agent/me': () => ({}),
  'PUT /v1/agent/presence': () => ({ body: { presence: 'available' } }),
  'POST /v1/agent/activity': () => ({}),
  'GET /v1/agent/conversations': () => ({}),
  'GET /v1/agent/team': () => ({}),
  'GET /v1/agent/conversations/{id}/events': ({ conversation }) => ({ params: { id: conversation } }),
  'PUT /v1/agent/conversations/{id}/messages/{message}': ({ conversation }) => ({
    params: { id: conversation, message: crypto.randomUUID() },
    body: { text: 'Hello' },
  }),
  'GET /v1/agent/conversations/{id}/visitor': ({ conversation }) => ({ params: { id: conversation } }),
  'PUT /v1/agent/conversations/{id}/offers/{message}': ({ conversation }) => ({
    params: { id: conversation, message: crypto.randomUUID() },
    body: { offer: 'nothing' },
    // There is none, which only those are told who are let in.
    letIn: [404],
  }),
  'GET /v1/offers': () => ({}),
  'POST /v1/offers/{id}/redemptions': () => ({
    params: { id: 'nothing' },
    body: { order: 'NP-1' },
    letIn: [404],
  }),
  'GET /v1/agent/conversations/{id}/notes': ({ conversation }) => ({ params: { id: conversation } }),
  'PUT /v1/agent/conversations/{id}/notes/{note}': ({ conversation }) => ({
    params: { id: conversation, note: crypto.randomUUID() },
    body: { text: 'A note' },
  }),
  'PUT /v1/agent/conversations/{id}/transfers/{note}': ({ conversation, ada }) => ({
    params: { id: conversation, note: crypto.randomUUID() },
    body: { to: { department: 'service' }, from: ada },
    letIn: [409],
    spends: true,
  }),
  'GET /v1/agent/conversations/{id}/mails': ({ conversation }) => ({ params: { id: conversation } }),
  'GET /v1/agent/conversations/{id}/mails/received': ({ conversation }) => ({ params: { id: conversation } }),
  'PUT /v1/agent/conversations/{id}/mails/{mail}': ({ conversation, epoch }) => ({
    params: { id: conversation, mail: crypto.randomUUID() },
    body: { text: 'An answer', after: { epoch, seq: 1 } },
    // It is no ticket, which only those are told who are let in.
    letIn: [403, 404, 409],
  }),
  'POST /v1/agent/conversations/{id}/mails/{mail}/retry': ({ conversation }) => ({
    params: { id: conversation, mail: crypto.randomUUID() },
    letIn: [404],
  }),
  'GET /v1/agent/conversations/{id}/mails/{mail}/attempts': ({ conversation }) => ({
    params: { id: conversation, mail: crypto.randomUUID() },
    letIn: [404],
  }),
  'GET /v1/agent/conversations/{id}/questions': ({ conversation }) => ({ params: { id: conversation } }),
  'PUT /v1/agent/conversations/{id}/questions/{question}': ({ conversation }) => ({
    params: { id: conversation, question: crypto.randomUUID() },
    body: { text: 'Shall we?', answers: [{ label: 'OK' }], by: 'email', to: 'zo@example.com' },
    // No mail is sent from here, which only those are told who are let in.
    letIn: [403],
  }),
  'GET /v1/agent/archive': () => ({}),
  'GET /v1/agent/archive/export': () => ({ query: '?format=csv' }),
  'GET /v1/agent/statistics': () => ({ query: DAYS }),
  'GET /v1/agent/statistics/topics': () => ({ query: DAYS }),
  'GET /v1/agent/statistics/export': () => ({ query: `${DAYS}&format=csv` }),
  'GET /v1/shortcuts': () => ({}),
  'GET /v1/spelling': () => ({}),
  'GET /v1/spelling/{language}/{version}/{part}': () => ({
    params: { language: 'en', version: '4.0.0', part: 'aff' },
  }),
  'POST /v1/shortcuts/import': () => ({ body: { shortcuts: [{ name: 'wait', text: 'A moment' }] } }),
  'PUT /v1/shortcuts/{id}': () => ({ params: { id: 'hello-001' }, body: { name: 'hello', text: 'Hello' } }),
  'DELETE /v1/shortcuts/{id}': () => ({ params: { id: 'hello-001' } }),
  'GET /v1/webhooks': () => ({}),
  'POST /v1/webhooks': () => ({ body: { name: 'Relay', url: 'http://127.0.0.1:9/' } }),
  'PATCH /v1/webhooks/{id}': ({ webhook }) => ({ params: { id: webhook }, body: { name: 'Relay' } }),
  'DELETE /v1/webhooks/{id}': () => ({ params: { id: 'nothing' } }),
  'POST /v1/webhooks/{id}/secret': ({ webhook }) => ({ params: { id: webhook } }),
  'POST /v1/webhooks/{id}/test': ({ webhook }) => ({ params: { id: webhook } }),
  'GET /v1/webhooks/{id}/attempts': ({ webhook }) => ({ params: { id: webhook } }),
  'POST /v1/webhooks/{id}/retry': ({ webhook }) => ({ params: { id: webhook } }),
  'GET /v1/bot': () => ({}),
  'GET /v1/bot/texts/{id}': () => ({ params: { id: 'text-0001' } }),
  'PUT /v1/bot/texts/{id}': () => ({
    ...{ params: { id: 'text-0002' }, query: '?name=a.txt', body: 'Words' },
    headers: { 'Content-Type': 'application/octet-stream' },
  }),
  'DELETE /v1/bot/texts/{id}': () => ({ params: { id: 'text-0002' } }),
  'POST /v1/bot/trials': () => ({ body: { question: 'When?' } }),
  'GET /v1/settings': () => ({}),
  'GET /v1/settings/{section}': () => ({ params: { section: 'panel' } }),
  'PUT /v1/settings/{section}': () => ({ params: { section: 'panel' }, body: { title: 'Lumen' } }),
  'DELETE /v1/settings/{section}': () => ({ params: { section: 'panel' } }),
  'GET /v1/api-keys': () => ({}),
  'POST /v1/api-keys': () => ({ body: { name: 'One more', scopes: ['settings:read'] } }),
  'DELETE /v1/api-keys/{id}': ({ apiKey }) => ({ params: { id: apiKey } }),
  'GET /v1/audit': () => ({}),
  'GET /v1/retention': () => ({}),
  'GET /v1/agents': () => ({}),
  'POST /v1/agents': () => ({ body: { ...CREDENTIALS, name: 'New' }, letIn: [409] }),
  'PATCH /v1/agents/{id}': ({ ada }) => ({ params: { id: ada }, body: { capacity: 4 } }),
  'PUT /v1/agent/persona': () => ({ body: { title: 'Potter' } }),
  'PUT /v1/agents/{id}/face': ({ ada }) => ({
    ...{ params: { id: ada }, body: 'no picture', headers: { 'Content-Type': 'image/png' } },
    // It is none, which only those are told who are let in.
    letIn: [415],
  }),
  'DELETE /v1/agents/{id}/face': ({ ada }) => ({ params: { id: ada } }),
  'PUT /v1/agents/{id}/presence': ({ ada }) => ({ params: { id: ada }, body: { presence: 'available' } }),
  'DELETE /v1/agents/{id}/sessions': ({ ada }) => ({ params: { id: ada }, spends: true }),
};

/** Routes that are no matter of a role: what they are let in by, and where that is tested. */
export const OTHER_DOORS: Readonly<Record<string, string>> = {
  'GET /v1/socket': 'whoever says who they are, see the frames below',
  'GET /v1/events': 'the same frames, see below',
  'POST /v1/commands': 'the session that opened the stream, `test/integration/server/streams.test.ts`',
  'POST /v1/agent/sessions': 'the password, `identity-contract.ts`',
  'DELETE /v1/agent/sessions': 'ends the session of the cookie; without one there is nothing to end',
  'POST /v1/agent/setup': 'the one-time link, `identity-contract.ts`',
  'POST /v1/visitor/identity': 'the signature of the site, `identity-contract.ts`',
  'POST /v1/bridges/{id}': 'the signature of the webhook, `bridges-contract.ts`',
  'POST /v1/transcripts': "a visitor's session, about their own conversation, `transcripts.test.ts`",
  'POST /v1/uploads': 'any session; the upload is its own, `files.test.ts`',
  'HEAD /v1/uploads/{id}': 'the session that began it, `files.test.ts`',
  'PATCH /v1/uploads/{id}': 'the session that began it, `files.test.ts`',
  'DELETE /v1/uploads/{id}': 'the session that began it, `files.test.ts`',
  'POST /v1/uploads/{id}/finish': 'the session that began it, `files.test.ts`',
};

/** Frames about a conversation, by type. */
export const ACCESS_FRAMES: Readonly<Record<string, (world: AccessWorld) => object>> = {
  'message-send': ({ conversation, epoch }) => ({ conversation, epoch, text: 'Hello' }),
  'contact-submit': ({ conversation, epoch }) => {
    return { conversation, epoch, text: 'Hello', name: 'Somebody', email: 'somebody@x.example' };
  },
  'history-load': ({ conversation, epoch }) => ({ conversation, before: { epoch, seq: 2 }, limit: 5 }),
  resume: ({ conversation }) => ({ conversation, after: null }),
  'conversation-open': ({ conversation }) => ({ conversation }),
  'conversation-claim': ({ conversation, epoch }) => ({ conversation, epoch }),
  'conversation-end': ({ conversation, epoch }) => ({ conversation, epoch }),
};

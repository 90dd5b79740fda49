/** The team's half of the HTTP side: sign-in, conversations, shortcuts, webhooks, what the owner sets. */
import { RETAINED_KINDS } from '../retention/retention-settings.js';
import { OWNER_SECTIONS } from '../settings/settings.js';
import { NOTHING, ok, operation, parameter, type Json } from './parts.js';

const agent = [{ agent: [] }];

const ARCHIVE_FILTERS = ['words', 'phase', 'agent', 'department', 'rating', 'from', 'to'].map((name) =>
  parameter('query', name, false),
);

const STATISTICS_FILTERS = ['from', 'to', 'zone', 'department', 'agent'].map((name) =>
  parameter('query', name, !['department', 'agent'].includes(name)),
);

const MAIL = [parameter('path', 'id', true), parameter('path', 'mail', true)];

/** Addresses that agents and owners use. */
export const TEAM_PATHS: Json = {
  '/v1/agent/sessions': {
    post: operation('Signs in; sets the cookie.', { 201: ok('Session') }, 'SignIn'),
    delete: { ...operation('Signs out.', { 204: NOTHING }), security: agent },
  },
  '/v1/agent/setup': {
    post: operation('Makes the owner with the one-time link of the first start.', { 201: ok('Session') }, 'SetUp'),
  },
  '/v1/agent/me': { get: { ...operation('Who is signed in.', { 200: ok('Session') }), security: agent } },
  '/v1/agent/presence': {
    put: {
      ...operation('Says whether the agent is available.', { 200: ok('Presence') }, 'Presence'),
      security: agent,
    },
  },
  '/v1/agent/persona': {
    put: {
      ...operation('How visitors read of the agent who asks.', { 200: ok('PersonaChanged') }, 'Persona'),
      security: agent,
    },
  },
  '/v1/agents/{id}/face': {
    put: {
      ...operation("Puts an agent's picture in: PNG, JPEG or WebP, its bytes as the body. Their own, or by owners.", {
        200: ok('PersonaChanged'),
      }),
      requestBody: { required: true, content: { 'image/png': {}, 'image/jpeg': {}, 'image/webp': {} } },
      security: agent,
    },
    delete: {
      ...operation("Takes an agent's picture back. Their own, or by owners.", { 200: ok('PersonaChanged') }),
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/agent/activity': {
    post: { ...operation('The agent has done something.', { 204: NOTHING }), security: agent },
  },
  '/v1/agent/conversations': {
    get: {
      ...operation('Conversations, newest first.', {
        200: ok('Conversations'),
      }),
      parameters: [parameter('query', 'phase', false), parameter('query', 'before', false)],
      security: agent,
    },
  },
  '/v1/agent/conversations/{id}/events': {
    get: {
      ...operation('The log of a conversation after a place, at most 300 events.', { 200: ok('ConversationEvents') }),
      parameters: [parameter('query', 'after', false)],
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/agent/conversations/{id}/messages/{message}': {
    put: {
      ...operation(
        'Writes to the visitor; the same again does nothing more.',
        { 200: ok('MessageStored') },
        'MessageDraft',
      ),
      security: agent,
    },
    parameters: [parameter('path', 'id', true), parameter('path', 'message', true)],
  },
  '/v1/agent/conversations/{id}/visitor': {
    get: {
      ...operation('The visitor of a conversation: pages, device, what the site tells, other chats.', {
        200: ok('VisitorDetails'),
      }),
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/agent/conversations/{id}/notes': {
    get: {
      ...operation('Notes of a conversation, at most 100 after a place.', { 200: ok('Notes') }),
      parameters: [parameter('query', 'after', false)],
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/agent/conversations/{id}/notes/{note}': {
    put: {
      ...operation('Writes a note; the same again gives what is stored.', { 200: ok('NoteStored') }, 'NoteDraft'),
      security: agent,
    },
    parameters: [parameter('path', 'id', true), parameter('path', 'note', true)],
  },
  '/v1/agent/conversations/{id}/mails': {
    get: { ...operation('What became of the mails of a ticket.', { 200: ok('TicketMails') }), security: agent },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/agent/conversations/{id}/mails/received': {
    get: { ...operation('Answers that came by mail, whole.', { 200: ok('ReceivedMails') }), security: agent },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/agent/conversations/{id}/mails/{mail}': {
    put: {
      ...operation(
        'Answers a ticket by mail; the same again gives what is stored.',
        { 200: ok('TicketMail') },
        'MailDraft',
      ),
      security: agent,
    },
    parameters: MAIL,
  },
  '/v1/agent/conversations/{id}/mails/{mail}/retry': {
    post: { ...operation('Tries a mail again at once.', { 200: ok('TicketMail') }), security: agent },
    parameters: MAIL,
  },
  '/v1/agent/conversations/{id}/mails/{mail}/attempts': {
    get: { ...operation('What was tried, newest first.', { 200: ok('MailAttempts') }), security: agent },
    parameters: MAIL,
  },
  '/v1/agent/conversations/{id}/questions': {
    get: {
      ...operation('Short questions of a conversation, what became of them, and how one can go.', {
        200: ok('ShortQuestions'),
      }),
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/agent/conversations/{id}/questions/{question}': {
    put: {
      ...operation(
        'Asks a visitor who has left, by a link; the same again gives what is stored.',
        { 200: ok('ShortQuestion') },
        'QuestionDraft',
      ),
      security: agent,
    },
    parameters: [parameter('path', 'id', true), parameter('path', 'question', true)],
  },
  '/v1/agent/archive': {
    get: {
      ...operation('Everything that was ever said, by words and filters.', { 200: ok('ArchivePage') }),
      parameters: [...ARCHIVE_FILTERS, parameter('query', 'after', false), parameter('query', 'limit', false)],
      security: agent,
    },
  },
  '/v1/agent/archive/export': {
    get: {
      ...operation('The same as a file, all of it. Leads and owners only.', {
        200: { description: 'The file.', content: { 'application/json': {}, 'text/csv': {} } },
      }),
      parameters: [parameter('query', 'format', true), ...ARCHIVE_FILTERS],
      security: agent,
    },
  },
  '/v1/agent/statistics': {
    get: {
      ...operation("The team's figures; agents get their own.", { 200: ok('Statistics') }),
      parameters: STATISTICS_FILTERS,
      security: agent,
    },
  },
  '/v1/agent/statistics/topics': {
    get: {
      ...operation('What visitors asked about first.', { 200: ok('Topics') }),
      parameters: STATISTICS_FILTERS,
      security: agent,
    },
  },
  '/v1/agent/statistics/export': {
    get: {
      ...operation('The same figures as a file.', {
        200: { description: 'The file.', content: { 'application/json': {}, 'text/csv': {} } },
      }),
      parameters: [parameter('query', 'format', true), ...STATISTICS_FILTERS],
      security: agent,
    },
  },
  '/v1/agent/team': {
    get: { ...operation('Agents and departments a chat can be passed on to.', { 200: ok('Team') }), security: agent },
  },
  '/v1/agent/conversations/{id}/transfers/{note}': {
    put: {
      ...operation('Passes a chat on; the same again does nothing more.', { 200: ok('NoteStored') }, 'TransferDraft'),
      security: agent,
    },
    parameters: [parameter('path', 'id', true), parameter('path', 'note', true)],
  },
  '/v1/shortcuts': {
    get: { ...operation("The team's shortcuts, by name.", { 200: ok('Shortcuts') }), security: agent },
  },
  '/v1/shortcuts/import': {
    post: {
      ...operation(
        'Takes a file of shortcuts in, all of it or nothing. Leads and owners only.',
        { 200: ok('ShortcutsImported') },
        'ShortcutFile',
      ),
      security: agent,
    },
  },
  '/v1/shortcuts/{id}': {
    put: {
      ...operation('Writes a shortcut. Leads and owners only.', { 204: NOTHING }, 'ShortcutDraft'),
      security: agent,
    },
    delete: { ...operation('Removes a shortcut. Leads and owners only.', { 204: NOTHING }), security: agent },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/spelling': {
    get: { ...operation("Dictionaries of the desk's spell check.", { 200: ok('Dictionaries') }), security: agent },
  },
  '/v1/spelling/{language}/{version}/{part}': {
    get: {
      ...operation('One of the two files of a Hunspell dictionary, `aff` or `dic`; to be kept for ever.', {
        200: { description: 'The file.', content: { 'text/plain': {} } },
      }),
      security: agent,
    },
    parameters: ['language', 'version', 'part'].map((name) => parameter('path', name, true)),
  },
  '/v1/webhooks': {
    get: { ...operation('The webhooks and how they do. Owners only.', { 200: ok('Webhooks') }), security: agent },
    post: {
      ...operation(
        'Makes a webhook and tells its secret, once. Owners only.',
        { 201: ok('WebhookCreated') },
        'WebhookDraft',
      ),
      security: agent,
    },
  },
  '/v1/webhooks/{id}': {
    patch: {
      ...operation('Changes or pauses a webhook. Owners only.', { 200: ok('WebhookChanged') }, 'WebhookChange'),
      security: agent,
    },
    delete: { ...operation('Removes a webhook. Owners only.', { 204: NOTHING }), security: agent },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/webhooks/{id}/attempts': {
    get: {
      ...operation('What was tried, newest first. Owners only.', { 200: ok('Attempts') }),
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/webhooks/{id}/secret': {
    post: {
      ...operation('Gives a webhook another secret and tells it, once. Owners only.', { 200: ok('WebhookCreated') }),
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/webhooks/{id}/test': {
    post: {
      ...operation('Sends a signed event of the type webhook-tested. Owners only.', { 200: ok('WebhookTest') }),
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/webhooks/{id}/retry': {
    post: {
      ...operation('Tries at once what failed. Owners only.', { 202: { description: 'It is being tried.' } }),
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/bot': {
    get: { ...operation('The knowledge bot and its texts. Owners only.', { 200: ok('BotState') }), security: agent },
  },
  '/v1/bot/texts/{id}': {
    get: { ...operation('A text as it was read. Owners only.', { 200: ok('BotTextWords') }), security: agent },
    put: {
      ...operation('Puts a file in: txt, md, html or pdf, its bytes as the body. Owners only.', {
        200: ok('BotTextStored'),
      }),
      requestBody: { required: true, content: { 'application/octet-stream': {} } },
      parameters: [
        parameter('query', 'name', true),
        ...['title', 'url', 'locale', 'department'].map((name) => parameter('query', name, false)),
      ],
      security: agent,
    },
    delete: { ...operation('Takes a text away. Owners only.', { 204: NOTHING }), security: agent },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/bot/trials': {
    post: {
      ...operation('What the bot would say. Owners only.', { 200: ok('BotTrial') }, 'BotTrialDraft'),
      security: agent,
    },
  },
  '/v1/settings': {
    get: { ...operation('What the owner has set. Owners only.', { 200: ok('OwnerSettings') }), security: agent },
  },
  ...Object.fromEntries(
    Object.keys(OWNER_SECTIONS).map((section) => [
      `/v1/settings/${section}`,
      {
        get: { ...operation('A section and its version. Owners only.', { 200: ok('OwnerSection') }), security: agent },
        put: {
          ...operation('Replaces a section. Owners only.', { 204: NOTHING }, section as keyof typeof OWNER_SECTIONS),
          parameters: [parameter('header', 'If-Match', false)],
          security: agent,
        },
        delete: {
          ...operation('Takes a section back. Owners only.', { 204: NOTHING }),
          parameters: [parameter('header', 'If-Match', false)],
          security: agent,
        },
      },
    ]),
  ),
  '/v1/audit': {
    get: {
      ...operation('Who did what, newest first. Owners only.', { 200: ok('Audit') }),
      parameters: ['actor', 'action', 'outcome', 'from', 'to', 'after', 'limit'].map((name) =>
        parameter('query', name, false),
      ),
      security: agent,
    },
  },
  '/v1/retention': {
    get: {
      ...operation('How much would be erased now: as is set or, with days, if that was set. Owners only.', {
        200: ok('Retention'),
      }),
      parameters: RETAINED_KINDS.map((kind) => parameter('query', kind, false)),
      security: agent,
    },
  },
  '/v1/agents': {
    get: { ...operation('All agents. Owners only.', { 200: ok('Agents') }), security: agent },
    post: {
      ...operation('Makes an agent. Owners only.', { 201: ok('AgentCreated') }, 'NewAgent'),
      security: agent,
    },
  },
  '/v1/agents/{id}': {
    patch: {
      ...operation(
        "Changes an agent's name, title, role, departments, skills and capacity; what is not named stays. Owners only.",
        { 200: ok('AgentChanged') },
        'AgentChange',
      ),
      parameters: [parameter('path', 'id', true), parameter('header', 'If-Match', false)],
      security: agent,
    },
  },
  '/v1/agents/{id}/presence': {
    put: {
      ...operation('Says whether an agent is available. Owners only.', { 200: ok('Presence') }, 'Presence'),
      security: agent,
    },
    parameters: [parameter('path', 'id', true)],
  },
  '/v1/agents/{id}/sessions': {
    delete: { ...operation('Signs an agent out everywhere. Owners only.', { 204: NOTHING }), security: agent },
    parameters: [parameter('path', 'id', true)],
  },
};

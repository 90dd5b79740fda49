/** What `/v1/openapi.json` calls by name: the bodies as the schemas that check them have them. */
import {
  ApiKeyDraftSchema,
  ApiKeyMadeSchema,
  ApiKeysSchema,
  AckSchema,
  ArchivePageSchema,
  ArticleSchema,
  ArticlesSchema,
  AttachmentSchema,
  AuthorSchema,
  BotStateSchema,
  BotTextSchema,
  BotTrialDraftSchema,
  BotTrialSchema,
  ClientFrameSchema,
  ConversationSummarySchema,
  DecodedLogEvent,
  DictionariesSchema,
  HistoryPageSchema,
  MailDraftSchema,
  NoteDraftSchema,
  NoteSchema,
  QuestionDraftSchema,
  ShortQuestionSchema,
  ShortQuestionsSchema,
  TicketMailSchema,
  ProblemSchema,
  ShortcutFileSchema,
  ShortcutSchema,
  ShortcutsSchema,
  SiteSchema,
  SnapshotAnswerSchema,
  StatisticsSchema,
  TeamSchema,
  TimeSchema,
  TopicsSchema,
  TransferDraftSchema,
  VisitorDetailsSchema,
} from '@support-chat/protocol';
import * as v from 'valibot';
import {
  AgentChangeBody,
  ArticleBody,
  IdentityBody,
  MessageBody,
  NewAgentBody,
  PersonaBody,
  PresenceBody,
  SetUpBody,
  SignInBody,
  TranscriptBody,
  WebhookBody,
} from '../routes/body.js';
import { AUDIT_ACTIONS } from '../audit/audited-routes.js';
import { BridgeInputSchema } from '../bridges/bridge.js';
import { RETAINED_KINDS } from '../retention/retention-settings.js';
import { OWNER_SECTIONS } from '../settings/settings.js';

/** What `describe` of the agent routes answers. */
const Profile = v.object({
  id: v.string(),
  email: v.string(),
  name: v.string(),
  role: v.picklist(['agent', 'lead', 'owner']),
  title: v.nullable(v.string()),
});

/** What owners see of an agent. */
const TeamProfile = v.object({
  ...Profile.entries,
  departments: v.nullable(v.array(v.string())),
  skills: v.array(v.string()),
  capacity: v.nullable(v.number()),
  presence: v.picklist(['available', 'away', 'idle']),
  avatarUrl: v.exactOptional(v.string()),
  version: v.string(),
});

const AttemptSchema = v.object({
  conversation: v.string(),
  seq: v.number(),
  type: v.string(),
  triedAt: TimeSchema,
  milliseconds: v.number(),
  problem: v.nullable(v.string()),
});

const WebhookSchema = v.object({
  id: v.string(),
  name: v.string(),
  url: v.string(),
  events: v.nullable(v.array(v.string())),
  answers: v.boolean(),
  createdAt: TimeSchema,
});

const AuditEntrySchema = v.object({
  id: v.string(),
  time: TimeSchema,
  actor: v.object({ kind: v.picklist(['agent', 'key', 'visitor', 'nobody']), id: v.nullable(v.string()) }),
  action: v.picklist(AUDIT_ACTIONS),
  target: v.nullable(v.string()),
  detail: v.nullable(v.string()),
  outcome: v.picklist(['done', 'refused']),
  address: v.nullable(v.string()),
});

/** All of them, by the name that the file gives them. */
export const SCHEMAS = {
  ApiKeyDraft: ApiKeyDraftSchema,
  ApiKeyMade: ApiKeyMadeSchema,
  ApiKeys: ApiKeysSchema,
  ConversationEvents: v.object({
    phase: v.picklist(['bot', 'queued', 'live', 'ended']),
    head: v.number(),
    events: v.array(DecodedLogEvent),
  }),
  MessageDraft: MessageBody,
  MessageStored: v.object({ conversation: v.string(), seq: v.number(), time: TimeSchema }),
  Article: ArticleSchema,
  ArticleDraft: ArticleBody,
  ArticleHits: ArticlesSchema,
  OwnArticles: v.object({
    articles: v.array(
      v.object({ ...v.omit(ArticleSchema, ['text']).entries, position: v.number(), version: v.string() }),
    ),
  }),
  Answer: v.variant('type', [AckSchema, HistoryPageSchema, SnapshotAnswerSchema]),
  ArchivePage: ArchivePageSchema,
  AgentCreated: v.object({ agent: Profile }),
  Agents: v.object({ agents: v.array(TeamProfile) }),
  AgentChanged: v.object({ agent: TeamProfile }),
  Audit: v.object({ entries: v.array(AuditEntrySchema), after: v.exactOptional(v.string()) }),
  Author: AuthorSchema,
  ClientFrame: ClientFrameSchema,
  Conversations: v.object({ conversations: v.array(ConversationSummarySchema) }),
  Dictionaries: DictionariesSchema,
  FileLink: v.object({ url: v.string() }),
  Finished: v.object({ attachment: AttachmentSchema }),
  LogEvent: DecodedLogEvent,
  NewAgent: NewAgentBody,
  NoteDraft: NoteDraftSchema,
  NoteStored: v.object({ note: NoteSchema }),
  Notes: v.object({ notes: v.array(NoteSchema) }),
  MailDraft: MailDraftSchema,
  TicketMail: v.object({ mail: TicketMailSchema }),
  TicketMails: v.object({ canSend: v.boolean(), mails: v.array(TicketMailSchema) }),
  QuestionDraft: QuestionDraftSchema,
  ShortQuestion: v.object({ question: ShortQuestionSchema }),
  ShortQuestions: ShortQuestionsSchema,
  ReceivedMails: v.object({
    received: v.array(
      v.object({
        id: v.string(),
        seq: v.number(),
        text: v.string(),
        leftOut: v.array(v.object({ name: v.string(), code: v.string() })),
      }),
    ),
  }),
  MailAttempts: v.object({
    attempts: v.array(v.object({ triedAt: v.number(), milliseconds: v.number(), problem: v.nullable(v.string()) })),
  }),
  Problem: ProblemSchema,
  Profile,
  Session: v.object({ agent: Profile, author: AuthorSchema, expiresAt: TimeSchema }),
  SetUp: SetUpBody,
  SignIn: SignInBody,
  Shortcuts: ShortcutsSchema,
  ShortcutDraft: ShortcutSchema,
  ShortcutFile: ShortcutFileSchema,
  ShortcutsImported: v.object({ added: v.number(), changed: v.number() }),
  Retention: v.object({ due: v.object(v.entriesFromList(RETAINED_KINDS, v.number())) }),
  Site: SiteSchema,
  Statistics: StatisticsSchema,
  Team: TeamSchema,
  Topics: TopicsSchema,
  Transcript: TranscriptBody,
  TransferDraft: TransferDraftSchema,
  Attempts: v.object({ attempts: v.array(AttemptSchema) }),
  BotState: BotStateSchema,
  BotTextStored: v.object({ text: BotTextSchema }),
  BotTextWords: v.object({ text: v.object({ ...BotTextSchema.entries, words: v.string() }) }),
  BotTrial: BotTrialSchema,
  BotTrialDraft: BotTrialDraftSchema,
  BridgeInput: BridgeInputSchema,
  BridgeTaken: v.object({
    taken: v.array(v.object({ conversation: v.string(), seq: v.exactOptional(v.number()) })),
  }),
  WebhookCreated: v.object({ webhook: v.object({ ...WebhookSchema.entries, secret: v.string() }) }),
  WebhookDraft: WebhookBody,
  Webhooks: v.object({
    webhooks: v.array(v.object({ ...WebhookSchema.entries, failing: v.number(), last: v.nullable(AttemptSchema) })),
  }),
  AgentChange: AgentChangeBody,
  Persona: PersonaBody,
  PersonaChanged: v.object({ author: AuthorSchema }),
  Presence: PresenceBody,
  VisitorDetails: VisitorDetailsSchema,
  Identity: IdentityBody,
  SignedIn: v.object({
    session: v.nullable(v.object({ token: v.string(), expiresAt: TimeSchema })),
    same: v.boolean(),
  }),
  /** `value` is absent where nothing is set: then `started` holds, as the server was started. `version` goes into `If-Match`. */
  OwnerSection: v.object({
    value: v.exactOptional(v.unknown()),
    version: v.string(),
    started: v.exactOptional(v.unknown()),
  }),
  OwnerSettings: v.object({
    ...SiteSchema.entries,
    triggers: v.exactOptional(OWNER_SECTIONS.triggers),
    routing: v.exactOptional(OWNER_SECTIONS.routing),
    presence: v.exactOptional(OWNER_SECTIONS.presence),
    bot: v.exactOptional(OWNER_SECTIONS.bot),
    retention: v.exactOptional(OWNER_SECTIONS.retention),
    origins: v.exactOptional(OWNER_SECTIONS.origins),
  }),
  ...OWNER_SECTIONS,
};
/** A schema of the file. */
export type SchemaName = keyof typeof SCHEMAS;

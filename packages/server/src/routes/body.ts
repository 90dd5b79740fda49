/** Bodies and queries of the API: decoded by strict schemas, refused with the field's name and never its value. */
import {
  IdSchema,
  isLanguageTag,
  MAX_ARTICLE_LENGTH,
  MAX_LABEL_LENGTH,
  ProtocolError,
  storableText,
} from '@support-chat/protocol';
import * as v from 'valibot';
import { CapacitySchema, NameSchema } from '../routing/routing-settings.js';

/** Longest password: hashing longer ones would only cost time. */
const MAX_PASSWORD_LENGTH = 256;

const Email = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(MAX_LABEL_LENGTH),
  v.regex(/^[^\s@]+@[^\s@]+$/, 'an e-mail address'),
);
const Password = v.pipe(v.string(), v.maxLength(MAX_PASSWORD_LENGTH));
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText));
const Title = v.pipe(v.string(), v.trim(), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText));

/** `POST /v1/agent/sessions` */
export const SignInBody = v.strictObject({ email: Email, password: Password });

/** `POST /v1/agent/setup` */
export const SetUpBody = v.strictObject({
  token: v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH)),
  email: Email,
  name: Name,
  password: Password,
});

/** `POST /v1/agents` */
export const NewAgentBody = v.strictObject({
  email: Email,
  name: Name,
  password: Password,
  role: v.optional(v.picklist(['agent', 'lead']), 'agent'),
});

/** Most departments or skills of one agent. */
const MAX_NAMES = 50;
const Names = v.pipe(v.array(NameSchema), v.maxLength(MAX_NAMES));

/** `PATCH /v1/agents/:id` */
export const AgentChangeBody = v.strictObject({
  name: v.exactOptional(Name),
  title: v.exactOptional(v.nullable(Title)),
  role: v.exactOptional(v.picklist(['agent', 'lead', 'owner'])),
  departments: v.exactOptional(v.nullable(Names)),
  skills: v.exactOptional(Names),
  capacity: v.exactOptional(v.nullable(CapacitySchema)),
});

/** `PUT /v1/agent/persona` */
export const PersonaBody = v.strictObject({ name: v.exactOptional(Name), title: v.exactOptional(v.nullable(Title)) });

/** `PUT /v1/agent/presence` */
export const PresenceBody = v.strictObject({ presence: v.picklist(['available', 'away']) });

/** `POST /v1/transcripts` */
export const TranscriptBody = v.strictObject({
  /** One mailbox: what separates or hides several is refused. */
  address: v.pipe(Email, v.regex(/^[^\s,;:<>()"[\]\\]+@[^\s,;:<>()"[\]\\]+$/, 'an e-mail address')),
  locale: v.pipe(v.string(), v.regex(/^[a-z]{2,8}(-[a-z0-9]{1,8}){0,6}$/i, 'a BCP 47 tag')),
});

/** `POST /v1/visitor/identity` */
export const IdentityBody = v.strictObject({ identity: v.pipe(v.string(), v.minLength(1), v.maxLength(8192)) });

/** `GET /v1/agent/conversations` */
export const ConversationsQuery = v.strictObject({
  phase: v.exactOptional(v.picklist(['bot', 'queued', 'live', 'ended'])),
  before: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))),
});

/** `GET /v1/agent/conversations/:id/notes` */
export const NotesQuery = v.strictObject({
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'the place of a note'), v.transform(Number)), '0'),
});

/** The id in `PUT /v1/agent/conversations/:id/notes/:note`, minted by the client (P-F7). */
export const NoteId = IdSchema;

/** The id in `PUT /v1/agent/conversations/:id/messages/:message`, minted by the client (P-F7). */
export const MessageId = IdSchema;

/** `PUT /v1/agent/conversations/:id/messages/:message` */
export const MessageBody = v.strictObject({ text: v.pipe(v.string(), v.transform(storableText)) });

/** The id in `PUT /v1/agent/conversations/:id/mails/:mail`, minted by the desk (P-F7). */
export const MailId = IdSchema;

/** The id in `PUT /v1/agent/conversations/:id/questions/:question`, minted by the client (P-F7). */
export const QuestionId = IdSchema;

/** `GET /v1/articles` */
export const ArticlesQuery = v.strictObject({
  q: v.optional(v.pipe(v.string(), v.maxLength(MAX_LABEL_LENGTH)), ''),
  locale: v.optional(v.pipe(v.string(), v.maxLength(64)), ''),
  limit: v.optional(v.pipe(v.string(), v.regex(/^([1-9]|1\d|20)$/, '1 to 20'), v.transform(Number)), '10'),
});

/** The id in `PUT /v1/articles/:id` and `PUT /v1/shortcuts/:id`. */
export const RowId = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'letters, digits, _ and -, at most 64'));

/** `PUT /v1/articles/:id` */
export const ArticleBody = v.strictObject({
  title: Name,
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_ARTICLE_LENGTH), v.transform(storableText)),
  locale: v.exactOptional(v.pipe(v.string(), v.check(isLanguageTag, 'a BCP 47 language tag'))),
  position: v.optional(v.pipe(v.number(), v.safeInteger()), 0),
});

/** @throws ProtocolError `frame-invalid` naming the first field that is wrong */
export function decode<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new ProtocolError('frame-invalid', {
    detail: `${v.getDotPath(issue) ?? 'body'}: expected ${issue.expected ?? 'another value'}`,
  });
}

/** Passing a chat on to a colleague or to a department (A4), and who there is to pass it on to. */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH, MAX_TEXT_LENGTH } from '../../limits.js';
import { PresenceSchema, type Presence } from '../../events.js';
import { listOf, number, object, oneOf, optional, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH));

/** What makes a transfer. */
export const TransferDraftSchema = v.strictObject({
  /** Ids. */
  to: v.union([v.strictObject({ agent: name }), v.strictObject({ department: name })]),
  /** Id of the agent who has the chat, as far as is known here; null: nobody has it. Else it is `already-taken`. */
  from: v.nullable(name),
  /** Becomes the text of a note; absent: none was given. */
  reason: v.exactOptional(v.pipe(v.string(), v.trim(), v.maxLength(MAX_TEXT_LENGTH), v.transform(storableText))),
});
export type TransferDraft = v.InferOutput<typeof TransferDraftSchema>;

/** A colleague, as of now. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  /** Has the desk open. */
  readonly here: boolean;
  readonly presence: Presence;
  /** How many chats they have. */
  readonly chats: number;
  /** How many they may have; absent: as many as they like. */
  readonly capacity?: number | undefined;
}

/** A department, as of now. */
export interface TransferDepartment {
  readonly id: string;
  readonly name: string;
  /** How many visitors wait for it. */
  readonly waiting: number;
  /** How many agents of it are there and available. */
  readonly available: number;
}

/** The answer of `GET /v1/agent/team`. */
export interface Team {
  readonly agents: readonly Colleague[];
  readonly departments: readonly TransferDepartment[];
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** The same for the API's description. */
export const TeamSchema = v.object({
  agents: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      here: v.boolean(),
      presence: PresenceSchema,
      chats: count,
      capacity: v.exactOptional(count),
    }),
  ),
  departments: v.array(v.object({ id: v.string(), name: v.string(), waiting: count, available: count })),
});

const text = string();

/** Reads the answer of `GET /v1/agent/team`. @throws ProtocolError `frame-invalid` */
export const readTeam: Read<Team> = object<Team>({
  agents: listOf(
    object<Colleague>({
      id: text,
      name: text,
      here: oneOf(true, false),
      presence: oneOf('available', 'away', 'idle'),
      chats: number(0),
      capacity: optional(number(0)),
    }),
  ),
  departments: listOf(object<TransferDepartment>({ id: text, name: text, waiting: number(0), available: number(0) })),
});

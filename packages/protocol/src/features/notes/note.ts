/**
 * Notes: what agents write to each other beside a conversation (A4). They have no place in its log and travel by the agents'
 * API only, so that nothing a visitor can ask for has them, nor a hole where they would be.
 */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH, MAX_TEXT_LENGTH } from '../../limits.js';
import { AuthorSchema, IdSchema, SeqSchema, TimeSchema, type Author } from '../../schema.js';
import { listOf, number, object, oneOf, optional, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';

/** Most notes in one answer of the server; who gets as many asks for what comes after the last one. */
export const MAX_PAGE_NOTES = 100;

/** What makes a note. */
export const NoteDraftSchema = v.strictObject({
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_TEXT_LENGTH), v.transform(storableText)),
  /** Id of the agent to whom it is addressed; all agents can read it nevertheless. */
  to: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH))),
});
export type NoteDraft = v.InferOutput<typeof NoteDraftSchema>;

/** A note that is kept. */
export interface Note {
  /** Minted by its author. */
  readonly id: string;
  /** 1, 2, 3 … among the notes of its conversation. */
  readonly place: number;
  /** `seq` of the newest event of the log when it was stored: it stands behind that one. */
  readonly after: number;
  /** Wall time. */
  readonly time: number;
  readonly author: Author;
  readonly text: string;
  /** To whom it is addressed. */
  readonly to?: Author | undefined;
  /** It came with a transfer; the text is the reason and may be empty. */
  readonly transfer?: NoteTransfer | undefined;
}

/** Where a conversation was passed on to: one of both. Names as they were then. */
export interface NoteTransfer {
  readonly agent?: Author | undefined;
  readonly department?: { readonly id: string; readonly name: string } | undefined;
}

/** Notes as the server answers. */
export const NoteSchema = v.object({
  id: IdSchema,
  place: SeqSchema,
  after: SeqSchema,
  time: TimeSchema,
  author: AuthorSchema,
  text: v.string(),
  to: v.exactOptional(AuthorSchema),
  transfer: v.exactOptional(
    v.object({
      agent: v.exactOptional(AuthorSchema),
      department: v.exactOptional(v.object({ id: v.string(), name: v.string() })),
    }),
  ),
});

const text = string();
const author = object<Author>({
  kind: oneOf('visitor', 'agent', 'bot', 'system'),
  id: text,
  name: optional(text),
  title: optional(text),
  avatarUrl: optional(text),
});
const note = object<Note>({
  id: text,
  place: number(1),
  after: number(0),
  time: number(),
  author,
  text,
  to: optional(author),
  transfer: optional(
    object<NoteTransfer>({ agent: optional(author), department: optional(object({ id: text, name: text })) }),
  ),
});

/** Reads an answer with notes of one conversation, by place. @throws ProtocolError `frame-invalid` */
export const readNotes: Read<{ readonly notes: readonly Note[] }> = object({ notes: listOf(note) });

/** Reads the answer to a note that was written. @throws ProtocolError `frame-invalid` */
export const readNote: Read<{ readonly note: Note }> = object({ note });

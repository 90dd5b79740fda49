/**
 * Shortcuts: answers that a team writes once and agents call by name (A5). Their texts have places for what differs from
 * chat to chat. What is here is the same for the server, which keeps them, and the desk, which fills them in.
 */
import * as v from 'valibot';
import { isLanguageTag } from '../../language-tag.js';
import { MAX_LABEL_LENGTH, MAX_TEXT_LENGTH } from '../../limits.js';
import { IdSchema } from '../../schema.js';
import { listOf, number, object, optional, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';

/** Most shortcuts of one team. */
export const MAX_SHORTCUTS = 5000;

/** Letters and digits of any script, `_` and `-`, at most 32: what can be typed behind a `/` without a space. */
export const SHORTCUT_NAME = /^[\p{L}\p{M}\p{N}_-]{1,32}$/u;

/** What makes a shortcut. Of one name there may be several: one for each language and department. */
export const ShortcutSchema = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.regex(SHORTCUT_NAME, 'letters, digits, _ and -, at most 32')),
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_TEXT_LENGTH), v.transform(storableText)),
  /** BCP 47 tag of the language it is written in; absent: it fits every visitor. */
  locale: v.exactOptional(v.pipe(v.string(), v.check(isLanguageTag, 'a BCP 47 language tag'))),
  /** Id of the department it is for; absent: for all. */
  department: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH))),
});
export type ShortcutDraft = v.InferOutput<typeof ShortcutSchema>;

/** What is imported and exported: without ids, so that it fits another team's server. */
export const ShortcutFileSchema = v.strictObject({
  shortcuts: v.pipe(v.array(ShortcutSchema), v.maxLength(MAX_SHORTCUTS)),
});
export type ShortcutFile = v.InferOutput<typeof ShortcutFileSchema>;

/** A shortcut that is kept. */
export interface Shortcut extends ShortcutDraft {
  readonly id: string;
}

/** The answer of `GET /v1/shortcuts`, by name. */
export const ShortcutsSchema = v.object({
  shortcuts: v.array(v.object({ id: IdSchema, ...ShortcutSchema.entries })),
});

const text = string();

/** Reads the answer of `GET /v1/shortcuts`. @throws ProtocolError `frame-invalid` */
export const readShortcuts: Read<{ readonly shortcuts: readonly Shortcut[] }> = object({
  shortcuts: listOf(
    object<Shortcut>({ id: text, name: text, text, locale: optional(text), department: optional(text) }),
  ),
});

/** What an import did. */
export interface ShortcutsImported {
  readonly added: number;
  /** Had another text before. */
  readonly changed: number;
}

/** Reads the answer of `POST /v1/shortcuts/import`. @throws ProtocolError `frame-invalid` */
export const readImported: Read<ShortcutsImported> = object({ added: number(0), changed: number(0) });

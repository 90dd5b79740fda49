/** The texts that the knowledge bot answers from, and what it would answer, as the owner's pages and the server say it. */
import * as v from 'valibot';
import { isLanguageTag } from '../../language-tag.js';
import { MAX_LABEL_LENGTH, MAX_URL_LENGTH } from '../../limits.js';
import { TimeSchema } from '../../schema.js';
import { storableText } from '../../text.js';

/** Kinds of files that are read, by their ending. */
export const BOT_TEXT_TYPES = ['txt', 'md', 'html', 'pdf'] as const;
export type BotTextType = (typeof BOT_TEXT_TYPES)[number];

/** Bytes of a file. */
export const MAX_BOT_FILE = 10 * 1024 * 1024;
/** UTF-16 code units of a text, read from its file. */
export const MAX_BOT_TEXT = 1_000_000;
/** UTF-16 code units of all texts. */
export const MAX_BOT_TEXTS_LENGTH = 2_000_000;
/** Texts. */
export const MAX_BOT_TEXTS = 200;

/** Names a text: 8 to 48 of `A-Z a-z 0-9 _ -`, minted by who puts it in. */
export const BotTextIdSchema = v.pipe(v.string(), v.regex(/^[\w-]{8,48}$/u));

const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText));
const locale = v.pipe(v.string(), v.check(isLanguageTag, 'a BCP 47 language tag'));

/** What the owner says of a file that is put in, beside its bytes. */
export const BotTextQuerySchema = v.strictObject({
  /** Of the file: its ending says what it is. */
  name: label,
  /** Default: what the file calls itself, else its name. */
  title: v.exactOptional(label),
  /** Where visitors can read it; absent: the server shows the words. */
  url: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_URL_LENGTH), v.regex(/^https?:\/\/[^\s]+$/u))),
  /** Default: the server finds out. */
  locale: v.exactOptional(locale),
  /** Id of the department that those are handed over to who ask about it. */
  department: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u))),
});
export type BotTextQuery = v.InferOutput<typeof BotTextQuerySchema>;

/** A text in the owner's list. */
export const BotTextSchema = v.object({
  id: v.string(),
  name: v.string(),
  title: v.string(),
  type: v.picklist(BOT_TEXT_TYPES),
  url: v.exactOptional(v.string()),
  locale: v.exactOptional(v.string()),
  department: v.exactOptional(v.string()),
  /** UTF-16 code units. */
  length: v.number(),
  changedAt: TimeSchema,
});
export type BotText = v.InferOutput<typeof BotTextSchema>;

/** Answer to `GET /v1/bot`. */
export const BotStateSchema = v.object({
  /** Whether visitors are answered by it: it is switched on, and has a text. */
  answering: v.boolean(),
  /** Whether a language model writes the answers. */
  model: v.boolean(),
  /** Parts of texts that can be an answer. */
  passages: v.number(),
  texts: v.array(BotTextSchema),
});
export type BotState = v.InferOutput<typeof BotStateSchema>;

/** What the owner asks to try it. */
export const BotTrialDraftSchema = v.strictObject({
  question: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000), v.transform(storableText)),
  locale: v.exactOptional(locale),
});
export type BotTrialDraft = v.InferOutput<typeof BotTrialDraftSchema>;

/** What the bot would say, and from where it has it. */
export const BotTrialSchema = v.object({
  outcome: v.picklist(['answer', 'ask-back', 'person', 'small-talk']),
  /** From 0 to 1. */
  confidence: v.number(),
  text: v.string(),
  /** The best ones first. */
  passages: v.array(
    v.object({ source: v.string(), title: v.string(), heading: v.string(), text: v.string(), confidence: v.number() }),
  ),
});
export type BotTrial = v.InferOutput<typeof BotTrialSchema>;

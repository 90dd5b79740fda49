/**
 * Short questions (A18): asked in a conversation whose visitor has left, and sent after them by e-mail or text message with a
 * link. Whoever opens the link answers by one press; in the chat the question is a message with quick replies like any other.
 */
import * as v from 'valibot';
import { isMailAddress } from '../../contact.js';
import { MAX_LABEL_LENGTH } from '../../limits.js';
import { TimeSchema } from '../../schema.js';
import { listOf, number, object, oneOf, optional, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';
import { KeySchema, PriceSchema } from '../cards/card.js';
import { readMailState, TicketMailSchema, type TicketMail } from './mail.js';

/** Lengths in UTF-16 code units, hours, and how many answers there may be. */
export const QUESTION_LIMITS = { text: 500, label: 60, answers: 6, hours: 30 * 24 } as const;
/** Hours for which a question can be answered by its link, where nothing else is said. */
export const QUESTION_HOURS = 3 * 24;

/** How a question goes after its visitor. */
export const QUESTION_WAYS = ['email', 'sms'] as const;
export type QuestionWay = (typeof QUESTION_WAYS)[number];

/** ITU-T E.164: `+`, country, number. */
const PHONE = /^\+[1-9]\d{6,14}$/u;

/** A number of a phone as E.164 writes it, of what people write; null: it is none, or its country is not said. */
export function phoneNumberOf(text: string): string | null {
  const number = text.replace(/[\s()./-]/gu, '').replace(/^00/u, '+');
  return PHONE.test(number) ? number : null;
}

const words = (most: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most), v.transform(storableText));

/** What makes a question. */
export const QuestionDraftSchema = v.strictObject({
  text: words(QUESTION_LIMITS.text),
  /** Answers to choose from. Without an `id` they are called `answer-1` and so on. */
  answers: v.pipe(
    v.array(v.strictObject({ id: v.exactOptional(KeySchema), label: words(QUESTION_LIMITS.label) })),
    v.minLength(1),
    v.maxLength(QUESTION_LIMITS.answers),
    v.transform((answers) => answers.map(({ id, label }, index) => ({ id: id ?? `answer-${index + 1}`, label }))),
    v.check((answers) => new Set(answers.map(({ id }) => id)).size === answers.length, 'ids differ'),
  ),
  /** What is agreed to: stands in the question, and in the answer by link. */
  price: v.exactOptional(PriceSchema),
  by: v.picklist(QUESTION_WAYS),
  /** A mailbox or a number. Absent: what the visitor has told. */
  to: v.exactOptional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH))),
  /** How long the link can be answered. */
  expiresInHours: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(QUESTION_LIMITS.hours)),
    QUESTION_HOURS,
  ),
});
export type QuestionDraft = v.InferOutput<typeof QuestionDraftSchema>;

/** Where a question can go, as it is to be written; null: nowhere. */
export function addressFor(way: QuestionWay, text: string): string | null {
  if (way === 'sms') return phoneNumberOf(text);
  return isMailAddress(text) ? text : null;
}

/** A question, and what became of it. */
export interface ShortQuestion extends TicketMail {
  /** Wall time after which its link answers nothing any more. */
  readonly expiresAt: number;
  /** The words of the answer, by link or in the chat. Absent: there is none yet. */
  readonly answer?: string | undefined;
}

/** How questions of a conversation can go, and those that were asked. */
export interface ShortQuestions {
  /** Ways that the server has; `to` is what the visitor has told. */
  readonly ways: readonly { readonly way: QuestionWay; readonly to?: string | undefined }[];
  /** By place. */
  readonly questions: readonly ShortQuestion[];
}

/** A question as the server answers. */
export const ShortQuestionSchema = v.object({
  ...TicketMailSchema.entries,
  expiresAt: TimeSchema,
  answer: v.exactOptional(v.string()),
});

/** All of a conversation, as the server answers. */
export const ShortQuestionsSchema = v.object({
  ways: v.array(v.object({ way: v.picklist(QUESTION_WAYS), to: v.exactOptional(v.string()) })),
  questions: v.array(ShortQuestionSchema),
});

const question: Read<ShortQuestion> = (raw, path) => ({
  ...readMailState(raw, path),
  ...object<Pick<ShortQuestion, 'expiresAt' | 'answer'>>({ expiresAt: number(0), answer: optional(string()) })(
    raw,
    path,
  ),
});

/** Reads an answer with the questions of one conversation. @throws ProtocolError `frame-invalid` */
export const readShortQuestions: Read<ShortQuestions> = object<ShortQuestions>({
  ways: listOf(object({ way: oneOf(...QUESTION_WAYS), to: optional(string()) })),
  questions: listOf(question),
});

/** Reads the answer to a question that was asked. @throws ProtocolError `frame-invalid` */
export const readShortQuestion: Read<{ readonly question: ShortQuestion }> = object({ question });

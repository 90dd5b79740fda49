/** Figures of what the team has done (A10): what is asked and what is answered. What each counts: `docs/statistics.md`. */
import * as v from 'valibot';
import { MAX_LABEL_LENGTH } from '../../limits.js';
import { IdSchema } from '../../schema.js';

/** Most days of one request. */
export const MAX_STATISTICS_DAYS = 400;

const label = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH));
const day = v.pipe(
  v.string(),
  v.regex(/^20\d\d-\d\d-\d\d$/, 'a day like 2026-11-27'),
  v.check((text) => new Date(text).toJSON()?.startsWith(text) ?? false, 'a day like 2026-11-27'),
);

/** The query of `GET /v1/agent/statistics`, of its export and of its topics. */
export const StatisticsQuerySchema = v.strictObject({
  /** First and last day, in the zone. */
  from: day,
  to: day,
  /** IANA name. */
  zone: label,
  /** Id of the department that visitors asked for. */
  department: v.exactOptional(label),
  /** Id: what they did. */
  agent: v.exactOptional(IdSchema),
});
export type StatisticsQuery = v.InferOutput<typeof StatisticsQuerySchema>;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** How long something took, in milliseconds; null when it never happened. */
const DurationsSchema = v.object({
  count,
  /** Half took no longer. */
  median: v.nullable(v.number()),
  /** Nine of ten took no longer. */
  p90: v.nullable(v.number()),
});
export type Durations = v.InferOutput<typeof DurationsSchema>;

const figures = {
  /** Chats that began, or that the agent had. */
  chats: count,
  /** Of these: visitors who left the contact form before anybody came. */
  forms: count,
  /** Of these: visitors who waited until the end and to whom nobody came. */
  missed: count,
  /** Of these: those that go on. */
  open: count,
  /** Of these: passed on at least once. */
  passedOn: count,
  wait: DurationsSchema,
  response: DurationsSchema,
  handling: DurationsSchema,
  /** How often each score was given, 1 to 5. */
  scores: v.pipe(v.array(count), v.length(5)),
};
/** What is counted of some chats. */
const FiguresSchema = v.object(figures);
export type Figures = v.InferOutput<typeof FiguresSchema>;

/** The answer of `GET /v1/agent/statistics`. */
export const StatisticsSchema = v.object({
  total: FiguresSchema,
  /** Every day of the span, also those without a chat. */
  days: v.array(v.object({ day: v.string(), ...figures })),
  /** All 24. */
  hours: v.array(v.object({ hour: count, ...figures })),
  /** Those of which there is something; `id` is null for chats of no department, `name` for one that is no more. */
  departments: v.array(v.object({ id: v.nullable(v.string()), name: v.nullable(v.string()), ...figures })),
  /** Those who did something. */
  agents: v.array(v.object({ id: v.string(), name: v.string(), ...figures })),
});
export type StatisticsAnswer = v.InferOutput<typeof StatisticsSchema>;

/** Something that visitors asked about. */
const TopicSchema = v.object({
  /** A word or some words, as most visitors wrote them. */
  words: v.string(),
  /** Chats that began with a question with it. */
  chats: count,
});

/** The answer of `GET /v1/agent/statistics/topics`. */
export const TopicsSchema = v.object({
  topics: v.array(TopicSchema),
  /** How many questions were looked at: the newest ones. */
  questions: count,
});
export type Topics = v.InferOutput<typeof TopicsSchema>;

/** What the owner says about who gets whom: the section `routing`. Pages are not told. */
import { MAX_LABEL_LENGTH, storableText } from '@support-chat/protocol';
import * as v from 'valibot';
import { DEFAULT_CAPACITY, LEAST_CAPACITY, MOST_CAPACITY, STRATEGIES } from './assign.js';

/** Rules of one kind. */
const MAX_RULES = 50;
/** Seconds of a day: who waits longer than that is not waiting any more. */
const LONGEST_WAIT = 24 * 60 * 60;

/** Names of departments and skills: 1 to 64 of `A-Z a-z 0-9 _ -`. */
export const NameSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u));
/** Chats of one agent at once. */
export const CapacitySchema = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(LEAST_CAPACITY),
  v.maxValue(MOST_CAPACITY),
);
const label = v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText));

export const RoutingSettingsSchema = v.strictObject({
  /** `manual`: agents take who waits; `automatic`: the server gives them out, and nobody takes more than they may have. */
  mode: v.picklist(['manual', 'automatic']),
  /** Default: `longest-idle`. */
  strategy: v.exactOptional(v.picklist(STRATEGIES)),
  /** Of agents for whom nothing else is said. Default: 3. */
  capacity: v.exactOptional(CapacitySchema),
  /** Who gave this answer to that question before the chat is answered by somebody with the skill. */
  skills: v.exactOptional(
    v.pipe(v.array(v.strictObject({ field: label, answer: label, skill: NameSchema })), v.maxLength(MAX_RULES)),
  ),
  /** See `Overflow`. */
  overflow: v.exactOptional(
    v.pipe(
      v.array(
        v.strictObject({
          from: v.exactOptional(NameSchema),
          after: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LONGEST_WAIT)),
          to: v.union([v.picklist(['anybody', 'form']), v.strictObject({ department: NameSchema })]),
        }),
      ),
      v.maxLength(MAX_RULES),
    ),
  ),
});
export type RoutingSettings = v.InferOutput<typeof RoutingSettingsSchema>;

/** Minutes of a week: a session lasts no longer. */
const LONGEST_IDLENESS = 7 * 24 * 60;
const minutes = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LONGEST_IDLENESS));

/** What becomes of agents who do nothing: the section `presence`. Pages are not told. */
export const PresenceSettingsSchema = v.strictObject({
  /** Minutes after which they are away, until they do something. Absent: never. */
  awayAfter: v.exactOptional(minutes),
  /** Minutes after which they are signed out. Absent: never. */
  signOutAfter: v.exactOptional(minutes),
});
export type PresenceSettings = v.InferOutput<typeof PresenceSettingsSchema>;

/** Whether the server gives chats to agents. */
export function isAutomatic(routing: RoutingSettings | undefined): boolean {
  return routing?.mode === 'automatic';
}

/** How many chats an agent may have. @param own - what is said of them */
export function capacityOf(own: number | null, routing: RoutingSettings | undefined): number {
  return own ?? routing?.capacity ?? DEFAULT_CAPACITY;
}

/** How long things are kept (R6): the section `retention`. Pages are not told. */
import * as v from 'valibot';

/** A hundred years: a number beyond that is a slip of the keyboard. */
const LONGEST = 36_525;
const days = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LONGEST));

/** Days after which something is erased; what is absent is kept. */
export const RetentionSettingsSchema = v.strictObject({
  /** Conversations without a contact entry, after their last event. Those that go on are kept. */
  conversations: v.exactOptional(days),
  /** The same for conversations with a contact entry. */
  tickets: v.exactOptional(days),
  /** The bytes of files that were sent, after they came. Those of conversations that go on are kept. */
  files: v.exactOptional(days),
  /** Visitors who never wrote, after they were last there. */
  visitors: v.exactOptional(days),
});
export type RetentionSettings = v.InferOutput<typeof RetentionSettingsSchema>;

/** What has a time of its own. */
export type RetainedKind = keyof RetentionSettings;
/** All of them, in the order in which they are erased. */
export const RETAINED_KINDS = ['conversations', 'tickets', 'files', 'visitors'] as const satisfies RetainedKind[];

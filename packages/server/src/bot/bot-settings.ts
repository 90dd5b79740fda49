/** What the owner says about the bot: the section `bot`. Pages are not told. */
import { MAX_LABEL_LENGTH, storableText } from '@support-chat/protocol';
import * as v from 'valibot';

export const BotSettingsSchema = v.strictObject({
  /** Whether it answers visitors. It does so only where there is a text it can answer from. */
  on: v.boolean(),
  /** What visitors see over its messages. Default: the word of their language. */
  name: v.exactOptional(
    v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_LABEL_LENGTH), v.transform(storableText)),
  ),
});
export type BotSettings = v.InferOutput<typeof BotSettingsSchema>;

/** What a locale has to say: the same keys in every language. */
import type { ErrorCode } from '@support-chat/protocol';
import type { Text } from '../localizer/format-text.js';
import type { en } from './en.js';

/** Name of a text. `error-` plus an error code names the words for that failure. */
export type MessageKey = Exclude<keyof typeof en, `error-${string}`> | `error-${ErrorCode}`;

/** All texts of one language. */
export type Messages = Readonly<Record<MessageKey, Text>>;

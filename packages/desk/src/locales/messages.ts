/** What the desk says beyond the words it shares with the chat: the same keys in every language. */
import type { MessageKey, Text } from '@support-chat/ui';
import type { deskEn } from './en.js';

/** Name of a text of the desk, or of one it shares with the chat. */
export type DeskKey = keyof typeof deskEn | MessageKey;

/** The desk's own texts in one language. */
export type DeskMessages = Readonly<Record<keyof typeof deskEn, Text>>;

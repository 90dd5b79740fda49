/** What a locale has to say: the same keys in every language. */
import type { ErrorCode } from '@support-chat/protocol';
import type { Text } from '../localizer/format-text.js';
import type { en } from './en.js';
import type { consentWords } from './features/consent.js';
import type { copyWords } from './features/copy.js';
import type { helpWords } from './features/help.js';
import type { cardWords } from './features/cards.js';
import type { emojiWords } from './features/emoji.js';
import type { fileWords } from './features/files.js';
import type { historyWords } from './features/history.js';
import type { launcherPlaceWords } from './features/launcher-place.js';
import type { menuWords } from './features/menu.js';
import type { pasteWords } from './features/paste.js';
import type { pictureWords } from './features/picture.js';
import type { receptionWords } from './features/reception.js';
import type { ratingWords } from './features/rating.js';
import type { screenshotWords } from './features/screenshot-capture.js';
import type { screenshotFailureWords } from './features/screenshot-failures.js';
import type { transcriptWords } from './features/transcript.js';
import type { voiceWords } from './features/voice.js';
import type { yourDataWords } from './features/your-data.js';
import type { LauncherWords } from './launcher.js';

/** Name of a text. */
export type MessageKey = keyof typeof en;

/** Name of the words for one failure: `error-` and the code of the protocol. Where there are none, general ones are used. */
export type ErrorKey = `error-${ErrorCode}`;

/** All texts of one language. */
export type Messages = Readonly<Record<MessageKey, Text> & Partial<Record<ErrorKey, Text>>>;

/** Name of a text of a lazy part: `features/` has them in English, a file each that comes with its part. */
export type FeatureKey =
  | keyof typeof menuWords
  | keyof typeof helpWords
  | keyof typeof copyWords
  | keyof typeof consentWords
  | keyof typeof receptionWords
  | keyof typeof cardWords
  | keyof typeof ratingWords
  | keyof typeof fileWords
  | keyof typeof emojiWords
  | keyof typeof screenshotWords
  | keyof typeof transcriptWords
  | keyof typeof voiceWords;

/** What the file of a language holds: all but the launcher's words, which come before it. */
export type LocaleMessages = Omit<Messages, keyof LauncherWords> & Readonly<Record<FeatureKey, Text>>;

/** Name of a text of a part that few people open; its words are in `later/`, and its English ones in `features/`. */
export type LaterKey =
  | keyof typeof historyWords
  | keyof typeof launcherPlaceWords
  | keyof typeof pasteWords
  | keyof typeof pictureWords
  | keyof typeof screenshotFailureWords
  | keyof typeof yourDataWords;

/** What the second file of a language holds. */
export type LaterMessages = Readonly<Record<LaterKey, Text>>;

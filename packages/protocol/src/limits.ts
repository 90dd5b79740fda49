/** Bounds of the wire format (reliability contract X4, D2). Both sides enforce them; the server has the last word. */

/** Largest frame in bytes, UTF-8, either direction except snapshots and pages. */
export const MAX_FRAME_BYTES = 64 * 1024;

/** Deepest nesting of objects and arrays in a frame. */
export const MAX_JSON_DEPTH = 32;

/** Longest message text in UTF-16 code units. */
export const MAX_TEXT_LENGTH = 10_000;

/** Longest part of a draft that is shown while it is typed, in UTF-16 code units. */
export const MAX_PREVIEW_LENGTH = 500;

/** Longest name, e-mail or page title in UTF-16 code units. */
export const MAX_LABEL_LENGTH = 256;

/** Most answers of a visitor beside name, e-mail, phone and department. */
export const MAX_PROFILE_FIELDS = 50;

/** Longest tag of a language in UTF-16 code units: RFC 5646, 4.4.1. */
export const MAX_LOCALE_LENGTH = 35;

/** Longest URL in UTF-16 code units. */
export const MAX_URL_LENGTH = 2048;

/** Most files in one message. */
export const MAX_ATTACHMENTS = 10;

/** Longest name of a file in UTF-16 code units, its ending included. */
export const MAX_FILE_NAME_LENGTH = 128;

/** Longest text of a proactive message, in UTF-16 code units. */
export const MAX_TRIGGER_TEXT = 1000;

/** Most log events in one page or snapshot. */
export const MAX_PAGE_EVENTS = 300;

/** Most bytes of log events in one page or snapshot. */
export const MAX_PAGE_BYTES = 1024 * 1024;

/** Most bytes of an agent's picture. */
export const MAX_FACE_BYTES = 256 * 1024;

/** Most pixels of one of its sides. */
export const MAX_FACE_SIDE = 1024;

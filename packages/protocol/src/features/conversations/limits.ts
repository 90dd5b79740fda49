/** Bounds of lists of conversations. */

/** Most conversations in one page. */
export const MAX_CONVERSATIONS = 50;

/** Longest words to be searched for, in UTF-16 code units. */
export const MAX_SEARCH_LENGTH = 200;

/** Most UTF-16 code units of a message in a list. */
export const EXCERPT_LENGTH = 140;

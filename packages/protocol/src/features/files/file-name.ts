/** Names of files as they are shown and stored. Names come from strangers' disks: they are no paths and no markup. */
import { MAX_FILE_NAME_LENGTH } from '../../limits.js';
import { storableText } from '../../text.js';
import { endingOf } from './file-kinds.js';

/** Longest ending that is kept when a name is cut. */
const MAX_ENDING = 16;

/**
 * A name without folders, control and direction characters, at most 128 long, its ending kept. A name of which nothing
 * is left becomes `file`.
 */
export function fileName(raw: string): string {
  const last = storableText(raw).split(/[/\\]/u).at(-1) ?? '';
  const plain = last
    // Controls, line ends and the characters that turn the reading direction: 'exe.gnp' must not read as 'png.exe'.
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*]/gu, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '');
  if (plain === '') return 'file';
  if (plain.length <= MAX_FILE_NAME_LENGTH) return plain;
  const ending = endingOf(plain);
  const tail = ending !== '' && ending.length <= MAX_ENDING ? `…${plain.slice(-ending.length - 1)}` : '…';
  const head = plain.slice(0, MAX_FILE_NAME_LENGTH - tail.length);
  // Never half a surrogate pair.
  return head.replace(/[\uD800-\uDBFF]$/u, '') + tail;
}

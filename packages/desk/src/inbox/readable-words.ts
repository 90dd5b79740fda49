/** The last words of a conversation as a person reads them: the back end names files, and a recording's name is no word. */
import { isVoiceNote } from '@support-chat/ui';
import type { DeskLocalizer } from '../desk-localizer.js';

/** What stands instead of `text`, whose files follow its words, parted by commas. */
export function readableWords(text: string, localizer: DeskLocalizer): string {
  const readable = (part: string): string =>
    isVoiceNote(part) && !/\s/.test(part) ? localizer.text('row-voice') : part;
  return text.split(', ').map(readable).join(', ');
}

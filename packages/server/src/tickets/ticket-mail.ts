/** An answer to a ticket as a mail (A17). Pure. */
import type { MailSettings } from '../mail/mailer.js';

/** Most characters of a subject that are taken from what the visitor wrote. */
const MAX_SUBJECT = 70;

/** `Re:` and the first words of the form, on one line. @param question - what the visitor wrote there */
export function subjectOf(question: string): string {
  return `Re: ${firstWords(question)}`;
}

/** As much of a text as a subject holds, on one line. */
export function firstWords(text: string): string {
  const [line = ''] = text.trim().split(/[\r\n]/, 1);
  const words = Array.from(line.replace(/[\p{Cc}\s]+/gu, ' ').trim());
  if (words.length <= MAX_SUBJECT) return words.join('');
  const cut = words.slice(0, MAX_SUBJECT - 1).join('');
  return `${cut.trimEnd()}…`;
}

/** The agent's words, and below them those they answer, quoted. */
export function bodyOf(text: string, answered: string): string {
  const quotation = answered.trim().replace(/^/gm, '> ').replace(/ +$/gm, '');
  return `${text.trim()}\n\n${quotation}\n`;
}

/** Without the angle brackets. The same mail has the same however often it is tried. */
export function messageIdOf(id: string, { from }: Pick<MailSettings, 'from'>): string {
  return `${id}@${/@([^\s@<>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'}`;
}

/** Where answers to a ticket go; undefined: nothing reads them, so they go to where the mail is from. */
export function replyAddress({ replyTo }: Pick<MailSettings, 'replyTo'>, token: string): string | undefined {
  return replyTo?.replace('@', `+${token}@`);
}

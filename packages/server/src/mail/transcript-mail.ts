/** A conversation as a mail to the visitor who had it (V17). Pure. */
import type { Author, LogEvent } from '@support-chat/protocol';
import { mailWords } from '../locales/mail.js';
import type { Mail } from './mailer.js';

interface TranscriptOptions {
  readonly to: string;
  /** BCP 47. */
  readonly locale: string;
  /** Of the team; without it the subject does without. */
  readonly title: string | undefined;
  readonly events: readonly LogEvent[];
}

/** Writes the mail. Times are UTC and say so: where the visitor is, only their device knows. */
export function transcriptMail({ to, locale: wanted, title, events }: TranscriptOptions): Mail {
  const { words, locale } = mailWords(wanted);
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' });
  const nameOf = ({ kind, name }: Author): string =>
    kind === 'visitor'
      ? words.visitor
      : (name?.replace(/[\p{Cc}\s]+/gu, ' ') ?? (kind === 'bot' ? words.bot : words.agent));
  const lines = events.flatMap((event) => {
    if (event.type !== 'message-added') return [];
    const quote = event.offered ? `${event.offered.text.replace(/^/gm, '> ')}\n` : '';
    return [`${nameOf(event.author)}, ${moment.format(event.time)}:\n${quote}${event.text}`];
  });
  const subject = (title === undefined ? words.subject : `${words.subject} · ${title}`).replace(/[\p{Cc}\s]+/gu, ' ');
  return { to, subject, text: `${lines.join('\n\n')}\n` };
}

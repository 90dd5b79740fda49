/** Sending mail by SMTP. Knows addresses and words, nothing of conversations. */
import { ProtocolError } from '@support-chat/protocol';
import { createTransport } from 'nodemailer';
import type { ServerLog } from '../log.js';

/** How the server reaches its mail. */
export interface MailSettings {
  /** `smtp://user:password@host:port`, or `smtps://…`. */
  readonly url: string;
  /** Who it says it is from. */
  readonly from: string;
  /** Where answers to tickets go; each ticket has its own by what stands behind a `+`. Default: to `from`. */
  readonly replyTo?: string | undefined;
}

/** One mail to one person, as text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Without the angle brackets, like the others. Default: a new one. */
  readonly messageId?: string;
  readonly inReplyTo?: string | undefined;
  /** What came before in the thread, oldest first. */
  readonly references?: readonly string[];
  readonly replyTo?: string | undefined;
  /** Where a mail server says that it did not arrive. Default: who it is from. */
  readonly returnPath?: string | undefined;
}

/** Sends mail. */
export interface Mailer {
  /** Resolves when the mail server has taken it. @throws MailError */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** The mail server has not taken a mail. */
export class MailError extends ProtocolError {
  override readonly name = 'MailError';

  /**
   * @param reply - what it said, on one line; empty: it did not answer
   * @param isFinal - the same mail will never be taken (SMTP 5xx to this mail); else later perhaps
   */
  constructor(
    readonly reply: string,
    readonly isFinal: boolean,
    cause?: unknown,
  ) {
    super('mail-failed', { cause });
  }
}

/** Milliseconds the mail server may be silent. */
const PATIENCE = 15_000;
/** What of a mail server's words is kept. */
const MAX_REPLY = 300;
/** Codes of nodemailer for what was said to this mail, not to whoever sends it: a wrong password is mended by the owner. */
const ABOUT_THE_MAIL: ReadonlySet<unknown> = new Set(['EENVELOPE', 'EMESSAGE']);

/** Makes a mailer; it connects with the first mail. */
export function createMailer({ url, from }: MailSettings, log: ServerLog): Mailer {
  const transport = createTransport(
    { url, connectionTimeout: PATIENCE, greetingTimeout: PATIENCE, socketTimeout: PATIENCE },
    // Nothing in a mail is ever fetched from a file or an address.
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async send({ to, references = [], returnPath, ...mail }) {
      try {
        // As an object the address cannot name several people.
        await transport.sendMail({
          ...{ ...mail, references: [...references], to: { name: '', address: to } },
          ...(returnPath !== undefined && { envelope: { from: returnPath, to } }),
        });
      } catch (cause) {
        const failure = mailError(cause);
        // Not the words: mail servers like to repeat the address.
        log.warn({ code: (cause as { code?: unknown }).code, reply: failure.reply.slice(0, 3) }, 'mail-failed');
        throw failure;
      }
    },
    close: () => transport.close(),
  };
}

/** What nodemailer throws, in our terms. */
export function mailError(cause: unknown): MailError {
  const { code, response, responseCode } = cause as { code?: unknown; response?: unknown; responseCode?: unknown };
  const reply =
    typeof response === 'string'
      ? response
          .replace(/[\p{Cc}\s]+/gu, ' ')
          .trim()
          .slice(0, MAX_REPLY)
      : '';
  const isFinal = ABOUT_THE_MAIL.has(code) && (typeof responseCode !== 'number' || responseCode >= 500);
  return new MailError(reply, isFinal, cause);
}

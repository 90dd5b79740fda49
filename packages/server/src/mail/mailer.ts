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
}

/** One mail to one person, as text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail. */
export interface Mailer {
  /** Resolves when the mail server has taken it. @throws ProtocolError `mail-failed` */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Milliseconds the mail server may be silent. */
const PATIENCE = 15_000;

/** Makes a mailer; it connects with the first mail. */
export function createMailer({ url, from }: MailSettings, log: ServerLog): Mailer {
  const transport = createTransport(
    { url, connectionTimeout: PATIENCE, greetingTimeout: PATIENCE, socketTimeout: PATIENCE },
    // Nothing in a mail is ever fetched from a file or an address.
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async send(mail) {
      try {
        // As an object the address cannot name several people.
        await transport.sendMail({ ...mail, to: { name: '', address: mail.to } });
      } catch (cause) {
        log.warn({ error: cause }, 'mail-failed');
        throw new ProtocolError('mail-failed', { cause });
      }
    },
    close: () => transport.close(),
  };
}

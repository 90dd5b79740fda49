/** A mail server that keeps what it is sent, or refuses as it is told. */
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail as it came. */
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly from: string;
  readonly source: string;
}

export interface MailServer {
  /** `smtp://…`, of where it listens. */
  readonly url: string;
  /** What it has taken, oldest first. */
  readonly mails: ReceivedMail[];
  /** What it says from now on instead of taking a mail, after its words; null: it takes it. */
  refusal: { readonly code: number; readonly words: string } | null;
  /** Called with each mail before it is answered; the answer waits for it. */
  onMail: (mail: ReceivedMail) => Promise<void> | void;
  close(): Promise<void>;
}

/** Starts one on a free port, or on a given one. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const take = async (): Promise<void> => {
        const source = await text(stream);
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const mail = { to: envelope.rcptTo.map(({ address }) => address), from, source };
        await server.onMail(mail);
        if (server.refusal !== null) {
          throw Object.assign(new Error(server.refusal.words), { responseCode: server.refusal.code });
        }
        server.mails.push(mail);
      };
      take().then(
        () => done(),
        (error: unknown) => done(error as Error),
      );
    },
  });
  smtp.on('error', () => undefined); // a client that went away in the middle
  await new Promise<void>((resolve) => smtp.listen(port, '127.0.0.1', resolve));
  const server: MailServer = {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    mails: [],
    refusal: null,
    onMail: () => undefined,
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
  return server;
}

/** A header of a mail, unfolded; undefined when it has none. */
export function headerOf({ source }: ReceivedMail, name: string): string | undefined {
  const [head = ''] = source.split('\r\n\r\n', 1);
  const line = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .find((header) => header.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim();
}

/** The words of a mail, whichever way they were encoded. */
export function wordsOfMail(mail: ReceivedMail): string {
  const [, ...body] = mail.source.split('\r\n\r\n');
  const content = body.join('\r\n\r\n');
  const encoding = headerOf(mail, 'Content-Transfer-Encoding') ?? '';
  if (/base64/i.test(encoding)) return Buffer.from(content, 'base64').toString('utf8');
  const bytes = content
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return /quoted-printable/i.test(encoding) ? Buffer.from(bytes, 'latin1').toString('utf8') : content;
}

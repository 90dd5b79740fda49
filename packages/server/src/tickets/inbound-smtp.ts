/**
 * Where the owner's mail server hands over what was sent to `MAIL_REPLY_TO`: SMTP, so that every mail server can, and a mail
 * that is not taken stays with whoever sent it, with a code that says why. It takes mail for tickets and relays nothing.
 */
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import type { Log } from '../connection/host.js';
import { MailRefusal, type InboundMails } from './inbound-mails.js';

/** Bytes of a mail that are taken. */
const MAX_BYTES = 25 * 1024 * 1024;
/** Mail servers that talk at once. */
const MOST_CLIENTS = 20;
/** Milliseconds of silence. */
const PATIENCE = 60_000;

/** Where it listens. */
export interface InboundAddress {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

interface InboundSmtpOptions extends InboundAddress {
  /** As `MailSettings` has it. */
  readonly replyTo: string;
  readonly mails: InboundMails;
  readonly log: Log;
}

/** A listener. */
export interface InboundSmtp {
  readonly port: number;
  close(): Promise<void>;
}

type Callback = (error?: Error | null) => void;

/** Starts to listen. @throws what listening throws (`EADDRINUSE`) */
export async function listenForMail({ host, port, replyTo, mails, log }: InboundSmtpOptions): Promise<InboundSmtp> {
  const tokenOf = (address: string): string => {
    const [name = '', domain = ''] = replyTo.toLowerCase().split('@');
    const [, token] = /^([0-9a-f]{32})$/.exec(between(address.toLowerCase(), `${name}+`, `@${domain}`)) ?? [];
    if (token === undefined) throw new MailRefusal(550, '5.1.1 There is no such mailbox');
    return token;
  };
  const answer = (work: () => Promise<void>, done: Callback): void => {
    work().then(
      () => done(),
      (error: unknown) => {
        if (!(error instanceof MailRefusal)) log.error({ error }, 'mail-not-taken');
        const { code, message } =
          error instanceof MailRefusal ? error : new MailRefusal(451, '4.3.0 It cannot be stored right now');
        if (error instanceof MailRefusal) log.warn({ code }, 'mail-refused');
        done(Object.assign(new Error(message), { responseCode: code }));
      },
    );
  };
  const server = new SMTPServer({
    banner: 'support-chat',
    size: MAX_BYTES,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: MOST_CLIENTS,
    socketTimeout: PATIENCE,
    closeTimeout: 1000,
    onRcptTo({ address }, { envelope }, done) {
      answer(async () => {
        // Each has its own thread: the mail server sends the same mail once for each.
        if (envelope.rcptTo.length > 0) throw new MailRefusal(452, '4.5.3 One mailbox at a time');
        await mails.check(tokenOf(address));
      }, done);
    },
    onData(stream, session, done) {
      answer(async () => {
        const pieces: Buffer[] = [];
        let size = 0;
        for await (const piece of stream as AsyncIterable<Buffer>) {
          size += piece.length;
          if (size <= MAX_BYTES) pieces.push(piece);
        }
        if (size > MAX_BYTES) throw new MailRefusal(552, '5.3.4 The mail is larger than 25 MiB');
        const { to, from } = envelopeOf(session);
        await mails.take(tokenOf(to), from, Buffer.concat(pieces));
      }, done);
    },
  });
  server.on('error', (error) => log.warn({ error }, 'inbound-smtp'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function envelopeOf({ envelope }: SMTPServerSession): { readonly to: string; readonly from: string } {
  const { mailFrom, rcptTo } = envelope;
  return { to: rcptTo[0]?.address ?? '', from: mailFrom === false ? '' : mailFrom.address };
}

function between(text: string, start: string, end: string): string {
  return text.startsWith(start) && text.endsWith(end) ? text.slice(start.length, text.length - end.length) : '';
}

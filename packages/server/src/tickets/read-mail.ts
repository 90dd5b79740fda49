/** What came by mail, in our terms: who wrote it, whether a person did, their words and files. Nothing in it is believed. */
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { htmlText } from '../bot/extract/html-text.js';

/** Bytes at the beginning of a mail in which a report of its fate is looked for. */
const REPORT_BYTES = 256 * 1024;
/** Made to hurt is what goes beyond these. */
const BOUNDS = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024, maxRfc822NestingDepth: 0 } as const;

/** A file of a mail. */
export interface MailFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A mail as it was read. */
export interface IncomingMail {
  /** Without the angle brackets; null: it has none. */
  readonly messageId: string | null;
  /** Lower case; empty: it names nobody. */
  readonly from: string;
  /** `automatic`: a machine wrote it, so that a person's answer is still to come. `bounce`: a mail of ours did not arrive. */
  readonly kind: 'answer' | 'automatic' | 'bounce';
  /** All of it, quotation included. */
  readonly text: string;
  readonly files: readonly MailFile[];
  /** Every Message-ID that it names, anywhere. */
  readonly mentions: ReadonlySet<string>;
  /** Of a bounce that is final: what the other mail server said. */
  readonly refusal: string | null;
}

/**
 * Reads a mail.
 *
 * @param raw - as it came
 * @param returnPath - the address of its envelope; empty: nobody is to answer it
 * @throws Error when it cannot be read
 */
export async function readMail(raw: Uint8Array, returnPath: string): Promise<IncomingMail> {
  const mail = await PostalMime.parse(raw, BOUNDS);
  const start = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, REPORT_BYTES)).toString('latin1');
  return {
    messageId: mail.messageId?.replace(/^<|>$/g, '') ?? null,
    from: mail.from?.address?.toLowerCase() ?? '',
    kind: kindOf(mail, returnPath),
    text: (mail.text ?? (mail.html === undefined ? '' : htmlText(mail.html).text)).replace(/\r\n?/g, '\n').trim(),
    files: mail.attachments.filter(isFile).map(fileOf),
    mentions: new Set([...start.matchAll(/<([^<>\s]{3,320}@[^<>\s]{1,255})>/g)].map(([, id = '']) => id)),
    refusal: /^Action:\s*failed\b/im.test(start) ? refusalIn(start) : null,
  };
}

/** RFC 3834, and what was in use before it. */
function kindOf(mail: Email, returnPath: string): IncomingMail['kind'] {
  const header = (name: string): string => mail.headers.find(({ key }) => key === name)?.value.toLowerCase() ?? '';
  if (/multipart\/report\b[^]*delivery-status/.test(header('content-type'))) return 'bounce';
  if (returnPath === '') return 'automatic';
  const submitted = header('auto-submitted');
  if (submitted !== '' && !/^no\b/.test(submitted)) return 'automatic';
  if (/^(?:bulk|junk|list|auto_reply)\b/.test(header('precedence'))) return 'automatic';
  const marks = ['x-autoreply', 'x-autorespond', 'list-id'];
  return marks.some((name) => header(name) !== '') ? 'automatic' : 'answer';
}

function refusalIn(report: string): string {
  const [, words = ''] = /^Diagnostic-Code:\s*(?:[\w-]+;)?\s*((?:.|\r?\n[ \t])+)/im.exec(report) ?? [];
  const [, status = ''] = /^Status:\s*([\d.]+)/im.exec(report) ?? [];
  return (words || status).replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** Pictures of a signature that the HTML shows are no files of the answer. */
function isFile({ disposition, related, filename }: Attachment): boolean {
  return disposition === 'attachment' || (related !== true && filename !== null);
}

function fileOf({ filename, mimeType, content }: Attachment): MailFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  return { name: filename ?? 'file', type: mimeType, bytes };
}

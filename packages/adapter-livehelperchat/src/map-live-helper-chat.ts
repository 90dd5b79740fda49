/**
 * What Live Helper Chat says, as our events: rows of HTML for its own widget to show. Pure: unknown in, never an exception,
 * and what cannot be read is left out. What its BBCode has become is Markdown again, and nothing here renders.
 */
import { foreignId, type LogEventBody } from '@support-chat/adapter-kit';
import type { Attachment, Author, ClientCommand, ConversationPhase, SentAttachment } from '@support-chat/protocol';

/** The visitor, in whichever chat. */
export const SELF: Author = { kind: 'visitor', id: 'visitor' };

/** Whoever closes a chat in which nobody has answered. */
export const SOMEBODY: Author = { kind: 'agent', id: 'operator' };

/** What a visitor writes: it carries more than Live Helper Chat gives back as it was. */
export type SentMessage = Extract<ClientCommand, { type: 'message-send' | 'contact-submit' | 'rating-give' }> & {
  readonly attachments?: readonly SentAttachment[];
};

/** A message, read. */
export interface Row {
  /** Live Helper Chat's own, ascending over all of its chats. */
  readonly id: number;
  readonly author: Author;
  /** When, in milliseconds since 1970; undefined for messages of visitors, of which nobody tells. */
  readonly time: number | undefined;
  /** How far an own one is: 1 sent, 2 delivered, 3 read; 0 where it says nothing, as of read ones. */
  readonly tick: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** How far a chat is. Closed by whoever: the visitor's own ending is not told. */
export function phaseOf(status: number, isOver: boolean): ConversationPhase {
  return isOver ? 'ended' : status === 5 ? 'bot' : status === 1 ? 'live' : 'queued';
}

/** What stands around what is in an element, in Markdown. */
const MARKS: Readonly<Record<string, string>> = {
  ...{ strong: '**', b: '**', em: '*', i: '*', code: '`', s: '~~', strike: '~~' },
  ...{ li: '\n- ', br: '\n' },
};
const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };

/** What an attribute says, '' where there is none. */
function attribute(tag: string, name: string): string {
  return signsOf(new RegExp(`\\s${name}="([^"]*)`).exec(tag)?.[1] ?? '').trim();
}

/** With signs in place of entities. */
function signsOf(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (entity, code: string, name: string) =>
    name ? (SIGNS[name] ?? entity) : Number(code) < 0x110000 ? String.fromCodePoint(Number(code)) : '',
  );
}

/** An address that a page may lead to or load from, '' for what is none. */
function addressOf(href: string, server?: string): string {
  return URL.canParse(href, server) && /^(https?|mailto|tel):/.test(new URL(href, server).protocol)
    ? new URL(href, server).href
    : '';
}

/**
 * The rows of an answer.
 *
 * @param server - addresses without a host are behind it
 */
export function readRows(source: string, server: string): Row[] {
  // Cut where one begins, and not where elements end: nothing that is in a message hides what comes after it.
  return source.split(/(?=<div\b[^>]* id="msg-\d)/).flatMap((row) => readRow(row, server) ?? []);
}

function readRow(source: string, server: string): Row | null {
  const [head = '', ...bodies] = source.split(/<div class="msg-body[^>]*>/);
  const [opening] = /^<div[^>]*>/.exec(head) ?? [];
  const by = opening && attribute(opening, 'data-op-id');
  // Live Helper Chat's own notes are -1.
  if (!opening || !by || !(Number(by) >= 0 || by === '-2')) return null;
  const attachments: Attachment[] = [];
  const attach = (href: string, label: string, type: string): boolean => {
    const [, id] = /\/file\/downloadfile\/(\d+)\//.exec(href) ?? [];
    const url = addressOf(href, server);
    // Without the characters that turn the reading direction: 'exe.gnp' must not read as 'png.exe'.
    const name = label.replace(/[\p{Cc}\p{Cf}]/gu, '');
    if (id && url && name) attachments.push({ id: foreignId(`file-${id}`), name, type, size: 0, url });
    return !!id;
  };
  const text = bodies
    .map((body) =>
      signsOf(
        body
          .replace(
            /<(script|style|button|audio|video|form|select|svg)\b[^]*?<\/\1>|<(\w+)[^>]*(?:material-icons|msg-del-st)[^>]*>[^<]*<\/\2>/gi,
            '',
          )
          .replace(/<img\b[^>]*>/gi, (image) => {
            const address = attribute(image, 'src');
            return attach(address, attribute(image, 'title'), 'image/*') ? '' : addressOf(address);
          })
          .replace(/(<a\b[^>]*>)(.*?)<\/a>/gis, (_, tag: string, words: string) => {
            const href = attribute(tag, 'href');
            const [, name = ''] = / - (.*) \[\w*\]$/s.exec(signsOf(words)) ?? [];
            if (attach(href, name, '')) return '';
            const address = addressOf(href);
            return address && words && !signsOf(words).includes(href) ? `[${words}](${address})` : words;
          })
          // `nl2br` leaves the end of the line behind each break.
          .replace(/<br ?\/?>\r?\n/gi, '\n')
          .replace(/<(\/?)([a-z]\w*)[^>]*>/gi, (_, ends: string, tag: string) =>
            ends && MARKS[tag]?.startsWith('\n') ? '' : (MARKS[tag] ?? ''),
          ),
      ).trim(),
    )
    .filter(Boolean)
    .join('\n');
  const tick = Number(/msg-del-st-(\d)/.exec(source)?.[1] ?? 0);
  return {
    id: Number(attribute(opening, 'id').slice(4)),
    author: by === '0' ? SELF : readAuthor(by, head.slice(opening.length), server),
    time: timeOf(attribute(opening, 'title')),
    ...{ tick, text, attachments },
  };
}

/**
 * Who writes, by the head of a row, or has the chat, by the head of the widget: a name, and a face where there is one.
 *
 * @param id - over 0 a person, -2 a bot
 */
export function readAuthor(id: string, head: string, server: string): Author {
  const [, told = ''] = /class="[^"]*op-n[^>]*>([^<]*)/.exec(head) ?? [];
  const name = signsOf(told).trim() || attribute(head, 'title');
  const [image = ''] = /<img\b[^>]*>/.exec(head) ?? [];
  const source = attribute(image, 'src');
  const face = source && addressOf(source, server);
  return {
    kind: id === '-2' ? 'bot' : 'agent',
    id: `operator${id}`,
    ...(name && { name }),
    ...(face && { avatarUrl: face }),
  };
}

/** `14:05`, or `2026-11-26 14:05:06` when that was not today: in the visitor's own time, as they have told which. */
function timeOf(title: string): number | undefined {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d )?(\d\d:\d\d.*)$/.exec(title) ?? [];
  // Swedes write the day first.
  const time = Date.parse(`${(day ?? new Date().toLocaleDateString('sv')).trim()}T${clock}`);
  return time <= Date.now() ? time : undefined;
}

/** Stars are how a rating is told: Live Helper Chat has thumbs only, and no words with them. */
export function ratingWords({ score, text }: { readonly score: number; readonly text: string }): string {
  return `${'★'.repeat(score)}${'☆'.repeat(5 - score)} ${text}`.trim();
}

/** An own message as it stands in the log. @param sent - what this page has sent, where it was this page */
export function bodyOf(row: Row, id: string, sent: SentMessage | undefined): LogEventBody {
  const { author, attachments } = row;
  // As it was written, not as BBCode has changed it.
  const text = sent && attachments.length === 0 ? sent.text : row.text;
  const [, stars = '', words = ''] = (author === SELF && /^(?=.{5}(?:\s|$))(★+)☆*\s?(.*)$/s.exec(row.text)) || [];
  if (stars) return { type: 'rating-given', id, author, score: stars.length, text: words };
  if (sent?.type === 'contact-submit') return { ...sent, id, author, text, type: 'contact-submitted' };
  return { type: 'message-added', id, author, text, ...(attachments.length > 0 && { attachments: [...attachments] }) };
}

/** Whether a row may be what was sent: emoticons, links and BBCode are not given back as they were written. */
export function isSameText(row: string, sent: string): boolean {
  const [one, other] = [row, sent].map((text) =>
    text.replace(/\[\/?\w+[^[\]]*\](?!\()/g, '').replace(/[^\p{L}\p{N}]+/gu, ''),
  );
  return row.trim() === sent.trim() || (one !== '' && one === other);
}

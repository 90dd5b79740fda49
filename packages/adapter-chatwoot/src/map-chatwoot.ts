/**
 * What Chatwoot says, as our events, and our answers as Chatwoot wants them. Pure: unknown in, never an exception, and
 * what cannot be read is null or left out. Texts stay texts: Chatwoot writes Markdown, and nothing here renders. Cards are
 * handed on as far as they go: who shows them judges them, and shows the words of one that is no good.
 */
import { foreignId, type ForeignEvent, type LogEventBody } from '@support-chat/adapter-kit';
import type {
  Attachment,
  Author,
  CardAnswerData,
  CardData,
  ConversationPhase,
  ClientCommand,
  SentAttachment,
} from '@support-chat/protocol';
import { isAddress, listOf, numberOf, recordOf, textOf } from './read-fields.js';

/** The visitor, whichever contact Chatwoot has them as: it merges contacts. */
export const SELF: Author = { kind: 'visitor', id: 'visitor' };

/** Who writes for Chatwoot itself: greetings and the like. */
export const HOUSE: Author = { kind: 'bot', id: 'chatwoot' };

/** What is known of a conversation without its messages. */
export interface ConversationFacts {
  /** In addresses and in what the socket says. */
  readonly number: number;
  /** In our events; none in what the socket says. */
  readonly id: string | undefined;
  readonly status: unknown;
  /** When an agent looked last, milliseconds since 1970; 0 for never. */
  readonly agentSeenAt: number;
}

/** A message of ours: it carries more than Chatwoot gives back as it was. */
export type SentMessage = Extract<ClientCommand, { type: 'message-send' | 'contact-submit' }> & {
  readonly attachments?: readonly SentAttachment[];
};

/** What the page knows better than Chatwoot: under which id of ours it sent what, and what went with it. */
export interface OwnNames {
  /** @param echoId - what Chatwoot repeats, to the socket alone */
  idOf(key: string, echoId?: unknown): string;
  sentAs(key: string): SentMessage | undefined;
}

export type KeyedEvent = ForeignEvent & { readonly key: string };

/** A message, read. */
export interface MessageReading {
  readonly key: string;
  readonly deleted: boolean;
  /** Chatwoot asks for a rating, which the panel does by itself. */
  readonly isSurvey: boolean;
  /** Its author; of a survey nobody. */
  readonly by: Author | undefined;
  /** None for what was deleted, has no words, or was not answered. */
  readonly events: readonly KeyedEvent[];
}

export function readConversation(raw: unknown): ConversationFacts | null {
  const { id, uuid, status, agent_last_seen_at: seen } = recordOf(raw);
  const number = numberOf(id);
  return number === undefined
    ? null
    : {
        number,
        id: textOf(uuid),
        status,
        agentSeenAt: (numberOf(seen) ?? 0) * 1000,
      };
}

/** The conversation that a visitor is in: the newest that is not resolved, else the newest. */
export function readCurrent(raw: readonly unknown[]): ConversationFacts | null {
  const all = raw.map(readConversation).filter((one) => one?.id !== undefined) as ConversationFacts[];
  all.sort((one, other) => one.number - other.number);
  return all.findLast(({ status }) => status !== 'resolved') ?? all.at(-1) ?? null;
}

/** @param attended - a person has written since it was opened */
export function phaseOf(status: unknown, attended: boolean): ConversationPhase {
  if (status === 'resolved') return 'ended';
  if (status === 'pending') return 'bot'; // that is what Chatwoot's bots are in charge of
  return attended ? 'live' : 'queued';
}

/** An agent or a bot. Contacts are none of these, and nobody else either. */
export function readAuthor(raw: unknown): Author | undefined {
  const { id, type = 'user', name, available_name: shown, avatar_url: face } = recordOf(raw);
  if (numberOf(id) === undefined || type === 'contact') return undefined;
  const label = textOf(shown) ?? textOf(name);
  return {
    kind: type === 'user' ? 'agent' : 'bot',
    id: `${textOf(type)}-${numberOf(id)}`,
    ...(label && { name: label }),
    ...(isAddress(face) && { avatarUrl: face }),
  };
}

/**
 * A message of history or of the socket.
 *
 * @returns null for what visitors do not see (notes, 'Jane was assigned') and what is no message
 */
export function readMessage(raw: unknown, names: OwnNames): MessageReading | null {
  const fields = recordOf(raw);
  const key = keyOf(raw);
  const type = fields['message_type'];
  if (!key || fields['private'] === true || type === 2) return null;
  const attributes = recordOf(fields['content_attributes']);
  const deleted = attributes['deleted'] === true;
  const isSurvey = fields['content_type'] === 'input_csat';
  const by = isSurvey ? undefined : type === 0 ? SELF : (readAuthor(fields['sender']) ?? HOUSE);
  const bodies = by ? readWords(fields, key, by, names) : readRating(attributes['submitted_values'], names.idOf(key));
  const time = (numberOf(fields['created_at']) ?? 0) * 1000;
  const events = bodies.map((body, index) => ({ key: index ? answerKey(key) : key, time, body }));
  return { key, deleted, isSurvey, by, events: deleted ? [] : events };
}

/** A message, and the visitor's answer, which Chatwoot keeps within the card: an event of its own here, right behind it. */
function readWords(fields: Fields, key: string, author: Author, names: OwnNames): LogEventBody[] {
  const id = names.idOf(key, author === SELF && fields['echo_id']);
  const sent = names.sentAs(key);
  // Forms bring Windows' line ends.
  const text = (textOf(fields['content']) ?? '').replace(/\r\n/g, '\n');
  const attachments = listOf(fields['attachments']).flatMap(readAttachment);
  const card = readChoices(fields);
  if (!text && !card && attachments.length === 0) return [];
  const common = { id, author, text };
  if (sent?.type === 'contact-submit') {
    const { name, email, department } = sent;
    return [{ type: 'contact-submitted', ...common, name, email, ...(department !== undefined && { department }) }];
  }
  const more = { ...(card && { card }), ...(attachments.length > 0 && { attachments }) };
  return [{ type: 'message-added', ...common, ...more }, ...readAnswer(fields, id, names.idOf(answerKey(key)))];
}

function readAnswer(fields: Fields, to: string, id: string): LogEventBody[] {
  const items = itemsOf(fields);
  const [submitted] = listOf(recordOf(fields['content_attributes'])['submitted_values']);
  const chosen = items.findIndex(({ value }) => value === recordOf(submitted)['value']);
  const text = textOf(items[chosen]?.['title']);
  const answer = { to, choice: `${chosen}` };
  return submitted && text ? [{ type: 'message-added', id, author: SELF, text, answer }] : [];
}

function readRating(submitted: unknown, id: string): LogEventBody[] {
  const { rating, feedback_message: words } = recordOf(recordOf(submitted)['csat_survey_response']);
  const score = Math.ceil(Number(rating));
  return score > 0 && score < 6 ? [{ type: 'rating-given', id, author: SELF, score, text: textOf(words) ?? '' }] : [];
}

type Fields = Readonly<Record<string, unknown>>;

const itemsOf = (fields: Fields): readonly Fields[] =>
  listOf(recordOf(fields['content_attributes'])['items']).map(recordOf);

/** Choices have names of any letters in Chatwoot: ours are their places. */
function readChoices(fields: Fields): CardData | undefined {
  if (fields['content_type'] !== 'input_select') return undefined;
  return { kind: 'choices', choices: itemsOf(fields).map(({ title }, index) => ({ id: `${index}`, label: title })) };
}

/** Key of a message; undefined for what is none. */
export function keyOf(raw: unknown): string | undefined {
  return numberOf(recordOf(raw)['id'])?.toString();
}

/** Key of the answer to a card. */
export const answerKey = (card: string): string => `${card}/answer`;

/** What Chatwoot is told of an answer to a card; null when the card has no such choice. */
export function submittedValues(card: unknown, { choice }: CardAnswerData): readonly unknown[] | null {
  const { title, value } = itemsOf(recordOf(card))[Number(choice)] ?? {};
  return textOf(title) ? [{ title, value }] : null;
}

/** Files of elsewhere, and places on a map, have no address. */
function readAttachment(raw: unknown): Attachment[] {
  const { data_url: url, file_type: family, file_size: size } = recordOf(raw);
  if (!isAddress(url)) return [];
  // Without the characters that turn the reading direction: 'exe.gnp' must not read as 'png.exe'.
  const name = decoded(/([^/?#]*)(?:[?#]|$)/.exec(url)?.[1] ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '');
  const type = `${textOf(family)}/*`; // more than the family nobody tells
  return [{ id: foreignId(`attachment-${keyOf(raw)}`), name, type, size: numberOf(size) ?? 0, url }];
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * What is said over a publish/subscribe hub (MQTT, nchan), which has channels and no idea of chats: one JSON object a
 * message, see `docs/hub.md`. Knows nothing of channels, topics and transports; who said it is told by where it was
 * published, never by the message.
 */
import type { CardAnswerData, CardData } from '../../events.js';
import {
  MAX_LABEL_LENGTH,
  MAX_LOCALE_LENGTH,
  MAX_TEXT_LENGTH,
  MAX_TRIGGER_TEXT,
  MAX_URL_LENGTH,
} from '../../limits.js';
import type { Offered, PageContext, VisitorProfile } from '../../schema.js';
import { isRecord, number, object, oneOf, optional, recordOf, refuse, string, type Read } from '../../shape.js';
import { storableText } from '../../text.js';

/** Who of the desk says something. `id` is the same for the same person or bot. */
export interface HubAuthor {
  readonly id: string;
  readonly name?: string | undefined;
  readonly avatarUrl?: string | undefined;
}

interface InLog {
  /** Minted by who says it and theirs for ever: of two with the same id the first one counts. */
  readonly id: string;
  /** When it was said, milliseconds since 1970. Shown where the hub does not know; nothing is ordered by it. */
  readonly time?: number | undefined;
}

/** Goes into the log. */
export type HubLogMessage = InLog & HubLogContent;

type HubLogContent =
  | {
      readonly type: 'message';
      readonly text: string;
      readonly author?: HubAuthor | undefined;
      /** Of the desk: see `cards.md`. */
      readonly card?: CardData | undefined;
      /** Of the visitor: answers a card. */
      readonly answer?: CardAnswerData | undefined;
      /** Of the visitor: the proactive message that they answer. */
      readonly offered?: Offered | undefined;
    }
  /** Of the desk: somebody came. Needless before a message of theirs. */
  | { readonly type: 'joined'; readonly author: HubAuthor }
  /** Either side has ended the conversation. A message of the visitor opens it again. */
  | { readonly type: 'ended'; readonly author?: HubAuthor | undefined }
  /** Of the visitor: the contact form. */
  | {
      readonly type: 'contact';
      readonly text: string;
      readonly name: string;
      readonly email: string;
      readonly department?: string | undefined;
    }
  /** Of the visitor: how it was, 1 to 5. */
  | { readonly type: 'rated'; readonly score: number; readonly text: string }
  /** Of the desk: message `of`, one of theirs, says something else now. */
  | { readonly type: 'edited'; readonly of: string; readonly text: string }
  /** Of the desk: message `of`, one of theirs, is taken back. */
  | { readonly type: 'deleted'; readonly of: string };

/** Only the newest of each side counts: how far it got, by ids of messages. */
export interface HubSeenMessage {
  readonly type: 'seen';
  readonly delivered: string;
  readonly read?: string | undefined;
  readonly author?: HubAuthor | undefined;
}

/** May be lost. */
export type HubPassingMessage =
  | {
      readonly type: 'typing';
      readonly active: boolean;
      readonly author?: HubAuthor | undefined;
      /** Of the visitor, where the site has told them: the beginning of the draft. */
      readonly preview?: string | undefined;
    }
  /** Of the desk: the visitor's place while they wait, 1 is next. */
  | { readonly type: 'queue'; readonly position: number; readonly minutes?: number | undefined };

/** To the desk alone: there is a conversation. Said again when something of it changes, and safe to hear twice. */
export interface HubAnnouncement {
  readonly type: 'visitor';
  /** Names its channels. Whoever knows it can read and write there. */
  readonly token: string;
  readonly profile?: VisitorProfile | undefined;
  readonly page?: PageContext | undefined;
}

export type HubMessage = HubLogMessage | HubSeenMessage | HubPassingMessage | HubAnnouncement;

/** Names a conversation and is the secret of it: a UUID, a dot, 32 random bytes in base64url. */
export const HUB_TOKEN = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.[\w-]{43}$/u;

type ReaderOf = { readonly [Type in HubMessage['type']]: Read<Omit<Extract<HubMessage, { type: Type }>, 'type'>> };

/** Made when the first message is read: what runs while a module loads keeps its bundle from loading it later. */
let readers: ReaderOf | undefined;

function makeReaders(): ReaderOf {
  const id = string(64, /^[\w-]{8,}$/u);
  const words = (most: number): Read<string> => {
    const read = string(most);
    return (raw, path) => storableText(read(raw, path));
  };
  const label = words(MAX_LABEL_LENGTH);
  const text = words(MAX_TEXT_LENGTH);
  const natural = number(1, Number.isSafeInteger);
  const person = object<HubAuthor>({
    id: string(64, /[^]/u),
    name: optional(label),
    avatarUrl: optional(words(MAX_URL_LENGTH)),
  });
  const author = optional(person);
  const log = { id, time: optional(number(0)) };
  const open =
    <Data extends object>(field: string, read: Read<string>): Read<Data> =>
    (raw, path) => {
      if (!isRecord(raw)) refuse(path, 'object');
      read(raw[field], `${path}.${field}`);
      return raw as Data;
    };
  const offered = object<Offered>({ trigger: string(64, /^[\w-]+$/u), text: words(MAX_TRIGGER_TEXT) });
  const profile = object<Omit<VisitorProfile, 'attributes' | 'cart' | 'purchases' | 'taken'>>({
    name: optional(label),
    email: optional(label),
    phone: optional(label),
    department: optional(label),
    fields: optional(recordOf(label)),
  });
  return {
    message: object({
      ...log,
      text,
      author,
      card: optional(open<CardData>('kind', string())),
      answer: optional(open<CardAnswerData>('to', id)),
      offered: optional(offered),
    }),
    joined: object({ ...log, author: person }),
    ended: object({ ...log, author }),
    contact: object({ ...log, text, name: label, email: label, department: optional(label) }),
    rated: object({ ...log, score: number(1, (value) => value <= 5 && Number.isSafeInteger(value)), text }),
    edited: object({ ...log, of: id, text }),
    deleted: object({ ...log, of: id }),
    seen: object({ delivered: id, read: optional(id), author }),
    typing: object({ active: oneOf(true, false), author, preview: optional(text) }),
    queue: object({ position: natural, minutes: optional(natural) }),
    visitor: object({
      token: string(80, HUB_TOKEN),
      profile: optional(profile),
      page: optional(
        object<Omit<PageContext, 'referrer'>>({
          url: words(MAX_URL_LENGTH),
          title: label,
          locale: optional(words(MAX_LOCALE_LENGTH)),
        }),
      ),
    }),
  };
}

/**
 * Reads a message of a hub. Anybody can publish anything there: what is no message of this format is null, and so is what a
 * newer one has.
 */
export function readHubMessage(json: string): HubMessage | null {
  try {
    readers ??= makeReaders();
    const raw: unknown = JSON.parse(json);
    if (!isRecord(raw) || typeof raw['type'] !== 'string' || !Object.hasOwn(readers, raw['type'])) return null;
    const type = raw['type'] as HubMessage['type'];
    return { type, ...readers[type](raw, '') } as HubMessage;
  } catch {
    return null;
  }
}

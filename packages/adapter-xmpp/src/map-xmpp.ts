/**
 * The pure mapping between a room's messages and our events. XML in, never an exception; what means nothing here is null.
 * Words stay words: only `body` is read, never a formatted form beside it.
 */
import { foreignId, type ForeignEvent } from '@support-chat/adapter-kit';
import {
  AdapterError,
  MAX_LABEL_LENGTH,
  MAX_TEXT_LENGTH,
  type Author,
  type ClientCommand,
} from '@support-chat/protocol';
import { NS } from './namespaces.js';
import { attachmentAt, fileUrls } from './xmpp-files.js';
import { attributeOf, childOf, childrenOf, textOf, xml, xmlText, type Markup, type XmlElement } from './xml.js';

/** Names of visitors in a room: whoever has one is the visitor, of whom each room has one. */
const VISITOR_NICK = /^visitor-[\da-f]{8}$/;

/** A name nobody has: a dead connection of the same visitor may still have the last one. */
export function mintNick(): string {
  return `visitor-${crypto.randomUUID().slice(0, 8)}`;
}

/** What somebody said or did. */
export interface RoomEvent extends ForeignEvent {
  readonly body: Exclude<ForeignEvent['body'], { readonly type: 'unknown' }>;
}

/** What a message does to a conversation. */
export type RoomNews =
  | {
      readonly type: 'event';
      readonly event: RoomEvent;
      /** What its author's program calls it; '' for nothing. */
      readonly ref: string;
    }
  | { readonly type: 'typing'; readonly author: Author; readonly active: boolean }
  | {
      readonly type: 'seen';
      readonly author: Author;
      /** Of the message up to which all was seen: its name in the archive or that of its author. */
      readonly of: string;
    };

/** Where a message was found. */
export interface MessagePlace {
  /** Of the room. */
  readonly address: string;
  /** The visitor. */
  readonly self: Author;
  /** Its name in the archive; null when it is in none. */
  readonly key: string | null;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Who has a name in the room, by the address `room/name`; null for the room itself. */
export function authorOf(occupant: string, { address, self }: Pick<MessagePlace, 'address' | 'self'>): Author | null {
  if (!occupant.startsWith(`${address}/`)) return null;
  const nick = occupant.slice(address.length + 1);
  if (VISITOR_NICK.test(nick)) return self;
  return { kind: 'agent', id: foreignId(`agent-${nick}`), name: nick.slice(0, MAX_LABEL_LENGTH) };
}

/** The name that the room's archive has given a message; null when it has none. Others may write one, but not in its name. */
export function archiveKey(message: XmlElement, room: string): string | null {
  const given = childrenOf(message).find(
    (child) => child.name === 'stanza-id' && child.ns === NS.stanzaIds && attributeOf(child, 'by') === room,
  );
  return attributeOf(given, 'id') || null;
}

/** What a message of the room means. */
export function readMessage(message: XmlElement, place: MessagePlace): RoomNews | null {
  const author = authorOf(attributeOf(message, 'from'), place);
  if (!author || attributeOf(message, 'type') !== 'groupchat') return null;
  const { key, time } = place;
  const ref = attributeOf(message, 'id');
  // Ids are unique among the visitor's messages; those of other programs may be anything.
  const id = foreignId(author === place.self && ref ? ref : (key ?? crypto.randomUUID()));
  const state = childOf(message, NS.chatStates)?.name;
  const body = bodyOf(message, id, author, state);
  if (body) return { type: 'event', event: { key, time, body }, ref };
  const displayed = childOf(message, NS.markers, 'displayed');
  if (displayed) return { type: 'seen', author, of: attributeOf(displayed, 'id') };
  return state ? { type: 'typing', author, active: state === 'composing' } : null;
}

function bodyOf(message: XmlElement, id: string, author: Author, state?: string): RoomEvent['body'] | null {
  if (state === 'gone') return { type: 'conversation-ended', author };
  const urls = fileUrls(message);
  // Programs that show no files show where they are: a line for each.
  const lines = textOf(childOf(message, NS.client, 'body')).split('\n');
  const text = lines.filter((line) => !urls.includes(line)).join('\n');
  const attachments = urls.length > 0 && { attachments: urls.map(attachmentAt) };
  return text.trim() || attachments ? { type: 'message-added', id, author, text, ...attachments } : null;
}

/** What is said to a room. */
export function toRoom(address: string, id: string, content: Markup): Markup {
  return xml`<message xmlns="jabber:client" type="groupchat" to="${address}" id="${id}">${content}</message>`;
}

/** What a command is in a room. */
export interface CommandContent {
  /** Words for people, '' for none. */
  readonly words: string;
  readonly content: Markup;
}

/**
 * What a command is in a room.
 *
 * @throws AdapterError `message-empty`, `message-too-long`, `forbidden` for what no visitor can ask of a room
 */
export function contentOf(command: ClientCommand): CommandContent {
  if (command.type === 'conversation-end') {
    return {
      words: '',
      content: xml`<gone xmlns="http://jabber.org/protocol/chatstates"/><store xmlns="urn:xmpp:hints"/>`,
    };
  }
  if (command.type !== 'message-send') throw new AdapterError('forbidden');
  const words = xmlText(command.text);
  if (words.length > MAX_TEXT_LENGTH) throw new AdapterError('message-too-long');
  if (!words.trim()) throw new AdapterError('message-empty');
  return { words, content: xml`<body>${words}</body>` };
}

/** That the visitor types, or stops. */
export const typing = (active: boolean): Markup =>
  xml`<${{ markup: active ? 'composing' : 'active' }} xmlns="http://jabber.org/protocol/chatstates"/>`;

/** That the visitor has seen all up to a message. @param key - its name in the archive */
export const seen = (key: string): Markup =>
  xml`<displayed xmlns="urn:xmpp:chat-markers:0" id="${key}"/><store xmlns="urn:xmpp:hints"/>`;

/**
 * The pure mapping between a hub's messages and ours. What a side may not say is nothing: a visitor's page can publish
 * whatever it likes on its own channel, and only the hub knows that it came from there.
 */
import {
  AdapterError,
  MAX_TEXT_LENGTH,
  type Author,
  type ClientCommand,
  type HubAuthor,
  type HubLogMessage,
  type HubMessage,
} from '@support-chat/protocol';
import type { ForeignEvent } from '../foreign-log.js';
import type { HubDelivery, HubSide } from './hub-transport.js';

/** What a message does to a conversation. */
export type HubChange =
  | { readonly type: 'event'; readonly event: ForeignEvent & { readonly key: string } }
  | { readonly type: 'edit'; readonly id: string; readonly of: string; readonly text: string | null }
  | { readonly type: 'seen'; readonly author: Author; readonly delivered: string; readonly read?: string | undefined }
  | { readonly type: 'typing'; readonly author: Author; readonly active: boolean }
  | { readonly type: 'queue'; readonly position: number; readonly minutes?: number | undefined };

/** What is not said there by that side. Anything else is of both. */
const OF_VISITOR: readonly HubMessage['type'][] = ['contact', 'rated'];
const OF_DESK: readonly HubMessage['type'][] = ['joined', 'edited', 'deleted', 'queue'];

/**
 * What a message means.
 *
 * @param self - the visitor, the only one of a conversation
 * @param now - milliseconds since 1970: nothing was said later
 * @returns null for what this side may not say, there or at all
 */
export function mapHub(
  message: HubMessage,
  { side, channel, time }: Pick<HubDelivery, 'side' | 'channel' | 'time'>,
  self: Author,
  now: number,
): HubChange | null {
  if ((side === 'visitor' ? OF_DESK : OF_VISITOR).includes(message.type)) return null;
  const author = side === 'visitor' ? self : deskAuthor(side, 'author' in message ? message.author : undefined);
  switch (message.type) {
    case 'seen':
      return channel === 'seen' ? { ...message, author } : null;
    case 'typing':
      return channel === 'passing' ? { type: 'typing', author, active: message.active } : null;
    case 'queue':
      return channel === 'passing' ? message : null;
    case 'visitor':
      return null;
    default:
  }
  if (channel !== 'log') return null;
  if (message.type === 'edited') return { type: 'edit', id: message.id, of: message.of, text: message.text };
  if (message.type === 'deleted') return { type: 'edit', id: message.id, of: message.of, text: null };
  const event = { key: message.id, time: time ?? Math.min(message.time ?? now, now), body: bodyOf(message, author) };
  return { type: 'event', event };
}

function bodyOf(message: Exclude<HubLogMessage, { type: 'edited' | 'deleted' }>, author: Author): ForeignEvent['body'] {
  const { id } = message;
  switch (message.type) {
    case 'message': {
      const { text, card, answer, offered } = message;
      const visitor = author.kind === 'visitor';
      return {
        type: 'message-added',
        id,
        author,
        text,
        ...(card && !visitor && { card }),
        ...(answer && visitor && { answer }),
        ...(offered && visitor && { offered }),
      };
    }
    case 'contact': {
      const { text, name, email, department } = message;
      return {
        type: 'contact-submitted',
        id,
        author,
        text,
        name,
        email,
        ...(department !== undefined && { department }),
      };
    }
    case 'rated':
      return { type: 'rating-given', id, author, score: message.score, text: message.text };
    case 'joined':
      return { type: 'participant-joined', author };
    case 'ended':
      return { type: 'conversation-ended', author };
  }
}

function deskAuthor(
  side: Exclude<HubSide, 'visitor'>,
  { id = side, name, avatarUrl }: Partial<HubAuthor> = {},
): Author {
  return { kind: side, id, ...(name !== undefined && { name }), ...(avatarUrl !== undefined && { avatarUrl }) };
}

/**
 * What a command is on a hub.
 *
 * @throws AdapterError `message-empty`, `message-too-long`, `forbidden` for what no visitor can ask of a hub
 */
export function hubMessageOf(command: ClientCommand, time: number): HubLogMessage {
  const { id } = command;
  if ('text' in command && command.text.length > MAX_TEXT_LENGTH) throw new AdapterError('message-too-long');
  switch (command.type) {
    case 'message-send': {
      const { text, answer, offered } = command;
      if (command.attachments) throw new AdapterError('upload-unknown', { detail: 'A hub keeps no files.' });
      if (text.trim() === '') throw new AdapterError('message-empty');
      return { type: 'message', id, time, text, ...(answer && { answer }), ...(offered && { offered }) };
    }
    case 'contact-submit': {
      const { text, name, email, department } = command;
      return { type: 'contact', id, time, text, name, email, ...(department !== undefined && { department }) };
    }
    case 'conversation-end':
      return { type: 'ended', id, time };
    case 'rating-give':
      return { type: 'rated', id, time, score: command.score, text: command.text };
    default:
      throw new AdapterError('forbidden', { detail: `${command.type} is nothing to say to a hub.` });
  }
}

/**
 * AI SDK UI message stream → parts of an answer: pure, unknown in, never throws. What it does not know (reasoning, tools,
 * steps, data of the site's own) says nothing to a visitor and is passed over.
 */
import { problem } from '@support-chat/protocol';
import type { AnswerPart } from './answer-part.js';
import { isRecord, parseJson, sourceOf } from './parse-json.js';

/** Reads the data of one event; `[DONE]` is the caller's. */
export function readUiMessageChunk(data: string): readonly AnswerPart[] {
  const chunk = parseJson(data);
  if (!isRecord(chunk)) return [];
  switch (chunk['type']) {
    case 'text-start':
      return [{ type: 'break' }];
    case 'text-delta':
      return typeof chunk['delta'] === 'string' ? [{ type: 'text', text: chunk['delta'] }] : [];
    case 'source-url':
      return sourceOf(chunk['url'], chunk['title']);
    case 'data-card': {
      const card = chunk['data'];
      return isRecord(card) && typeof card['kind'] === 'string'
        ? [{ type: 'card', card: { ...card, kind: card['kind'] } }]
        : [];
    }
    case 'finish':
    case 'abort': // the server was told to stop: what came is all there will be
      return [{ type: 'end' }];
    case 'error': {
      // Words for people, and no code: the same again may go well.
      const detail = typeof chunk['errorText'] === 'string' ? chunk['errorText'].slice(0, 500) : undefined;
      return [{ type: 'failed', problem: problem('unavailable', { detail }) }];
    }
    default:
      return [];
  }
}

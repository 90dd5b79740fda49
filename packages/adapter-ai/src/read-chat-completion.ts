/** Chunks of `chat/completions` → parts of an answer: pure, unknown in, never throws. Tool calls are the proxy's business. */
import { problem, type ErrorCode, type Problem } from '@support-chat/protocol';
import type { AnswerPart } from './answer-part.js';
import { isRecord, parseJson, sourceOf } from './parse-json.js';

/** Reads the data of one event; `[DONE]` is the caller's. */
export function readChatCompletionChunk(data: string): readonly AnswerPart[] {
  const chunk = parseJson(data);
  if (!isRecord(chunk)) return [];
  if (chunk['error'] !== undefined && chunk['error'] !== null) {
    return [{ type: 'failed', problem: problemOf(chunk['error']) }];
  }
  const choice: unknown = Array.isArray(chunk['choices']) ? chunk['choices'][0] : undefined;
  if (!isRecord(choice)) return [];
  const delta = isRecord(choice['delta']) ? choice['delta'] : {};
  // A refusal is the model's answer, in other words.
  const words = [delta['content'], delta['refusal']].filter((text) => typeof text === 'string' && text !== '');
  const annotations: readonly unknown[] = Array.isArray(delta['annotations']) ? delta['annotations'] : [];
  return [
    ...words.map((text): AnswerPart => ({ type: 'text', text: String(text) })),
    ...annotations.flatMap((one) => {
      const cited = isRecord(one) ? one['url_citation'] : undefined;
      return isRecord(cited) ? sourceOf(cited['url'], cited['title']) : [];
    }),
    ...(typeof choice['finish_reason'] === 'string' ? [{ type: 'end' } as const] : []),
  ];
}

/** Names of failures → ours, the first that fits. What nobody but the site can mend is not tried again. */
const CODES: readonly (readonly [RegExp, ErrorCode])[] = [
  [/rate_limit|insufficient_quota/, 'rate-limited'],
  [/context_length/, 'message-too-long'],
  [/invalid_|authentication|permission|not_found|content_(filter|policy)/, 'forbidden'],
];

/** The failure that stands in a stream which began well. */
export function problemOf(error: unknown): Problem {
  const { code, type, message } = isRecord(error) ? error : { code: '', type: '', message: error };
  const named = `${String(code)} ${String(type)}`;
  const detail = typeof message === 'string' ? message.slice(0, 500) : undefined;
  return problem(CODES.find(([names]) => names.test(named))?.[1] ?? 'unavailable', { detail });
}

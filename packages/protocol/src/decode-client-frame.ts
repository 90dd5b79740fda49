/** From the text of a client to a typed frame (house rule 3). Strict: what is not known is refused (X4). */
import * as v from 'valibot';
import { ClientFrameSchema, type ClientFrame } from './commands.js';
import { ProtocolError, type ErrorCode } from './errors.js';
import { parseJson } from './json.js';
import { MAX_TEXT_LENGTH } from './limits.js';
import { isRecord } from './shape.js';

/**
 * Decodes one frame of a client.
 *
 * @throws ProtocolError `frame-invalid`, `frame-unknown`, `frame-too-deep`, `message-empty` or `message-too-long`
 */
export function decodeClientFrame(text: string): ClientFrame {
  const raw = parseJson(text);
  const result = v.safeParse(ClientFrameSchema, raw);
  if (result.success) {
    const { output } = result;
    const needsWords = (output.type === 'message-send' && !output.attachments) || output.type === 'contact-submit';
    if (needsWords && output.text.trim() === '') throw new ProtocolError('message-empty');
    return output;
  }
  throw new ProtocolError(refusalCode(raw), { detail: describeIssue(result.issues[0]) });
}

/** The id of a frame that could not be decoded, so that its refusal finds the sender's promise; else null. */
export function frameId(text: string): string | null {
  try {
    const raw = parseJson(text);
    return isRecord(raw) && typeof raw['id'] === 'string' ? raw['id'].slice(0, 64) : null;
  } catch {
    return null; // not JSON: there is no id to find, and the caller already refuses the frame
  }
}

const CLIENT_TYPES: ReadonlySet<unknown> = new Set(
  ClientFrameSchema.options.map((option) => option.entries.type.literal),
);

function refusalCode(raw: unknown): ErrorCode {
  if (!isRecord(raw)) return 'frame-invalid';
  if (!CLIENT_TYPES.has(raw['type'])) return 'frame-unknown';
  const text = raw['text'];
  return typeof text === 'string' && text.length > MAX_TEXT_LENGTH ? 'message-too-long' : 'frame-invalid';
}

/** Names the offending field, never its value: problems are logged and values may be private (X1, R6). */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'frame'}: expected ${issue.expected ?? 'another value'}`;
}

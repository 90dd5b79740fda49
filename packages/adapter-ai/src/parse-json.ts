/** What both dialects are read with. */
import type { AnswerPart } from './answer-part.js';

/** What is no JSON is undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The caller passes it over: the next event may be whole.
  }
}

/** A source, when it can be followed. */
export function sourceOf(url: unknown, title: unknown): readonly AnswerPart[] {
  if (typeof url !== 'string' || !/^https?:\/\/\S+$/i.test(url)) return [];
  return [{ type: 'source', source: { url, ...(typeof title === 'string' && title.trim() && { title }) } }];
}

/** Whether something is an object and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The smallest possible reader of untrusted JSON: a handful of functions that take an `unknown` apart into what the
 * compiler was promised, or refuse it. For pages, where a schema library would weigh more than the frames it reads.
 * Knows no frames.
 */
import { ProtocolError } from './errors.js';

/** Reads one value. `path` is where it was, for the refusal. @throws ProtocolError `frame-invalid` */
export type Read<Value> = (raw: unknown, path: string) => Value;

/** How each field of an object is read; what may be absent is read by {@link optional}. */
export type Fields<Value> = {
  readonly [Key in keyof Value]-?: Record<never, never> extends Pick<Value, Key>
    ? Read<Value[Key] | undefined>
    : Read<Value[Key]>;
};

/** Refuses. Names the field, never its value: problems are logged and values may be private (X1, R6). */
export function refuse(path: string, expected: string): never {
  throw new ProtocolError('frame-invalid', { detail: `${path || 'frame'}: expected ${expected}` });
}

/** A string, no longer than `most` and of that pattern. */
export function string(most = Infinity, pattern = /^/u): Read<string> {
  return (raw, path) => {
    if (typeof raw !== 'string' || raw.length > most || !pattern.test(raw)) refuse(path, 'string');
    return raw;
  };
}

/** A string of which something holds; `expected` says what. */
export function stringThat(isValid: (text: string) => boolean, expected: string): Read<string> {
  return (raw, path) => (typeof raw === 'string' && isValid(raw) ? raw : refuse(path, expected));
}

/** A number from `least`. */
export function number(least = -Infinity, isValid: (value: number) => boolean = Number.isFinite): Read<number> {
  return (raw, path) => {
    if (typeof raw !== 'number' || raw < least || !isValid(raw)) refuse(path, 'number');
    return raw;
  };
}

/** One of these words. */
export function oneOf<Word extends string | boolean>(...words: readonly Word[]): Read<Word> {
  return (raw, path) => words.find((word) => word === raw) ?? refuse(path, words.join(' | '));
}

/** A list of such values. */
export function listOf<Value>(item: Read<Value>): Read<Value[]> {
  return (raw, path) => {
    if (!Array.isArray(raw)) refuse(path, 'list');
    return raw.map((one, index) => item(one, `${path}[${index}]`));
  };
}

/** Such values by name. */
export function recordOf<Value>(inner: Read<Value>): Read<Record<string, Value>> {
  return (raw, path) => {
    if (typeof raw !== 'object' || raw === null) refuse(path, 'object');
    return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, inner(value, `${path}.${key}`)]));
  };
}

/** Such a value, or null. */
export function nullable<Value>(inner: Read<Value>): Read<Value | null> {
  return (raw, path) => (raw === null ? null : inner(raw, path));
}

/** Such a value, or none. */
export function optional<Value>(inner: Read<Value>): Read<Value | undefined> {
  return (raw, path) => (raw === undefined ? undefined : inner(raw, path));
}

/** An object with these fields; others are dropped. */
export function object<Value extends object>(fields: Fields<Value>): Read<Value> {
  return (raw, path) => {
    if (!isRecord(raw)) refuse(path, 'object');
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(fields)) {
      const value = (fields as Record<string, Read<unknown>>)[key]?.(raw[key], path ? `${path}.${key}` : key);
      if (value !== undefined) result[key] = value;
    }
    return result as Value;
  };
}

/** Whether a value has named fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

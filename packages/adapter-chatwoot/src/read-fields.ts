/** Fields of something that anybody may have written: of the type that is wanted, or nothing. */

/** The fields of an object; of anything else none that anybody asks for. */
export function recordOf(raw: unknown): Readonly<Record<string, unknown>> {
  return Object(raw) as Record<string, unknown>;
}

/** The items of a list; of anything else none. */
export function listOf(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : [];
}

/** A text that says something, else undefined. */
export function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw.trim() ? raw : undefined;
}

/** A number from 0, else undefined. */
export function numberOf(raw: unknown): number | undefined {
  return typeof raw === 'number' && raw >= 0 && raw < Infinity ? raw : undefined;
}

/** Whether it is an address that a page may lead to, or load from. */
export function isAddress(raw: unknown): raw is string {
  return typeof raw === 'string' && /^https?:\/\//.test(raw);
}

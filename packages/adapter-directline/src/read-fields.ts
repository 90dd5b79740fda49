/** Fields of something that anybody may have written: of the type that is wanted, or nothing. */

/** An object of somebody else. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; of anything else none that anybody asks for. */
export function recordOf(raw: unknown): Fields {
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

/** A whole number from 0, else 0. */
export function numberOf(raw: unknown): number {
  return Number.isSafeInteger(raw) ? Math.max(0, raw as number) : 0;
}

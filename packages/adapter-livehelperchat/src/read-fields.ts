/** Fields of something that anybody may have written: of the type that is wanted, or nothing. */

/** An object of somebody else. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; of anything else none that anybody asks for. */
export function recordOf(raw: unknown): Fields {
  return Object(raw) as Record<string, unknown>;
}

/** A text that says something, else undefined. */
export function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw.trim() ? raw : undefined;
}

/** A number from 0, else undefined. */
export function numberOf(raw: unknown): number | undefined {
  return typeof raw === 'number' && raw >= 0 && raw < Infinity ? raw : undefined;
}

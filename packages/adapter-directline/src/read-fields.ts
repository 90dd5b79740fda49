/** Fields of something that anybody may have written: of the type that is wanted, or nothing. */

/** The fields of an object; of anything else none that anybody asks for. */
export function recordOf(raw: unknown): Readonly<Record<string, unknown>> {
  return Object(raw) as Record<string, unknown>;
}

/** A text that says something, else undefined. */
export function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw.trim() ? raw : undefined;
}

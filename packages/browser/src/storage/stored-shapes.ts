/** What is stored, and what is believed of it: anything another version or a fault left there is `unknown` (O2). */
import type { OutboxRecord, StoredIdentity } from '@support-chat/core';

/** The version written into every value. */
export const SHAPE_VERSION = 1;

/** A stored message, or null when it cannot be read. */
export function decodeRecord(value: unknown): OutboxRecord | null {
  if (!isVersioned(value)) return null;
  const { id, owner, text, details, createdAt, order } = value;
  const readable =
    isName(id) &&
    isName(owner) &&
    typeof text === 'string' &&
    // What is in them is for the back end to judge: it refuses what it cannot read, and the person sees that.
    (details === undefined || isTyped(details)) &&
    Number.isFinite(createdAt) &&
    Number.isFinite(order);
  return readable ? (value as unknown as OutboxRecord) : null;
}

/** The stored identity, or null when it cannot be read. */
export function decodeIdentity(value: unknown): StoredIdentity | null {
  if (!isVersioned(value)) return null;
  const { owner, token } = value;
  return isName(owner) && (token === null || isName(token)) ? { owner, token } : null;
}

/** The stored draft, or null when it cannot be read. */
export function decodeDraft(value: unknown): string | null {
  return isVersioned(value) && typeof value['text'] === 'string' ? value['text'] : null;
}

function isVersioned(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === SHAPE_VERSION;
}

function isTyped(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && isName(value.type);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

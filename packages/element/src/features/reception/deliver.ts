/** Ways of an entry past the chat: the owner's own endpoint, or the visitor's mail program. */
import { problem, type ContactSettings, type Problem } from '@support-chat/protocol';
import type { ContactEntry } from '../../element-events.js';

/** Milliseconds after which an endpoint is given up. */
const PATIENCE = 20_000;

/**
 * Posts an entry as JSON, its id as `Idempotency-Key`: the same entry may come twice, and counts once.
 *
 * @returns null when it was taken
 */
export async function postEntry(endpoint: string, entry: ContactEntry, page: object): Promise<Problem | null> {
  const { way: _way, ...contact } = entry;
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': entry.id },
      body: JSON.stringify({ ...contact, page }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) return null;
    return problem(response.status === 429 ? 'rate-limited' : 'unavailable', { detail: `HTTP ${response.status}` });
  } catch (error) {
    return problem('network-failed', { detail: String(error) });
  }
}

/** The address that makes the visitor's mail program write the entry. */
export function mailAddress(mail: NonNullable<ContactSettings['mail']>, entry: ContactEntry, subject: string): string {
  const body = `${entry.text}\r\n\r\n${entry.name}\r\n${entry.email}`;
  // Addresses hold characters that an address line gives a meaning of its own, such as `?`.
  const to = encodeURIComponent(mail).replaceAll('%40', '@');
  return `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

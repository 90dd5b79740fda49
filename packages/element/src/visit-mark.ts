/**
 * A tiny mark on this device: an earlier visit left something (a conversation, an unsent message), so the chat is
 * loaded in an idle moment although nobody opened it. Without the mark nothing is loaded, stored or connected.
 * The mark holds the site's own id of the visitor, to notice when another person sits there (O5).
 */

/** Before the name under which a conversation is kept. */
export const visitMarkPrefix = 'support-chat:';

/**
 * The site's id of the visitor who left something here, '' for an anonymous one, null when nobody did.
 */
export function readVisitMark(storageKey: string): string | null {
  try {
    return localStorage.getItem(visitMarkPrefix + storageKey);
  } catch {
    return null; // Storage is blocked: then no earlier visit could leave anything.
  }
}

/** The key of another mark: that the visitor agreed, in the chat itself, to what is kept (`features/consent/`). */
export function consentKey(storageKey: string): string {
  return `consent:${storageKey}`;
}

/** Everything of a chat in `localStorage` is `support-chat…:` and its key, but the mark of consent, which has its own. */

/** Removes the marks of a chat: sound and notices, emoji, offered messages, that there is a conversation. */
export function forgetMarks(key: string): void {
  try {
    const own = Object.keys(localStorage).filter((name) => /^support-chat[a-z-]*:/.test(name));
    for (const name of own) if (name.slice(name.indexOf(':') + 1) === key) localStorage.removeItem(name);
  } catch {
    // Storage is blocked: then there is nothing in it.
  }
}

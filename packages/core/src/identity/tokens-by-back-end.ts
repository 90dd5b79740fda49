/**
 * A token for each back end in the one place a device has for a token (X1): an object, back end → token, as JSON. Who
 * reads it here sees only what is theirs; a claim that lost to one for another back end tries again with both.
 */
import type { ChatStorage } from '../ports.js';

/**
 * The part of a storage that deals in tokens, as the present back end may know them.
 *
 * @param backEnd - names the present one
 */
export function tokensByBackEnd(storage: ChatStorage, backEnd: () => string): Pick<ChatStorage, 'load' | 'claimToken'> {
  /** What the device held when last seen. */
  let held: string | null = null;
  return {
    async load(candidateOwner, replaces) {
      const stored = await storage.load(candidateOwner, replaces);
      held = stored.identity.token;
      return { ...stored, identity: { ...stored.identity, token: tokenOf(backEnd(), held) } };
    },
    async claimToken(owner, token, replaces) {
      const name = backEnd();
      for (;;) {
        // What was read meanwhile may be newer than what whoever claims has seen: then there is nothing to write.
        const wanted =
          tokenOf(name, held) === replaces
            ? JSON.stringify({ ...tokensIn(held, name), [name]: token ?? undefined })
            : held;
        const standing = (held = await storage.claimToken(owner, wanted, held));
        const own = tokenOf(name, standing);
        if (standing === wanted || standing === null || own !== replaces) return own;
      }
    },
  };
}

function tokenOf(backEnd: string, held: string | null): string | null {
  const token = tokensIn(held, backEnd)[backEnd];
  return typeof token === 'string' ? token : null;
}

/** What is no such object is a token that a page carried over by itself, for the back end it begins with. */
function tokensIn(held: string | null, backEnd: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(held ?? '{}')) as Readonly<Record<string, unknown>>;
  } catch {
    return { [backEnd]: held };
  }
}

/** What a script keeps of its visitor, for that visitor: given away as one file, or erased. */
import { AdapterError, type Problem, type VisitorData } from '@support-chat/protocol';

/** What {@link scriptedVisitorData} needs of the script. */
export interface KeptOfVisitor {
  /** All of it, as JSON can say it. */
  tell(): unknown;
  /** Forgets it, and closes the visitor's connections. */
  forget(): void;
}

/**
 * The token of a script says nothing: there is one visitor.
 *
 * @param offline - why nothing can be reached right now; null when it can
 */
export function scriptedVisitorData(offline: () => Problem | null, { tell, forget }: KeptOfVisitor): VisitorData {
  async function reach(): Promise<void> {
    await Promise.resolve(); // a real back end never answers before the caller goes on
    const problem = offline();
    if (problem) throw AdapterError.from(problem);
  }
  return {
    async load() {
      await reach();
      return new Blob([JSON.stringify(tell(), null, 2)], { type: 'application/json' });
    },
    async erase() {
      await reach();
      forget();
    },
  };
}

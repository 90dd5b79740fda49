/** Addresses of files that are still in memory, one each, let go of when the file is gone or the view is. */
import type { ChatFiles, ChatState } from '@support-chat/core';

/** See the module. */
export class ObjectUrls {
  readonly #kept = new Map<string, { readonly url: string; readonly bytes: Blob }>();
  readonly #files: ChatFiles;

  constructor(files: ChatFiles, signal: AbortSignal) {
    this.#files = files;
    signal.addEventListener('abort', () => this.keepOnly([]), { once: true });
  }

  of(id: string): string | undefined {
    const known = this.#kept.get(id);
    if (known) return known.url;
    const bytes = this.#files.get(id);
    if (!(bytes instanceof Blob)) return undefined;
    const url = URL.createObjectURL(bytes);
    this.#kept.set(id, { url, bytes });
    return url;
  }

  /** What an address of this list stands for: a page's policy may not let it be fetched, and the chat may have let go of it. */
  bytesOf(id: string): Blob | undefined {
    return this.#kept.get(id)?.bytes;
  }

  keepOnly(uploads: ChatState['uploads']): void {
    for (const [id, { url }] of this.#kept) {
      if (uploads.some((one) => one.id === id)) continue;
      URL.revokeObjectURL(url);
      this.#kept.delete(id);
    }
  }
}

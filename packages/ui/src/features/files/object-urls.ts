/** Addresses of files that are still in memory, one each, let go of when the file is gone or the view is. */
import type { ChatFiles, ChatState } from '@support-chat/core';

/** See the module. */
export class ObjectUrls {
  readonly #urls = new Map<string, string>();
  readonly #files: ChatFiles;

  constructor(files: ChatFiles, signal: AbortSignal) {
    this.#files = files;
    signal.addEventListener('abort', () => this.keepOnly([]), { once: true });
  }

  of(id: string): string | undefined {
    const known = this.#urls.get(id);
    if (known !== undefined) return known;
    const bytes = this.#files.get(id);
    if (!(bytes instanceof Blob)) return undefined;
    const url = URL.createObjectURL(bytes);
    this.#urls.set(id, url);
    return url;
  }

  keepOnly(uploads: ChatState['uploads']): void {
    for (const [id, url] of this.#urls) {
      if (uploads.some((one) => one.id === id)) continue;
      URL.revokeObjectURL(url);
      this.#urls.delete(id);
    }
  }
}

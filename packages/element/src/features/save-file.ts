/** Saving what was made or fetched, as the browser saves downloads. */

/** @param name - proposed to the person */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Read by then; engines want the address to live past the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** `chat-data` → `chat-data-2026-11-26.json`. */
export function datedName(name: string, extension: string): string {
  return `${name}-${new Date().toISOString().slice(0, 10)}.${extension}`;
}

/** Whether a text may hold Markdown; one that cannot is shown as it is, and needs nothing to read it. */
export function mayBeMarked(text: string): boolean {
  return /[*_`[\\>@:•-]|www\.|\d[.)]/i.test(text);
}

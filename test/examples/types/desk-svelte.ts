/** V1 `<support-desk>` in Svelte's templates, whose checker reads `SvelteHTMLElements`. Checked by `tsc -b`; never run. */
import type {} from 'support-chat/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

type Tag = SvelteHTMLElements['support-desk'];

export const right: Tag = {
  class: 'desk',
  server: 'https://chat.example',
  'color-scheme': 'dark',
  adapter: undefined,
  'onsc-attention': ({ detail }) => detail.count.toFixed(),
};

export const wrong: Record<string, Tag> = {
  // @ts-expect-error -- `auto`, `light` or `dark`
  attribute: { 'color-scheme': 'sepia' },
  // @ts-expect-error -- the widget has it, the desk has not
  widget: { placement: 'top' },
  // @ts-expect-error -- there is no such event
  event: { 'onsc-unread': () => undefined },
};

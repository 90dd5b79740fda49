/** V1 in Svelte's templates, whose checker reads `SvelteHTMLElements`. Checked by `tsc -b`; never run. */
import type {} from 'support-chat/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

type Tag = SvelteHTMLElements['support-chat'];

export const right: Tag = {
  class: 'chat',
  server: 'https://chat.example',
  placement: 'top-start',
  'color-scheme': 'dark',
  labels: { 'launcher-open': 'Ask' },
  visitor: undefined,
  'onsc-unread': ({ detail }) => detail.unread.toFixed(),
  onclick: ({ currentTarget }) => currentTarget.toggle(),
};

export const wrong: Record<string, Tag> = {
  // @ts-expect-error -- not a mode
  mode: { mode: 'modal' },
  // @ts-expect-error -- `auto`, `light` or `dark`
  attribute: { 'color-scheme': 'sepia' },
  // @ts-expect-error -- a visitor is an object
  visitor: { visitor: 'Ada' },
  // @ts-expect-error -- the state is read only
  state: { state: null },
  // @ts-expect-error -- the detail has a number of its own
  detail: { 'onsc-unread': (event: CustomEvent<{ count: number }>) => event },
  // @ts-expect-error -- there is no such event
  event: { 'onsc-red': () => undefined },
};

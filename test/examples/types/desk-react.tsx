/** V1 `<support-desk>` in JSX: what is right compiles, what is wrong does not. Checked by `tsc -b`; never run. */
import { useRef } from 'react';
import type { SupportDeskProps } from 'support-chat/react';

export function Right() {
  const desk = useRef<HTMLElementTagNameMap['support-desk']>(null);
  return (
    <support-desk
      ref={desk}
      className="desk"
      server="https://chat.example"
      locale="de"
      color-scheme="dark"
      adapter={undefined}
      onsc-attention={({ detail }) => detail.count.toFixed()}
      onsc-signed-inCapture={({ detail }) => detail.agent?.email}
    />
  );
}

export const wrong: Record<string, SupportDeskProps> = {
  // @ts-expect-error -- `auto`, `light` or `dark`
  attribute: { 'color-scheme': 'sepia' },
  // @ts-expect-error -- an adapter is an object
  adapter: { adapter: 'https://chat.example' },
  // @ts-expect-error -- the widget has it, the desk has not
  widget: { placement: 'top' },
  // @ts-expect-error -- a method is not a property
  method: { requestUpdate: () => undefined },
  // @ts-expect-error -- the detail has another number
  detail: { 'onsc-attention': (event: CustomEvent<{ unread: number }>) => event },
  // @ts-expect-error -- there is no such event
  event: { 'onsc-unread': () => undefined },
};

// @ts-expect-error -- the tag itself refuses it, too
export const Wrong = () => <support-desk placement="top" />;

/** V1 in JSX: what is right compiles, what is wrong does not. Checked by `tsc -b`; never run. */
import { useRef } from 'react';
import type { SupportChatElement } from 'support-chat';
import type { SupportChatProps } from 'support-chat/react';

export function Right() {
  const chat = useRef<SupportChatElement>(null);
  return (
    <support-chat
      ref={chat}
      key="chat"
      id="chat"
      className="chat"
      slot="aside"
      server="https://chat.example"
      transport="sse"
      mode="inline"
      placement="top-start"
      locale="de"
      color-scheme="dark"
      open
      labels={{ 'launcher-open': 'Ask' }}
      visitor={undefined}
      config={{ storageKey: 'shop' }}
      onsc-unread={({ detail }) => detail.unread.toFixed()}
      onsc-before-send={(event) => event.preventDefault()}
      onsc-openCapture={(event) => event.type}
      onClick={({ currentTarget }) => currentTarget.toggle()}
    >
      <span slot="launcher-icon">?</span>
    </support-chat>
  );
}

export const wrong: Record<string, SupportChatProps> = {
  // @ts-expect-error -- not a mode
  mode: { mode: 'modal' },
  // @ts-expect-error -- `auto`, `light` or `dark`
  attribute: { 'color-scheme': 'sepia' },
  // @ts-expect-error -- labels are known by name
  label: { labels: { 'launcher-opne': 'Ask' } },
  // @ts-expect-error -- a visitor is an object
  visitor: { visitor: 'Ada' },
  // @ts-expect-error -- the state is read only
  state: { state: null },
  // @ts-expect-error -- a method is not a property
  method: { show: () => Promise.resolve() },
  // @ts-expect-error -- an object is no attribute, and there is no such property
  name: { servers: 'https://chat.example' },
  // @ts-expect-error -- the detail has a number of its own
  detail: { 'onsc-unread': (event: CustomEvent<{ count: number }>) => event },
  // @ts-expect-error -- there is no such event
  event: { 'onsc-red': () => undefined },
};

// @ts-expect-error -- the tag itself refuses it, too
export const Wrong = () => <support-chat mode="modal" />;

/**
 * What the launcher wears once there is a chat: the number of unread messages, and the chevron it turns into while open.
 * Nothing is unread or open before, so pages that nobody chats on do without.
 */
import { adoptStyles, chevronDownIcon, panelTokens } from '@support-chat/ui';
import { create, drawIcon } from './create.js';
import type { ShellHost } from './shell-host.js';

/** Needs the tokens only. */
const launcherStyles = /* css */ `
.glyph {
  transition:
    opacity var(--_slow) var(--_ease),
    transform var(--_slow) var(--_ease);
}
.down,
[aria-expanded='true'] .up {
  opacity: 0;
  transform: rotate(-60deg) scale(0.6);
}
[aria-expanded='true'] .down {
  opacity: 1;
  transform: none;
}
.badge {
  position: absolute;
  inset-block-start: -4px;
  inset-inline-end: -4px;
  box-sizing: border-box;
  min-inline-size: 22px;
  padding: 0 6px;
  border: 2px solid var(--_surface);
  border-radius: 11px;
  font:
    600 12px/18px system-ui,
    sans-serif;
  text-align: center;
  color: var(--_surface);
  background: var(--_danger);
}
`;

/** Puts both on; the returned function says how many are unread, none hides the number. */
export function dressLauncher({ root, view }: ShellHost, signal: AbortSignal): (count: number) => void {
  const badge = create('span', { part: 'badge', class: 'badge', hidden: '' });
  const down = create('span', { class: 'glyph down' }, drawIcon(chevronDownIcon));
  adoptStyles(root, panelTokens, launcherStyles);
  view.launcher.append(down, badge);
  signal.addEventListener(
    'abort',
    () => {
      down.remove();
      badge.remove();
    },
    { once: true },
  );
  return (count) => {
    badge.hidden = count === 0;
    badge.textContent = count > 9 ? '9+' : String(count);
  };
}

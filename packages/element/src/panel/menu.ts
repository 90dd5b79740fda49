/**
 * The open menu of the panel's header, worked by pointer and by arrow keys alike, and the plain view it leads to (Y3b).
 * A chunk of its own, loaded when the person reaches for the menu.
 */
import {
  bellIcon,
  bellOffIcon,
  endIcon,
  icon,
  menuWords,
  plainConversation,
  plainViewStyles,
  popOutIcon,
  searchIcon,
  soundOffIcon,
  soundOnIcon,
  textIcon,
  transcriptIcon,
} from '@support-chat/ui';
import { html, type TemplateResult } from 'lit/html.js';
import { readNoticeChoice, writeNoticeChoice } from '../features/notices/notice-choice.js';
import { menuStyles } from './menu-styles.js';
import { pageStyles } from './page-styles.js';
import { page } from './page.js';
import type { PanelModel } from './panel-template.js';

/** What this chunk renders needs them beside the panel's own. */
export const styles = [menuStyles, pageStyles, plainViewStyles] as const;

interface MenuItem {
  readonly label: string;
  readonly path: string;
  readonly run: () => void;
}

/** The list of commands. `onClose`: the person left it or chose something. */
export function menuList(model: PanelModel, onClose: () => void): TemplateResult {
  const close = (event: Event): void => {
    focusButton(event);
    onClose();
  };
  return html`<div
    class="menu"
    role="menu"
    tabindex="-1"
    aria-label=${model.localizer.text('menu-open')}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        close(event);
      } else walk(event);
    }}
  >
    ${menuItems(model).map(
      (item) =>
        html`<button
          class="menu-item"
          type="button"
          role="menuitem"
          tabindex="-1"
          @click=${(event: Event) => {
            close(event);
            item.run();
          }}
        >
          ${icon(item.path)}<span>${item.label}</span>
        </button>`,
    )}
  </div>`;
}

function menuItems(model: PanelModel): readonly MenuItem[] {
  const { state, help, dispatch } = model;
  const localizer = model.localizer.extended(menuWords);
  const { muted } = state.widget;
  const { phase } = state.conversation;
  const running = phase === 'queued' || phase === 'live' || phase === 'bot';
  const item = (label: keyof typeof menuWords, path: string, run: () => void): MenuItem => ({
    label: localizer.text(label),
    path,
    run,
  });
  return [
    item(muted ? 'menu-unmute' : 'menu-mute', muted ? soundOnIcon : soundOffIcon, () => model.onMuted(!muted)),
    ...noticeItem(model, item),
    ...(phase === 'none'
      ? []
      : [
          item('menu-transcript', transcriptIcon, () => {
            void import('../features/transcript/transcript-page.js').then(
              ({ createTranscriptPage }) => model.onView({ page: createTranscriptPage(model.root, model.signal) }),
              () => model.onAlert(localizer.error('network-failed')),
            );
          }),
          item('menu-plain-view', textIcon, () => {
            // As it is now: it does not follow the state (Y3b).
            const text = plainConversation(state, localizer, 'visitor');
            model.onView({ page: (shown) => page(shown, localizer.text('plain-view-title'), text) });
          }),
        ]),
    ...(help && phase !== 'none' ? [item('menu-help', searchIcon, () => model.onView({ page: help.page }))] : []),
    ...(model.floating ? [item('menu-pop-out', popOutIcon, model.onPopOut)] : []),
    ...(running && state.capabilities?.endConversation
      ? [item('menu-end', endIcon, () => dispatch({ type: 'end' }))]
      : []),
  ];
}

type MakeItem = (label: keyof typeof menuWords, path: string, run: () => void) => MenuItem;

/** Notifications are asked for here and nowhere else, and only when the visitor wants them (V23). */
function noticeItem({ session, localizer, onAlert }: PanelModel, item: MakeItem): readonly MenuItem[] {
  if (!('Notification' in globalThis)) return [];
  const { permission } = Notification;
  if (readNoticeChoice(session.key) && permission === 'granted') {
    return [item('menu-notify-off', bellOffIcon, () => writeNoticeChoice(session.key, false))];
  }
  const ask = async (): Promise<void> => {
    const granted = (await Notification.requestPermission()) === 'granted';
    writeNoticeChoice(session.key, granted);
    if (!granted) onAlert(localizer.extended(menuWords).text('notify-blocked'));
  };
  return [item('menu-notify', bellIcon, () => void ask())];
}

/** Puts the focus on the first command of an open menu. */
export function focusMenu(container: ParentNode): void {
  container.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
}

function focusButton(event: Event): void {
  const anchor = (event.currentTarget as Element).closest('.menu-anchor');
  anchor?.querySelector<HTMLElement>('.menu-button')?.focus();
}

function walk(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}

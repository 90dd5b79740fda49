/**
 * The open menu of the panel's header, worked by pointer and by arrow keys alike, and the plain view it leads to (Y3b).
 * A chunk of its own, loaded when the person reaches for the menu.
 */
import { pictureWindows } from '@support-chat/browser';
import {
  bellIcon,
  bellOffIcon,
  commandMenu,
  dataIcon,
  endIcon,
  historyIcon,
  menuStyles,
  menuWords,
  moveIcon,
  plainConversation,
  plainViewStyles,
  popOutIcon,
  searchIcon,
  soundOffIcon,
  soundOnIcon,
  textIcon,
  transcriptIcon,
  type MenuCommand,
} from '@support-chat/ui';
import type { TemplateResult } from 'lit/html.js';
import { readNoticeChoice, writeNoticeChoice } from '../features/notices/notice-choice.js';
import { hasYourData } from '../features/your-data/has-your-data.js';
import { pageStyles } from './page-styles.js';
import { page } from './page.js';
import type { PanelModel } from './panel-template.js';

export { focusMenu } from '@support-chat/ui';

/** What this chunk renders needs them beside the panel's own. */
export const styles = [menuStyles, pageStyles, plainViewStyles] as const;

/** The list of commands. `onClose`: the person left it or chose something. */
export function menuList(model: PanelModel, onClose: () => void): TemplateResult {
  return commandMenu({
    label: model.localizer.text('menu-open'),
    commands: menuItems(model),
    onClose(event) {
      const anchor = (event.currentTarget as Element).closest('.menu-anchor');
      anchor?.querySelector<HTMLElement>('.menu-button')?.focus();
      onClose();
    },
  });
}

function menuItems(model: PanelModel): readonly MenuCommand[] {
  const { state, help, dispatch, session } = model;
  const localizer = model.localizer.extended(menuWords);
  const { muted } = state.widget;
  const { phase } = state.conversation;
  const running = phase === 'queued' || phase === 'live' || phase === 'bot';
  const item = (label: keyof typeof menuWords, path: string, run: () => void): MenuCommand => ({
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
    ...(state.capabilities?.conversations
      ? [
          item('menu-history', historyIcon, () => {
            void import('../features/history/history-page.js').then(
              ({ createHistoryPage }) => model.onView({ page: createHistoryPage(model) }),
              () => model.onAlert(localizer.error('network-failed')),
            );
          }),
        ]
      : []),
    ...(help && phase !== 'none' ? [item('menu-help', searchIcon, () => model.onView({ page: help.page }))] : []),
    ...(hasYourData(model)
      ? [
          item('menu-data', dataIcon, () => {
            void import('../features/your-data/your-data-page.js')
              .then(({ createYourDataPage }) => createYourDataPage(model))
              .then(
                (shown) => model.onView({ page: shown }),
                () => model.onAlert(localizer.error('network-failed')),
              );
          }),
        ]
      : []),
    ...(model.floating && session.element.draggableLauncher
      ? [
          item('menu-place', moveIcon, () => {
            void import('../features/launcher-place/place-page.js')
              .then(({ createPlacePage }) => createPlacePage(model))
              .then(
                (shown) => model.onView({ page: shown }),
                () => model.onAlert(localizer.error('network-failed')),
              );
          }),
        ]
      : []),
    ...(model.floating && !isMoved(model) ? [item('menu-pop-out', popOutIcon, () => void popOut(model))] : []),
    ...(running && state.capabilities?.endConversation
      ? [item('menu-end', endIcon, () => dispatch({ type: 'end' }))]
      : []),
  ];
}

/** Whether the panel is in a window of its own already. */
function isMoved({ logHost }: PanelModel): boolean {
  return logHost.ownerDocument !== document;
}

/**
 * Takes the live panel into a window that keeps in front, where the browser has such; else, and when the owner has named a page
 * for it, opens that page in a window.
 */
async function popOut({ config, logHost, root, signal, onPopOut, onAlert, localizer }: PanelModel): Promise<void> {
  const windows = config.popOutUrl ? undefined : pictureWindows();
  // Asked for at once, while the press still counts.
  const there = await windows?.requestWindow({ width: 420, height: 720 }).catch(() => undefined);
  if (!there) return onPopOut();
  try {
    const { moveInto } = await import('../features/windows/picture-in-picture.js');
    const panel = logHost.closest('dialog');
    if (panel && !signal.aborted) return moveInto(there, { element: root.host as HTMLElement, panel, signal });
  } catch {
    onAlert(localizer.error('network-failed'));
  }
  there.close();
}

type MakeItem = (label: keyof typeof menuWords, path: string, run: () => void) => MenuCommand;

/** Notifications are asked for here and nowhere else, and only when the visitor wants them (V23). */
function noticeItem({ session, localizer, onAlert }: PanelModel, item: MakeItem): readonly MenuCommand[] {
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

/**
 * A picture of the page as a way to make a file (V12): takes it, lets the person see and change it, and hands it to the
 * composer's tray, where it is a file like any other. Comes with the tray, the rest with the first press.
 */
import { canCaptureTab, createConsoleLog, ScreenshotError, takeScreenshot } from '@support-chat/browser';
import {
  laterText,
  rulesOf,
  screenshotIcon,
  screenshotFailureWords,
  screenshotWords,
  type FileTray,
  type Localizer,
  type MenuCommand,
} from '@support-chat/ui';
import { fitted } from './fitted.js';

/** Whoever refused, or whose browser could not, may have it without sharing the screen. */
let drawn = false;
/** One is being made. */
let busy = false;

/** The command, where pictures may be sent. */
export function commands(tray: FileTray): readonly MenuCommand[] {
  const { chat, localizer } = tray.intake.options;
  const { endings } = rulesOf(chat.getState());
  if (!endings.includes('png') && !endings.includes('jpg')) return [];
  const label = localizer().extended(screenshotWords).text('screenshot-take');
  return [{ label, part: 'screenshot', path: screenshotIcon, run: () => void capture(tray) }];
}

async function capture(tray: FileTray): Promise<void> {
  const { chat, container, localizer, zone, signal } = tray.intake.options;
  const element = (zone.getRootNode() as ShadowRoot).host as HTMLElement;
  if (busy) return;
  busy = true;
  const way = canCaptureTab() && !drawn ? 'tab' : 'page';
  zone.ariaBusy = 'true';
  try {
    const picture = await takeScreenshot(way, element);
    if (signal.aborted) return;
    zone.ariaBusy = null;
    const edited = await edit(picture, zone.getRootNode() as ShadowRoot, localizer(), signal);
    if (!edited || signal.aborted) return;
    const { endings, maxSize } = rulesOf(chat.getState());
    const file = await fitted(edited, { png: endings.includes('png'), most: maxSize });
    await tray.take([new File([file], nameOf(file, new Date()), { type: file.type })]);
  } catch (error) {
    const code = error instanceof ScreenshotError ? error.code : 'failed';
    drawn ||= code !== 'elsewhere';
    tray.tell(await laterText(localizer(), screenshotFailureWords, `screenshot-${code}`));
  } finally {
    busy = false;
    zone.ariaBusy = null;
    // What is hidden loses the focus.
    container.querySelector<HTMLElement>('[part~="input"]')?.focus({ preventScroll: true });
  }
}

/** What the person made of the picture, or null when they gave it up. */
async function edit(picture: Blob, root: ShadowRoot, localizer: Localizer, signal: AbortSignal): Promise<Blob | null> {
  try {
    const { editPicture } = await import('./edit.js');
    return await editPicture(picture, { root, localizer, signal });
  } catch (error) {
    // Without its editor the picture is still seen in the tray before it is sent.
    createConsoleLog().error('picture-editor-failed', { message: String(error) });
    return picture;
  }
}

/** `screenshot-2026-11-26-1105.png`, in the person's own time. */
function nameOf({ type }: Blob, at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `screenshot-${day}-${two(at.getHours())}${two(at.getMinutes())}.${type === 'image/png' ? 'png' : 'jpg'}`;
}

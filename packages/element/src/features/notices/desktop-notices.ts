/** Notifications of the operating system, after the visitor asked for them (V23), and the number on an installed app. */
import type { WrittenEvent } from '@support-chat/protocol';
import { displayName, type Localizer } from '@support-chat/ui';

/** Longest text of a notification, in UTF-16 code units. */
const TEXT_LENGTH = 240;

/** Not every engine knows it. */
type AppBadge = Partial<{ setAppBadge(count: number): Promise<void>; clearAppBadge(): Promise<void> }>;

/** See the module. */
export class DesktopNotices {
  readonly #signal: AbortSignal;
  readonly #onOpen: () => void;
  #shown: Notification | undefined;
  #badged = false;

  /**
   * @param onOpen - the visitor pressed the notification
   * @param signal - closes what is shown
   */
  constructor(onOpen: () => void, signal: AbortSignal) {
    this.#onOpen = onOpen;
    this.#signal = signal;
    const close = (): void => this.#shown?.close();
    signal.addEventListener(
      'abort',
      () => {
        close();
        this.badge(0);
      },
      { once: true },
    );
    document.addEventListener('visibilitychange', () => document.hidden || close(), { signal });
  }

  /** Shows a message where the visitor allows it; the next one takes its place. */
  show({ author, text, conversation }: WrittenEvent, localizer: Localizer): void {
    if (this.#signal.aborted || globalThis.Notification?.permission !== 'granted') return;
    const options = { body: text.slice(0, TEXT_LENGTH), tag: conversation, lang: localizer.locale, silent: true };
    let notification: Notification;
    try {
      notification = new Notification(displayName(author, localizer), options);
    } catch {
      return; // Phones show them from service workers only; the launcher counts all the same.
    }
    this.#shown = notification;
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
      this.#onOpen();
    });
  }

  /** Puts the number on the app's icon; none takes it away. */
  badge(count: number): void {
    if (count === 0 && !this.#badged) return;
    this.#badged = count > 0;
    const app = navigator as AppBadge;
    // A page that is no app has no icon to put it on, and nothing is lost.
    (count > 0 ? app.setAppBadge?.(count) : app.clearAppBadge?.())?.catch(() => undefined);
  }
}

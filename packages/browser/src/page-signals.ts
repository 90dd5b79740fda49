/** Signals of the page the chat lives on. */
import type { PageSignals } from '@support-chat/core';
import { pictureWindows } from './picture-windows.js';

/**
 * Visibility and network as the page tells them. Listeners are also called when nothing changed but the page came
 * back (from sleep, freeze or the back-forward cache), so that deadlines are looked at again (C2).
 */
export function createPageSignals(): PageSignals {
  return {
    listen(listener) {
      const controller = new AbortController();
      const { signal } = controller;
      // A chat in a window of its own that keeps in front is seen when its page is not. Ours has a name.
      const visible = () => document.visibilityState === 'visible' || Boolean(pictureWindows()?.window?.name);
      const tell = () => listener({ visible: visible(), online: navigator.onLine });
      for (const name of ['visibilitychange', 'freeze', 'resume']) document.addEventListener(name, tell, { signal });
      for (const name of ['online', 'offline', 'pageshow']) addEventListener(name, tell, { signal });
      // WebKit leaves a page for the back-forward cache without a 'visibilitychange'.
      addEventListener('pagehide', () => listener({ visible: false, online: navigator.onLine }), { signal });
      tell();
      return () => controller.abort();
    },
  };
}

/** The few words of the shell in the language of the page. */
import { launcherWords, type LauncherWords } from '@support-chat/ui';

/** The BCP 47 tag an element is to speak: its own, else that of the page around it, else the browser's. */
export function languageOf(element: HTMLElement & { readonly locale: string }): string {
  return element.locale || element.closest<HTMLElement>('[lang]')?.lang || navigator.language;
}

/** Loads the shell's words for a BCP 47 tag: English where we do not speak the language or its words do not come. */
export async function loadLauncherWords(tag: string): Promise<LauncherWords> {
  if (/^en\b/i.test(tag)) return launcherWords;
  const loaded = await import('@support-chat/ui/locales/languages').catch(() => undefined);
  return loaded?.languageFor(tag)?.launcher ?? launcherWords;
}

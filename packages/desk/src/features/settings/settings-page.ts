/** What a page of the settings is: one module, and one line in `pages.ts`. */
import { formatText, type Text, type TextValues } from '@support-chat/ui';
import type { TemplateResult } from 'lit';
import type { DeskLocalizer } from '../../desk-localizer.js';
import type { SettingsSource } from '../../settings/settings-source.js';
import type { Saveable } from './draft.js';
import type { DraftKeeper } from './draft-keeper.js';

/** Words in the desk's languages; a page brings its own. */
export interface PageWords<Key extends string> {
  readonly en: Readonly<Record<Key, Text>>;
  readonly de: Readonly<Record<Key, Text>>;
}

/** Says something of a page. */
export type Say<Key extends string> = (key: Key, values?: TextValues) => string;

/** Binds words to the desk's language. */
export function wordsIn<Key extends string>(localizer: DeskLocalizer, words: PageWords<Key>): Say<Key> {
  const { locale } = localizer;
  const chosen = words[/^de\b/i.test(locale) ? 'de' : 'en'];
  return (key, values) => formatText(chosen[key], values, locale);
}

/** What a page cannot know alone. */
export interface PageHost {
  readonly source: SettingsSource;
  readonly localizer: () => DeskLocalizer;
  /** Where unsaved changes are kept. */
  readonly keeper: DraftKeeper;
  /** Of the desk: for style sheets. */
  readonly root: ShadowRoot;
  /** Draws the page again. */
  readonly changed: () => void;
  /** Says aloud and shows that something was done, or why it was not. */
  readonly tell: (text: string, wrong?: boolean) => void;
  /** Ends the settings. */
  readonly signal: AbortSignal;
}

/** A page that was opened. It stays for as long as the settings, so that nothing is lost by looking at another one. */
export interface SettingsPage {
  render(): TemplateResult;
  /** What the bar at the foot saves, in this order. */
  readonly drafts: () => readonly Saveable[];
  /** It came to the front again. */
  shown?(): void;
}

/** A line of the list of pages. */
export interface PageEntry {
  readonly id: string;
  readonly title: { readonly en: string; readonly de: string };
  readonly load: () => Promise<{ readonly openPage: (host: PageHost) => SettingsPage }>;
}

/** The sections `panel` and `look`, between what is stored and what is entered: what is empty is not set. */
import type { Corner, LookSettings, PanelSettings } from '@support-chat/protocol';
import type { Draft } from '../draft.js';
import { sectionDraft } from '../section-draft.js';
import type { PageHost } from '../settings-page.js';

/** Words of the panel, in the order of the page. */
export const PANEL_WORDS = ['title', 'replyTime', 'awayLine', 'greeting', 'welcome'] as const;
export type PanelEntry = Readonly<Record<(typeof PANEL_WORDS)[number], string>>;

export interface LookEntry {
  /** As it was typed; empty: the chat's own. */
  readonly accent: string;
  /** Empty: as in the light. */
  readonly accentInTheDark: string;
  readonly corner: Corner;
}

const NO_WORDS: PanelEntry = { title: '', replyTime: '', awayLine: '', greeting: '', welcome: '' };
const NO_LOOK: LookEntry = { accent: '', accentInTheDark: '', corner: 'bottom-end' };
const HEX = /^#?([\da-f]{6}|[\da-f]{3})$/i;

/** The colour that somebody means by `#2B59D9`, `2b59d9` or `#25d`; undefined for what is none. */
export function colourOf(typed: string): string | undefined {
  const digits = HEX.exec(typed.trim())?.[1]?.toLowerCase();
  if (digits === undefined) return undefined;
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

export function panelDraft(host: PageHost): Draft<PanelEntry> {
  return sectionDraft<PanelEntry>(host, {
    section: 'panel',
    empty: NO_WORDS,
    read: (stored: PanelSettings) => ({ ...NO_WORDS, ...stored }),
    write: panelOf,
  });
}

/** @param wrong - what is said of a colour that is none */
export function lookDraft(host: PageHost, wrong: () => string): Draft<LookEntry> {
  return sectionDraft<LookEntry>(host, {
    section: 'look',
    empty: NO_LOOK,
    read: (stored: LookSettings) => ({ ...NO_LOOK, ...stored }),
    write: lookOf,
    check: (entry) =>
      Object.fromEntries(
        (['accent', 'accentInTheDark'] as const)
          .filter((name) => entry[name].trim() !== '' && colourOf(entry[name]) === undefined)
          .map((name) => [name, wrong()] as const),
      ),
  });
}

/** The section as it is stored; null when nothing is set. */
export function panelOf(entry: PanelEntry): PanelSettings | null {
  const set = PANEL_WORDS.filter((name) => entry[name].trim() !== '').map(
    (name) => [name, entry[name].trim()] as const,
  );
  return set.length === 0 ? null : Object.fromEntries(set);
}

/** The section as it is stored, without colours that are none; null when nothing is set. */
export function lookOf({ accent, accentInTheDark, corner }: LookEntry): LookSettings | null {
  const [light, dark] = [colourOf(accent), colourOf(accentInTheDark)];
  const set: LookSettings = {
    ...(light !== undefined && { accent: light }),
    ...(light !== undefined && dark !== undefined && { accentInTheDark: dark }),
    ...(corner !== NO_LOOK.corner && { corner }),
  };
  return Object.keys(set).length === 0 ? null : set;
}

/** A colour: chosen or typed, and what can be seen of it, in words. Draws what it is given; keeps nothing. */
import { contrastOf, type Channels } from '@support-chat/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { textField } from '../fields.js';
import type { Say } from '../settings-page.js';
import { colourOf } from './look-entry.js';
import type { lookWords } from './look-words.js';

interface ColourFieldView {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly problem: string | undefined;
  /** As it was typed. */
  readonly value: string;
  /** Shown while nothing is chosen. */
  readonly otherwise: string;
  /** What it is seen on. */
  readonly page: 'light' | 'dark';
  readonly onInput: (value: string) => void;
}

const WHITE: Channels = [255, 255, 255];
const BLACK: Channels = [0, 0, 0];
/** The panel's own surfaces. */
const PAGES = { light: WHITE, dark: [26, 27, 30] } as const;
/** What WCAG asks for what can be used; words on it always have 4.5, the chat sees to that. */
const EDGES = 3;
const VERY_EASY = 7;

/** The field and its verdict, which is told aloud when it changes. */
export function colourField(view: ColourFieldView, say: Say<keyof typeof lookWords.en>): TemplateResult {
  const { id, label, value, otherwise, page, onInput } = view;
  const colour = colourOf(value);
  return html`<div class="colour-field">
    <input
      type="color"
      aria-label=${say('choose', { label })}
      .value=${live(colour ?? otherwise)}
      @input=${(event: Event) => onInput((event.target as HTMLInputElement).value)}
    />
    ${textField({ ...view, id, maxLength: 7, placeholder: otherwise })}
    <p class="hint" id="${id}-contrast" role="status">${colour === undefined ? nothing : verdict(colour, page, say)}</p>
  </div>`;
}

function verdict(colour: string, page: 'light' | 'dark', say: Say<keyof typeof lookWords.en>): string {
  const channels = channelsOf(colour);
  // The chat takes the one of them that contrasts more.
  const words = Math.max(contrastOf(channels, WHITE), contrastOf(channels, BLACK));
  const edges = contrastOf(channels, PAGES[page]);
  const said = say(words < VERY_EASY ? 'words-easy' : 'words-very-easy', { ratio: shown(words) });
  return edges < EDGES ? `${said} ${say(`faint-${page}`, { ratio: shown(edges) })}` : said;
}

/** With one digit, and never rounded up to what it is not. */
function shown(ratio: number): number {
  return Math.floor(ratio * 10) / 10;
}

function channelsOf(colour: string): Channels {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

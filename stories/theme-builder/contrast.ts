/**
 * How well the words of a chat can be read in the colours it has: every pair of tokens that stand on each other, measured
 * on the real element, in light and in dark, with what to change when it is too little.
 */

import { contrastOf, type Channels } from '@support-chat/ui';

/** `light` or `dark`: what the element would be shown in. */
export type Scheme = 'light' | 'dark';

/** One pair as it is shown now. */
export interface Contrast {
  /** What a person sees there. */
  readonly what: string;
  /** From 1 (the same colour) to 21 (black on white), as WCAG counts. */
  readonly ratio: number;
  /** What WCAG AA asks for: 4.5 for words, 3 for the edges of what can be used. */
  readonly needed: number;
  /** CSS colours, to show them. */
  readonly front: string;
  readonly back: string;
  readonly advice: string;
}

type Pair = readonly [what: string, front: string, back: string, needed: number, advice: string];

const WORDS = 4.5;
const EDGES = 3;
const pairs: readonly Pair[] = [
  ['Words on the panel', 'text', 'surface', WORDS, 'Move text and surface apart.'],
  ['Quiet words: times, hints', 'muted', 'surface', WORDS, 'Move text and surface apart.'],
  ['Hints in fields', 'muted', 'bubble', WORDS, 'Move the incoming messages closer to the surface.'],
  ['Incoming messages', 'bubble-text', 'bubble', WORDS, 'Move incoming messages and their words apart.'],
  ['Own messages', 'own-bubble-text', 'own-bubble', WORDS, 'Move own messages and their words apart.'],
  ['Launcher and main buttons', 'accent-text', 'accent', WORDS, 'Leave the words on the accent to the chat.'],
  [
    'Links and quiet buttons',
    'accent-ink',
    'surface',
    WORDS,
    'Choose a surface that is lighter, or darker in the dark.',
  ],
  ['What went wrong', 'danger', 'surface', WORDS, 'Choose a surface that is lighter, or darker in the dark.'],
  ['Edges of fields', 'border-strong', 'surface', EDGES, 'Move text and surface apart.'],
];

/** Measures all pairs of an element whose panel has been opened, as it would be in that scheme. */
export function measureContrast(chat: Element, scheme: Scheme): readonly Contrast[] {
  const { shadowRoot } = chat;
  if (!shadowRoot) throw new Error('There is no chat to measure');
  const probe = document.createElement('span');
  // Tokens are evaluated where they are used: the probe's scheme decides, not the element's.
  probe.style.colorScheme = scheme;
  shadowRoot.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(--_${token})`;
    return getComputedStyle(probe).color;
  };
  try {
    const surface = colour('surface');
    return pairs.map(([what, front, back, needed, advice]) => {
      const colours = { front: colour(front), back: colour(back) };
      const below = paint(surface, colours.back);
      const ratio = contrastOf(paint(surface, colours.back, colours.front), below);
      return { what, ratio, needed, advice, ...colours };
    });
  } finally {
    probe.remove();
  }
}

/** The verdict in words. */
export function contrastWords({ ratio, needed, advice }: Contrast): string {
  if (ratio < needed) return `Too faint: at least ${needed} to 1. ${advice}`;
  return ratio < 7 ? 'Easy to read' : 'Very easy to read';
}

/** With one digit, and never rounded up to what it is not. */
export function contrastNumber({ ratio }: Contrast): string {
  return `${(Math.floor(ratio * 10) / 10).toFixed(1)} to 1`;
}

/** The colour that several make, painted over each other in any notation; 0 to 255. */
function paint(...colours: readonly string[]): Channels {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser does not paint');
  for (const colour of colours) {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** From what was chosen to custom properties, and from them to the CSS and HTML that a page takes over. */
import ink from 'support-chat/themes/ink.css?inline';
import meadow from 'support-chat/themes/meadow.css?inline';
import paper from 'support-chat/themes/paper.css?inline';

/** The knobs. An empty colour is left to the chat, or to the ready theme it begins with. */
export interface ThemeChoice {
  readonly beginWith: keyof typeof readyThemes;
  readonly accent: string;
  readonly accentInTheDark: string;
  readonly surface: string;
  readonly surfaceInTheDark: string;
  readonly text: string;
  readonly textInTheDark: string;
  readonly incoming: string;
  readonly incomingInTheDark: string;
  readonly own: string;
  readonly ownInTheDark: string;
  readonly ownWords: string;
  readonly ownWordsInTheDark: string;
  /** CSS pixels; null: as it was. */
  readonly radius: number | null;
  readonly density: keyof typeof densities;
  readonly font: keyof typeof fonts;
  readonly textSize: number | null;
  readonly shadow: keyof typeof shadows;
  readonly panelWidth: number | null;
  readonly panelHeight: number | null;
  readonly launcherSize: number | null;
  readonly colorScheme: 'auto' | Scheme;
}

type Scheme = 'light' | 'dark';

/** Custom properties by name, with their dashes. */
export type Properties = Readonly<Record<string, string>>;

/** The themes of the package, to begin with. */
export const readyThemes = { nothing: '', paper, ink, meadow } as const;

/** No file to load: what is on the devices already. */
export const fonts = {
  'as before': '',
  'of the page': 'inherit',
  system: 'system-ui, sans-serif',
  humanist: "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'DejaVu Sans', sans-serif",
  rounded: "ui-rounded, 'Hiragino Maru Gothic ProN', Quicksand, Comfortaa, 'Arial Rounded MT Bold', sans-serif",
  serif: "Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, serif",
  typewriter: "ui-monospace, 'Cascadia Code', 'Source Code Pro', Menlo, Consolas, monospace",
} as const;

/** The unit of the grid. */
export const densities = { 'as before': '', compact: '3px', regular: '4px', airy: '5px' } as const;

export const shadows = {
  'as before': '',
  none: '0 0 0 1px color-mix(in oklab, currentColor 16%, transparent)',
  soft: '0 8px 32px -8px rgb(0 0 0 / 20%), 0 0 0 1px color-mix(in oklab, currentColor 10%, transparent)',
  deep: '0 24px 80px -12px rgb(0 0 0 / 45%)',
} as const;

const READER = 16;
/** Never below it, whatever is chosen. */
const SMALLEST = 12;

/** What a style sheet sets. */
export function propertiesOf(css: string): Properties {
  const found = css.matchAll(/(--sc-[a-z-]+):\s*([^;]+);/g);
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value.trim().replace(/\s+/g, ' ')]));
}

/** All that was chosen, on top of what it begins with. */
export function propertiesFrom(choice: ThemeChoice): Properties {
  const begin = propertiesOf(readyThemes[choice.beginWith]);
  const { textSize } = choice;
  const before = (name: string, otherwise: Halves): Halves => halves(begin[name]) ?? otherwise;
  const accent = before('--sc-accent', ['', '']);
  const surface = chosenOr([choice.surface, choice.surfaceInTheDark], before('--sc-surface', ['#ffffff', '#1a1b1e']));
  const text = chosenOr([choice.text, choice.textInTheDark], before('--sc-text', ['#17181c', '#ecedef']));
  const incoming = before('--sc-bubble', [
    `color-mix(in oklab, ${text[0]} 6%, ${surface[0]})`,
    `color-mix(in oklab, ${text[1]} 10%, ${surface[1]})`,
  ]);
  const chosen: Properties = {
    '--sc-accent': both([choice.accent, choice.accentInTheDark], accent),
    '--sc-surface': both([choice.surface, choice.surfaceInTheDark], surface),
    '--sc-text': both([choice.text, choice.textInTheDark], text),
    '--sc-bubble': both([choice.incoming, choice.incomingInTheDark], incoming),
    '--sc-own-bubble': both([choice.own, choice.ownInTheDark], before('--sc-own-bubble', accent)),
    '--sc-own-bubble-text': both([choice.ownWords, choice.ownWordsInTheDark], before('--sc-own-bubble-text', ['', ''])),
    '--sc-radius': pixels(choice.radius),
    '--sc-space': densities[choice.density],
    '--sc-font': fonts[choice.font],
    // Of the reader's own size, so that larger text stays larger.
    '--sc-size-text': textSize === null ? '' : `${textSize / READER}rem`,
    '--sc-size-small': textSize === null ? '' : `${Math.max(SMALLEST, textSize - 2) / READER}rem`,
    '--sc-shadow': shadows[choice.shadow],
    '--sc-panel-width': pixels(choice.panelWidth),
    '--sc-panel-height': pixels(choice.panelHeight),
    '--sc-launcher-size': pixels(choice.launcherSize),
  };
  const set = Object.entries(chosen).filter(([, value]) => value !== '');
  // The words on an accent, and its ink, belong to the accent that the ready theme had.
  const inherited = Object.entries(begin).filter(([name]) => !(chosen['--sc-accent'] && /^--sc-accent-/.test(name)));
  return Object.fromEntries([...inherited, ...set]);
}

/** The rule to copy; a comment when there is nothing to say. */
export function cssOf(properties: Properties): string {
  const lines = Object.entries(properties).map(([name, value]) => `  ${name}: ${value};`);
  return lines.length ? ['support-chat {', ...lines, '}'].join('\n') : '/* Nothing chosen: the chat as it comes. */';
}

/** The tag to copy: whether it follows the system is an attribute. */
export function tagOf({ colorScheme }: ThemeChoice): string {
  const attribute = colorScheme === 'auto' ? '' : ` color-scheme="${colorScheme}"`;
  return `<support-chat server="https://your.host"${attribute}></support-chat>`;
}

/** What a colour is in light and in dark. */
type Halves = readonly [light: string, dark: string];

function halves(value: string | undefined): Halves | undefined {
  if (value === undefined) return undefined;
  const [light = value, dark = value] = /^light-dark\((.+),\s*(.+)\)$/.exec(value)?.slice(1) ?? [];
  return [light, dark];
}

/** The half that was not chosen is as it was; where nothing was, the other serves for both. */
function chosenOr([light, dark]: Halves, before: Halves): Halves {
  return [light || before[0] || dark, dark || before[1] || light];
}

function both(chosen: Halves, before: Halves): string {
  if (!chosen.some(Boolean)) return '';
  const [light, dark] = chosenOr(chosen, before);
  return light === dark ? light : `light-dark(${light}, ${dark})`;
}

function pixels(value: number | null): string {
  return value === null ? '' : `${value}px`;
}

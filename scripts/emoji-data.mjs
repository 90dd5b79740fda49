/**
 * Makes the data of the emoji picker: the list with shortcodes (emojibase) and names and keywords in every language (CLDR),
 * one module each, line by line alike. Runs after `npm ci` (`prepare`); its output is not part of the repository.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'packages/ui/src/features/emoji/data');
const LANGUAGES = ['en', 'de', 'pl', 'ru', 'ja', 'fr', 'es', 'pt', 'ar', 'he', 'zh', 'nl'];
const cldr = dirname(require.resolve('cldr-annotations-full/package.json'));
const COMPONENTS = 2;
const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'];
/** Every platform that we support draws what is older. */
const OLDEST_DOUBTFUL = 12;
const JOINER = '\u200d';
/** CLDR has the names of these flags among those of regions only. */
const REGIONS = {
  gbeng: 'England England Anglia Англия イングランド Angleterre Inglaterra Inglaterra إنجلترا אנגליה 英格兰 Engeland',
  gbsct:
    'Scotland Schottland Szkocja Шотландия スコットランド Écosse Escocia Escócia اسكتلندا סקוטלנד 苏格兰 Schotland',
  gbwls: 'Wales Wales Walia Уэльс ウェールズ Galles Gales Gales ويلز ויילס 威尔士 Wales',
};

const bare = (emoji) => emoji.replaceAll('\ufe0f', '');
const isFlagOfCountry = (emoji) => /^\p{Regional_Indicator}{2}$/u.test(emoji);

/** `emoji` in a skin tone: the modifier follows the first person, or the first and the last. */
function toned(emoji, tone, both) {
  const points = [...emoji];
  const last = points.length - 1;
  return points
    .map((point, at) =>
      at === 0 || (both && at === last) ? point + tone : at === 1 && point === '\ufe0f' ? '' : point,
    )
    .join('');
}

/** How it takes a tone: `'` by its first person, `"` by both, nothing when not at all. */
function markOf({ emoji, skins = [] }) {
  const plain = skins.filter(({ tone }) => typeof tone === 'number');
  const follows = (both) =>
    plain.length === TONES.length && plain.every((skin) => skin.emoji === toned(emoji, TONES[skin.tone - 1], both));
  return follows(false) ? "'" : follows(true) ? '"' : '';
}

/** What CLDR derives from the names of the parts. */
function partsOf(emoji) {
  const parts = bare(emoji).split(JOINER);
  const people = parts.filter((part) => /^[👨👩🧑👦👧]$/u.test(part));
  if (parts.includes('💋')) return ['💏', ...people];
  if (parts.includes('❤')) return ['💑', ...people];
  if (parts.length > 1 && people.length === parts.length) return ['👪', ...people];
  return parts;
}

function linesOf(language, emojis) {
  const { annotations } = require(join(cldr, 'annotations', language, 'annotations.json')).annotations;
  const nameOf = (emoji) => annotations[bare(emoji)]?.tts[0];
  return [...emojis, ...TONES].map((emoji) => {
    if (isFlagOfCountry(emoji)) return ''; // `Intl.DisplayNames` knows it
    const region = [...emoji]
      .map((point) => String.fromCharCode(point.codePointAt(0) & 127))
      .join('')
      .slice(1, 6);
    if (region in REGIONS) return REGIONS[region].split(' ')[LANGUAGES.indexOf(language)];
    const own = annotations[bare(emoji)];
    if (own) {
      const name = own.tts[0];
      const words = new Set(name.toLowerCase().split(/\s+/));
      // What the name says already needs no keyword.
      const more = own.default.filter(
        (word) =>
          !word
            .toLowerCase()
            .split(/\s+/)
            .every((part) => words.has(part)),
      );
      return [name, ...more].join('|');
    }
    if (emoji === '🔟') return '10';
    if (emoji.endsWith('\u20e3')) return nameOf(emoji[0]) ?? emoji[0];
    const [head, ...details] = partsOf(emoji).map(nameOf);
    return `${head}: ${details.join(', ')}`;
  });
}

const all = JSON.parse(readFileSync(require.resolve('emojibase-data/en/data.json'), 'utf8'))
  .filter(({ group, emoji }) => group !== undefined && group !== COMPONENTS && !/\u200d➡/u.test(emoji))
  .sort((one, other) => one.order - other.order);
const codes = ['iamcal', 'github'].map((name) => require(`emojibase-data/en/shortcodes/${name}.json`));
const groups = [...new Set(all.map(({ group }) => group))].sort((one, other) => one - other);
const listed = groups.map((group) => all.filter((entry) => entry.group === group));
const entryOf = (entry) => {
  const version = entry.version >= OLDEST_DOUBTFUL ? String(entry.version) : '';
  return [entry.emoji, markOf(entry) + version, ...new Set(codes.flatMap((set) => set[entry.hexcode] ?? []))].join(',');
};

const source = `Made by scripts/emoji-data.mjs. Do not edit.`;
const write = (name, text) => writeFileSync(join(folder, `${name}.ts`), text);
mkdirSync(folder, { recursive: true });
write(
  'list',
  `/** ${source} From emojibase-data (MIT License, © Miles Johnson). A group a line: emoji, tone and version, shortcodes. */
export const list: string = ${JSON.stringify(listed.map((group) => group.map(entryOf).join(' ')).join('\n'))};\n`,
);
for (const language of LANGUAGES) {
  const lines = linesOf(
    language,
    listed.flat().map(({ emoji }) => emoji),
  );
  if (lines.some((line) => line.includes('undefined'))) throw new Error(`${language}: an emoji has no name`);
  write(
    language,
    `/** ${source} From Unicode CLDR (Unicode License v3). An emoji a line: name and keywords; at the end the skin tones. */
export const words: string = ${JSON.stringify(lines.join('\n'))};\n`,
  );
}
const loads = LANGUAGES.map((language) => `  ${language}: () => import('./${language}.js'),`).join('\n');
write(
  'languages',
  `/** ${source} */
type Load = () => Promise<{ readonly words: string }>;
/** Names and keywords, by language. */
export const languages: Readonly<Record<string, Load | undefined>> & { readonly en: Load } = {\n${loads}\n};\n`,
);

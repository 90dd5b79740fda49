/**
 * Fills the tables between `<!-- api:start TAG -->` and `<!-- api:end -->` (TAG defaults to support-chat) in README files
 * and docs from the committed manifests. With `--check` it writes nothing and fails when a table is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFiles } from './source-files.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const markers = /(<!-- api:start ?([a-z-]*) -->)[^]*?(<!-- api:end -->)/g;

/** Every documented element, by tag name. */
function readElements() {
  const files = ['ui', 'element', 'desk'].map((folder) => join(root, 'packages', folder, 'custom-elements.json'));
  const manifests = files.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const modules = manifests.flatMap((manifest) => manifest.modules);
  const elements = modules.flatMap((module) => module.declarations).filter((declaration) => declaration.customElement);
  const definitions = modules
    .flatMap((module) => module.exports)
    .filter((entry) => entry.kind === 'custom-element-definition');
  const tagOf = ({ tagName, name }) =>
    tagName ?? definitions.find((definition) => definition.declaration.name === name)?.name ?? name;
  return new Map(elements.map((element) => [tagOf(element), element]));
}

const cell = (text = '') => String(text).replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
const code = (text) => (text ? `\`${cell(text)}\`` : '');
const members = (element, kind) => (element.members ?? []).filter((member) => member.kind === kind);

function signature(method) {
  const parameters = (method.parameters ?? []).map(({ name, optional }) => name + (optional ? '?' : ''));
  return `${method.name}(${parameters.join(', ')})`;
}

function propertyRow({ name, attribute, type, default: value, description }) {
  const shown = attribute && attribute !== name ? `${name}\` / \`${attribute}` : name;
  return [code(shown), code(type?.text), code(value), cell(description)];
}

/** Title, column heads and rows of every table an element may have. */
function tablesOf(element) {
  const described = (list = [], decorate = code) =>
    list.map(({ name, description }) => [decorate(name), cell(description)]);
  return [
    ['Properties and attributes', ['name', 'type', 'default', ''], members(element, 'field').map(propertyRow)],
    ['Methods', ['method', ''], members(element, 'method').map((it) => [code(signature(it)), cell(it.description)])],
    [
      'Events',
      ['event', 'type', ''],
      (element.events ?? []).map((it) => [code(it.name), code(it.type?.text), cell(it.description)]),
    ],
    ['Slots', ['slot', ''], described(element.slots, (name) => (name ? code(name) : '(default)'))],
    ['Parts', ['part', ''], described(element.cssParts)],
    ['States', ['state', ''], described(element.cssStates)],
    [
      'Custom properties',
      ['property', 'default', ''],
      (element.cssProperties ?? []).map((it) => [code(it.name), code(it.default), cell(it.description)]),
    ],
  ].filter(([, , rows]) => rows.length > 0);
}

function markdown([title, head, rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [`**${title}**`, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const elements = readElements();
let drifted = 0;
const documents = ['README.md', 'docs', 'packages'].flatMap((place) => [...sourceFiles(root, place, /\.md$/)]);
for (const file of documents) {
  const text = readFileSync(file, 'utf8');
  const filled = text.replace(markers, (_all, start, tag, end) => {
    const element = elements.get(tag || 'support-chat');
    if (!element) throw new Error(`${file}: no element '${tag || 'support-chat'}' in the manifests`);
    return `${start}\n\n<!-- prettier-ignore-start -->\n\n${tablesOf(element).map(markdown).join('\n\n')}\n\n<!-- prettier-ignore-end -->\n\n${end}`;
  });
  if (filled === text) continue;
  drifted += 1;
  if (check) console.error(`${file}: tables are out of date; run \`npm run manifest\``);
  else writeFileSync(file, filled);
}
console.log(`readme tables: ${drifted === 0 ? 'up to date' : check ? `${drifted} DRIFTED` : `${drifted} written`}`);
if (check && drifted > 0) process.exitCode = 1;

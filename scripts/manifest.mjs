/**
 * `npm run manifest`: writes `packages/{ui,element,desk}/custom-elements.json` from the JSDoc of the element classes.
 * With `--check` it writes nothing and fails when a committed manifest is not what the sources say.
 */
import { cli } from '@custom-elements-manifest/analyzer/cli.js';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

/** Packages that hold custom elements. */
const folders = ['ui', 'element', 'desk'];

/** Only classes that are elements, and of them only what is public: the manifest is documentation, not an index. */
function publicElements(manifest) {
  const modules = manifest.modules
    .map((module) => ({
      ...module,
      declarations: module.declarations.filter((declaration) => declaration.customElement).map(withoutPrivate),
      exports: module.exports.filter((entry) => entry.kind === 'custom-element-definition' || isElement(module, entry)),
    }))
    .filter((module) => module.declarations.length > 0 || module.exports.length > 0)
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  return { ...manifest, modules };
}

const isElement = (module, entry) =>
  module.declarations.some((declaration) => declaration.customElement && declaration.name === entry.declaration.name);

function withoutPrivate(declaration) {
  const members = declaration.members?.filter(
    (member) => (member.privacy ?? 'public') === 'public' && !member.name.startsWith('#') && !member.static,
  );
  // Of an event that is made from a variable the analyzer knows the variable's name only; the class lists them all.
  const events = declaration.events?.filter(({ name }) => name.includes('-'));
  return {
    ...declaration,
    ...(members ? { members: members.map(withoutInitializer) } : {}),
    ...(events ? { events } : {}),
  };
}

/** What a field begins with is a default only where it can be set, and says something only as a plain value. */
function withoutInitializer({ default: value, ...member }) {
  return value === undefined || member.readonly || value.includes('(') ? member : { ...member, default: value };
}

let drifted = 0;
for (const folder of folders) {
  const manifest = await cli({
    argv: ['analyze', '--litelement', '--quiet', '--globs', 'src/**/*.ts'],
    cwd: join(root, 'packages', folder),
    noWrite: true,
  });
  const text = `${JSON.stringify(publicElements(manifest), null, 2)}\n`;
  const file = join(root, 'packages', folder, 'custom-elements.json');
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const same = committed === text;
  if (!check && !same) writeFileSync(file, text);
  if (!same) drifted += 1;
  console.log(`packages/${folder}/custom-elements.json: ${same ? 'up to date' : check ? 'DRIFTED' : 'written'}`);
}
if (check && drifted > 0) {
  console.error('Run `npm run manifest` and commit what it writes.');
  process.exitCode = 1;
}

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const packages = new URL('../../../packages/', import.meta.url);

interface Manifest {
  readonly modules: readonly {
    readonly declarations?: readonly {
      readonly tagName?: string;
      readonly cssProperties?: readonly { name: string }[];
    }[];
  }[];
}

/** The documented custom properties of an element. */
function documented(name: 'element' | 'desk'): string[] {
  const { modules } = JSON.parse(readFileSync(new URL(`${name}/custom-elements.json`, packages), 'utf8')) as Manifest;
  return modules.flatMap(({ declarations = [] }) =>
    declarations.flatMap(({ cssProperties = [] }) => cssProperties.map((property) => property.name)),
  );
}

/** All source text of some packages. */
function sources(...names: string[]): string {
  return names
    .flatMap((name) => {
      const folder = new URL(`${name}/src/`, packages);
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
      return files.map((file) => readFileSync(new URL(file, folder), 'utf8'));
    })
    .join('\n');
}

describe('V25 custom properties', () => {
  it.each(['element', 'desk'] as const)('V25 every one that is documented for the %s is read by a style', (name) => {
    const text = sources('ui', name);
    const names = documented(name);
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((property) => !new RegExp(`var\\(\\s*${property}\\b`).test(text))).toEqual([]);
  });

  it('V25 every one that a theme sets is read by a style', () => {
    const text = sources('ui', 'element');
    const folder = new URL('support-chat/themes/', packages);
    const themes = readdirSync(folder);
    expect(themes).toHaveLength(3);
    for (const theme of themes) {
      const names = readFileSync(new URL(theme, folder), 'utf8').match(/^ {2}--sc-[a-z-]+/gm) ?? [];
      expect(names.length).toBeGreaterThan(3);
      for (const property of names) expect(text, theme).toMatch(new RegExp(`var\\(\\s*${property.trim()}\\b`));
    }
  });
});

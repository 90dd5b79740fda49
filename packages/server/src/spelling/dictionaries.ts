/**
 * Hunspell dictionaries for the desk's spell check (V30): those of the packages `dictionary-…` that are installed, beside
 * the server or where it was started. Which ones that are is the choice of whoever runs it, as licences differ
 * (decision 49): only `dictionary-en` comes along. Looked for once, at the first question.
 */
import type { DictionaryInfo } from '@support-chat/protocol';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';

const gzip = promisify(gzipCallback);

/** `dictionary-de`, `dictionary-pt-br`; what else is called dictionary-something names no language. */
const PACKAGE = /^dictionary-([a-z]{2,3}(?:-[a-z]{2,8})?)$/;

/** The two files of a dictionary: how words are inflected and put together, and the words. */
export const DICTIONARY_PARTS = ['aff', 'dic'] as const;
export type DictionaryPart = (typeof DICTIONARY_PARTS)[number];

interface Dictionary extends DictionaryInfo {
  readonly folder: string;
}

/** See the module. */
export class Dictionaries {
  readonly #folders: readonly string[];
  #found: ReadonlyMap<string, Dictionary> | undefined;
  /** File → its compressed bytes, made at the first request. */
  readonly #compressed = new Map<string, Promise<Buffer>>();

  /** @param folders - `node_modules` folders, the nearest first; default: the server's and those of where it was started */
  constructor(folders: readonly string[] = moduleFolders()) {
    this.#folders = folders;
  }

  /** By language. */
  list(): readonly DictionaryInfo[] {
    return [...this.#all.values()].map(({ language, version, license }) => ({ language, version, license }));
  }

  /** A file, compressed by gzip; null: there is none of that language and version. */
  async read(language: string, version: string, part: DictionaryPart): Promise<Buffer | null> {
    const dictionary = this.#all.get(language);
    if (dictionary?.version !== version) return null;
    const path = join(dictionary.folder, `index.${part}`);
    const before = this.#compressed.get(path);
    if (before) return before;
    const made = readFile(path).then((bytes) => gzip(bytes, { level: 9 }));
    this.#compressed.set(path, made);
    // The next one to ask tries again.
    made.catch(() => this.#compressed.delete(path));
    return made;
  }

  get #all(): ReadonlyMap<string, Dictionary> {
    this.#found ??= new Map(
      this.#folders
        .flatMap(dictionariesIn)
        .reverse() // of two, the nearer one stays
        .sort((one, other) => (one.language < other.language ? -1 : one.language > other.language ? 1 : 0))
        .map((dictionary) => [dictionary.language, dictionary]),
    );
    return this.#found;
  }
}

function moduleFolders(): string[] {
  const own = createRequire(import.meta.url).resolve.paths('dictionary-en') ?? [];
  const here = createRequire(resolve('start.js')).resolve.paths('dictionary-en') ?? [];
  return [...new Set([...own, ...here])];
}

function dictionariesIn(folder: string): Dictionary[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const [, language] = PACKAGE.exec(name) ?? [];
    const own = join(folder, name);
    const files = ['package.json', ...DICTIONARY_PARTS.map((part) => `index.${part}`)];
    if (language === undefined || !files.every((file) => existsSync(join(own, file)))) return [];
    const { version, license } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as Record<string, unknown>;
    if (typeof version !== 'string') return [];
    return [{ language, version, license: typeof license === 'string' ? license : 'unknown', folder: own }];
  });
}

/** The sections `origins` and `files`, between what is stored and what is entered, and what stands in the way. */
import {
  DEFAULT_FILE_RULES,
  MAX_FILE_SIZE,
  readSection,
  type FileRules,
  type FileSettings,
} from '@support-chat/protocol';
import type { Draft } from '../draft.js';
import { sectionDraft } from '../section-draft.js';
import type { PageHost, Say } from '../settings-page.js';
import type { siteWords } from './site-words.js';

type Words = Say<keyof typeof siteWords.en>;

/** Which pages may use the server. */
export interface OriginsEntry {
  /** False: as the server was started. */
  readonly own: boolean;
  /** One origin a line. */
  readonly lines: string;
}

/** Which files people send. */
export interface FilesEntry {
  /** False: as the server was started. */
  readonly own: boolean;
  readonly enabled: boolean;
  /** Megabytes of one file, as they were typed. */
  readonly size: string;
  readonly endings: readonly string[];
}

/** Bytes. */
export const MEGABYTE = 1_000_000;
/** Whole megabytes that can be allowed. */
export const MOST_MEGABYTES = Math.floor(MAX_FILE_SIZE / MEGABYTE);

/** @param onStarted - hears the list that holds while none is set */
export function originsDraft(
  host: PageHost,
  say: () => Words,
  onStarted: (origins: readonly string[]) => void,
): Draft<OriginsEntry> {
  return sectionDraft<OriginsEntry>(host, {
    section: 'origins',
    empty: { own: false, lines: '' },
    read: (origins: readonly string[]) => ({ own: true, lines: origins.join('\n') }),
    write: (entry) => (entry.own ? originsOf(entry) : null),
    check: (entry) => originsProblems(entry, say()),
    onStarted: (started) =>
      onStarted(Array.isArray(started) ? started.filter((one): one is string => typeof one === 'string') : []),
  });
}

/** @param onStarted - hears the rules that hold while none are set */
export function filesDraft(host: PageHost, say: () => Words, onStarted: (rules: FileRules) => void): Draft<FilesEntry> {
  let started = DEFAULT_FILE_RULES;
  return sectionDraft<FilesEntry>(host, {
    section: 'files',
    empty: { own: false, enabled: true, size: '', endings: [] },
    read: (stored: FileSettings) => filesEntryOf({ ...started, ...stored }),
    write: ({ own, enabled, size, endings }) =>
      own ? { enabled, maxSize: Math.round(Number(size) * MEGABYTE), endings } : null,
    check: (entry) => filesProblems(entry, say()),
    onStarted: (said) => {
      started = { ...DEFAULT_FILE_RULES, ...(said !== undefined && readSection('files', said as FileSettings)) };
      onStarted(started);
    },
  });
}

/** Rules as they are entered. */
export function filesEntryOf({ enabled, maxSize, endings }: FileRules): FilesEntry {
  return { own: true, enabled, size: String(maxSize / MEGABYTE), endings };
}

function originsOf({ lines }: OriginsEntry): string[] {
  return lines
    .split(/[\s,]+/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function originsProblems(entry: OriginsEntry, say: Words): Record<string, string> {
  const wrong = entry.own ? originsOf(entry).find((line) => !isOrigin(line)) : undefined;
  return wrong === undefined ? {} : { lines: say('origin-wrong', { origin: wrong }) };
}

/** The server has the last word. */
function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/u.test(url.protocol) || url.hostname.includes('*')) return false;
  return `${url.username}${url.password}${url.pathname}${url.search}${url.hash}` === '/';
}

function filesProblems({ own, enabled, size, endings }: FilesEntry, say: Words): Record<string, string> {
  if (!own || !enabled) return {};
  const bytes = Math.round(Number(size) * MEGABYTE);
  const fits = bytes >= 1 && bytes <= MAX_FILE_SIZE;
  return {
    ...(!fits && { maxSize: say('size-wrong', { most: MOST_MEGABYTES }) }),
    ...(endings.length === 0 && { endings: say('kinds-missing') }),
  };
}

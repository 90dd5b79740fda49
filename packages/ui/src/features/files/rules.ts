/** What the owner allows, and how much of a file that is in words. */
import type { ChatState } from '@support-chat/core';
import { DEFAULT_FILE_RULES, type FileRules } from '@support-chat/protocol';

/** The rules of this chat. */
export function rulesOf({ site }: ChatState): FileRules {
  return { ...DEFAULT_FILE_RULES, ...site?.files };
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size as people write it: '1.2 MB'. */
export function sizeText(bytes: number, locale: string): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = UNITS[step] ?? 'byte';
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, format).format(bytes / 1000 ** step);
}

/** What the owner allows, and how much of a file that is in words. */
import type { ChatState } from '@support-chat/core';
import { DEFAULT_FILE_RULES, ProtocolError, readSection, type FileRules } from '@support-chat/protocol';

/** The rules of this chat. Those that this version cannot read are the server's to tell. */
export function rulesOf({ site }: Pick<ChatState, 'site'>): FileRules {
  try {
    return { ...DEFAULT_FILE_RULES, ...(site?.files && readSection('files', site.files)) };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return DEFAULT_FILE_RULES;
  }
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size as people write it: '1.2 MB'. */
export function sizeText(bytes: number, locale: string): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = UNITS[step] ?? 'byte';
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, format).format(bytes / 1000 ** step);
}

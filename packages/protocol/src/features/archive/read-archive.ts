/** An answer of the archive as the desk reads it: by hand (decision 10). */
import { author, seq, text, time } from '../../decode-visitor-frame.js';
import { summary } from '../../decode-server-frame.js';
import { isRecord, object, optional } from '../../shape.js';
import type { ArchiveHit, ArchivePage } from './archive.js';

const found = optional(object<NonNullable<ArchiveHit['found']>>({ author, text, time, seq }));

/** The rows that can be read, in their order. What a newer server says more is dropped (P-F3). */
export function readArchivePage(answer: unknown): ArchivePage {
  if (!isRecord(answer) || !Array.isArray(answer['conversations'])) return { conversations: [] };
  const conversations: ArchiveHit[] = [];
  for (const row of answer['conversations'] as readonly unknown[]) {
    try {
      const hit = isRecord(row) ? found(row['found'], 'found') : undefined;
      conversations.push({ ...summary(row, 'conversation'), ...(hit && { found: hit }) });
    } catch {
      continue; // A row less is better than no list.
    }
  }
  const { after } = answer;
  return { conversations, ...(typeof after === 'string' && { after }) };
}

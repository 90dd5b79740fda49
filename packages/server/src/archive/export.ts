/** The archive as a file: a row for each conversation (CSV), or conversations with all that was said (JSON). */
import { MAX_ARCHIVE_PAGE, type ArchiveHit, type ArchiveQuery } from '@support-chat/protocol';
import { csvLine } from '../csv-line.js';
import type { Archive } from './archive.js';

/** The columns of the CSV file, in their order. */
const COLUMNS = {
  conversation: ({ id }: ArchiveHit) => id,
  started: ({ startedAt }: ArchiveHit) => new Date(startedAt).toISOString(),
  phase: ({ phase }: ArchiveHit) => phase,
  visitor: ({ visitor }: ArchiveHit) => visitor.name,
  email: ({ email }: ArchiveHit) => email,
  department: ({ department }: ArchiveHit) => department,
  agent: ({ assignee }: ArchiveHit) => assignee?.name,
  rating: ({ rating }: ArchiveHit) => rating,
  last_message: ({ lastMessage }: ArchiveHit) => lastMessage?.text,
} as const;

/** The file in pieces, for a stream: as long as the archive is, no more of it than a page is in memory. */
export async function* exportArchive(
  archive: Archive,
  agent: string,
  query: ArchiveQuery,
  format: 'csv' | 'json',
): AsyncGenerator<string> {
  // The mark tells spreadsheets that it is UTF-8.
  yield format === 'csv' ? `\uFEFF${csvLine(Object.keys(COLUMNS))}` : '[';
  let first = true;
  const seen = new Set<string>();
  for await (const hit of everything(archive, agent, query)) {
    if (seen.has(hit.id)) continue;
    seen.add(hit.id);
    if (format === 'csv') {
      yield csvLine(Object.values(COLUMNS).map((column) => column(hit)));
      continue;
    }
    const { unread: _unread, found: _found, ...summary } = hit;
    yield `${first ? '' : ','}\n${JSON.stringify({ ...summary, events: await archive.events(hit.id, hit.epoch) })}`;
    first = false;
  }
  if (format === 'json') yield '\n]\n';
}

async function* everything(archive: Archive, agent: string, query: ArchiveQuery): AsyncGenerator<ArchiveHit> {
  let after: string | undefined;
  do {
    const page = await archive.find(agent, {
      ...query,
      limit: MAX_ARCHIVE_PAGE,
      ...(after !== undefined && { after }),
    });
    yield* page.conversations;
    ({ after } = page);
  } while (after !== undefined);
}

/** Where everything that was ever said is looked up. A page with a back end of its own brings one; else it is the reference server. */
import type { AgentApi } from '../account/agent-api.js';

/** What is looked for; what is absent filters nothing. Times are wall milliseconds in which a conversation began. */
export interface ArchiveSearch {
  readonly words?: string;
  readonly phase?: 'open' | 'ended';
  /** Id of an agent who took part. */
  readonly agent?: string;
  readonly rating?: 'any' | 1 | 2 | 3 | 4 | 5;
  readonly from?: number;
  /** Not among them itself. */
  readonly to?: number;
  /** Of the page before. */
  readonly after?: string;
}

/** Looks things up (A9). */
export interface ArchiveSource {
  /** One page, as `readArchivePage` reads it. @throws a coded `ProtocolError` */
  find(search: ArchiveSearch, signal: AbortSignal): Promise<unknown>;
  /** Address of a file with all that is found. Absent: this agent takes nothing along. */
  readonly exportUrl?: ((search: ArchiveSearch, format: 'csv' | 'json') => string) | undefined;
}

/** The archive of the reference server. @param exports - the agent is a lead or an owner */
export function serverArchive(api: AgentApi, exports: boolean): ArchiveSource {
  return {
    find: (search, signal) => api.call('GET', `/agent/archive?${queryOf(search)}`, signal),
    ...(exports && {
      exportUrl: ({ after: _after, ...search }, format) => {
        return api.url(`/agent/archive/export?${queryOf({ ...search, format })}`);
      },
    }),
  };
}

function queryOf(search: object): URLSearchParams {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  return new URLSearchParams(entries.map(([name, value]) => [name, String(value)]));
}

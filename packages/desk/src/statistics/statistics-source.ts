/** Where the team's figures come from. A page with a back end of its own brings one; else it is the reference server. */
import type { AgentApi } from '../account/agent-api.js';

/** Which chats are counted: those that began on these days of a time zone (IANA). */
export interface StatisticsSearch {
  /** First and last day, `2026-11-27`. */
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  /** Id. */
  readonly department?: string;
  /** Id. */
  readonly agent?: string;
}

/** Counts (A10). */
export interface StatisticsSource {
  /** Figures, as `readStatistics` reads them. @throws a coded `ProtocolError` */
  figures(search: StatisticsSearch, signal: AbortSignal): Promise<unknown>;
  /** What visitors asked about, as `readTopics` reads it; absent: not known. @throws a coded `ProtocolError` */
  topics?: ((search: StatisticsSearch, signal: AbortSignal) => Promise<unknown>) | undefined;
  /** Address of a file with the figures; absent: there is none. */
  readonly exportUrl?: ((search: StatisticsSearch, format: 'csv' | 'json') => string) | undefined;
}

/** The figures of the reference server. */
export function serverStatistics(api: AgentApi): StatisticsSource {
  return {
    figures: (search, signal) => api.call('GET', `/agent/statistics?${queryOf(search)}`, signal),
    topics: (search, signal) => api.call('GET', `/agent/statistics/topics?${queryOf(search)}`, signal),
    exportUrl: (search, format) => api.url(`/agent/statistics/export?${queryOf({ ...search, format })}`),
  };
}

function queryOf(search: object): URLSearchParams {
  return new URLSearchParams(Object.entries(search) as [string, string][]);
}

/** Where a desk gets what it shows: from what the page has set, else from the reference server, for whom it signed in. */
import type { AgentAccount, AgentApi } from './account/agent-api.js';
import { serverArchive } from './archive/archive-source.js';
import { serverNotes } from './notes/note-source.js';
import { serverSettings } from './settings/settings-source.js';
import { serverShortcuts } from './shortcuts/shortcut-source.js';
import { serverSpelling } from './spelling/spelling-source.js';
import { serverStatistics } from './statistics/statistics-source.js';
import { serverMails } from './tickets/mail-source.js';
import { serverVisitors } from './visitor/visitor-source.js';
import type { DeskSources } from './workplace-options.js';

/**
 * @param set - what the page has set
 * @param agent - null: the back end is not the reference server, and what is not set is not offered
 * @param server - absolute URL without a slash at the end
 */
export function deskSources(set: DeskSources, agent: AgentAccount | null, api: AgentApi, server: string): DeskSources {
  const mayWrite = agent !== null && agent.role !== 'agent';
  return {
    shortcuts: set.shortcuts ?? (agent ? serverShortcuts(api, mayWrite) : undefined),
    archive: set.archive ?? (agent ? serverArchive(api, mayWrite) : undefined),
    statistics: set.statistics ?? (agent ? serverStatistics(api) : undefined),
    notes: set.notes ?? (agent ? serverNotes(api) : undefined),
    mails: set.mails ?? (agent ? serverMails(api) : undefined),
    settings: set.settings ?? (agent ? serverSettings(api, agent, server) : undefined),
    spelling: set.spelling ?? (agent ? serverSpelling(api, agent, server) : undefined),
    visitors: set.visitors ?? (agent ? serverVisitors(api) : undefined),
  };
}

/** Where the team's shortcuts are kept. A page with a back end of its own brings one; else it is the reference server. */
import { readImported, type ShortcutDraft, type ShortcutsImported } from '@support-chat/protocol';
import type { AgentApi } from '../account/agent-api.js';

/** Keeps shortcuts (A5). Every method throws a coded `ProtocolError` when it fails. */
export interface ShortcutSource {
  /** All of them, as `readShortcuts` reads them. */
  load(signal: AbortSignal): Promise<unknown>;
  /** What those may do who write them. Absent: this agent only reads. */
  readonly writer?: ShortcutWriter;
}

/** Changes shortcuts. */
export interface ShortcutWriter {
  /** Writes one, a new one or in place of the one of that id. */
  put(id: string, draft: ShortcutDraft, signal: AbortSignal): Promise<void>;
  remove(id: string, signal: AbortSignal): Promise<void>;
  /** Takes what a file holds, all of it or nothing; it need not be one of shortcuts. */
  take(file: unknown, signal: AbortSignal): Promise<ShortcutsImported>;
}

/** The shortcuts of the reference server. @param writes - the agent is a lead or an owner */
export function serverShortcuts(api: AgentApi, writes: boolean): ShortcutSource {
  return {
    load: (signal) => api.call('GET', '/shortcuts', signal),
    ...(writes && {
      writer: {
        async put(id, draft, signal) {
          await api.call('PUT', `/shortcuts/${id}`, signal, draft);
        },
        async remove(id, signal) {
          await api.call('DELETE', `/shortcuts/${id}`, signal);
        },
        async take(file, signal) {
          return readImported(await api.call('POST', '/shortcuts/import', signal, file as object), 'answer');
        },
      },
    }),
  };
}

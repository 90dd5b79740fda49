/** Where the settings of a site are kept (A12). A page with a back end of its own brings one; else it is the reference server. */
import type { AgentAccount, AgentApi } from '../account/agent-api.js';

/** Reads and changes settings. */
export interface SettingsSource {
  /** Who changes them: what they have not saved yet is kept under it. */
  readonly self: string;
  /** Where pages load the chat from, relative to the page; absent: there is neither a snippet to paste nor a preview. */
  readonly server?: string;
  /**
   * Calls a route of the server's API, as `docs/settings.md` names them; `path` begins behind `/v1`.
   *
   * @param version - of what is changed, as it was read: another one by now is refused with `id-conflict`
   * @throws a coded `ProtocolError`
   */
  call(method: string, path: string, signal: AbortSignal, body?: unknown, version?: string): Promise<unknown>;
}

/** The settings of the reference server at that address; undefined for who may set nothing. */
export function serverSettings(api: AgentApi, { id, role }: AgentAccount, server: string): SettingsSource | undefined {
  if (role !== 'owner') return undefined;
  return {
    self: id,
    server,
    call: (method, path, signal, body, version) =>
      api.call(
        method,
        path,
        signal,
        body as object | undefined,
        version === undefined ? {} : { 'If-Match': `"${version}"` },
      ),
  };
}

/** A real Prosody, on the configuration of the documentation. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';
import { startDaemon } from '../hub/daemon.js';

const CONFIGURATION = fileURLToPath(new URL('../../../docs/xmpp/prosody.cfg.lua', import.meta.url));
const program = ['/usr/bin/prosody', '/usr/local/bin/prosody'].find((path) => existsSync(path));

/** What the machine lacks for it; null when nothing. */
export const PROSODY_LACKS = program ? null : 'prosody (apt-get install prosody)';

/** Of everybody with an account: `ada` and `bob`. */
export const AGENT_PASSWORD = 'correct horse battery';

export interface ProsodyServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** For the agents' clients, over TCP. */
  readonly agentsUrl: string;
  stop(): Promise<void>;
}

export interface ProsodySettings {
  /** Where uploads lead. Default: the server itself. */
  readonly publicUrl?: string;
  /** Replaced in the configuration. */
  readonly replace?: readonly (readonly [what: string, by: string])[];
}

export async function startProsody({ publicUrl, replace = [] }: ProsodySettings = {}): Promise<ProsodyServer> {
  const [web, plain] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${web}`;
  const daemon = await startDaemon({
    command: program ?? 'prosody',
    arguments: (folder) => ['-F', '--config', join(folder, 'prosody.cfg.lua')],
    // They come in any order.
    ready: /(?=[^]*Activated service 'http')(?=[^]*Activated service 'c2s')/,
    files(folder) {
      const accounts = join(folder, 'shop%2eexample', 'accounts');
      mkdirSync(accounts, { recursive: true });
      for (const name of ['ada', 'bob']) {
        writeFileSync(join(accounts, `${name}.dat`), `return { ["password"] = "${AGENT_PASSWORD}" };\n`);
      }
      const changes = [
        ['http_ports = { 5280 }', `http_ports = { ${web} }`],
        ['c2s_ports = { 5222 }', `c2s_ports = { ${plain} }`],
        ['c2s_interfaces = { "*" }', 'c2s_interfaces = { "127.0.0.1" }; c2s_require_encryption = false'],
        ['"tls", ', ''], // no certificates here
        ['data_path = "/var/lib/prosody"', `data_path = "${folder}"; pidfile = "${folder}/prosody.pid"`],
        ['"internal_hashed"', '"internal_plain"'],
        ['https://chat.shop.example/', `${publicUrl ?? url}/`],
        ...replace,
      ] as const;
      let configuration = readFileSync(CONFIGURATION, 'utf8');
      for (const [what, by] of changes) {
        if (!configuration.includes(what)) throw new Error(`docs/xmpp/prosody.cfg.lua has no ${what}`);
        configuration = configuration.replaceAll(what, by);
      }
      return {
        'prosody.cfg.lua': `run_as_root = true; prosody_user = "root"; prosody_group = "root"\n${configuration}`,
      };
    },
  });
  return { url, agentsUrl: `xmpp://127.0.0.1:${plain}`, stop: () => daemon.stop() };
}

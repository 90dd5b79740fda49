/** A real Mosquitto, on the configuration of the documentation. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';
import { startDaemon } from './daemon.js';

const folderOfDocs = fileURLToPath(new URL('../../../docs/hub/', import.meta.url));
const read = (name: string): string => readFileSync(join(folderOfDocs, name), 'utf8');
const program = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto'].find((path) => existsSync(path));

/** What the machine lacks for it; null when nothing. */
export const MOSQUITTO_LACKS = program ? null : 'Mosquitto (apt-get install mosquitto)';

/** The desk's user name is `desk`. */
export const DESK_PASSWORD = 'correct horse battery';

export interface MosquittoServer {
  /** For visitors, over WebSocket; with `http:`, as the fault proxy takes it. */
  readonly url: string;
  /** For the desk. */
  readonly deskUrl: string;
  stop(): Promise<void>;
}

/** @param largest - bytes of a message that it takes. Default: as in the documentation */
export async function startMosquitto(largest?: number): Promise<MosquittoServer> {
  const [web, plain] = [await freePort(), await freePort()];
  const daemon = await startDaemon({
    command: program ?? 'mosquitto',
    arguments: (folder) => ['-c', join(folder, 'mosquitto.conf')],
    ready: /mosquitto version \S+ running/,
    files(folder) {
      const passwords = join(folder, 'made.passwords');
      execFileSync('mosquitto_passwd', ['-c', '-b', passwords, 'desk', DESK_PASSWORD]);
      const configuration = read('mosquitto.conf')
        .replace('listener 8083', `listener ${web}`)
        .replace('listener 1883', `listener ${plain}`)
        .replace(/^(message_size_limit) (\d+)$/m, (_line, name, size) => `${name} ${largest ?? size}`)
        .replace(/^(acl_file|password_file) (\S+)$/gm, `$1 ${folder}/$2`);
      return {
        'mosquitto.conf': `${process.getuid?.() === 0 ? 'user root\n' : ''}${configuration}`,
        'support-visitors.acl': read('support-visitors.acl'),
        'support-desk.acl': read('support-desk.acl'),
        'support-desk.passwords': readFileSync(passwords, 'utf8'),
      };
    },
  });
  return { url: `http://127.0.0.1:${web}`, deskUrl: `mqtt://127.0.0.1:${plain}`, stop: () => daemon.stop() };
}

/** A real nginx with nchan, on the configuration of the documentation. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';
import { startDaemon } from './daemon.js';

const MODULE = '/usr/lib/nginx/modules/ngx_nchan_module.so';
const CONFIGURATION = fileURLToPath(new URL('../../../docs/hub/nchan.conf', import.meta.url));

/** What the machine lacks for it; null when nothing. */
export const NCHAN_LACKS = existsSync(MODULE)
  ? null
  : 'nginx with nchan (apt-get install nginx-light libnginx-mod-nchan)';

/** The desk's, as HTTP Basic has it. */
export const DESK_PASSWORD = 'desk:correct horse battery';

export interface NchanServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** A new one on the same port, as after a reboot: what was in memory is gone. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** @param origin - of the site whose pages talk to it. Default: whoever asks */
export async function startNchan(origin = '$http_origin'): Promise<NchanServer> {
  const port = await freePort();
  let daemon = await start(port, origin);
  return {
    url: `http://127.0.0.1:${port}`,
    async restart() {
      await daemon.stop();
      daemon = await start(port, origin);
    },
    stop: () => daemon.stop(),
  };
}

function start(port: number, origin: string) {
  const [user = '', password = ''] = DESK_PASSWORD.split(':');
  return startDaemon({
    command: 'nginx',
    arguments: (folder) => ['-p', folder, '-c', `${folder}/nginx.conf`],
    ready: /start worker process \d+/,
    files: (folder) => ({
      'support-desk.htpasswd': `${user}:{PLAIN}${password}\n`,
      'nginx.conf': `
        load_module ${MODULE};
        daemon off;
        ${process.getuid?.() === 0 ? 'user root;' : ''}
        worker_processes 2;
        pid ${folder}/nginx.pid;
        error_log stderr notice;
        events { worker_connections 1024; }
        http {
          access_log off;
          ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
          server {
            listen 127.0.0.1:${port};
            set $support_origin ${origin};
            include ${CONFIGURATION};
          }
        }`,
    }),
  });
}

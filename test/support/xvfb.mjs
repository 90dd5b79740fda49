/** A private X server for engines without a headless mode: own display number, stopped by its own process id. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts Xvfb on a free display.
 *
 * @returns {Promise<{ environment: Record<string, string>, stop(): Promise<void> }>} variables for programs that
 * should draw there, and a function that ends the server. Rejects when Xvfb cannot start.
 */
export async function startXvfb() {
  // fd 3: Xvfb picks the display itself and writes its number there once it accepts connections.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'exit');
  const failed = ended.then(() => {
    throw new Error('Xvfb ended before it was ready (Debian: apt-get install xvfb).');
  });
  const [line] = await Promise.race([once(server.stdio[3], 'data'), failed]);
  failed.catch(() => undefined); // from here on its end is expected
  const endWithParent = () => server.kill();
  process.once('exit', endWithParent);
  return {
    environment: {
      DISPLAY: `:${String(line).trim()}`,
      NO_AT_BRIDGE: '1',
      GSETTINGS_BACKEND: 'memory',
      LANG: 'en_US.UTF-8',
    },
    async stop() {
      process.removeListener('exit', endWithParent);
      server.kill();
      await ended;
    },
  };
}

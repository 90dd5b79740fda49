/** How the bench talks to the process of a server under test: it asks for resources, and for the end. */

/**
 * Reports the port to the parent and answers its questions. The process has to run with `--expose-gc`.
 *
 * @param stop - ends the server
 */
export function serve(port, stop) {
  process.on('message', async (question) => {
    if (question === 'usage') {
      globalThis.gc();
      globalThis.gc();
      process.send({ memory: process.memoryUsage().rss, cpu: process.cpuUsage() });
    } else if (question === 'stop') {
      await stop();
      process.exit(0);
    }
  });
  process.on('disconnect', () => process.exit(1));
  process.send({ port });
}

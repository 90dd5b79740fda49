/** One fresh page with the debugging protocol at hand: runs steps in the page and reads what they cost. */

/** Opens a page in a context of its own, so that no storage and no cache is shared. */
export async function openPage(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 760 } });
  const page = await context.newPage();
  const failures = [];
  page.on('pageerror', (error) => failures.push(error.message));
  const protocol = await context.newCDPSession(page);
  await protocol.send('Performance.enable');
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in globalThis);

  async function metric(name) {
    const { metrics } = await protocol.send('Performance.getMetrics');
    return metrics.find((entry) => entry.name === name).value;
  }

  return {
    failures,
    /** CPU of the main thread is slowed by this factor. */
    throttle: (rate) => protocol.send('Emulation.setCPUThrottlingRate', { rate }),
    /** Calls a step of `page.js`; gives its result and the main thread's milliseconds in tasks. */
    async step(name, ...given) {
      const before = await metric('TaskDuration');
      const result = await page.evaluate(([step, values]) => globalThis.bench[step](...values), [name, given]);
      return { result, cpu: ((await metric('TaskDuration')) - before) * 1000 };
    },
    /** Bytes of the JavaScript heap after a collection. */
    async heap() {
      await protocol.send('HeapProfiler.collectGarbage');
      return metric('JSHeapUsedSize');
    },
    close: () => context.close(),
  };
}

/**
 * The part of the bench that runs in the page. Every subject gives `mount(history)`, `append(text)`, `scroller()` and
 * `shows(text)`. One that draws history in slices has `complete(count)` as well, one that needs a script to play
 * `prepare(history)`, which is not measured, one that fetches its history `handedAt()`. CPU is read from outside, over the
 * debugging protocol; here are times of the page's own clock.
 */
let subject;
const longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
  type: 'longtask',
});

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
/** After the paint of the frame whose callbacks are running: a task that one of them posts runs when that frame is out. */
const framePainted = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
async function painted() {
  await frame();
  await framePainted();
}
/** Until the frame is painted that first meets the condition. */
async function until(condition, deadline) {
  do {
    if (performance.now() > deadline) return false;
    await frame();
  } while (!condition());
  await framePainted();
  return true;
}
const texts = (count) =>
  Array.from({ length: count }, (_, index) => `History ${index}: it leaves the warehouse today, one to two days.`);
const longest = () => Math.max(0, ...longTasks);

globalThis.bench = {
  /**
   * From the import, from the mount, and from when the history was at hand, to the paint of the empty chat, or of the
   * newest of `history` messages.
   */
  async open(name, history) {
    const messages = texts(history);
    const begin = performance.now();
    subject = await import(`/subject/${name}.js`);
    const imported = performance.now();
    subject.prepare?.(messages);
    const prepared = performance.now();
    longTasks.length = 0;
    await subject.mount(messages);
    if (history === 0) await painted();
    else if (!(await until(() => subject.shows(messages.at(-1)), begin + 60_000)))
      throw new Error(`${name} did not show the newest of ${history} messages.`);
    const end = performance.now();
    return {
      milliseconds: end - begin - (prepared - imported),
      mounted: end - prepared,
      painted: end - (subject.handedAt?.() ?? prepared),
    };
  },
  /** Waits for what the subject still does in slices (at most 20 s); then its longest task since the mount. */
  async settle(history) {
    await until(() => subject.complete?.(history) ?? true, performance.now() + 20_000);
    let last = longTasks.length;
    for (let quiet = 0; quiet < 30; quiet++) {
      await frame();
      if (longTasks.length !== last) quiet = 0;
      last = longTasks.length;
    }
    return longest();
  },
  /** `count` messages, a task each, as fast as tasks come; at most `budget` milliseconds. */
  async live(count, budget) {
    longTasks.length = 0;
    const begin = performance.now();
    const { port1, port2 } = new MessageChannel();
    let sent = 0;
    await new Promise((resolve) => {
      port1.onmessage = () => {
        subject.append(`Live ${count} ${sent++}`);
        if (sent < count && performance.now() - begin < budget) port2.postMessage(null);
        else resolve();
      };
      port2.postMessage(null);
    });
    const shown = await until(() => subject.shows(`Live ${count} ${sent - 1}`), begin + budget + 10_000);
    return { finished: shown ? sent : 0, milliseconds: performance.now() - begin, longest: longest() };
  },
  /** One message at a time, from the call to the paint. */
  async single(count) {
    const samples = [];
    for (let index = 0; index < count; index++) {
      await painted();
      const begin = performance.now();
      subject.append(`Single ${index}`);
      await until(() => subject.shows(`Single ${index}`), begin + 10_000);
      samples.push(performance.now() - begin);
    }
    return samples.sort((a, b) => a - b)[count >> 1];
  },
  /** From the end to the beginning in 300 frames; how many frames of 60 Hz were missed. */
  async scroll(frames) {
    const scroller = subject.scroller();
    const top = scroller.scrollHeight - scroller.clientHeight;
    let before = await frame();
    let dropped = 0;
    for (let index = 1; index <= frames; index++) {
      scroller.scrollTop = top * (1 - index / frames);
      const now = await frame();
      dropped += Math.max(0, Math.round((now - before) / (1000 / 60)) - 1);
      before = now;
    }
    return dropped;
  },
};

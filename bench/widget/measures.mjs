/** What is measured of a widget. Each takes a fresh page and the subject's name, and gives numbers. */

/** Import to painted, four times slower than this machine, and what the opened chat holds. */
export async function mount(page, name) {
  const empty = await page.heap();
  await page.throttle(4);
  const { result, cpu } = await page.step('open', name, 0);
  await page.throttle(1);
  return { openMilliseconds: result.milliseconds, openCpu: cpu, heapBytes: (await page.heap()) - empty };
}

async function live(page, name, count, budget) {
  await page.step('open', name, 0);
  const { result, cpu } = await page.step('live', count, budget);
  const key = `live${count}`;
  return { [`${key}Cpu`]: cpu, [`${key}Finished`]: result.finished, [`${key}Longest`]: result.longest };
}

/** 1,000 messages while the chat is open, a task each; then single ones. */
export async function liveThousand(page, name, { singles, budget }) {
  const numbers = await live(page, name, 1000, budget);
  return { ...numbers, ...(await single(page, 1000, singles)) };
}

export const liveTenThousand = (page, name, { budget }) => live(page, name, 10_000, budget);

async function single(page, at, count) {
  const { result, cpu } = await page.step('single', count);
  return { [`single${at}P50`]: result, [`single${at}Cpu`]: cpu / count };
}

export async function singleAtNothing(page, name, { singles }) {
  await page.step('open', name, 0);
  return single(page, 0, singles);
}

async function history(page, name, count) {
  const { result, cpu } = await page.step('open', name, count);
  const rest = await page.step('settle', count);
  return {
    [`history${count}Mounted`]: result.mounted,
    [`history${count}Painted`]: result.painted,
    [`history${count}Cpu`]: cpu + rest.cpu,
    [`history${count}Longest`]: rest.result,
  };
}

export const historyThousand = (page, name) => history(page, name, 1000);

/** 10,000 as history; through all of them; then single ones at their end. */
export async function historyTenThousand(page, name, { singles }) {
  const numbers = await history(page, name, 10_000);
  const { result, cpu } = await page.step('scroll', 300);
  return { ...numbers, scrollDropped: result, scrollCpu: cpu, ...(await single(page, 10_000, singles)) };
}

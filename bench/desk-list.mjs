/**
 * `node bench/desk-list.mjs [--open 300] [--conversations 2000] [--rounds 20]` (after `npm run build`): how long the desk takes
 * from the frame with all open conversations until their rows are painted, in the system's Chromium, on SQLite.
 */
import { createServer } from '@support-chat/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumFlags, ensureChromium } from '../scripts/browsers.mjs';
import { fillArchive, randomOf } from './archive-data.mjs';
import { machine } from './report.mjs';
import { quantile } from './statistics.mjs';

const { values } = parseArgs({
  options: {
    open: { type: 'string', default: '300' },
    conversations: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const OWNER = { email: 'owner@bench.example', password: 'correct horse battery' };
const open = Number(values.open);

/** In the page: resolves with the milliseconds from the frame that brings the rows to the frame after they are there. */
function watchRows(wanted) {
  const arrived = new Promise((resolve) => {
    const { WebSocket } = globalThis;
    globalThis.WebSocket = class extends WebSocket {
      constructor(...address) {
        super(...address);
        this.addEventListener('message', ({ data }) => {
          if (String(data).includes('"inbox-snapshot"')) resolve(performance.now());
        });
      }
    };
  });
  globalThis.painted = arrived.then(
    (from) =>
      new Promise((resolve) => {
        const look = () => {
          const root = document.querySelector('support-desk')?.shadowRoot;
          if ((root?.querySelectorAll('[data-conversation]').length ?? 0) < wanted) return requestAnimationFrame(look);
          // The frame in which they are counted paints them; the next one begins when that is done.
          requestAnimationFrame(() => resolve(performance.now() - from));
        };
        requestAnimationFrame(look);
      }),
  );
}

const folder = await mkdtemp(join(tmpdir(), 'support-chat-desk-'));
try {
  const settings = { dataFolder: folder, owner: OWNER };
  await (await createServer(settings)).close();
  const conversations = Math.max(open, Number(values.conversations));
  fillArchive(folder, { conversations, open, messages: 3, random: randomOf(Number(values.seed)) });
  const server = await createServer(settings);
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.url}/desk`);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.getByLabel('Password').press('Enter');
    await page.locator('[data-conversation]').first().waitFor();
    await page.addInitScript(watchRows, open);
    const times = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      await page.reload();
      times.push(await page.evaluate(() => globalThis.painted));
    }
    console.log(machine());
    console.log(`${open} open of ${conversations} conversations, ${times.length} rounds: `);
    console.log(`p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms (aim: 200 ms)`);
  } finally {
    await browser.close();
    await server.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The widget side of the bench: a fresh page for every measure, subjects alternating, one record per run and subject. */
import { chromium } from 'playwright-core';
import { chromiumFlags, ensureChromium } from '../../scripts/browsers.mjs';
import * as measures from './measures.mjs';
import { openPage } from './page-session.mjs';
import { widgetSide } from './side.mjs';
import { openSite } from './site.mjs';

const FULL = { singles: 21, budget: 20_000 };
const QUICK = { singles: 7, budget: 4000 };

async function measureOne(browser, url, subject, name, sizes, note) {
  const page = await openPage(browser, url);
  try {
    return await measures[name](page, subject, sizes);
  } catch (error) {
    // A widget that cannot do it has no number there; which one it was and why is told, not hidden.
    note(`${subject} did not finish ${name}: ${error.message.split('\n', 1)[0]} ${page.failures.join('; ')}`);
    return null;
  } finally {
    await page.close();
  }
}

/** Measures everything `runs` times. Yields after each run its `result`: subject → measure → number. */
export async function* measureWidgets({ runs, quick, note }) {
  const { subjects } = widgetSide;
  const sizes = quick ? QUICK : FULL;
  const site = await openSite(subjects);
  const gaveUp = new Set(); // what a subject did not finish once is not waited for again
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags });
  try {
    for (let run = 0; run < runs; run++) {
      const result = Object.fromEntries(subjects.map((subject) => [subject, { bytes: site.bytes[subject] }]));
      for (const name of Object.keys(measures)) {
        // The order turns with each run, so that nobody always comes after the same neighbour.
        const order = subjects.map((_, index) => subjects[(index + run) % subjects.length]);
        for (const subject of order.filter((one) => !gaveUp.has(`${one} ${name}`))) {
          const numbers = await measureOne(browser, site.url, subject, name, sizes, note);
          if (numbers) Object.assign(result[subject], numbers);
          else gaveUp.add(`${subject} ${name}`);
        }
        note(`widget run ${run + 1}/${runs}: ${name}`);
      }
      yield { result, facts: `Chromium ${browser.version()}` };
    }
  } finally {
    await browser.close();
    site.close();
  }
}

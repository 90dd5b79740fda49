/**
 * `node bench/archive.mjs [--conversations 50000] [--messages 10] [--seed N]` (after `npm run build`): how long the search
 * through a large archive takes beside the same requests on one a hundredth of its size, over HTTP, on SQLite.
 */
import { createServer } from '@support-chat/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fillArchive, randomOf, vocabulary } from './archive-data.mjs';
import { machine } from './report.mjs';
import { quantile } from './statistics.mjs';

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '50000' },
    messages: { type: 'string', default: '10' },
    open: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
    rounds: { type: 'string', default: '40' },
  },
});
const OWNER = { email: 'owner@bench.example', password: 'correct horse battery' };

async function measure(conversations, open) {
  const folder = await mkdtemp(join(tmpdir(), 'support-chat-archive-'));
  try {
    const settings = { dataFolder: folder, owner: OWNER, limits: { requests: { count: 1e6, seconds: 1 } } };
    await (await createServer(settings)).close();
    const random = randomOf(Number(values.seed));
    fillArchive(folder, { conversations, open, messages: Number(values.messages), random });
    const began = performance.now();
    const server = await createServer(settings);
    const indexed = performance.now() - began;
    try {
      const signedIn = await fetch(`${server.url}/v1/agent/sessions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(OWNER),
      });
      const Cookie = signedIn.headers.get('set-cookie').split(';', 1)[0];
      const word = vocabulary(randomOf(Number(values.seed)));
      const time = async (query) => {
        const from = performance.now();
        const response = await fetch(`${server.url}/v1/agent/archive?${new URLSearchParams(query)}`, {
          headers: { Cookie },
        });
        if (!response.ok) throw new Error(`HTTP ${response.status} ${await response.text()}`);
        await response.arrayBuffer();
        return performance.now() - from;
      };
      const kinds = {
        'one word': () => ({ words: word() }),
        'two words': () => ({ words: `${word()} ${word()}` }),
        'beginning of a word': () => ({ words: word().slice(0, 3) }),
        'a word, ended, a month': () => ({ words: word(), phase: 'ended', from: '1700000000000', to: '1702600000000' }),
        'no words': () => ({}),
      };
      const result = { 'index made at the start, s': [indexed / 1000] };
      for (const [kind, query] of Object.entries(kinds)) {
        const times = [];
        for (let round = 0; round < Number(values.rounds); round++) times.push(await time(query()));
        result[kind] = times;
      }
      return result;
    } finally {
      await server.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const large = Number(values.conversations);
const small = Math.max(1, Math.round(large / 100));
console.log(
  `seed ${values.seed}: ${small} and ${large} conversations of ${values.messages} messages, ${values.open} open`,
);
const [few, many] = [await measure(small, 3), await measure(large, Number(values.open))];
console.log(machine());
console.log(`| request | p50 ms | p95 ms | p95 ÷ p95 of ${small} |\n| --- | ---: | ---: | ---: |`);
for (const kind of Object.keys(many)) {
  const [p50, p95] = [0.5, 0.95].map((part) => quantile(many[kind], part));
  console.log(`| ${kind} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${(p95 / quantile(few[kind], 0.95)).toFixed(1)} |`);
}

/**
 * `npm run bot:evaluate` (after `npm run build`): how good the knowledge bot is at the questions of `bench/bot`, by halves, and
 * how long it takes to find an answer among 2,000 passages; over HTTP, on SQLite in memory. `--misses` prints each miss.
 */
import { createServer } from '@support-chat/server';
import { readdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { machine } from './report.mjs';

const { values } = parseArgs({
  options: { misses: { type: 'boolean' }, passages: { type: 'string', default: '2000' } },
});
const OWNER = { email: 'owner@bench.example', password: 'correct horse battery' };
const FOLDER = new URL('bot/', import.meta.url);
const LIMITS = { requests: { count: 1e6, seconds: 1 } };

async function start() {
  const server = await createServer({ owner: OWNER, limits: LIMITS });
  const signedIn = await fetch(`${server.url}/v1/agent/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(OWNER),
  });
  const Cookie = signedIn.headers.get('set-cookie').split(';', 1)[0];
  return {
    server,
    async put(id, name, body) {
      const response = await fetch(`${server.url}/v1/bot/texts/${id}?name=${name}`, {
        method: 'PUT',
        headers: { Cookie },
        body,
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async ask(question, locale) {
      const response = await fetch(`${server.url}/v1/bot/trials`, {
        method: 'POST',
        headers: { Cookie, 'Content-Type': 'application/json' },
        body: JSON.stringify({ question, locale }),
      });
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
  };
}

const names = (await readdir(new URL('texts/', FOLDER))).sort();
const texts = await Promise.all(names.map((name) => readFile(new URL(`texts/${name}`, FOLDER), 'utf8')));
const questions = JSON.parse(await readFile(new URL('questions.json', FOLDER), 'utf8'));

async function evaluate() {
  const { server, put, ask } = await start();
  for (const [index, text] of texts.entries()) await put(`text-of-${names[index].slice(0, 2)}`, names[index], text);
  const judged = [];
  for (const one of questions) {
    const trial = await ask(one.question, one.locale);
    const heading = trial.passages[0]?.heading;
    judged.push({ ...one, heading, isRight: heading === one.passage, isAnswered: trial.outcome === 'answer' });
  }
  await server.close();
  const percent = (part, of) => `${((100 * part.length) / of.length).toFixed(1)} % of ${of.length}`;
  for (const half of ['tuning', 'held-out']) {
    const mine = judged.filter((one) => one.half === half);
    const answerable = mine.filter(({ passage }) => passage !== null);
    const others = mine.filter(({ passage }) => passage === null);
    const misses = {
      right: answerable.filter(({ isRight }) => !isRight),
      over: answerable.filter(({ isAnswered }) => !isAnswered),
      made: others.filter(({ isAnswered }) => isAnswered),
    };
    console.log(`\n${half}
  right passage first              ${percent(
    answerable.filter(({ isRight }) => isRight),
    answerable,
  )}   (at least 90 %)
  asked back or handed over wrong  ${percent(misses.over, answerable)}   (at most 10 %)
  answered without an answer       ${percent(misses.made, others)}   (at most 5 %)`);
    if (!values.misses) continue;
    for (const [kind, list] of Object.entries(misses)) {
      for (const { question, heading } of list) console.log(`    ${kind}: ${question} → ${heading ?? 'nothing'}`);
    }
  }
}

/** The texts again and again, each time with other names in them, so that no two passages are the same. */
async function measure(count) {
  const { server, put, ask } = await start();
  const perText = 120; // ten passages in twelve languages
  const rounds = Math.ceil(count / perText);
  for (const [index, text] of texts.entries()) {
    const many = Array.from({ length: rounds }, (_, round) =>
      text.replace(/^# .*/m, '').replace(/^## (.*)$/gm, `## $1 Model${round}`),
    );
    await put(`text-of-${names[index].slice(0, 2)}`, names[index], many.join('\n'));
  }
  const began = performance.now();
  await ask('warm up', 'en');
  const making = performance.now() - began;
  const times = [];
  for (const { question, locale } of [...questions, ...questions, ...questions]) {
    const at = performance.now();
    await ask(question, locale);
    times.push(performance.now() - at);
  }
  await server.close();
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
  console.log(`\n${rounds * perText} passages, ${times.length} questions over HTTP
  index made in ${making.toFixed(0)} ms
  p50 ${at(0.5)} ms   p95 ${at(0.95)} ms (under 50)   p99 ${at(0.99)} ms   most ${at(1)} ms`);
}

console.log(machine());
await evaluate();
await measure(Number(values.passages));

/**
 * `node bench/chat-statistics.mjs [--conversations 50000] [--messages 10] [--rounds 20]` (after `npm run build`): how long the figures of a year of
 * chats take beside those of one hundredth, over HTTP, on SQLite.
 */
import { createServer } from '@support-chat/server';
import Database from 'libsql';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './report.mjs';
import { quantile } from './statistics.mjs';

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '50000' },
    messages: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '20' },
  },
});
const OWNER = { email: 'owner@bench.example', password: 'correct horse battery' };
const AGENTS = 12;
const YEAR = 365 * 24 * 60 * 60 * 1000;
const END = Date.UTC(2026, 10, 27);
const QUESTIONS = [
  'Where is my parcel? I ordered it two weeks ago and nobody has told me anything.',
  'Ich möchte meine Bestellung zurückgeben, wie geht das?',
  'Do you ship to Norway, and how much is it for two of the small teapots?',
  'My kettle is broken. The handle came off when I poured the first cup.',
  '注文した急須が割れていました。交換してもらえますか？',
];

/** A year of chats: asked, taken, answered, ended and rated, by a dozen agents in three departments. */
function fill(folder, conversations, messages) {
  const database = new Database(join(folder, 'support-chat.sqlite'));
  const insert = {
    agent: database.prepare(`insert into agents (id, email, name, role, password_hash, created_at)
      values (?, ?, ?, 'agent', 'none', 1)`),
    visitor: database.prepare('insert into visitors (id, profile, created_at) values (?, ?, 1)'),
    conversation: database.prepare(`insert into conversations
      (id, visitor, epoch, head, phase, started_at, visitor_messages, rating) values (?, ?, 'epoch-0001', ?, 'ended', ?, ?, ?)`),
    event: database.prepare(`insert into events (conversation, seq, type, author_kind, body, time)
      values (?, ?, ?, ?, ?, ?)`),
  };
  database.exec('begin');
  for (let index = 0; index < AGENTS; index++)
    insert.agent.run(`bench-agent-${index}`, `agent-${index}@bench.example`, `A ${index}`);
  for (let index = 0; index < conversations; index++) {
    const [id, visitor] = [`conversation-${index}`, `visitor-${index}`];
    const begun = END - YEAR + Math.floor((YEAR * index) / conversations);
    const guest = { kind: 'visitor', id: visitor };
    const agent = { kind: 'agent', id: `bench-agent-${index % AGENTS}`, name: `A ${index % AGENTS}` };
    insert.visitor.run(visitor, JSON.stringify({ department: ['sales', 'service', 'press'][index % 3] }));
    insert.conversation.run(id, visitor, messages + 3, begun, messages >> 1, 1 + (index % 5));
    let seq = 0;
    const add = (type, author, time, more = {}) =>
      insert.event.run(id, ++seq, type, author.kind, JSON.stringify({ author, ...more }), time);
    add('message-added', guest, begun, { id: `m-${index}-0`, text: QUESTIONS[index % QUESTIONS.length] });
    add('participant-joined', agent, begun + 1000 * (index % 300));
    for (let message = 1; message < messages; message++) {
      const author = message % 2 === 1 ? agent : guest;
      add('message-added', author, begun + 1000 * ((index % 300) + 20 * message), {
        id: `m-${index}-${message}`,
        text: 'So it is.',
      });
    }
    const ended = begun + 1000 * ((index % 300) + 20 * messages);
    add('conversation-ended', agent, ended);
    add('rating-given', guest, ended + 1000, { id: `r-${index}`, score: 1 + (index % 5), text: '' });
  }
  // The next start reads the logs, as it does with a database of before.
  database.exec("delete from kysely_migration where name = '0011-statistics'; commit");
  database.close();
}

async function measure(conversations) {
  const folder = await mkdtemp(join(tmpdir(), 'support-chat-statistics-'));
  try {
    const settings = { dataFolder: folder, owner: OWNER, limits: { requests: { count: 1e6, seconds: 1 } } };
    await (await createServer(settings)).close();
    fill(folder, conversations, Number(values.messages));
    const began = performance.now();
    const server = await createServer(settings);
    const read = performance.now() - began;
    try {
      const signedIn = await fetch(`${server.url}/v1/agent/sessions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(OWNER),
      });
      const Cookie = signedIn.headers.get('set-cookie').split(';', 1)[0];
      const time = async (path, query) => {
        const from = performance.now();
        const all = { from: '2025-11-20', to: '2026-11-27', zone: 'Europe/Berlin', ...query };
        const response = await fetch(`${server.url}/v1/agent/statistics${path}?${new URLSearchParams(all)}`, {
          headers: { Cookie },
        });
        if (!response.ok) throw new Error(`HTTP ${response.status} ${await response.text()}`);
        await response.arrayBuffer();
        return performance.now() - from;
      };
      const kinds = {
        'a year': ['', {}],
        'a month': ['', { from: '2026-10-28' }],
        'a week': ['', { from: '2026-11-21' }],
        'a year of a department': ['', { department: 'sales' }],
        'a year of an agent': ['', { agent: 'bench-agent-3' }],
        'a year as a table': ['/export', { format: 'csv' }],
        'topics of a year': ['/topics', {}],
      };
      const result = { 'logs read at the start, s': [read / 1000] };
      for (const [kind, [path, query]] of Object.entries(kinds)) {
        const times = [];
        for (let round = 0; round < Number(values.rounds); round++) times.push(await time(path, query));
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
const [few, many] = [await measure(small), await measure(large)];
console.log(machine());
console.log(`${small} and ${large} conversations of ${values.messages} messages`);
console.log(`| request | p50 ms | p95 ms | p95 ms of ${small} |\n| --- | ---: | ---: | ---: |`);
for (const kind of Object.keys(many)) {
  const [p50, p95, less] = [quantile(many[kind], 0.5), quantile(many[kind], 0.95), quantile(few[kind], 0.95)];
  console.log(`| ${kind} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${less.toFixed(1)} |`);
}

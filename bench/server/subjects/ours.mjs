/** Our server, as `npm start` runs it: SQLite in a fresh folder, every commit on disk, limits out of the way. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from '../../../packages/server/dist/index.js';
import { OWNER } from '../owner.mjs';
import { serve } from './serve.mjs';

const plenty = { count: 10_000_000, seconds: 1 };
const folder = await mkdtemp(join(tmpdir(), 'support-chat-bench-'));
const server = await createServer({
  dataFolder: folder,
  owner: OWNER,
  limits: {
    messages: plenty,
    agentMessages: plenty,
    frames: plenty,
    sessions: plenty,
    logins: plenty,
    requests: plenty,
    sockets: 100_000,
  },
});

// Without the goodbyes of a drain: nobody listens any more, and the next subject waits.
serve(server.address.port, () => rm(folder, { recursive: true, force: true }));

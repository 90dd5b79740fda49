/** The server side of the bench: fresh processes, subjects alternating, one record of numbers per run and subject. */
import { clients } from './clients.mjs';
import { fanOut, idle, roundTrips, stored } from './measures.mjs';
import { startServer } from './server-process.mjs';

const SUBJECTS = ['ours', 'bare-ws', 'socket-io'];

const FULL = {
  roundTrips: { count: 4000 },
  fanOut: { listeners: 1000, messages: 40 },
  idle: { connections: 10_000 },
  stored: { conversations: 16, messages: 8000, window: 8 },
};
const QUICK = {
  roundTrips: { count: 1000 },
  fanOut: { listeners: 1000, messages: 10 },
  idle: { connections: 1000 },
  stored: { conversations: 16, messages: 2000, window: 8 },
};

/** Which measures there are, and who takes part. */
const MEASURES = [
  [roundTrips, 'roundTrips', SUBJECTS],
  [fanOut, 'fanOut', SUBJECTS],
  [stored, 'stored', ['ours']],
  [idle, 'idle', SUBJECTS],
];

/** Measures everything `runs` times. Yields after each run its `result`: subject → measure → number. */
export async function* measureServers({ runs, quick, note }) {
  const sizes = quick ? QUICK : FULL;
  for (let run = 0; run < runs; run++) {
    const result = Object.fromEntries(SUBJECTS.map((subject) => [subject, {}]));
    for (const [measure, name, subjects] of MEASURES) {
      // The order turns with each run, so that nobody always comes after the same neighbour.
      const order = subjects.map((_, index) => subjects[(index + run) % subjects.length]);
      for (const subject of order) {
        const server = await startServer(subject);
        try {
          Object.assign(result[subject], await measure(server, clients[subject], sizes[name]));
        } finally {
          await server.stop();
        }
        note(`server run ${run + 1}/${runs}: ${name}, ${subject}`);
      }
    }
    yield { result };
  }
}

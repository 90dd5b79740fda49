/** What is measured of a server. Each takes the server's process and the maker of its clients, and gives numbers. */
import { performance } from 'node:perf_hooks';
import { quantile } from '../statistics.mjs';
import { OWNER } from './owner.mjs';

const TEXT = 'Could you tell me the order number? It is in the mail with the subject “Thank you for your order”.';

/** Opens `count` connections, a few at a time. */
async function openMany(count, open, width = 50) {
  const opened = [];
  let next = 0;
  const worker = async () => {
    while (next++ < count) opened.push(await open());
  };
  await Promise.all(Array.from({ length: width }, worker));
  return opened;
}

async function times(count, act) {
  const samples = [];
  for (let index = 0; index < count; index++) {
    const begin = performance.now();
    await act();
    samples.push(performance.now() - begin);
  }
  return samples;
}

/** One question after the other on one connection: the round trip without a commit, and a message with its answer. */
export async function roundTrips(server, makeClients, { count }) {
  const client = await makeClients(server.port).open();
  await times(count / 4, client.ping);
  const pings = await times(count, client.ping);
  await times(count / 8, () => client.echo(TEXT));
  const echoes = await times(count / 2, () => client.echo(TEXT));
  client.close();
  return { pingMicroseconds: quantile(pings, 0.5) * 1000, echoMicroseconds: quantile(echoes, 0.5) * 1000 };
}

/** One message to `listeners` connections, `messages` times: the server's CPU per delivery. */
export async function fanOut(server, makeClients, { listeners, messages }) {
  let missing = 0;
  let done = () => {};
  const room = await makeClients(server.port).room(() => {
    if (--missing === 0) done();
  });
  const opened = await openMany(listeners, room.listen);
  const round = async (count) => {
    for (let index = 0; index < count; index++) {
      // The next message leaves when this one is everywhere, so that queues are not what is measured.
      missing = listeners;
      const everywhere = new Promise((resolve) => (done = resolve));
      await room.send(TEXT);
      await everywhere;
    }
  };
  await round(Math.ceil(messages / 4));
  const before = await server.usage();
  await round(messages);
  const after = await server.usage();
  for (const client of [room.sender, ...opened]) client.close();
  return { fanOutMicroseconds: (after.cpu - before.cpu) / (messages * listeners) };
}

/** Resident memory of one connection that said hello and is silent. */
export async function idle(server, makeClients, { connections }) {
  const maker = makeClients(server.port);
  const warm = await openMany(100, maker.idle);
  const before = await server.usage();
  const opened = await openMany(connections, maker.idle);
  const after = await server.usage();
  for (const client of [...warm, ...opened]) client.close();
  return { idleBytes: (after.memory - before.memory) / connections };
}

/**
 * Only ours: visitors write in several conversations at once, an agent listens to each. A message counts when its ack
 * (after the commit is on disk) and its delivery to the agent are both there.
 */
export async function stored(server, makeClients, { conversations, messages, window }) {
  const maker = makeClients(server.port);
  const signedIn = await fetch(`http://127.0.0.1:${server.port}/v1/agent/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(OWNER),
  });
  if (signedIn.status !== 201) throw new Error(`Sign-in: HTTP ${signedIn.status} ${await signedIn.text()}`);
  const cookie = signedIn.headers.get('set-cookie').split(';', 1)[0];
  const visitors = await openMany(conversations, maker.open);
  const each = Math.ceil(messages / conversations);
  let delivered = 0;
  let done;
  const all = new Promise((resolve) => (done = resolve));
  const agents = [];
  for (const visitor of visitors) {
    const { conversation } = await visitor.echo('The first message begins the conversation.');
    agents.push(await maker.agent(conversation, cookie, () => ++delivered === each * conversations && done()));
  }
  const begin = performance.now();
  const latencies = [];
  await Promise.all(
    visitors.map(async (visitor) => {
      let sent = 0;
      const writer = async () => {
        while (sent < each) {
          sent++;
          latencies.push(...(await times(1, () => visitor.echo(TEXT))));
        }
      };
      await Promise.all(Array.from({ length: window }, writer));
    }),
  );
  await all;
  const seconds = (performance.now() - begin) / 1000;
  for (const client of [...visitors, ...agents]) client.close();
  return { storedPerSecond: (each * conversations) / seconds, storedP50Milliseconds: quantile(latencies, 0.5) };
}

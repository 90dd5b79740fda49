/** A back end to try the adapter on, in memory, with the strings by which a test plays it. Exchange it for yours. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

const LONGEST = 1000;

/** Starts it on a free port of this machine. */
export async function startToyBackEnd() {
  const visitors = new Map(); // token → { conversation, messages }
  const sockets = new Set();
  let [reachable, bad, losing] = [true, null, false];

  const find = (conversation) => [...visitors.values()].find((one) => one.conversation === conversation);
  const store = ({ messages }, message) => {
    messages.push({ ...message, number: messages.length + 1, time: Date.now() });
    return messages.at(-1);
  };

  function answer(method, { pathname, searchParams }, body) {
    if (pathname === '/visitors') {
      const token = visitors.has(body.token) ? body.token : randomUUID();
      if (!visitors.has(token)) visitors.set(token, { conversation: randomUUID(), messages: [] });
      return [200, { token, conversation: visitors.get(token).conversation }];
    }
    const visitor = visitors.get(body.token ?? searchParams.get('token'));
    if (!visitor) return [401, {}];
    if (method === 'POST') {
      const known = visitor.messages.find(({ id }) => id === body.id);
      if (known) return known.text === body.text ? [200, known] : [409, {}];
      if (body.text.length > LONGEST) return [413, {}];
      return [200, store(visitor, { id: body.id, by: 'visitor', text: body.text })];
    }
    const from = Number(searchParams.get('after') ?? 0);
    const to = Number(searchParams.get('before') ?? Infinity);
    const found = visitor.messages.filter(({ number }) => number > from && number < to);
    return [200, { messages: searchParams.has('limit') ? found.slice(-Number(searchParams.get('limit'))) : found }];
  }

  function answerBadly(response) {
    const status = { unauthorized: 401, forbidden: 403, failed: 500, 'rate-limited': 429, 'rate-limited-bare': 429 };
    if (bad === 'rate-limited') response.setHeader('Retry-After', '7');
    if (bad === 'html') return response.end('<!doctype html><title>Please sign in</title>');
    if (bad !== 'cut-body') return response.writeHead(status[bad]).end('{}');
    response.writeHead(200, { 'Content-Length': 1000 }).write('{"messages":[');
    return setTimeout(() => response.destroy(), 5);
  }

  const server = createServer(async (request, response) => {
    response.setHeader('Connection', 'close'); // a cut hits what is being asked, never what will be asked
    const pieces = await request.toArray().catch(() => null);
    if (losing || !pieces) {
      losing = false;
      return response.destroy();
    }
    if (bad) return answerBadly(response);
    const body = pieces.length > 0 ? JSON.parse(Buffer.concat(pieces).toString()) : {};
    const [status, answered] = answer(request.method, new URL(request.url, 'http://toy'), body);
    return response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answered));
  });
  server.on('connection', (socket) => {
    if (!reachable) return socket.destroy();
    sockets.add(socket);
    return socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutAll = () => sockets.forEach((socket) => socket.resetAndDestroy());

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    longest: LONGEST,
    say: (conversation, text) => void store(find(conversation), { id: randomUUID(), by: 'agent', text }),
    stored: (conversation) =>
      find(conversation).messages.map(({ by, text }) => ({ by: by === 'visitor' ? 'visitor' : 'other', text })),
    /** An adapter that asks from time to time has no connection to lose: its next question fails. */
    cut() {
      losing = true;
      cutAll();
    },
    setReachable(on) {
      reachable = on;
      losing = false;
      if (!on) cutAll();
    },
    answerBadly: (how) => void (bad = how),
    async stop() {
      server.close();
      cutAll();
      await once(server, 'close');
    },
  };
}

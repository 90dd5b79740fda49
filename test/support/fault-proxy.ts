/**
 * A TCP proxy that breaks connections on purpose, between a real client and a real server. Owns the ways a network
 * fails; knows of what is carried only enough to recognise a WebSocket's upgrade.
 */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { seededRandom } from './random.js';

/** `up` is from the client to the server. */
export type Direction = 'up' | 'down';

export interface FaultProxyOptions {
  /** Address of the server, `http://127.0.0.1:8080`. */
  readonly target: string;
  /** For every random choice. Default: 1. */
  readonly seed?: number;
}

export interface FaultProxy {
  /** `http://127.0.0.1:` and the proxy's port. */
  readonly url: string;
  readonly port: number;
  /** Connections carried now. */
  readonly open: number;
  /** Connections accepted since the start. */
  readonly accepted: number;
  /** Connections this proxy has cut. */
  readonly cuts: number;
  /** Resets all connections. Resolves with how many there were. */
  cut(): number;
  /**
   * Cuts a connection when it next carries something this way. `before` swallows it: `up` is a cut before the server
   * persists, `down` one before the client has its ack. `within` lets a random part of it through (mid-frame).
   * Resolves when it happened.
   */
  cutNext(direction: Direction, where: 'before' | 'within'): Promise<void>;
  /** Each new connection is cut after a random number of bytes in this range, both ways counted; null stops that. */
  cutAtRandom(range: { readonly from: number; readonly to: number } | null): void;
  /** Half-open: everything stays connected, new connections too, and nothing is carried until `false`. */
  blackhole(on: boolean): void;
  /** A proxy that knows no WebSocket: `refuse` answers 403, `strip` passes the request on without its upgrade. */
  blockUpgrades(how: 'refuse' | 'strip' | null): void;
  /** New connections are reset at once. */
  refuse(on: boolean): void;
  /** New connections go to another server. */
  retarget(target: string): void;
  /** Ends all. */
  close(): Promise<void>;
}

interface Carried {
  readonly client: Socket;
  readonly server: Socket;
  /** Bytes until it is cut at random. */
  budget: number;
}

interface PlannedCut {
  readonly direction: Direction;
  readonly where: 'before' | 'within';
  readonly done: () => void;
}

/** Starts a proxy in front of a server. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const random = seededRandom(options.seed ?? 1);
  const carried = new Set<Carried>();
  const stalled = new Set<Socket>();
  const planned: PlannedCut[] = [];
  let target = new URL(options.target);
  let accepted = 0;
  let cuts = 0;
  let range: { readonly from: number; readonly to: number } | null = null;
  let blackholed = false;
  let refusing = false;
  let upgrades: 'refuse' | 'strip' | null = null;

  function drop(pair: Carried): void {
    if (!carried.delete(pair)) return;
    cuts++;
    pair.client.resetAndDestroy();
    pair.server.resetAndDestroy();
  }

  function carry(pair: Carried, direction: Direction, piece: Buffer): void {
    const to = direction === 'up' ? pair.server : pair.client;
    const plan = planned.findIndex((cut) => cut.direction === direction);
    if (plan >= 0) {
      const [cut] = planned.splice(plan, 1);
      return cutWithin(pair, to, cut?.where === 'within' ? random.between(1, piece.length - 1) : 0, piece, cut?.done);
    }
    if (piece.length >= pair.budget) return cutWithin(pair, to, pair.budget, piece);
    pair.budget -= piece.length;
    if (!to.destroyed) to.write(piece);
  }

  /** Lets the first bytes through, for certain, and cuts behind them. */
  function cutWithin(pair: Carried, to: Socket, bytes: number, piece: Buffer, done?: () => void): void {
    if (bytes > 0 && carried.delete(pair)) {
      cuts++;
      to.end(piece.subarray(0, bytes));
      (to === pair.client ? pair.server : pair.client).resetAndDestroy();
    } else drop(pair);
    done?.();
  }

  function pump(pair: Carried, direction: Direction): void {
    const from = direction === 'up' ? pair.client : pair.server;
    const to = direction === 'up' ? pair.server : pair.client;
    from.on('data', (piece: Buffer) => {
      if (blackholed) return stall(from, piece);
      carry(pair, direction, piece);
      if (to.writableNeedDrain) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    from.on('end', () => to.end());
    from.on('error', () => from.destroy()); // its 'close' takes the other side along
    from.on('close', () => {
      stalled.delete(from);
      if (carried.delete(pair)) to.destroy();
    });
  }

  function stall(socket: Socket, piece: Buffer): void {
    socket.pause();
    socket.unshift(piece);
    stalled.add(socket);
  }

  function accept(client: Socket, head: Buffer | null): void {
    const server = connect({ host: target.hostname, port: Number(target.port) });
    server.setNoDelay(true);
    const budget = range ? random.between(range.from, range.to) : Infinity;
    const pair: Carried = { client, server, budget };
    carried.add(pair);
    if (head) server.write(head);
    pump(pair, 'up');
    pump(pair, 'down');
  }

  /** Holds the first request back until its header is there, to see whether it asks for an upgrade. */
  function inspect(client: Socket, how: 'refuse' | 'strip'): void {
    let head = Buffer.alloc(0);
    const read = (piece: Buffer) => {
      head = Buffer.concat([head, piece]);
      if (!head.includes('\r\n\r\n')) return;
      client.off('data', read);
      client.removeAllListeners('error');
      if (!/^upgrade:/im.test(head.toString('latin1'))) accept(client, head);
      else if (how === 'refuse') client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      else
        accept(client, Buffer.from(head.toString('latin1').replace(/^(upgrade|connection):.*\r\n/gim, ''), 'latin1'));
    };
    client.on('error', () => client.destroy());
    client.on('data', read);
  }

  const clients = new Set<Socket>();
  const listener = createServer((client) => {
    if (refusing) return void client.resetAndDestroy();
    accepted++;
    clients.add(client);
    client.once('close', () => clients.delete(client));
    client.setNoDelay(true);
    if (upgrades) inspect(client, upgrades);
    else accept(client, null);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    get open() {
      return carried.size;
    },
    get accepted() {
      return accepted;
    },
    get cuts() {
      return cuts;
    },
    cut() {
      const all = [...carried];
      all.forEach(drop);
      return all.length;
    },
    cutNext: (direction, where) => new Promise((done) => planned.push({ direction, where, done })),
    cutAtRandom(next) {
      range = next;
    },
    blackhole(on) {
      blackholed = on;
      if (on) return;
      for (const socket of [...stalled]) {
        stalled.delete(socket);
        socket.resume();
      }
    },
    blockUpgrades(how) {
      upgrades = how;
    },
    refuse(on) {
      refusing = on;
    },
    retarget(next) {
      target = new URL(next);
    },
    async close() {
      for (const { client, server } of carried) {
        client.destroy();
        server.destroy();
      }
      for (const client of clients) client.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/**
 * A raw client of `/v1/socket` for tests: says frames, collects what comes, and waits for conditions. Holds no rules of
 * its own: what it sends is what the test wrote.
 */
import { WebSocket, type ClientOptions } from 'ws';

/** Any frame of the server, as it came. */
export type RawFrame = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface SocketClient {
  /** Everything received so far, in order. */
  readonly frames: readonly RawFrame[];
  readonly socket: WebSocket;
  /** How the connection ended. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  /** Sends an object as JSON, or a text as it is. */
  say(frame: object | string): void;
  /** The first frame, received already or still to come, that fits. Rejects when the connection ends before. */
  find(fits: (frame: RawFrame) => boolean): Promise<RawFrame>;
  /** The answer to a command. */
  answer(id: string): Promise<RawFrame>;
  close(): void;
}

/** Opens a socket; rejects with `HTTP <status>` when the upgrade is refused. */
export async function openSocket(url: string, options: ClientOptions = {}): Promise<SocketClient> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/socket`, options);
  const frames: RawFrame[] = [];
  const waiting = new Set<() => void>();
  let over: string | null = null;
  const look = (): void => {
    for (const again of waiting) again();
  };
  socket.on('message', (data) => {
    frames.push(JSON.parse((data as Buffer).toString()) as RawFrame);
    look();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      over = `closed with ${code} ${String(reason)}`;
      resolve({ code, reason: String(reason) });
      look();
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response) => {
      reject(new Error(`HTTP ${response.statusCode}`));
      socket.terminate();
    });
    socket.on('error', reject); // stays: later errors end in 'close', which the test sees
  });
  const find = (fits: (frame: RawFrame) => boolean): Promise<RawFrame> =>
    new Promise((resolve, reject) => {
      const again = (): void => {
        const found = frames.find(fits);
        if (found === undefined && over === null) return;
        waiting.delete(again);
        if (found === undefined) reject(new Error(`${over}; received ${frames.map(({ type }) => type).join(', ')}`));
        else resolve(found);
      };
      waiting.add(again);
      again();
    });
  return {
    frames,
    socket,
    closed,
    find,
    say: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    answer: (id) => find((frame) => ANSWERS.has(frame.type) && frame['id'] === id),
    close: () => socket.close(),
  };
}

const ANSWERS: ReadonlySet<string> = new Set(['ack', 'refused', 'history-page', 'snapshot']);

/** Opens a socket as a visitor; without a token as a new one. Resolves when welcomed. */
export async function openVisitor(
  url: string,
  hello: { readonly token?: string } & Readonly<Record<string, unknown>> = {},
  options: ClientOptions = {},
): Promise<SocketClient & { readonly welcome: RawFrame; readonly token: string }> {
  const client = await openSocket(url, options);
  client.say({ type: 'hello', protocol: 1, role: 'visitor', ...hello });
  const welcome = await client.find(({ type }) => type === 'welcome');
  const session = welcome['session'] as { token: string } | undefined;
  const token = session?.token ?? hello.token ?? '';
  return { ...client, welcome, token };
}

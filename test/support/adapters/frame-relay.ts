/** Stands between a visitor and a server, WebSocket frame by frame: lets the server say what it would not say. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer, type RawData } from 'ws';

type Frame = string | Buffer;

export interface AnswerOptions {
  /** The server gets the frame all the same. */
  readonly passOn?: boolean;
  /** The line ends behind the answer. */
  readonly cut?: boolean;
}

export interface FrameRelay {
  /** `ws://127.0.0.1:` and its port. */
  readonly url: string;
  /** Connections so far. */
  readonly accepted: number;
  /** Frames of visitors, the newest last; binary ones a character per byte. */
  readonly said: readonly string[];
  /** Says something to all visitors, in the server's name. */
  say(frame: Frame): void;
  /** The next frame of a visitor that fits is swallowed, and answered like this. */
  answerNext(fits: RegExp, answer: (frame: string) => Frame, options?: AnswerOptions): void;
  /** The next frame of the server that fits is swallowed. */
  swallowNext(fits: RegExp): void;
  /** The next connection is answered like this in place of the upgrade. */
  refuseNext(status: number, page: string): void;
  /** Ends all lines. */
  cut(): void;
  close(): Promise<void>;
}

/**
 * @param target - of the server's WebSocket
 * @param protocol - the subprotocol of both sides
 */
export async function startFrameRelay(target: string, protocol: string): Promise<FrameRelay> {
  const refusals: { readonly status: number; readonly page: string }[] = [];
  const server = new WebSocketServer({
    ...{ port: 0, host: '127.0.0.1', handleProtocols: () => protocol },
    verifyClient(_info, decide) {
      const refusal = refusals.shift();
      if (refusal) decide(false, refusal.status, refusal.page);
      else decide(true);
    },
  });
  const visitors = new Set<WebSocket>();
  const said: string[] = [];
  const planned: ({ readonly fits: RegExp; readonly answer: (frame: string) => Frame } & AnswerOptions)[] = [];
  const unheard: RegExp[] = [];
  let accepted = 0;
  server.on('connection', (visitor) => {
    accepted++;
    visitors.add(visitor);
    const upstream = new WebSocket(target, protocol);
    const waiting: (() => void)[] = [];
    const passOn = (data: RawData, binary: boolean): void => {
      if (upstream.readyState === WebSocket.CONNECTING) waiting.push(() => passOn(data, binary));
      else upstream.send(data, { binary }, () => undefined);
    };
    upstream.on('open', () => waiting.forEach((send) => send()));
    visitor.on('message', (data, isBinary) => {
      const frame = textOf(data, isBinary);
      said.push(frame);
      const plan = take(planned, ({ fits }) => fits.test(frame));
      if (!plan || plan.passOn) passOn(data, isBinary);
      if (plan) visitor.send(plan.answer(frame), () => plan.cut && visitor.terminate());
    });
    upstream.on('message', (data, isBinary) => {
      const frame = textOf(data, isBinary);
      if (!take(unheard, (fits) => fits.test(frame))) visitor.send(data, { binary: isBinary });
    });
    upstream.on('error', () => visitor.terminate());
    upstream.on('close', () => visitor.close());
    visitor.on('error', () => undefined);
    visitor.on('close', () => {
      visitors.delete(visitor);
      upstream.close();
    });
  });
  await once(server, 'listening');
  const cut = (): void => visitors.forEach((visitor) => visitor.terminate());
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get accepted() {
      return accepted;
    },
    said,
    say: (frame) => visitors.forEach((visitor) => visitor.send(frame)),
    answerNext: (fits, answer, options) => void planned.push({ fits, answer, ...options }),
    swallowNext: (fits) => void unheard.push(fits),
    refuseNext: (status, page) => void refusals.push({ status, page }),
    cut,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Takes the first that fits out of a list. */
function take<Item>(list: Item[], fits: (item: Item) => boolean): Item | undefined {
  const index = list.findIndex(fits);
  return index < 0 ? undefined : list.splice(index, 1)[0];
}

const textOf = (data: RawData, isBinary: boolean): string => (data as Buffer).toString(isBinary ? 'latin1' : 'utf8');

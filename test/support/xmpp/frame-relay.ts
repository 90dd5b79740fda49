/** Stands between a visitor and the server, frame by frame: lets the server say what it would not say. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

export interface FrameRelay {
  /** `ws://127.0.0.1:` and its port. */
  readonly url: string;
  /** Connections so far. */
  readonly accepted: number;
  /** Frames of visitors, the newest last. */
  readonly said: readonly string[];
  /** Says something to all visitors, in the server's name. */
  say(frame: string): void;
  /** The next frame of a visitor that fits is swallowed, and answered like this. */
  answerNext(fits: RegExp, answer: (frame: string) => string): void;
  close(): Promise<void>;
}

/** @param target - of the server's WebSocket */
export async function startFrameRelay(target: string): Promise<FrameRelay> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'xmpp' });
  const visitors = new Set<WebSocket>();
  const said: string[] = [];
  const planned: { readonly fits: RegExp; readonly answer: (frame: string) => string }[] = [];
  let accepted = 0;
  server.on('connection', (visitor) => {
    accepted++;
    visitors.add(visitor);
    const upstream = new WebSocket(target, 'xmpp');
    const opened = once(upstream, 'open');
    visitor.on('message', (data: Buffer) => {
      const frame = data.toString();
      said.push(frame);
      const index = planned.findIndex(({ fits }) => fits.test(frame));
      const [plan] = index < 0 ? [] : planned.splice(index, 1);
      if (plan) visitor.send(plan.answer(frame));
      else void opened.then(() => upstream.send(frame));
    });
    upstream.on('message', (data: Buffer) => visitor.send(data.toString()));
    upstream.on('error', () => visitor.terminate());
    upstream.on('close', () => visitor.close());
    visitor.on('error', () => undefined);
    visitor.on('close', () => {
      visitors.delete(visitor);
      upstream.close();
    });
  });
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get accepted() {
      return accepted;
    },
    said,
    say(frame) {
      for (const visitor of visitors) visitor.send(frame);
    },
    answerNext: (fits, answer) => void planned.push({ fits, answer }),
    async close() {
      for (const visitor of visitors) visitor.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

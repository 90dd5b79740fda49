/**
 * `GET /v1/socket`: upgrades to WebSocket (P-W1). Decides who may connect; what is said then is `SocketLink`'s.
 */
import { ERRORS, MAX_FRAME_BYTES, problem, type Problem } from '@support-chat/protocol';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ServerContext } from '../context.js';
import { agentOf } from '../routes/agent-cookie.js';
import { LinkedSocket, SocketLink, type SocketHost } from './socket-link.js';

/** Milliseconds a closing handshake may take before the socket is cut. */
const CLOSE_TIMEOUT = 5000;

/** Answers upgrades of `server`; they end with it. */
export function serveSockets(server: Server, context: ServerContext): void {
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: 1024,
    maxBufferedChunks: 4096,
    closeTimeout: CLOSE_TIMEOUT,
    WebSocket: LinkedSocket,
  };
  const webSockets = new WebSocketServer<typeof LinkedSocket>(options);
  const host: SocketHost = {
    now: () => context.clock.now(),
    countFrame: (connectionId) => context.counters.frame(connectionId),
    refused: (code) => context.metrics.refused(code),
    closed: (link) => {
      context.links.remove(link);
      context.counters.sockets.leave(link.address);
    },
  };

  server.on('upgrade', (request, socket, head) => {
    // A client that goes away while its cookie is looked up must not bring the process down.
    const gone = (): void => void socket.destroy();
    socket.on('error', gone);
    upgrade(request, socket, head)
      .catch((error: unknown) => {
        context.log.error({ error }, 'upgrade-failed');
        refuse(socket, problem('internal'));
      })
      .finally(() => socket.off('error', gone));
  });

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const address = context.addresses.key(request);
    if (request.url?.split('?', 1)[0] !== '/v1/socket') return refuse(socket, problem('not-found'));
    if (context.draining()) return refuse(socket, problem('server-stopping', { retryAfter: 1 }));
    const origin = context.origins.judge(request);
    if (origin === 'refused') return refuse(socket, problem('origin-refused'));
    const agent = origin === 'allowed' ? null : await agentOf(request, context.service);
    if (!context.counters.sockets.enter(address)) {
      const detail = 'Too many connections are open from this address.';
      return refuse(socket, problem('rate-limited', { retryAfter: 10, detail }));
    }
    let accepted = false;
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      accepted = true;
      const link = new SocketLink(host, webSocket, address);
      link.connection = context.service.connect({
        sink: link,
        address,
        userAgent: request.headers['user-agent'],
        agent,
      });
      context.links.add(link, origin === 'allowed' ? (request.headers.origin ?? null) : null);
      link.start();
    });
    if (!accepted) context.counters.sockets.leave(address);
  }

  function refuse(socket: Duplex, reason: Problem): void {
    context.metrics.refused(reason.code);
    if (!socket.writable) return void socket.destroy();
    const body = JSON.stringify(reason);
    const retryAfter = reason.retryAfter === undefined ? [] : [`Retry-After: ${Math.ceil(reason.retryAfter)}`];
    const head = [
      `HTTP/1.1 ${ERRORS[reason.code].status} ${reason.code}`,
      'Connection: close',
      'Content-Type: application/problem+json',
      'Cache-Control: no-store',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...retryAfter,
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
}

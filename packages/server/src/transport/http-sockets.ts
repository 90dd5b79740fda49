/**
 * The connections of an HTTP server and whether something is being answered on them. Node's own `closeIdleConnections`
 * spares those that never sent a request, such as a browser opens in advance, and a drain would wait a minute for them.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Knows which connections of one server are idle. Sockets that were upgraded are no longer its business. */
export class HttpSockets {
  /** Socket → requests under way. */
  readonly #underWay = new Map<Socket, number>();

  constructor(server: Server) {
    const underWay = this.#underWay;
    // One listener for all: thousands of sockets go on to be WebSockets and would each keep a closure of their own.
    function onClose(this: Socket): void {
      underWay.delete(this);
    }
    server.on('connection', (socket) => {
      underWay.set(socket, 0);
      socket.on('close', onClose);
    });
    server.on('upgrade', (_request, socket) => {
      underWay.delete(socket as Socket);
      socket.off('close', onClose);
    });
    server.on('request', (request, response) => {
      this.#count(request.socket, 1);
      response.once('close', () => this.#count(request.socket, -1));
    });
  }

  /** Ends the connections on which nothing is under way. */
  endIdle(): void {
    for (const [socket, requests] of this.#underWay) if (requests === 0) socket.destroy();
  }

  /** Ends all. */
  endAll(): void {
    for (const socket of this.#underWay.keys()) socket.destroy();
  }

  #count(socket: Socket, change: 1 | -1): void {
    const requests = this.#underWay.get(socket);
    if (requests !== undefined) this.#underWay.set(socket, requests + change);
  }
}

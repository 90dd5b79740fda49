/**
 * One WebSocket between a client and its `Connection`: decodes, counts, holds back, closes. Ten thousand of these sit
 * idle in one process, so it has few fields, no timer and no closure of its own; listeners are shared functions.
 */
import {
  decodeClientFrame,
  frameId,
  problem,
  ProtocolError,
  type ClientFrame,
  type Problem,
} from '@support-chat/protocol';
import { WebSocket, type RawData } from 'ws';
import type { Frame } from '../bus/frame.js';
import type { Connection } from '../service.js';
import { closeCode } from './close-code.js';
import { MAX_FAULTS, MAX_PENDING_FRAMES, pressureVerdict, type Link, type Pressure } from './links.js';

/** What all sockets of one server share. */
export interface SocketHost {
  now(): number;
  /** Counts one frame of a connection: 0, or the seconds to wait (X5). */
  countFrame(connectionId: string): number;
  closed(link: SocketLink): void;
  /** A frame was refused before it reached the service. */
  refused(code: Problem['code']): void;
}

/** A `ws` socket that finds its link without a closure, and tells before it closes what was too large. */
export class LinkedSocket extends WebSocket {
  declare link: SocketLink | undefined;

  override close(code?: number, reason?: string | Buffer): void {
    // `ws` closes with 1009 by itself when a frame exceeds `maxPayload`; the client is to learn the code as well.
    if (code === 1009 && this.link !== undefined) this.link.tell(problem('frame-too-large'));
    super.close(code, reason);
  }
}

const TEXT = { binary: false, compress: false } as const;

/** The server's end of one WebSocket. */
export class SocketLink implements Link, Pressure {
  declare connection: Connection;
  readonly #host: SocketHost;
  readonly #socket: LinkedSocket;
  /** Key of the client's address, for the place that `closed` gives back. */
  readonly address: string;
  slowSince = 0;
  #pending = 0;
  #faults = 0;
  #ended = false;

  constructor(host: SocketHost, socket: LinkedSocket, address: string) {
    this.#host = host;
    this.#socket = socket;
    this.address = address;
    socket.link = this;
  }

  /** Begins to listen; `connection` is set by now. */
  start(): void {
    this.#socket
      .on('message', onMessage)
      .on('pong', onLife)
      .on('ping', onLife)
      .on('error', onError)
      .on('close', onClose);
  }

  get idle(): boolean {
    return this.#pending === 0 && this.#socket.bufferedAmount === 0;
  }

  send(frame: Frame): void {
    if (this.#ended) return;
    const verdict = pressureVerdict(this, this.#socket.bufferedAmount, this.#host.now());
    if (verdict === 'end') this.fail(problem('overloaded'));
    else if (verdict === 'send' || frame.kind === 'exact') this.#socket.send(frame.bytes, TEXT);
  }

  close(reason: Problem): void {
    if (this.#ended) return;
    this.#ended = true;
    this.connection.close();
    this.#socket.close(closeCode(reason.code), reason.code);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  sweep(now: number): void {
    if (this.slowSince === 0 || this.#ended) return;
    if (pressureVerdict(this, this.#socket.bufferedAmount, now) === 'end') this.fail(problem('overloaded'));
  }

  /** Refuses the connection itself, without ending it. */
  tell(reason: Problem, id: string | null = null): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ type: 'refused', id, problem: reason }), TEXT);
  }

  /** Tells why, then closes. */
  fail(reason: Problem): void {
    if (this.#ended) return;
    this.tell(reason);
    this.close(reason);
  }

  /** One message of the client. */
  take(data: RawData, isBinary: boolean): void {
    if (this.#ended) return;
    if (isBinary) return this.#fault(new ProtocolError('frame-invalid', { detail: 'Frames are text.' }), null);
    const text = textOf(data);
    let frame;
    try {
      frame = decodeClientFrame(text);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return this.#fault(error, frameId(text));
    }
    const retryAfter = this.#host.countFrame(this.connection.id);
    if (retryAfter > 0) {
      // Signals may be lost (D5); a command has to hear that it was refused.
      if ('id' in frame) this.#refuse(problem('rate-limited', { retryAfter }), frame.id);
      return;
    }
    if (++this.#pending === MAX_PENDING_FRAMES) this.#socket.pause();
    void this.#process(frame);
  }

  /** Forgets the socket. */
  gone(): void {
    this.#ended = true;
    this.connection.close();
    this.#host.closed(this);
  }

  async #process(frame: ClientFrame): Promise<void> {
    await this.connection.receive(frame);
    if (this.#pending-- === MAX_PENDING_FRAMES && !this.#ended) this.#socket.resume();
  }

  #fault(error: ProtocolError, id: string | null): void {
    this.#refuse(error.problem, id);
    if (++this.#faults >= MAX_FAULTS) this.fail(error.problem);
  }

  #refuse(reason: Problem, id: string | null): void {
    this.#host.refused(reason.code);
    this.tell(reason, id);
  }
}

/** `ws` gives text frames as one checked UTF-8 buffer; the other forms of its type only come when asked for. */
function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString();
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  (this as LinkedSocket).link?.take(data, isBinary);
}

function onLife(this: WebSocket): void {
  (this as LinkedSocket).link?.connection.heard();
}

/** `ws` closes by itself after an error and `onClose` follows; without a listener the process would end. */
function onError(this: WebSocket): void {
  (this as LinkedSocket).link?.connection.close();
}

function onClose(this: WebSocket): void {
  (this as LinkedSocket).link?.gone();
}

/**
 * One event stream (SSE, C3) between a client and its `Connection`. What the client says comes by `POST /v1/commands`;
 * this is the way back. Until the welcome nothing is written, so a refused hello is an ordinary problem answer.
 */
import { problem, type Problem } from '@support-chat/protocol';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Frame } from '../bus/frame.js';
import type { Connection } from '../service.js';
import { pressureVerdict, type Link, type Pressure } from './links.js';

/** Milliseconds between two comments that keep proxies from closing a quiet stream (C3). */
const COMMENT_INTERVAL = 15_000;

interface StreamHost {
  now(): number;
  closed(link: StreamLink): void;
  /** Answers a hello that was refused; nothing has been written yet. */
  refuse(reason: Problem): void;
  /** Headers that the answer has anyhow, CORS above all. */
  readonly headers: OutgoingHttpHeaders;
}

/** The server's end of one event stream. */
export class StreamLink implements Link, Pressure {
  declare connection: Connection;
  readonly #host: StreamHost;
  readonly #response: ServerResponse;
  slowSince = 0;
  #lastComment = 0;
  #started = false;
  #ended = false;
  /** Commands posted to this connection that are not answered yet. */
  pending = 0;

  constructor(host: StreamHost, response: ServerResponse) {
    this.#host = host;
    this.#response = response;
    response.on('close', () => this.#gone());
    response.on('error', () => this.#gone());
  }

  get idle(): boolean {
    return this.pending === 0 && this.#response.writableLength === 0;
  }

  send(frame: Frame): void {
    if (this.#ended) return;
    if (!this.#started) {
      // The refusal of a hello is followed by `close`, which can still answer with the right status.
      if (frame.text.startsWith('{"type":"refused"')) return;
      this.#start();
    }
    const verdict = pressureVerdict(this, this.#response.writableLength, this.#host.now());
    if (verdict === 'end') this.fail(problem('overloaded'));
    else if (verdict === 'send' || frame.kind === 'exact') this.#write(frame);
  }

  close(reason: Problem): void {
    if (this.#ended) return;
    this.#ended = true;
    this.connection.close();
    if (this.#started) this.#response.end();
    else this.#host.refuse(reason);
  }

  /** Tells why, then ends. */
  fail(reason: Problem): void {
    if (this.#ended) return;
    if (this.#started) {
      this.#response.write(`data: ${JSON.stringify({ type: 'refused', id: null, problem: reason })}\n\n`);
    }
    this.close(reason);
  }

  terminate(): void {
    this.#response.destroy();
  }

  sweep(now: number): void {
    if (!this.#started || this.#ended) return;
    if (now - this.#lastComment >= COMMENT_INTERVAL) {
      this.#lastComment = now;
      this.#response.write(':\n\n');
    }
    if (this.slowSince > 0 && pressureVerdict(this, this.#response.writableLength, now) === 'end') {
      this.fail(problem('overloaded'));
    }
  }

  #start(): void {
    this.#started = true;
    this.#lastComment = this.#host.now();
    this.#response.writeHead(200, {
      ...this.#host.headers,
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
  }

  #write(frame: Frame): void {
    const { cursor } = frame;
    const id = cursor === null ? '' : `id: ${cursor.epoch}:${cursor.seq}\n`;
    // JSON has no line breaks of its own, so one `data:` line holds it.
    this.#response.write(`${id}data: ${frame.text}\n\n`);
  }

  #gone(): void {
    this.#ended = true;
    this.connection.close();
    this.#host.closed(this);
  }
}

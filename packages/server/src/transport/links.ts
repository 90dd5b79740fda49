/**
 * Every open transport of one server, WebSocket or stream: who is there, one sweep for all of them instead of a timer
 * each, and the goodbye when the server stops (S2). Knows no conversation.
 */
import { problem, type Problem } from '@support-chat/protocol';
import { Frame } from '../bus/frame.js';
import type { FrameSink } from '../connection/sink.js';
import type { Connection } from '../service.js';

/** Above this many buffered bytes frames that may be lost are dropped (S3). */
export const SLOW_BYTES = 1024 * 1024;
/** Above this many the connection ends; the client resumes (S3). */
export const STUCK_BYTES = 4 * SLOW_BYTES;
/** Milliseconds above {@link SLOW_BYTES} after which the connection ends (S3). */
export const SLOW_PATIENCE = 10_000;
/** Frames taken from one connection and not yet dealt with; reading pauses, or posts are refused, at this many (S3). */
export const MAX_PENDING_FRAMES = 64;
/** Frames of one connection that could not be decoded before it is closed (P-F5). */
export const MAX_FAULTS = 20;

/** One open transport. */
export interface Link extends FrameSink {
  readonly connection: Connection;
  /** Nothing taken in is still being worked on, and nothing sent is still waiting here. */
  readonly idle: boolean;
  /** Tells why, then ends it. */
  fail(reason: Problem): void;
  /** Looks after deadlines; called about every second. @param now - monotonic ms */
  sweep(now: number): void;
  /** Ends it without a word, for a client that does not let itself be closed. */
  terminate(): void;
}

/** Watches how a reader keeps up (S3). One per link, two words of memory. */
export interface Pressure {
  /** Monotonic ms since when the buffer has been over {@link SLOW_BYTES}; 0 when it is not. */
  slowSince: number;
}

/** What to do with a frame under back-pressure. */
export function pressureVerdict(link: Pressure, buffered: number, now: number): 'send' | 'drop-ephemeral' | 'end' {
  if (buffered <= SLOW_BYTES) {
    link.slowSince = 0;
    return 'send';
  }
  if (link.slowSince === 0) link.slowSince = now;
  return buffered > STUCK_BYTES || now - link.slowSince > SLOW_PATIENCE ? 'end' : 'drop-ephemeral';
}

/** The open transports of one server. */
export class Links {
  /** Each with the origin of its page; null: a page of this server, or none. */
  readonly #links = new Map<Link, string | null>();

  /** @param page - origin of the page that opened it, where that is another one than the server's own */
  add(link: Link, page: string | null): void {
    this.#links.set(link, page);
  }

  remove(link: Link): void {
    this.#links.delete(link);
  }

  get size(): number {
    return this.#links.size;
  }

  sweep(now: number): void {
    for (const link of this.#links.keys()) link.sweep(now);
  }

  /** Ends those of pages that may not use the server any more (X3). */
  refuse(mayUse: (origin: string) => boolean): void {
    for (const [link, page] of this.#links) {
      if (page !== null && !mayUse(page)) link.fail(problem('origin-refused'));
    }
  }

  /**
   * Says goodbye to everybody (S2): a `goaway` with a random delay each, so that they do not all come back at once;
   * then each is closed as soon as what it sent is committed and answered.
   *
   * @param options - `jitter`: uniform in [0, 1); `signal`: aborted when patience is over, the rest is cut off
   */
  async drain(options: { readonly jitter: () => number; readonly signal: AbortSignal }): Promise<void> {
    const goodbyes = new Map<Link, Problem>();
    for (const link of this.#links.keys()) {
      const retryAfter = Math.round(options.jitter() * 10_000) / 1000;
      goodbyes.set(link, problem('server-stopping', { retryAfter }));
      link.send(Frame.of({ type: 'goaway', retryAfter }, 'exact'));
    }
    while (this.#links.size > 0 && !options.signal.aborted) {
      for (const link of this.#links.keys()) {
        const goodbye = goodbyes.get(link) ?? problem('server-stopping');
        if (link.idle) link.close(goodbye);
      }
      await pause(options.signal);
    }
    for (const link of this.#links.keys()) link.terminate();
  }
}

/** A short wait between two looks; ends at once when `signal` aborts. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, 20);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

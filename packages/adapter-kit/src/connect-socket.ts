/** A WebSocket that ends with its connection, and ends its connection. */
import { AdapterError, problem, type Problem } from '@support-chat/protocol';
import type { ConnectionLife } from './open-connection.js';

/** What is used of the platform's `WebSocket`; that of `ws` fits as well. */
export type SocketClass = new (url: string, protocols?: string[]) => SocketLike;

interface SocketLike {
  binaryType: string;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
}

export interface SocketOptions {
  /** `https:` and `http:` become `wss:` and `ws:`. */
  readonly url: string | URL;
  /** Subprotocols. */
  readonly protocols?: string[];
  /** The class to use where the platform has none (Node 20: `ws`). Default: the platform's. */
  readonly WebSocket?: SocketClass | undefined;
  /**
   * Takes each text frame. What it throws ends the connection: the resume that follows brings what the frame held. So does a frame of
   * a kind that nobody takes.
   */
  onText?(text: string): void;
  /** Takes each binary frame, likewise. */
  onBytes?(bytes: Uint8Array): void;
  /** Why it was closed, by its code. Null or absent: the connection was lost. */
  explain?(code: number, reason: string): Problem | null;
}

/** The way up. */
export interface SocketLine {
  /** Sends a text frame, or a binary one; on a socket that is not open it is dropped, as the network would have done. */
  send(data: string | Uint8Array<ArrayBuffer>): void;
}

/** Takes nothing. */
const refuse = (): never => {
  throw new Error();
};

/**
 * Opens a socket.
 *
 * @throws AdapterError `network-failed` when it closes before it opens, `not-found` when the address is none
 */
export function connectSocket(life: ConnectionLife, options: SocketOptions): Promise<SocketLine> {
  const { url, protocols, WebSocket = globalThis.WebSocket, onText = refuse, onBytes = refuse, explain } = options;
  return new Promise((resolve, reject) => {
    let socket: SocketLike;
    try {
      socket = new WebSocket(String(url).replace(/^http/, 'ws'), protocols);
    } catch (cause) {
      return reject(new AdapterError('not-found', { cause }));
    }
    let opened = false;
    socket.binaryType = 'arraybuffer';
    life.signal.addEventListener('abort', () => socket.close(), { once: true });
    if (life.signal.aborted) socket.close();
    socket.addEventListener('open', () => {
      opened = true;
      resolve({ send: (text) => socket.send(text) });
    });
    socket.addEventListener('message', ({ data }) => {
      if (life.signal.aborted) return;
      try {
        if (typeof data === 'string') onText(data);
        else onBytes(new Uint8Array(data as ArrayBuffer));
      } catch (cause) {
        life.end(problem('connection-lost', { detail: String(cause) }));
      }
    });
    // 'error' tells nothing that the 'close' after it does not; without a listener `ws` would throw it.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', ({ code, reason }) => {
      const why = explain?.(code, reason) ?? problem(opened ? 'connection-lost' : 'network-failed');
      reject(AdapterError.from(why));
      life.end(why);
    });
  });
}

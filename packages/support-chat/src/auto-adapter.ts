/** The way to the reference server that `transport` asks for. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { withUploads, withVisitorRequests } from '@support-chat/browser';
import { AdapterError, type ChatAdapter } from '@support-chat/protocol';

export interface AutoAdapterOptions {
  /** Address of the reference server. */
  readonly server: string;
  /** `auto`: WebSocket, and where that is blocked server-sent events. Default: `auto`. */
  readonly transport?: 'auto' | 'websocket' | 'sse';
}

/** Makes the adapter. */
export function createAutoAdapter({ server, transport = 'auto' }: AutoAdapterOptions): ChatAdapter {
  const socket = createWebSocketAdapter({ server });
  const way = transport === 'websocket' ? socket : withOtherWays(socket, server, transport === 'sse');
  return withVisitorRequests(withUploads(way, server), server);
}

/** Most networks let WebSockets through: the code of the other way stays on the server until one did not open. */
function withOtherWays(socket: ChatAdapter, server: string, without: boolean): ChatAdapter {
  let ways: ChatAdapter | undefined;
  return {
    ...socket,
    async open(options) {
      let failure: AdapterError | undefined;
      if (!ways && !without) {
        try {
          return await socket.open(options);
        } catch (error) {
          // The server's own words would be the same another way.
          if (options.signal.aborted || !(error instanceof AdapterError) || error.problem.status !== 0) throw error;
          failure = error;
        }
      }
      try {
        ways ??= (await import('./features/other-ways.js')).createOtherWays(server, without ? null : socket, failure);
      } catch (cause) {
        throw failure instanceof AdapterError ? failure : new AdapterError('network-failed', { cause });
      }
      return ways.open(options);
    },
  };
}

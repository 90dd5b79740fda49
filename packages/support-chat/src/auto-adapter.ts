/** The way to the reference server that `transport` asks for. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { fallback, lazyAdapter, withUploads } from '@support-chat/browser';
import type { ChatAdapter } from '@support-chat/protocol';

export interface AutoAdapterOptions {
  /** Address of the reference server. */
  readonly server: string;
  /** `auto`: WebSocket, and where that is blocked server-sent events. Default: `auto`. */
  readonly transport?: 'auto' | 'websocket' | 'sse';
}

/** Makes the adapter. */
export function createAutoAdapter({ server, transport = 'auto' }: AutoAdapterOptions): ChatAdapter {
  return withUploads(wayTo(server, transport), server);
}

function wayTo(server: string, transport: 'auto' | 'websocket' | 'sse'): ChatAdapter {
  switch (transport) {
    case 'websocket':
      return createWebSocketAdapter({ server });
    case 'sse':
      return lazySseAdapter(server);
    case 'auto':
      return fallback([createWebSocketAdapter({ server }), lazySseAdapter(server)]);
  }
}

/** Most networks let WebSockets through: the code of the other way stays on the server until it is needed. */
function lazySseAdapter(server: string): ChatAdapter {
  const load = async (): Promise<ChatAdapter> => {
    const { createSharedSseAdapter } = await import('./shared-sse-adapter.js');
    return createSharedSseAdapter(server);
  };
  return lazyAdapter('sse', load, server);
}

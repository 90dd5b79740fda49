/** A connection whose end somebody else must hear of. */
import type { ChatConnection } from '@support-chat/protocol';

/** The same connection with another `close`; works for objects with private fields as well, so it delegates. */
export function withClose(connection: ChatConnection, close: () => void): ChatConnection {
  const { capabilities } = connection;
  return {
    capabilities,
    send: (command) => connection.send(command),
    notify: (signal) => connection.notify(signal),
    ...(connection.loadHistory && {
      loadHistory: connection.loadHistory.bind(connection),
    }),
    ...(connection.resume && { resume: connection.resume.bind(connection) }),
    close,
  };
}

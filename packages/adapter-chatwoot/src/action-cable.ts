/**
 * ActionCable, the framing of Chatwoot's socket: one subscription on one socket. Owns the handshake; what a frame of the
 * channel says is read elsewhere.
 */
import { connectSocket, type ConnectionLife, type SocketClass } from '@support-chat/adapter-kit';
import { problem } from '@support-chat/protocol';
import { recordOf } from './read-fields.js';

/** Where a subscription leads. */
export interface CableOptions {
  /** Of the server; `/cable` comes behind it. */
  readonly url: string;
  /** The channel and its parameters. */
  readonly channel: Readonly<Record<string, string>>;
  readonly WebSocket?: SocketClass | undefined;
  /** What the channel says, still to be read; undefined for what shows only that the line lives: a ping comes every 3 s. */
  onMessage(message: unknown): void;
}

/**
 * Opens a socket and subscribes.
 *
 * @returns what calls an action of the channel; nobody answers
 * @throws AdapterError `session-unknown` when the subscription is rejected, and as `connectSocket`; it never settles when the life ends first
 */
export function subscribe(
  life: ConnectionLife,
  { url, channel, WebSocket, onMessage }: CableOptions,
): Promise<(action: string) => void> {
  const identifier = JSON.stringify(channel);
  return new Promise((resolve, reject) => {
    let say: (command: string, data?: string) => void;
    connectSocket(life, {
      url: `${url}/cable`,
      protocols: ['actioncable-v1-json'],
      WebSocket,
      onText(text) {
        const { type, message, reconnect, ...frame } = recordOf(JSON.parse(text));
        // Rails wants nobody back whose page is of another origin.
        if (type === 'disconnect') life.end(problem(reconnect === false ? 'origin-refused' : 'connection-lost'));
        const isOurs = frame['identifier'] === identifier;
        if (isOurs && type === 'reject_subscription') life.end(problem('session-unknown'));
        if (isOurs && type === 'confirm_subscription') resolve((action) => say('message', JSON.stringify({ action })));
        onMessage(isOurs && !type ? message : undefined);
      },
    }).then((line) => {
      say = (command, data) => line.send(JSON.stringify({ command, identifier, data }));
      say('subscribe'); // Rails keeps what comes before its welcome is said
    }, reject);
  });
}

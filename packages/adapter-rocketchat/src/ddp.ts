/**
 * DDP, Meteor's protocol, as far as a listener needs it: subscriptions, calls that nobody waits for, and pings. What the
 * streams say is read elsewhere.
 */
import { connectSocket, type ConnectionLife, type SocketClass } from '@support-chat/adapter-kit';
import { problem } from '@support-chat/protocol';
import { listOf, recordOf, textOf } from './read-fields.js';

/** What a stream says. */
export interface StreamEvent {
  /** `stream-room-messages` and others; `pong` is the answer to {@link DdpLine.ping}. */
  readonly stream: unknown;
  /** The room, or the room and what happens in it: `rid/user-activity`. */
  readonly name: string;
  /** Still to be read. */
  readonly args: readonly unknown[];
}

export interface DdpOptions {
  /** Of the server; `/websocket` comes behind it. */
  readonly url: string;
  readonly WebSocket?: SocketClass | undefined;
  onEvent(event: StreamEvent): void;
}

/** A line that is open and has been greeted. */
export interface DdpLine {
  /** Listens to a stream; resolves when nothing is missed any more. Who is refused, ends with `connection-unknown`. */
  subscribe(stream: string, ...params: readonly unknown[]): Promise<void>;
  /** Calls a method; its result is of no interest. */
  call(method: string, ...params: readonly unknown[]): void;
  ping(): void;
}

/** Opens a line. @throws AdapterError as `connectSocket`; it never settles when the life ends first */
export function connectDdp(life: ConnectionLife, { url, WebSocket, onEvent }: DdpOptions): Promise<DdpLine> {
  return new Promise((resolve, reject) => {
    const waiting = new Map<unknown, () => void>();
    let count = 0;
    let say: (frame: object) => void;

    const line: DdpLine = {
      subscribe(name, ...params) {
        const id = `${++count}`;
        return new Promise((ready) => {
          waiting.set(id, ready);
          say({ msg: 'sub', id, name, params });
        });
      },
      call: (method, ...params) => say({ msg: 'method', id: `${++count}`, method, params }),
      ping: () => say({ msg: 'ping' }),
    };

    connectSocket(life, {
      url: `${url}/websocket`,
      WebSocket,
      onText(text) {
        const { msg, id, subs, collection, fields } = recordOf(JSON.parse(text));
        const { eventName, args } = recordOf(fields);
        if (msg === 'ping') say({ msg: 'pong', id });
        else if (msg === 'connected') resolve(line);
        else if (msg === 'ready') for (const one of listOf(subs)) waiting.get(one)?.();
        else if (msg === 'nosub') life.end(problem('connection-unknown'));
        else if (msg === 'changed' || msg === 'pong')
          onEvent({ stream: collection ?? msg, name: textOf(eventName) ?? '', args: listOf(args) });
      },
    }).then((socket) => {
      say = (frame) => socket.send(JSON.stringify(frame));
      say({ msg: 'connect', version: '1', support: ['1'] });
    }, reject);
  });
}

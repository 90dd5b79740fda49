/**
 * The clients: one face for three protocols, so that all subjects are measured by the same lines. `open()` resolves
 * after the hello was answered; `ping` and `echo` resolve with the answer; `onMessage` hears broadcasts.
 */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';

/** A socket of JSON frames whose answers come in order. */
function jsonClient(url, hello, { headers, onMessage } = {}) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, headers });
    const waiting = { pong: [], ack: [] };
    const ask = (kind, frame) =>
      new Promise((settle) => {
        waiting[kind].push(settle);
        socket.send(JSON.stringify(frame));
      });
    const client = {
      welcome: null,
      ask,
      send: (frame) => socket.send(JSON.stringify(frame)),
      close: () => socket.terminate(),
    };
    socket.on('open', () => socket.send(JSON.stringify(hello)));
    socket.on('error', reject);
    socket.on('message', (data) => {
      const frame = JSON.parse(data.toString());
      if (frame.type === 'welcome') {
        client.welcome = frame;
        resolve(client);
      } else if (frame.type === 'refused') reject(new Error(`Refused: ${JSON.stringify(frame.problem)}`));
      else if (waiting[frame.type]) waiting[frame.type].shift()?.(frame);
      else onMessage?.(frame);
    });
  });
}

function ours(port) {
  const url = `ws://127.0.0.1:${port}/v1/socket`;
  const hello = (extra) => ({ type: 'hello', protocol: 1, role: 'visitor', ...extra });
  /** A conversation that the first message begins; the later ones name it. */
  async function visitor() {
    const client = await jsonClient(url, hello());
    let place = {};
    return {
      ...client,
      token: client.welcome.session.token,
      ping: () => client.ask('pong', { type: 'ping' }),
      async echo(text) {
        const ack = await client.ask('ack', { type: 'message-send', id: randomUUID(), ...place, text });
        place = { conversation: ack.conversation, epoch: ack.epoch };
        return ack;
      },
    };
  }
  return {
    open: visitor,
    idle: () => jsonClient(url, hello()),
    /** A sender, and the function that opens a further listener to the same conversation. */
    async room(onMessage) {
      const sender = await visitor();
      await sender.echo('The first message begins the conversation.');
      return {
        sender,
        send: (text) => sender.echo(text),
        listen: () =>
          jsonClient(url, hello({ token: sender.token }), {
            onMessage: (frame) => frame.type === 'message-added' && onMessage(),
          }),
      };
    },
    /** An agent's connection to one conversation. */
    agent: (conversation, cookie, onMessage) =>
      jsonClient(
        url,
        { type: 'hello', protocol: 1, role: 'agent', conversation },
        { headers: { Cookie: cookie }, onMessage: (frame) => frame.type === 'message-added' && onMessage() },
      ),
  };
}

function bareWs(port) {
  const url = `ws://127.0.0.1:${port}`;
  const open = async (onMessage) => {
    const client = await jsonClient(url, { type: 'hello' }, { onMessage });
    return {
      ...client,
      ping: () => client.ask('pong', { type: 'ping' }),
      echo: (text) => client.ask('ack', { type: 'echo', id: randomUUID(), text }),
    };
  };
  return {
    open: () => open(),
    idle: () => open(),
    async room(onMessage) {
      const sender = await open();
      return { sender, send: (text) => sender.send({ type: 'broadcast', text }), listen: () => open(onMessage) };
    },
  };
}

function socketIo(port) {
  const open = async (onMessage) => {
    const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, reconnection: false });
    if (onMessage) socket.on('message', onMessage);
    await new Promise((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
    });
    await socket.emitWithAck('hello');
    return {
      ping: () => socket.emitWithAck('ping-app'),
      echo: (text) => socket.emitWithAck('echo', { id: randomUUID(), text }),
      send: (text) => socket.emit('broadcast', { text }),
      close: () => socket.disconnect(),
    };
  };
  return {
    open: () => open(),
    idle: () => open(),
    async room(onMessage) {
      const sender = await open();
      return { sender, send: (text) => sender.send(text), listen: () => open(onMessage) };
    },
  };
}

/** Subject → the maker of its clients. */
export const clients = { ours, 'bare-ws': bareWs, 'socket-io': socketIo };

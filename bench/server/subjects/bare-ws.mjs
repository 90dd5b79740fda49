/** The limit: `ws` alone. Every frame is text of JSON; a broadcast builds its frame once and writes it to each socket. */
import { createServer } from 'node:http';
import { Sender, WebSocketServer } from 'ws';
import { serve } from './serve.mjs';

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false, clientTracking: true });

/** One frame for all: header and payload as they go over the wire. */
function broadcast(text) {
  const [header, payload] = Sender.frame(Buffer.from(text), {
    fin: true,
    rsv1: false,
    opcode: 1,
    mask: false,
    readOnly: false,
  });
  const bytes = Buffer.concat([header, payload]);
  for (const socket of sockets.clients) socket._socket.write(bytes);
}

sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString());
    if (frame.type === 'hello') socket.send('{"type":"welcome"}');
    else if (frame.type === 'ping') socket.send('{"type":"pong"}');
    else if (frame.type === 'echo') socket.send(JSON.stringify({ type: 'ack', id: frame.id, text: frame.text }));
    else if (frame.type === 'broadcast') broadcast(JSON.stringify({ type: 'message', text: frame.text }));
  });
});

http.listen(0, '127.0.0.1', () => serve(http.address().port, () => http.closeAllConnections()));

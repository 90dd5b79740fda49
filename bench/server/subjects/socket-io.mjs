/** `socket.io` as its manual sets it up, WebSocket only. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { serve } from './serve.mjs';

const http = createServer();
const io = new Server(http, { transports: ['websocket'] });

io.on('connection', (socket) => {
  socket.on('hello', (answer) => answer('welcome'));
  socket.on('ping-app', (answer) => answer());
  socket.on('echo', (frame, answer) => answer(frame));
  socket.on('broadcast', (frame) => io.emit('message', frame));
});

http.listen(0, '127.0.0.1', () => serve(http.address().port, () => io.close()));

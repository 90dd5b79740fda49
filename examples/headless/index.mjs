/** A visitor without a page: sends the words of the command line, then every line that is typed, and prints the rest. */
import { createInterface } from 'node:readline';
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import { createChat } from '@support-chat/core';
import { WebSocket } from 'ws';

const [server = 'http://127.0.0.1:8080', ...words] = process.argv.slice(2);
const chat = createChat({ adapter: createWebSocketAdapter({ server, WebSocket }) });

chat.on('connection', ({ phase, problem }) => console.log(`(${phase}${problem ? `: ${problem.code}` : ''})`));
chat.on('message-sent', ({ seq, text }) => console.log(`${seq} you: ${text}`));
chat.on('message-received', ({ seq, author, text }) => console.log(`${seq} ${author.name ?? author.kind}: ${text}`));
chat.on('error', ({ code, title }) => console.error(`${code}: ${title}`));

const send = (text) => chat.dispatch({ type: 'send', text });
send(words.join(' ') || 'Hello from Node');

const lines = createInterface({ input: process.stdin });
lines.on('line', send);
lines.once('close', () => {
  const endWhenSent = () => void (chat.getState().outbox.length === 0 && chat.destroy());
  chat.subscribe(endWhenSent);
  endWhenSent();
});
process.once('SIGINT', () => lines.close());

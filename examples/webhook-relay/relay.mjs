/**
 * The smallest complete bridge: a terminal in the place of Slack, Telegram or a help desk. Prints what visitors write; a line
 * `NUMBER words` answers the conversation of that number, `NUMBER` alone ends it.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';

const { SERVER = 'http://127.0.0.1:8080', WEBHOOK_ID = '', WEBHOOK_SECRET = '', PORT = '8090' } = process.env;
const signer = new Webhook(WEBHOOK_SECRET);
/** Conversations by the number they have here; a real bridge keeps them in its database. */
const conversations = [];
/** Ids of what was taken: the same event may come again. A real bridge keeps the newest, too. */
const taken = new Set();

function numberOf(conversation) {
  if (!conversations.includes(conversation)) conversations.push(conversation);
  return conversations.indexOf(conversation) + 1;
}

function take({ type, data: { conversation, visitor, event } }) {
  const number = numberOf(conversation);
  const who = visitor.name ?? 'Visitor';
  if (type === 'message-added' && event.author.kind === 'visitor') {
    console.log(`${number} ${who}: ${event.text}`);
    for (const { name, url } of event.attachments ?? []) console.log(`${number} ${who}: ${name} ${url}`);
  } else if (type === 'conversation-erased') {
    console.log(`${number} was erased: erase it here as well`);
  } else {
    console.log(`${number} ${type}`);
  }
}

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  try {
    signer.verify(body, request.headers, { jsonParse: false });
  } catch {
    return response.writeHead(401).end();
  }
  // Only now, and only once: after the answer the event never comes again.
  const id = request.headers['webhook-id'];
  if (!taken.has(id)) take(JSON.parse(body));
  taken.add(id);
  response.writeHead(204).end();
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on ${server.address().port}`));

/** The same id may be said again when the answer was lost: it is stored once. */
async function say(input) {
  const body = JSON.stringify(input);
  const [id, now] = [`msg_${randomUUID()}`, new Date()];
  const response = await fetch(`${SERVER}/v1/bridges/${WEBHOOK_ID}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signer.sign(id, now, body),
    },
    body,
  });
  if (!response.ok) console.error(`not taken: ${(await response.json()).code}`);
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [, number, text] = /^(\d+) ?(.*)$/.exec(line) ?? [];
    const conversation = conversations[Number(number) - 1];
    if (conversation === undefined) return console.error(`which conversation? ${line}`);
    const answer = text === '' ? { type: 'end' } : { type: 'message', text };
    say({ ...answer, conversation, id: randomUUID() }).catch((error) => console.error(`not sent: ${error.message}`));
  })
  .once('close', () => server.close());

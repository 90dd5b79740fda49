/**
 * Writes `docs/asyncapi.json` from the schemas that decode the frames, and the table of error codes in
 * `docs/protocol.md` from the table the code uses. With `--check` it writes nothing and fails when one is out of date.
 */
import { build } from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

/** Loads the protocol from its sources, so that nothing has to be built first. */
async function loadProtocol() {
  const contents = `export * from '@support-chat/protocol'; export { toJsonSchemaDefs } from '@valibot/to-json-schema';`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(root, 'packages', 'server') },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['source'],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** `hello` → `Hello`, `message-added` → `MessageAdded`. */
const pascal = (type) => type.replace(/(?:^|-)(\w)/g, (_match, letter) => letter.toUpperCase());

/** Schemas of a variant, variants in it included, by the name of their frame. */
function framesOf({ options }) {
  const frames = options.map((schema) =>
    schema.type === 'variant' ? framesOf(schema) : { [pascal(schema.entries.type.literal)]: schema },
  );
  return Object.assign({}, ...frames);
}

function asyncApi(protocol) {
  const fromClient = framesOf(protocol.ClientFrameSchema);
  const fromServer = { ...framesOf(protocol.ServerFrameSchema), ConversationsPage: protocol.ConversationsPageSchema };
  const logEvents = framesOf(protocol.LogEventSchema);
  delete fromServer.Unknown; // how a client decodes what it does not know; nobody sends it
  delete logEvents.Unknown;
  const parts = {
    Author: protocol.AuthorSchema,
    ConversationOverview: protocol.ConversationOverviewSchema,
    ConversationSnapshot: protocol.SnapshotSchema,
    ConversationSummary: protocol.ConversationSummarySchema,
    Cursor: protocol.CursorSchema,
    LogEvent: protocol.DecodedLogEvent,
    PageContext: protocol.PageContextSchema,
    Participant: protocol.ParticipantSchema,
    Problem: protocol.ProblemSchema,
    VisitorProfile: protocol.VisitorProfileSchema,
  };
  const schemas = protocol.toJsonSchemaDefs(
    { ...parts, ...fromClient, ...fromServer },
    { typeMode: 'input', errorMode: 'ignore' },
  );
  schemas.LogEvent = { oneOf: Object.keys(logEvents).map((name) => ({ $ref: `#/$defs/${name}` })) };
  const messages = Object.keys({ ...fromClient, ...fromServer }).map((name) => [
    name,
    { name, contentType: 'application/json', payload: { $ref: `#/components/schemas/${name}` } },
  ]);
  const inChannel = (names) => names.map((name) => ({ $ref: `#/channels/socket/messages/${name}` }));
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'support-chat',
      version: String(protocol.PROTOCOL_VERSION),
      description:
        'Frames between a chat and the server, the same over WebSocket and over SSE with POST. The rules are in protocol.md.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: '/v1/socket',
        description:
          'A WebSocket of text frames. GET /v1/events and POST /v1/commands carry the same frames where sockets are blocked.',
        messages: Object.fromEntries(messages.map(([name]) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      receiveFromClient: {
        action: 'receive',
        channel: { $ref: '#/channels/socket' },
        messages: inChannel(Object.keys(fromClient)),
      },
      sendToClient: {
        action: 'send',
        channel: { $ref: '#/channels/socket' },
        messages: inChannel(Object.keys(fromServer)),
      },
    },
    components: { messages: Object.fromEntries(messages), schemas },
  };
  return JSON.stringify(document).replaceAll('#/$defs/', '#/components/schemas/');
}

function errorTable({ ERRORS }) {
  const source = readFileSync(join(root, 'packages/protocol/src/errors.ts'), 'utf8');
  const meanings = new Map(
    [...source.matchAll(/\/\*\* (.+) \*\/\n {2}'?([\w-]+)'?: (?:\{|never|retry)/g)].map(([, text, code]) => [
      code,
      text,
    ]),
  );
  const rows = Object.entries(ERRORS).map(([code, { status, verdict }]) => {
    if (!meanings.has(code)) throw new Error(`${code} has no comment in errors.ts that says what it means.`);
    return `| \`${code}\` | ${status === 0 ? 'none' : status} | ${verdict} | ${meanings.get(code)} |`;
  });
  return ['| code | status | verdict | |', '|---|---|---|---|', ...rows].join('\n');
}

const protocol = await loadProtocol();
const documentation = join(root, 'docs', 'protocol.md');
const withTable = readFileSync(documentation, 'utf8').replace(
  /(<!-- errors:start -->)[^]*?(<!-- errors:end -->)/,
  (_match, start, end) => `${start}\n\n${errorTable(protocol)}\n\n${end}`,
);
const files = [
  [join(root, 'docs', 'asyncapi.json'), await format(asyncApi(protocol), { parser: 'json', printWidth: 120 })],
  [documentation, await format(withTable, { parser: 'markdown', printWidth: 120 })],
];
const stale = files.filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
for (const [path, text] of check ? [] : stale) writeFileSync(path, text);
if (check && stale.length > 0) {
  console.error('Out of date (run `node scripts/asyncapi.mjs`):');
  for (const [path] of stale) console.error(`  ${path.slice(root.length + 1)}`);
  process.exitCode = 1;
}

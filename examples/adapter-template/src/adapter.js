/**
 * A whole adapter for a back end that is asked again and again over HTTP. Copy the folder, exchange what is asked, keep
 * the shape: the life of the connection here, what the answers mean in `read-messages.js`.
 */
import { openConnection, requestJson } from '@support-chat/adapter-kit';
import { AdapterError, PROTOCOL_VERSION } from '@support-chat/protocol';
import { readMessages, readReceipt, readVisitor } from './read-messages.js';

/** Most messages that are loaded at once. */
const PAGE = 100;

/** What this back end can do. Promise nothing more: what is false is not shown. */
const CAPABILITIES = {
  resume: true,
  idempotentSend: true,
  history: true,
  typing: false,
  receipts: false,
  endConversation: false,
};

/**
 * @param {{ server: string, interval?: number }} options `interval`: milliseconds between two questions, default 2,000
 * @returns {import('@support-chat/protocol').ChatAdapter}
 */
export function createTemplateAdapter({ server, interval = 2000 }) {
  return {
    name: 'template',
    backEnd: `template ${new URL(server).origin}`,
    open: (options) => openConnection(options, (life) => connect(life, options, server, interval)),
  };
}

async function connect(life, { identity, resumeAfter }, server, interval) {
  const ask = async (path, options) => {
    try {
      return await requestJson(new URL(path, server), { signal: life.signal, ...options });
    } catch (error) {
      // Without an answer nobody knows what arrived: the connection is over, and core begins another one.
      if (error.problem.status === 0) life.end(error.problem);
      throw error;
    }
  };

  const given = identity.kind === 'visitor' ? identity.token : undefined;
  const { token, conversation } = readVisitor(
    await ask('/visitors', { method: 'POST', body: given === undefined ? {} : { token: given } }),
  );
  // This back end never takes a log back, so one epoch is enough.
  const epoch = conversation;
  const self = { kind: 'visitor', id: conversation };
  const load = async (query) =>
    readMessages(await ask(`/messages?${new URLSearchParams({ token, ...query })}`), { conversation, epoch, self });

  const snapshot = async (after) => {
    const resumed = after?.epoch === epoch;
    const events = await load(resumed ? { after: after.seq } : { limit: PAGE });
    const head = events.at(-1)?.seq ?? (resumed ? after.seq : 0);
    return { id: conversation, epoch, head, phase: 'queued', participants: [], resumed, events };
  };

  const first = await snapshot(resumeAfter);
  let { head } = first;
  life.emit({
    type: 'welcome',
    protocol: PROTOCOL_VERSION,
    connection: crypto.randomUUID(),
    self,
    session: { token, expiresAt: Date.now() + 30 * 86_400_000 },
    conversation: first,
    staffed: true,
    serverTime: Date.now(),
  });

  const listen = async () => {
    try {
      for (const event of await load({ after: head })) {
        head = event.seq;
        life.emit(event);
      }
      timer = setTimeout(listen, interval);
    } catch (error) {
      life.end(error.problem);
    }
  };
  let timer = setTimeout(listen, interval);
  life.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });

  let last = Promise.resolve();
  return {
    capabilities: CAPABILITIES,
    async send(command) {
      if (command.type !== 'message-send') throw new AdapterError('frame-unknown');
      if (command.epoch !== undefined && command.epoch !== epoch) throw new AdapterError('epoch-stale');
      const { id, text } = command;
      // One after the other: requests may overtake each other, messages may not.
      const answer = last.then(() => ask('/messages', { body: { token, id, text } }));
      last = answer.catch(() => undefined);
      return { type: 'ack', id, conversation, epoch, ...readReceipt(await answer) };
    },
    notify(signal) {
      if (signal.type === 'ping') life.emit({ type: 'pong', head: { epoch, seq: head } });
    },
    resume: (_conversation, after) => snapshot(after),
    async loadHistory(_conversation, { seq }, limit) {
      const events = await load({ before: seq, limit });
      return { events, atStart: (events[0]?.seq ?? 1) === 1 };
    },
  };
}

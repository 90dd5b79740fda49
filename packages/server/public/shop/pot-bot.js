/**
 * A back end of its own that needs no server: a bot in this page that knows the nine pots. It is here to show how little a
 * back end is to the chat: an object with `open()`. What was said is kept for as long as the tab is open.
 */
import { POTS } from './catalogue.js';
import { formatPrice } from './price.js';
import { readKept, writeKept } from './kept.js';

/**
 * @typedef {import('@support-chat/protocol').LogEvent} LogEvent
 * @typedef {import('@support-chat/protocol').ClientCommand} ClientCommand
 * @typedef {import('@support-chat/protocol').ConversationSnapshot} Snapshot
 */

const KEY = 'nine-pots-bot';
/** There is one conversation, and its log is never taken back. */
const PLACE = { conversation: 'pot-bot', epoch: 'pot-bot' };
const SELF = { kind: /** @type {const} */ ('visitor'), id: 'you' };
const BOT = { kind: /** @type {const} */ ('bot'), id: 'pot-bot', name: 'Pot bot' };

/** @returns {LogEvent[]} */
const readLog = () => /** @type {LogEvent[]} */ (readKept(KEY, []));

/**
 * @param {string} id Minted by the writer: the same once more is the same message.
 * @param {typeof SELF | typeof BOT} author
 * @param {string} text
 * @returns {LogEvent}
 */
function add(id, author, text) {
  const log = readLog();
  const known = log.find((event) => event.type === 'message-added' && event.id === id);
  if (known) return known;
  /** @type {LogEvent} */
  const event = { type: 'message-added', ...PLACE, seq: log.length + 1, time: Date.now(), id, author, text };
  writeKept(KEY, [...log, event]);
  return event;
}

/**
 * @param {string} question
 * @returns {string}
 */
export function answerTo(question) {
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? [];
  const pot = POTS.find(({ name }) => words.some((word) => word.length > 2 && name.toLowerCase().includes(word)));
  if (!pot) return 'I know nine pots, and that is all I know. Ask me about the teapot, for one.';
  const facts = pot.facts.map(([label, value]) => `${label}: ${value}`).join('\n');
  return `**${pot.name}**, ${formatPrice(pot.price)}. ${pot.line}\n\n${facts}`;
}

/**
 * @param {number} after
 * @param {boolean} resumed
 * @returns {Snapshot}
 */
function snapshotAfter(after, resumed) {
  const log = readLog();
  const { conversation: id, epoch } = PLACE;
  const participants = [{ author: BOT, delivered: log.length, read: log.length }];
  return { id, epoch, head: log.length, phase: 'live', participants, resumed, events: log.slice(after) };
}

/** @returns {import('@support-chat/protocol').ChatAdapter} */
export function createPotBot() {
  return {
    name: 'pot-bot',
    backEnd: 'pot-bot',
    async open({ resumeAfter, signal, onEvent }) {
      signal.throwIfAborted();
      const resumed = resumeAfter?.epoch === PLACE.epoch;
      const conversation = snapshotAfter(resumed ? resumeAfter.seq : 0, resumed);
      const connection = crypto.randomUUID();
      onEvent({
        type: 'welcome',
        protocol: 1,
        connection,
        self: SELF,
        conversation,
        staffed: true,
        serverTime: Date.now(),
      });
      let open = true;
      return {
        capabilities: {
          resume: true,
          idempotentSend: true,
          history: false,
          typing: false,
          receipts: true,
          endConversation: false,
        },
        async send(command) {
          if (command.type !== 'message-send') throw new Error(`The bot does not know ${command.type}.`);
          const own = add(command.id, SELF, command.text);
          // The answer has the name of its question: asked twice, answered once.
          const answer = add(`to-${command.id}`, BOT, answerTo(command.text));
          queueMicrotask(() => open && [own, answer].forEach(onEvent));
          return { type: 'ack', id: command.id, ...PLACE, seq: own.seq, time: own.time };
        },
        notify(told) {
          if (told.type === 'ping') onEvent({ type: 'pong', head: { epoch: PLACE.epoch, seq: readLog().length } });
        },
        async resume(_conversation, after) {
          const known = after?.epoch === PLACE.epoch;
          return snapshotAfter(known ? after.seq : 0, known);
        },
        close() {
          open = false;
        },
      };
    },
  };
}

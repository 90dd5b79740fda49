/** Fills a scripted conversation with what it begins with: lines, joins, cursors, phase. */
import type { Author } from '@support-chat/protocol';
import { sampleLines } from './sample-lines.js';
import type { ScriptedConversationOptions } from './scripted-adapter.js';
import type { ScriptedConversation } from './scripted-conversation.js';

interface Stage {
  readonly agent: Author;
  make(): ScriptedConversation;
  nextId(): string;
  now(): number;
}

/** Lays out one conversation; null when it is to be `none`. */
export function layOut(given: ScriptedConversationOptions, stage: Stage): ScriptedConversation | null {
  const { agent, now } = stage;
  const lines = typeof given.messages === 'number' ? sampleLines(given.messages) : (given.messages ?? []);
  const answered = lines.some((line) => line.from === 'agent');
  const phase = given.phase ?? (lines.length === 0 ? 'none' : answered ? 'live' : 'queued');
  if (phase === 'none') return null;
  const conversation = stage.make();
  const joins = (time: number) => {
    if (conversation.has(agent)) return;
    conversation.join(agent);
    conversation.append({ type: 'participant-joined', author: agent }, time);
  };
  for (const line of lines) {
    if (line.from === 'agent') joins(line.time ?? now());
    const author = line.from === 'agent' ? agent : conversation.visitor;
    const { text, card, answer } = line;
    const said = { type: 'message-added', id: stage.nextId(), author, text } as const;
    conversation.append({ ...said, ...(card && { card }), ...(answer && { answer }) }, line.time ?? now());
  }
  if (phase === 'live') joins(now());
  if (phase === 'ended') conversation.append({ type: 'conversation-ended', author: agent }, now());
  conversation.phase = phase;
  if (conversation.has(agent)) {
    const spoken = conversation.events.findLast((event) => event.type === 'message-added' && event.author === agent);
    const read = given.readByAgent ?? spoken?.seq ?? 0;
    conversation.moveCursors(agent, read, read);
  }
  const seen = given.readByVisitor ?? conversation.head;
  conversation.moveCursors(conversation.visitor, seen, seen);
  return conversation;
}

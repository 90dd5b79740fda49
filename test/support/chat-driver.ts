/**
 * Drives the pure core step by step: one state, deeply frozen after every input, and what was to be done. The world is
 * played by the test. After every step it checks that nothing is left due, so that a loop can never spin.
 */
import type {
  Ack,
  Author,
  Capabilities,
  ConversationSnapshot,
  LogEvent,
  MessageAdded,
  ServerEvent,
} from '@support-chat/protocol';
import {
  due,
  initialState,
  update,
  type ChatAction,
  type ChatHappening,
  type ChatOptions,
  type ChatState,
  type Effect,
} from '@support-chat/core';

export const EPOCH = 'epoch-0001';
export const CONVERSATION = 'conversation-1';
export const VISITOR: Author = { kind: 'visitor', id: 'visitor-1' };
export const AGENT: Author = { kind: 'agent', id: 'agent-1', name: 'Ada' };
export const ALL_CAPABILITIES: Capabilities = {
  resume: true,
  idempotentSend: true,
  history: true,
  typing: true,
  receipts: true,
  endConversation: true,
};

export type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** A message in the log. */
export function message(seq: number, author: Author = AGENT, overrides: Partial<MessageAdded> = {}): MessageAdded {
  return {
    type: 'message-added',
    conversation: CONVERSATION,
    epoch: EPOCH,
    seq,
    time: 1_000 + seq,
    id: `message-${String(seq).padStart(4, '0')}`,
    author,
    text: `Text ${seq}`,
    ...overrides,
  };
}

/** Messages from one place to another, both included. */
export function messages(from: number, to: number, author: Author = AGENT): MessageAdded[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => message(from + index, author));
}

/** A snapshot whose head is its last event. */
export function snapshot(
  events: readonly LogEvent[],
  overrides: Partial<ConversationSnapshot> = {},
): ConversationSnapshot {
  return {
    id: CONVERSATION,
    epoch: EPOCH,
    head: events.at(-1)?.seq ?? 0,
    phase: 'live',
    participants: [
      { author: VISITOR, delivered: 0, read: 0 },
      { author: AGENT, delivered: 0, read: 0 },
    ],
    resumed: false,
    events: [...events],
    ...overrides,
  };
}

/** Freezes all the way down. What is frozen is frozen below, too, so shared parts cost nothing. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}

/** The events of the window in order. */
export function shown(state: ChatState): LogEvent[] {
  return [...state.timeline.closed.flatMap((chunk) => chunk.events), ...state.timeline.open];
}

export class ChatDriver {
  state: ChatState;
  /** Monotonic time. */
  at = 1_000;
  /** The next draws; 0.5 when there are none. */
  random = 0.5;
  effects: Effect[] = [];
  #ids = 0;

  constructor(options: Omit<ChatOptions, 'adapter' | 'ports'> = {}) {
    this.state = deepFreeze(initialState(options, this.at));
    this.input({ type: 'started' });
  }

  /** One input; gives what is to be done because of it. */
  input(happening: ChatHappening): readonly Effect[] {
    const [state, effects] = update(this.state, deepFreeze({ ...happening, at: this.at, random: this.random }));
    this.state = deepFreeze(state);
    this.effects.push(...effects);
    const next = due(state);
    if (next <= this.at) throw new Error(`due at ${next}, but it is ${this.at}: the loop would spin`);
    return effects;
  }

  action(action: ChatAction): readonly Effect[] {
    return this.input({ type: 'action', action, id: `local-id-${++this.#ids}`, wallTime: 5_000 });
  }

  /** Lets time pass, waking up whenever something is due, as the loop does. */
  pass(milliseconds: number): readonly Effect[] {
    const until = this.at + milliseconds;
    const from = this.effects.length;
    for (let next = due(this.state); next <= until; next = due(this.state)) {
      this.at = next;
      this.input({ type: 'tick' });
    }
    this.at = until;
    return this.effects.slice(from);
  }

  /** All effects of one type so far. */
  all<Type extends Effect['type']>(type: Type): EffectOf<Type>[] {
    return this.effects.filter((effect): effect is EffectOf<Type> => effect.type === type);
  }

  /** The newest effect of one type. */
  last<Type extends Effect['type']>(type: Type): EffectOf<Type> {
    const effect = this.all(type).at(-1);
    if (!effect) throw new Error(`There was no ${type}`);
    return effect;
  }

  /** Events told to the page. */
  emitted(name: string): unknown[] {
    return this.all('emit')
      .filter((effect) => effect.name === name)
      .map(({ event }) => event);
  }

  /** The device answers the load. */
  loaded(stored: Partial<Extract<ChatHappening, { type: 'storage-loaded' }>['stored']> = {}): this {
    const { load, replaces } = this.last('load');
    this.input({
      type: 'storage-loaded',
      load,
      replaced: replaces !== null,
      stored: {
        identity: { owner: 'owner-1', token: null },
        outbox: [],
        draft: '',
        setAside: 0,
        durable: true,
        ...stored,
      },
    });
    return this;
  }

  /** This tab sends. */
  sender(sender = true): this {
    this.input({ type: 'tab', event: { type: 'sender-changed', sender } });
    return this;
  }

  event(event: ServerEvent): readonly Effect[] {
    return this.input({ type: 'event', generation: this.state.link.generation, event });
  }

  welcome(conversation: ConversationSnapshot | null = null, capabilities: Partial<Capabilities> = {}): this {
    const { generation } = this.state.link;
    this.event({
      type: 'welcome',
      protocol: 1,
      connection: 'connection-1',
      self: this.state.role === 'agent' ? AGENT : VISITOR,
      conversation,
      staffed: true,
      serverTime: 1,
    });
    this.input({ type: 'opened', generation, capabilities: { ...ALL_CAPABILITIES, ...capabilities } });
    return this;
  }

  /** A sending tab, online with a conversation. */
  online(conversation: ConversationSnapshot | null = snapshot([]), capabilities: Partial<Capabilities> = {}): this {
    this.sender().loaded().action({ type: 'connect' });
    return this.welcome(conversation, capabilities);
  }

  close(code: Parameters<typeof import('@support-chat/protocol').problem>[0], retryAfter?: number): readonly Effect[] {
    const generation = this.state.link.generation;
    const facts = { type: 'urn:x', title: '', status: 0, code, ...(retryAfter !== undefined && { retryAfter }) };
    return this.input({
      type: this.state.connection.phase === 'online' ? 'closed' : 'open-failed',
      generation,
      problem: facts,
    });
  }

  /** Sends a text and has the device store it. */
  send(text: string): string {
    this.action({ type: 'send', text });
    const { record } = this.last('store-record');
    const order = this.all('store-record').length;
    this.input({ type: 'record-stored', record: { ...record, order } });
    return record.id;
  }

  ack(id: string, seq: number, overrides: Partial<Ack> = {}): readonly Effect[] {
    const ack: Ack = { type: 'ack', id, conversation: CONVERSATION, epoch: EPOCH, seq, time: 1, ...overrides };
    return this.input({ type: 'acked', generation: this.state.link.generation, ack });
  }

  refuse(
    id: string,
    code: Parameters<typeof import('@support-chat/protocol').problem>[0],
    retryAfter?: number,
  ): readonly Effect[] {
    const problem = { type: 'urn:x', title: '', status: 400, code, ...(retryAfter !== undefined && { retryAfter }) };
    return this.input({ type: 'refused', generation: this.state.link.generation, id, problem });
  }

  phase(id: string): string {
    return this.state.outbox.find((entry) => entry.id === id)?.phase ?? 'gone';
  }
}

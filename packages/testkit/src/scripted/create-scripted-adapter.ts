/**
 * A back end played by a script: the other side of a conversation without a network, for stories, UI tests and the
 * bench. Deterministic: no timers, no randomness, its own clock. Every method acts at once on all open connections.
 */
import {
  AdapterError,
  PROTOCOL_VERSION,
  problem,
  type Ack,
  type Author,
  type Card,
  type ChatConnection,
  type ClientCommand,
  type ConversationsQuery,
  type ErrorCode,
  type LogCommand,
  type OpenOptions,
  type OwnCard,
  type Problem,
  type ServerEvent,
  type Signal,
} from '@support-chat/protocol';
import { layOut } from './lay-out.js';
import { scriptedBot } from './scripted-bot.js';
import { SCRIPTED_CAPABILITIES } from './scripted-capabilities.js';
import { scriptedHelp } from './scripted-help.js';
import type { ScriptedAdapter, ScriptedAdapterOptions, ScriptedConversationOptions } from './scripted-adapter.js';
import { ScriptedConversation } from './scripted-conversation.js';
import { scriptedOverviews } from './scripted-overview.js';
import { scriptedVisitorData } from './scripted-visitor-data.js';

interface Connection {
  readonly options: OpenOptions;
  readonly self: Author;
  closed: boolean;
  readonly pending: Set<(reason: AdapterError) => void>;
}

interface HeldCommand {
  readonly command: ClientCommand;
  readonly run: () => void;
}

const START = Date.UTC(2026, 0, 15, 9, 30);

/** Makes a scripted back end. */
export function createScriptedAdapter(options: ScriptedAdapterOptions = {}): ScriptedAdapter {
  let ticks = 0;
  const now = options.now ?? (() => START + 20_000 * ticks++);
  const agent: Author = { kind: 'agent', id: 'agent-0001', name: 'Ada', ...options.agent };
  const capabilities = { ...SCRIPTED_CAPABILITIES, ...options.capabilities };
  const connections = new Set<Connection>();
  const received: ClientCommand[] = [];
  const signals: Signal[] = [];
  const refusals: Problem[] = [];
  let held: HeldCommand[] = [];
  let holding = false;
  let staffed = options.staffed ?? true;
  let offline: Problem | null = options.offline ? problem('network-failed') : null;
  let connectionCount = 0;
  let lineCount = 0;

  const visitorOf = (index: number, given?: Partial<Author>): Author => ({
    kind: 'visitor',
    id: `visitor-${String(index).padStart(4, '0')}`,
    ...given,
  });
  const visitor = visitorOf(1, options.visitor);
  const conversations = new Map<string, ScriptedConversation>();
  const earlier = (options.earlier ?? []).map((given, index) => {
    const make = (): ScriptedConversation => makeNamed(`earlier-${String(index + 1).padStart(4, '0')}`, visitor);
    return layOut({ phase: 'ended', ...given }, { agent, make, nextId, now });
  });
  const main = begin(1, options);
  options.inbox?.forEach((row, index) => begin(index + 2, { messages: 1, ...row }));

  /** Lays out one conversation; null when it is to be `none`. */
  function begin(index: number, given: ScriptedConversationOptions): ScriptedConversation | null {
    return layOut(given, { agent, make: () => make(index, visitorOf(index, given.visitor)), nextId, now });
  }

  function make(index: number, author: Author): ScriptedConversation {
    return makeNamed(`conversation-${String(index).padStart(4, '0')}`, author);
  }

  function makeNamed(id: string, author: Author): ScriptedConversation {
    const conversation = new ScriptedConversation(id, author, options.pageSize ?? 100);
    conversations.set(id, conversation);
    return conversation;
  }

  let current = main;
  const visitorConversation = (): ScriptedConversation => (current ??= make(1, visitor));

  function nextId(): string {
    return `scripted-${String(++lineCount).padStart(6, '0')}`;
  }

  /** What a connection is subscribed to; null is the inbox, or a visitor who has none yet. */
  function subject({ options: { identity, conversationId } }: Connection): ScriptedConversation | null {
    if (identity.kind === 'visitor') return current;
    return conversations.get(conversationId ?? '') ?? null;
  }

  /** The visitor is in another conversation now (P-M4). */
  function bringForward(conversation: ScriptedConversation): void {
    if (current === conversation) return;
    current = conversation;
    for (const connection of [...connections]) {
      if (connection.self.kind !== 'visitor') continue;
      deliver(connection, { type: 'conversation-reset', conversation: conversation.snapshot(null) });
    }
  }

  function deliver(connection: Connection, event: ServerEvent): void {
    if (!connection.closed) connection.options.onEvent(event);
  }

  function publish(conversation: ScriptedConversation, events: readonly ServerEvent[], except?: Author): void {
    for (const connection of [...connections]) {
      if (subject(connection) !== conversation || (except && connection.self.id === except.id)) continue;
      for (const event of events) deliver(connection, event);
    }
    for (const connection of [...connections]) {
      const inbox = connection.self.kind === 'agent' && connection.options.conversationId === undefined;
      if (inbox) deliver(connection, { type: 'inbox-changed', conversation: conversation.summary(agent) });
    }
  }

  function run(command: LogCommand, author: Author): Ack {
    const { conversation: named, epoch } = command;
    const isNew = named !== undefined && !conversations.has(named);
    if (isNew && (author.kind !== 'visitor' || epoch !== undefined || !capabilities.conversations)) {
      throw new AdapterError('conversation-unknown');
    }
    const conversation =
      named === undefined ? visitorConversation() : (conversations.get(named) ?? makeNamed(named, author));
    const { events, ack } = conversation.execute(command, author, now);
    publish(conversation, events);
    if (conversation.visitor.id === visitor.id && (isNew || !current || current.phase === 'ended'))
      bringForward(conversation);
    return ack;
  }

  function answer(command: ClientCommand, author: Author): Ack {
    if (command.type !== 'conversation-open') return run(command, author);
    const { id, conversation } = command;
    const opened = find(conversation);
    bringForward(opened);
    return { type: 'ack', id, conversation, ...opened.cursor, time: options.now?.() ?? START + 20_000 * ticks };
  }

  function say(author: Author, text: string, card?: Card | OwnCard, as = nextId()): void {
    const conversation = visitorConversation();
    const { id, epoch } = conversation;
    run({ type: 'message-send', id: as, conversation: id, epoch, text, ...(card && { card }) }, author);
  }

  function types(author: Author, active: boolean, preview?: string): void {
    const conversation = visitorConversation();
    const said = { conversation: conversation.id, author };
    publish(
      conversation,
      [active ? { type: 'typing-started', ...said, ...(preview && { preview }) } : { type: 'typing-stopped', ...said }],
      author,
    );
  }

  function moves(author: Author, conversation: ScriptedConversation, delivered: number, read: number): void {
    const participant = conversation.moveCursors(author, delivered, read);
    if (!participant) return;
    publish(conversation, [{ type: 'cursor-moved', conversation: conversation.id, participant }], author);
  }

  /** Ends a connection's life: nothing is delivered and what is unanswered fails. */
  function detach(connection: Connection, reason: Problem): void {
    connection.closed = true;
    connections.delete(connection);
    for (const reject of [...connection.pending]) reject(AdapterError.from(reason));
  }

  function closeAll(reason: Problem, kind?: Author['kind']): void {
    for (const connection of [...connections]) {
      if (kind && connection.self.kind !== kind) continue;
      detach(connection, reason);
      connection.options.onClose({ problem: reason });
    }
  }

  function send(connection: Connection, command: ClientCommand): Promise<Ack> {
    return new Promise((resolve, reject) => {
      if (connection.closed) return reject(new AdapterError('connection-lost'));
      received.push(command);
      const fail = (error: unknown) => {
        connection.pending.delete(fail);
        reject(error);
      };
      connection.pending.add(fail);
      const settle = () => {
        if (connection.closed) return;
        const refusal = refusals.shift();
        try {
          if (refusal) throw AdapterError.from(refusal);
          const ack = answer(command, connection.self);
          connection.pending.delete(fail);
          resolve(ack);
        } catch (error) {
          fail(error);
        }
      };
      if (holding) held.push({ command, run: settle });
      else settle();
    });
  }

  function notify(connection: Connection, signal: Signal): void {
    if (connection.closed) return;
    signals.push(signal);
    if (signal.type === 'ping') {
      const head = subject(connection)?.cursor ?? null;
      void Promise.resolve().then(() => deliver(connection, { type: 'pong', head }));
    } else if (signal.type === 'typing') {
      const conversation = conversations.get(signal.conversation);
      const type = signal.active ? 'typing-started' : 'typing-stopped';
      const event = { type, conversation: signal.conversation, author: connection.self } as const;
      if (conversation) publish(conversation, [event], connection.self);
    } else if (signal.type === 'cursors') {
      const conversation = conversations.get(signal.conversation);
      if (conversation?.epoch === signal.epoch) moves(connection.self, conversation, signal.delivered, signal.read);
    }
  }

  function find(conversationId: string): ScriptedConversation {
    const conversation = conversations.get(conversationId);
    if (!conversation) throw new AdapterError('conversation-unknown');
    return conversation;
  }

  function welcome(connection: Connection): void {
    const { identity, resumeAfter, conversationId } = connection.options;
    deliver(connection, {
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      connection: `connection-${String(++connectionCount).padStart(4, '0')}`,
      self: connection.self,
      session:
        identity.kind === 'visitor' && identity.token === undefined
          ? { token: 'scripted-token', expiresAt: START + 30 * 86_400_000 }
          : undefined,
      conversation: subject(connection)?.snapshot(capabilities.resume ? resumeAfter : null) ?? null,
      staffed,
      serverTime: options.now?.() ?? START + 20_000 * ticks,
    });
    if (identity.kind === 'agent' && conversationId === undefined) {
      const rows = [...conversations.values()].map((conversation) => conversation.summary(agent));
      deliver(connection, { type: 'inbox-snapshot', conversations: rows });
    }
  }

  async function open(openOptions: OpenOptions): Promise<ChatConnection> {
    const { signal, identity, conversationId } = openOptions;
    await Promise.resolve(); // a real back end never answers before the caller goes on
    if (signal.aborted) throw new AdapterError('connection-lost', { cause: signal.reason });
    if (offline) throw AdapterError.from(offline);
    if (conversationId !== undefined && identity.kind === 'agent') find(conversationId);
    const self = identity.kind === 'agent' ? agent : visitor;
    const connection: Connection = { options: openOptions, self, closed: false, pending: new Set() };
    const end = () => detach(connection, problem('connection-lost'));
    connections.add(connection);
    signal.addEventListener('abort', end, { once: true });
    welcome(connection);
    return {
      capabilities,
      send: (command) => send(connection, command),
      notify: (signalFrame) => notify(connection, signalFrame),
      ...(capabilities.history && {
        async loadHistory(id: string, before: { epoch: string; seq: number }, limit: number) {
          return find(id).history(before, limit);
        },
      }),
      ...(capabilities.resume && {
        async resume(id: string, after: { epoch: string; seq: number } | null) {
          return find(id).snapshot(after);
        },
      }),
      ...(capabilities.conversations && {
        async listConversations(query: ConversationsQuery) {
          return scriptedOverviews(ownConversations(), current, query);
        },
      }),
      close() {
        signal.removeEventListener('abort', end);
        end();
      },
    };
  }

  const ownConversations = () => [...conversations.values()].filter((one) => one.visitor.id === visitor.id);

  const visitorData = scriptedVisitorData(() => offline, {
    tell: () => ({ visitor, conversations: ownConversations().map(({ id, events }) => ({ id, events })) }),
    forget() {
      for (const { id } of ownConversations()) conversations.delete(id);
      current = null;
      closeAll(problem('connection-lost'), 'visitor');
    },
  });

  const asProblem = (reason: Problem | ErrorCode): Problem => (typeof reason === 'string' ? problem(reason) : reason);

  return {
    name: 'scripted',
    open,
    async loadSite() {
      await Promise.resolve();
      if (offline) throw AdapterError.from(offline);
      return { ...(options.articles && { articles: options.articles.length }), ...(options.site ?? {}) };
    },
    ...(options.articles && { help: scriptedHelp(options.articles, () => offline) }),
    ...(options.visitorData && { visitorData }),
    received,
    signals,
    get held() {
      return held.map(({ command }) => command);
    },
    get connections() {
      return connections.size;
    },
    get log() {
      return current?.events ?? [];
    },
    agentJoins() {
      const { id, epoch } = visitorConversation();
      run({ type: 'conversation-claim', id: nextId(), conversation: id, epoch }, agent);
    },
    agentSays: (text, card) => say(agent, text, card),
    agentTypes: (active = true) => types(agent, active),
    ...scriptedBot({
      nextId,
      say,
      conversation: () => visitorConversation().id,
      publish: (event) => publish(visitorConversation(), [event]),
    }),
    agentReceives: () => moves(agent, visitorConversation(), visitorConversation().head, 0),
    agentReads: () => moves(agent, visitorConversation(), 0, visitorConversation().head),
    visitorSays: (text) => say(visitor, text),
    visitorTypes: (active = true, preview) => types(visitor, active, preview),
    visitorOpens(which) {
      const id = nextId();
      if (typeof which === 'string')
        run({ type: 'message-send', id, conversation: `conversation-${id}`, text: which }, visitor);
      else if (earlier[which]) bringForward(earlier[which]);
    },
    visitorRates(score, text = '') {
      const { id, epoch } = visitorConversation();
      run({ type: 'rating-give', id: nextId(), conversation: id, epoch, score, text }, visitor);
    },
    visitorReads: () => moves(visitor, visitorConversation(), 0, visitorConversation().head),
    end() {
      const { id, epoch } = visitorConversation();
      run({ type: 'conversation-end', id: nextId(), conversation: id, epoch }, agent);
    },
    setStaffed(value) {
      staffed = value;
      for (const connection of [...connections]) deliver(connection, { type: 'staffed-changed', staffed });
    },
    cut: (reason = 'connection-lost') => closeAll(asProblem(reason)),
    goOffline(reason = 'network-failed') {
      offline = asProblem(reason);
      closeAll(offline);
    },
    goOnline() {
      offline = null;
    },
    refuseNext(reason) {
      refusals.push(asProblem(reason));
    },
    holdAcks() {
      holding = true;
    },
    releaseAcks() {
      holding = false;
      const waiting = held;
      held = [];
      for (const { run: settle } of waiting) settle();
    },
    restore() {
      const conversation = visitorConversation();
      conversation.replaceEpoch();
      publish(conversation, [{ type: 'conversation-reset', conversation: conversation.snapshot(null) }]);
    },
    emit(event) {
      for (const connection of [...connections]) deliver(connection, event);
    },
  };
}

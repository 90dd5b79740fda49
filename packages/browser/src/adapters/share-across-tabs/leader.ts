/** The tab that has the connection: opens it for itself and serves the others. */
import {
  AdapterError,
  problem,
  type ChatAdapter,
  type ChatConnection,
  type OpenOptions,
  type Problem,
  type ServerEvent,
  type Welcome,
} from '@support-chat/protocol';
import { randomId } from '../../browser-random.js';
import type { HeldLock } from './held-lock.js';
import type { JoinMessage, ShareAnswer, ShareChannel, ShareRequest } from './share-message.js';

/** Opens the one connection and serves the channel until it, the lock or `signal` ends. */
export async function lead(
  adapter: ChatAdapter,
  options: OpenOptions,
  channel: ShareChannel,
  lock: HeldLock,
): Promise<ChatConnection> {
  const leader = randomId();
  const attempt = new AbortController();
  const waiting: JoinMessage[] = [];
  const moment = createMoment(options);
  let connection: ChatConnection | null = null;
  /** Somebody follows: only then events are worth passing on. */
  let followed = false;
  let ended = false;

  /** Lets go of everything once; says so to the followers unless another tab leads already. */
  function end(reason: Problem): boolean {
    if (ended) return false;
    ended = true;
    options.signal.removeEventListener('abort', leave);
    attempt.abort();
    connection?.close();
    channel.post({ type: 'closed', leader, reason: { problem: reason } });
    for (const { member } of waiting) channel.post({ type: 'join-failed', to: member, problem: reason });
    channel.close();
    lock.release();
    return true;
  }
  const leave = () => void end(problem('connection-lost'));
  const close = (reason: Problem) => {
    const opened = connection !== null;
    if (end(reason) && opened) options.onClose({ problem: reason }); // else the attempt fails by itself
  };

  async function welcome(join: JoinMessage, opened: ChatConnection): Promise<void> {
    const { member, resumeAfter } = join;
    const { conversation, token } = moment;
    const isOther =
      join.token !== token ||
      (options.identity.kind === 'agent' && join.conversation !== null && join.conversation !== conversation);
    // Another visitor, or a back end that cannot say what a newcomer has missed: that tab needs its own connection.
    if (isOther || (conversation !== null && !opened.resume)) return channel.post({ type: 'not-shared', to: member });
    followed = true;
    try {
      const snapshot = conversation === null ? null : await opened.resume?.(conversation, resumeAfter);
      const { capabilities } = opened;
      channel.post({ type: 'joined', to: member, leader, welcome: moment.welcome(snapshot ?? null), capabilities });
    } catch (error) {
      channel.post({ type: 'join-failed', to: member, problem: problemOf(error) });
    }
  }

  async function answer(member: string, call: number, request: ShareRequest, opened: ChatConnection): Promise<void> {
    try {
      channel.post({ type: 'answer', to: member, call, answer: await perform(opened, request) });
    } catch (error) {
      channel.post({ type: 'failure', to: member, call, problem: problemOf(error) });
    }
  }

  channel.listen((message) => {
    if (message.type === 'join') {
      channel.post({ type: 'heard', to: message.member });
      if (connection) void welcome(message, connection);
      else waiting.push(message);
    } else if (connection && 'leader' in message && message.leader === leader) {
      if (message.type === 'signal') connection.notify(message.signal);
      else if (message.type === 'request') void answer(message.member, message.call, message.request, connection);
    }
  });
  channel.post({ type: 'leading' });
  options.signal.addEventListener('abort', leave, { once: true });
  void lock.over.then(() => close(problem('connection-lost'))); // overtaken: two connections are one too many

  try {
    connection = await adapter.open({
      ...options,
      signal: attempt.signal,
      onEvent(event) {
        moment.note(event);
        if (followed && event.type !== 'welcome') channel.post({ type: 'event', leader, event });
        options.onEvent(event);
      },
      onClose: ({ problem: reason }) => close(reason),
    });
  } catch (error) {
    end(problemOf(error));
    throw error;
  }
  for (const join of waiting.splice(0)) void welcome(join, connection);
  return withClose(connection, leave);
}

function perform(connection: ChatConnection, request: ShareRequest): Promise<ShareAnswer> {
  const missing = () => Promise.reject(new AdapterError('frame-unknown'));
  switch (request.type) {
    case 'send':
      return connection.send(request.command);
    case 'load-history':
      return connection.loadHistory?.(request.conversation, request.before, request.limit) ?? missing();
    case 'resume':
      return connection.resume?.(request.conversation, request.after) ?? missing();
    case 'list-conversations':
      return connection.listConversations?.(request.query).then((list) => ({ list })) ?? missing();
  }
}

function problemOf(error: unknown): Problem {
  return error instanceof AdapterError ? error.problem : problem('internal', { detail: String(error) });
}

/** What a newcomer is told besides the log: the welcome as it would be now. */
function createMoment({ identity }: OpenOptions) {
  let first: Welcome | null = null;
  let receivedAt = 0;
  let conversation: string | null = null;
  let staffed = false;
  let token = (identity.kind === 'visitor' && identity.token) || null;
  return {
    get conversation() {
      return conversation;
    },
    get token() {
      return token;
    },
    note(event: ServerEvent): void {
      if (event.type === 'welcome') {
        first = event;
        receivedAt = Date.now();
        conversation = event.conversation?.id ?? null;
        ({ staffed } = event);
        token = event.session?.token ?? token;
      } else if (event.type === 'session-changed') ({ token } = event.session);
      else if (event.type === 'staffed-changed') ({ staffed } = event);
      else if (event.type === 'conversation-reset') conversation = event.conversation.id;
      else if ('seq' in event) ({ conversation } = event);
    },
    welcome(snapshot: Welcome['conversation']): Welcome {
      if (!first) throw new AdapterError('internal', { detail: 'The back end has said no welcome.' });
      const { session: _, ...rest } = first;
      return { ...rest, conversation: snapshot, staffed, serverTime: rest.serverTime + Date.now() - receivedAt };
    },
  };
}

/** The same connection with another `close`; works for objects with private fields as well, so it delegates. */
function withClose(connection: ChatConnection, close: () => void): ChatConnection {
  return {
    capabilities: connection.capabilities,
    send: (command) => connection.send(command),
    notify: (signal) => connection.notify(signal),
    ...(connection.loadHistory && { loadHistory: connection.loadHistory.bind(connection) }),
    ...(connection.resume && { resume: connection.resume.bind(connection) }),
    ...(connection.listConversations && { listConversations: connection.listConversations.bind(connection) }),
    close,
  };
}

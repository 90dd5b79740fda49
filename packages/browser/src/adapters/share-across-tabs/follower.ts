/** A tab that uses another tab's connection. */
import {
  AdapterError,
  type Ack,
  type ChatConnection,
  type ConversationSnapshot,
  type HistoryPage,
  type OpenOptions,
  type Problem,
} from '@support-chat/protocol';
import type {
  JoinedMessage,
  ListAnswer,
  ShareAnswer,
  ShareChannel,
  ShareMessage,
  ShareRequest,
} from './share-message.js';

interface FollowOptions {
  readonly options: OpenOptions;
  readonly channel: ShareChannel;
  readonly joined: JoinedMessage;
  /** What came over the channel since the join was asked for; the log's part of it may be in the welcome too (D1). */
  readonly missed: readonly ShareMessage[];
  /** Called once, when this tab follows no more. */
  onEnd(): void;
}

/** A connection through a leader, and what ends it when the leader is gone. */
export interface Following {
  readonly leader: string;
  readonly connection: ChatConnection;
  lose(reason: Problem): void;
}

interface PendingCall {
  resolve(answer: ShareAnswer): void;
  reject(error: AdapterError): void;
}

/** Passes the welcome on and then everything the leader relays. */
export function follow({ options, channel, joined, missed, onEnd }: FollowOptions): Following {
  const { leader, to: member, welcome, capabilities } = joined;
  const pending = new Map<number, PendingCall>();
  let calls = 0;
  let ended = false;

  /** False when it had ended before. */
  function end(): boolean {
    if (ended) return false;
    ended = true;
    options.signal.removeEventListener('abort', leave);
    for (const { reject } of pending.values()) reject(new AdapterError('connection-lost'));
    pending.clear();
    onEnd();
    return true;
  }
  const leave = () => void end();
  const lose = (reason: Problem) => {
    if (end()) options.onClose({ problem: reason });
  };

  function hear(message: ShareMessage): void {
    if (ended) return;
    if (message.type === 'event' && message.leader === leader) options.onEvent(message.event);
    else if (message.type === 'closed' && message.leader === leader) lose(message.reason.problem);
    else if ((message.type === 'answer' || message.type === 'failure') && message.to === member) {
      const call = pending.get(message.call);
      pending.delete(message.call);
      if (message.type === 'answer') call?.resolve(message.answer);
      else call?.reject(AdapterError.from(message.problem));
    }
  }

  function ask<Answer extends ShareAnswer>(request: ShareRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (ended) return reject(new AdapterError('connection-lost'));
      const call = ++calls;
      pending.set(call, { resolve: (answer) => resolve(answer as Answer), reject });
      channel.post({ type: 'request', leader, member, call, request });
    });
  }

  const connection: ChatConnection = {
    capabilities,
    send: (command) => ask<Ack>({ type: 'send', command }),
    notify(signal) {
      if (!ended) channel.post({ type: 'signal', leader, signal });
    },
    ...(capabilities.history && {
      loadHistory: (conversation, before, limit) =>
        ask<HistoryPage>({ type: 'load-history', conversation, before, limit }),
    }),
    ...(capabilities.resume && {
      resume: (conversation, after) => ask<ConversationSnapshot>({ type: 'resume', conversation, after }),
    }),
    ...(capabilities.conversations && {
      listConversations: async (query) => (await ask<ListAnswer>({ type: 'list-conversations', query })).list,
    }),
    close: leave,
  };

  options.signal.addEventListener('abort', leave, { once: true });
  channel.listen(hear);
  options.onEvent(welcome);
  missed.forEach(hear);
  const { identity } = options;
  const { profile, page } = identity.kind === 'visitor' ? identity : {};
  // The leader's hello told of its own page; ours is told as a change.
  if (profile || page)
    connection.notify({ type: 'visitor-update', ...(profile && { profile }), ...(page && { page }) });
  return { leader, connection, lose };
}

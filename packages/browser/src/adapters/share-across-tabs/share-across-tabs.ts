/**
 * One connection for all tabs of a visitor: the tab that holds a Web Lock has it, the others follow it over a
 * BroadcastChannel, so that ten tabs cost one socket and one of the six streams HTTP/1.1 allows (C3). When the leader
 * goes, its followers lose their connection and the core opens again: one of them becomes the leader.
 *
 * Owns who leads and who follows. What is not the same conversation of the same person is not shared: those tabs, and
 * platforms without locks or channels, have connections of their own. So has an agents' inbox: it cannot be resumed.
 */
import { AdapterError, problem, type ChatAdapter, type ChatConnection, type OpenOptions } from '@support-chat/protocol';
import { randomId } from '../../browser-random.js';
import type { LocksLike } from '../../tabs/sender-lock.js';
import { publicParts } from '../public-parts.js';
import { follow, type Following } from './follower.js';
import { acquireLock, type HeldLock } from './held-lock.js';
import { lead } from './leader.js';
import { SHARE_VERSION, openShareChannel, type ShareMessage } from './share-message.js';

export interface ShareAcrossTabsOptions {
  /** Tabs with the same name share; make it tell one back end and one visitor from others on this origin. */
  readonly name: string;
  /** Milliseconds after which a leader that does not answer is overtaken. Default: 10,000. */
  readonly answerWithin?: number;
  /** Default: the platform's, where there are any. */
  readonly locks?: LocksLike | undefined;
}

/** Makes an adapter that shares the connections of another one. */
export function shareAcrossTabs(adapter: ChatAdapter, options: ShareAcrossTabsOptions): ChatAdapter {
  return {
    name: `shared(${adapter.name})`,
    backEnd: adapter.backEnd,
    ...publicParts(adapter),
    open(openOptions) {
      const locks = 'locks' in options ? options.locks : globalThis.navigator?.locks;
      const { identity, conversationId } = openOptions;
      const isInbox = identity.kind === 'agent' && conversationId === undefined;
      if (!locks || typeof BroadcastChannel === 'undefined' || isInbox) return adapter.open(openOptions);
      // A visitor is in one conversation, and some tabs may not know of it yet; an agent in many.
      const scope = identity.kind === 'agent' ? conversationId : 'visitor';
      const name = `${options.name} share-${SHARE_VERSION} ${scope}`;
      return openShared(adapter, openOptions, { name, locks, answerWithin: options.answerWithin ?? 10_000 });
    },
  };
}

/** Milliseconds in which the reason of a leader's end arrives after its lock is free. */
const LAST_WORD_WITHIN = 100;

interface Sharing {
  readonly name: string;
  readonly locks: LocksLike;
  readonly answerWithin: number;
}

function openShared(adapter: ChatAdapter, options: OpenOptions, sharing: Sharing): Promise<ChatConnection> {
  const { signal, identity, resumeAfter } = options;
  const { name, locks, answerWithin } = sharing;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new AdapterError('connection-lost', { cause: signal.reason }));
    const channel = openShareChannel(name);
    const waiting = new AbortController();
    const member = randomId();
    const missed: ShareMessage[] = [];
    let following: Following | null = null;
    let joining = true;
    let left = false;
    let inherited: HeldLock | undefined;
    let lastWord: ReturnType<typeof setTimeout> | undefined;

    const token = (identity.kind === 'visitor' && identity.token) || null;
    const conversation = options.conversationId ?? null;
    const join = () => channel.post({ type: 'join', member, token, conversation, resumeAfter: resumeAfter ?? null });

    /** The role is decided: what was needed to find it is let go of. */
    const decide = () => {
      joining = false;
      clearTimeout(silence);
      signal.removeEventListener('abort', abandon);
    };
    const leave = () => {
      left = true;
      waiting.abort();
      clearTimeout(lastWord);
      inherited?.release();
      channel.close();
    };
    const abandon = () => {
      decide();
      leave();
      reject(new AdapterError('connection-lost', { cause: signal.reason }));
    };
    const take = (lock: HeldLock) => {
      if (joining) {
        decide();
        waiting.abort();
        resolve(lead(adapter, options, channel, lock));
      } else if (left || !following) lock.release();
      else {
        // The leader is gone. Why, may still be on its way; if it died without a word everybody is told here, starts
        // over and resumes.
        inherited = lock;
        const { leader, lose } = following;
        lastWord = setTimeout(() => {
          channel.post({ type: 'closed', leader, reason: { problem: problem('connection-lost') } });
          lose(problem('connection-lost'));
        }, LAST_WORD_WITHIN);
      }
    };
    const acquire = (how: { readonly signal: AbortSignal } | { readonly steal: true }) => {
      acquireLock(locks, name, how).then(take, () => {
        if (waiting.signal.aborted) return; // we gave up waiting
        // There are locks, but not for this page (an opaque origin): it stands for itself.
        decide();
        leave();
        resolve(adapter.open(options));
      });
    };

    const silence = setTimeout(() => acquire({ steal: true }), answerWithin);
    signal.addEventListener('abort', abandon, { once: true });
    channel.listen((message) => {
      if (message.type === 'leading') join();
      else if (message.type === 'event') missed.push(message);
      else if (!('to' in message) || message.to !== member) return;
      else if (message.type === 'heard') clearTimeout(silence);
      else if (message.type === 'joined') {
        decide();
        following = follow({ options, channel, joined: message, missed, onEnd: leave });
        resolve(following.connection);
      } else if (message.type === 'not-shared') {
        decide();
        leave();
        resolve(adapter.open(options));
      } else if (message.type === 'join-failed') {
        decide();
        leave();
        reject(AdapterError.from(message.problem));
      }
    });
    acquire({ signal: waiting.signal });
    join();
  });
}

/** What tabs say on their channel, and what is believed of it: another tab may run another version of this code. */
import type { TabNotice } from '@support-chat/core';
import { decodeRecord } from '../storage/stored-shapes.js';

/** A notice for the core, or a word about who sends (O3): a waiter asks whether the holder lives, the holder says so. */
export type TabMessage = TabNotice | { readonly type: 'sender-query' } | { readonly type: 'sender-alive' };

/** A message of another tab, or null when it cannot be understood: losing one costs at most a resume. */
export function decodeTabMessage(data: unknown): TabMessage | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  const message = data as Readonly<Record<string, unknown>>;
  switch (message['type']) {
    case 'sender-query':
    case 'sender-alive':
    case 'token-changed':
    case 'unsaved-wanted':
      return data as TabMessage;
    case 'record-added':
      return decodeRecord(message['record']) ? (data as TabMessage) : null;
    case 'record-acked':
      return hasId(message) && isRecord(message['ack']) ? (data as TabMessage) : null;
    case 'record-refused':
      return hasId(message) && isRecord(message['problem']) ? (data as TabMessage) : null;
    case 'record-discarded':
    case 'record-retried':
      return hasId(message) ? (data as TabMessage) : null;
    default:
      return null;
  }
}

function hasId(message: Readonly<Record<string, unknown>>): boolean {
  return typeof message['id'] === 'string';
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/**
 * Follows the rules of proactive messages on one page (V20): asks `core` what the signals of the page mean, and offers at
 * most one message at a time. Loaded only where there are rules, and until one fires nothing else is: no conversation, no
 * connection. It decides when nobody may be disturbed; what an offer looks like is `offer.ts`.
 */
import { watchPage } from '@support-chat/browser';
import {
  chooseTrigger,
  decodeTriggerMemory,
  decodeTriggers,
  nextCheck,
  pageSeen,
  ruleDismissed,
  ruleOffered,
  rulesLeft,
  type PageFacts,
  type TriggerMemory,
} from '@support-chat/core';
import type { TriggerRule } from '@support-chat/protocol';
import type { ShellHost } from '../../shell-host.js';
import { readVisitMark } from '../../visit-mark.js';
import { followTracked } from '../site-facts/follow-tracked.js';
import { readTriggerMemory, writeTriggerMemory } from './kept-trigger-memory.js';

/** Milliseconds after which it looks again whether a dialog of the page is gone: some give no sign. */
const LOOK_AGAIN = 1000;

/**
 * Begins to follow rules.
 *
 * @param raw - as the page or the owner wrote them
 * @param signal - ends it, when the element leaves or its rules change
 */
export function follow(host: ShellHost, raw: unknown, signal: AbortSignal): void {
  if (signal.aborted) return;
  const { rules, faults } = decodeTriggers(raw);
  for (const { field, expected } of faults) {
    const code = 'settings-invalid';
    const detail = `${field}: expected ${expected}`;
    host.emit('sc-error', {
      type: `urn:support-chat:problem:${code}`,
      title: 'settings invalid',
      status: 0,
      code,
      detail,
    });
  }
  if (rules.length === 0) return;

  const key = host.storageKey();
  let own: TriggerMemory = decodeTriggerMemory(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let offering = false;
  const remember = (change: (memory: TriggerMemory) => TriggerMemory): TriggerMemory => {
    own = change(readTriggerMemory(key) ?? own);
    writeTriggerMemory(key, own);
    return own;
  };

  const facts = watchPage({ onChange: look, signal });
  followTracked(host, look, signal);
  for (const name of ['sc-close', 'sc-connection'] as const) host.element.addEventListener(name, look, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  remember((memory) => pageSeen(memory, Date.now()));
  look();

  function look(): void {
    clearTimeout(timer);
    if (signal.aborted || offering || document.hidden || isUnknown(host) || isTalking(host)) return;
    const now = Date.now();
    const memory = remember((before) => pageSeen(before, now));
    const present: PageFacts = { ...facts(), visits: memory.visits, events: host.tracked };
    const rule = chooseTrigger(rules, present, memory, now);
    if (!rule) {
      const due = nextCheck(rulesLeft(rules, memory, now), present);
      if (due !== null) timer = setTimeout(look, due * 1000 + 20);
    } else if (hasModal()) timer = setTimeout(look, LOOK_AGAIN);
    else void offer(rule);
  }

  async function offer(rule: TriggerRule): Promise<void> {
    const { id, text } = rule;
    offering = true;
    remember((memory) => ruleOffered(memory, id, Date.now()));
    if (host.emit('sc-proactive', { id, text })) {
      try {
        const [session, { showOffer }] = await Promise.all([host.session(), import('./offer.js')]);
        if (!signal.aborted && !isTalking(host)) {
          await showOffer(session, host, rule, () => remember((memory) => ruleDismissed(memory, id)));
        }
      } catch (error) {
        const code = 'network-failed';
        const type = `urn:support-chat:problem:${code}`;
        host.emit('sc-error', { type, title: 'network failed', status: 0, code, detail: String(error) });
      }
    }
    offering = false;
    look();
  }
}

/** It is not known yet whether an earlier visit left a conversation that runs. */
function isUnknown({ element, storageKey }: ShellHost): boolean {
  const { state } = element;
  if (!state) return readVisitMark(storageKey()) !== null;
  const { storage, capabilities } = state;
  return storage.phase === 'loading' || (storage.token !== null && capabilities === null);
}

/** The panel is open, or there is a conversation. */
function isTalking({ element: { open, state } }: ShellHost): boolean {
  if (open || !state) return open;
  const { phase } = state.conversation;
  return state.outbox.length > 0 || (phase !== 'none' && phase !== 'ended');
}

/** A dialog of the page has the visitor's whole attention. */
function hasModal(): boolean {
  return document.querySelector('dialog:modal, [aria-modal="true"]') !== null;
}

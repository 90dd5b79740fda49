/** O3: one tab sends, a frozen one is overtaken after 10 s, and without locks everybody sends (L2 keeps it safe). */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyForSender, type LocksLike, type SenderLock } from '../../../packages/browser/src/tabs/sender-lock.js';
import { createWebLocks } from '../../support/web-locks.js';

interface Tab {
  readonly lock: SenderLock;
  readonly changes: boolean[];
  frozen: boolean;
  leave(): void;
}

let locks: LocksLike | undefined;
let tabs: Tab[];

/** A tab that answers queries of others unless it is frozen, as `createBrowserTabs` does over its channel. */
function openTab(hears = true): Tab {
  const controller = new AbortController();
  const changes: boolean[] = [];
  const query = async () => {
    await Promise.resolve(); // as messages do, the answer comes later
    for (const other of tabs) if (other.lock.held && !other.frozen) tab.lock.alive();
  };
  const lock = applyForSender({
    name: 'sender',
    locks,
    overtakeAfter: 10_000,
    signal: controller.signal,
    query: hears ? () => void query() : null,
    onChange: (sender) => changes.push(sender),
  });
  const tab: Tab = { lock, changes, frozen: false, leave: () => controller.abort() };
  tabs.push(tab);
  return tab;
}

const senders = () => tabs.map(({ lock }) => lock.held);

beforeEach(() => {
  vi.useFakeTimers();
  locks = createWebLocks();
  tabs = [];
});
afterEach(() => {
  for (const tab of tabs) tab.leave();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('O3 the sender', () => {
  it('is one tab, and the next when it leaves', async () => {
    const [one, two] = [openTab(), openTab()];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(senders()).toEqual([true, false]);
    one.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(two.changes).toEqual([true]);
  });

  it('is overtaken when it is frozen: not before 10 s, and not much later', async () => {
    const [one, two] = [openTab(), openTab()];
    await vi.advanceTimersByTimeAsync(7_000);
    one.frozen = true;
    await vi.advanceTimersByTimeAsync(9_000);
    expect(two.lock.held).toBe(false);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(two.lock.held).toBe(true);
  });

  it('waits for its turn again when it thaws', async () => {
    const [one, two] = [openTab(), openTab()];
    await vi.advanceTimersByTimeAsync(0);
    one.frozen = true;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(senders()).toEqual([false, true]);
    one.frozen = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(senders()).toEqual([false, true]);
    two.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(one.changes).toEqual([true, false, true]);
  });

  it('is nobody twice, whoever of many waiters overtakes', async () => {
    const [one] = [openTab(), openTab(), openTab(), openTab()];
    await vi.advanceTimersByTimeAsync(0);
    one.frozen = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(senders().filter(Boolean)).toHaveLength(1);
    expect(one.lock.held).toBe(false);
  });

  it('is every tab where there are no locks, or none for this page', async () => {
    locks = undefined;
    openTab();
    openTab();
    expect(senders()).toEqual([true, true]);
    locks = { request: () => Promise.reject(new DOMException('An opaque origin.', 'SecurityError')) };
    const third = openTab();
    await vi.advanceTimersByTimeAsync(0);
    expect(third.lock.held).toBe(true);
  });

  it('is not overtaken where tabs cannot hear each other', async () => {
    const [one, two] = [openTab(false), openTab(false)];
    one.frozen = true;
    await vi.advanceTimersByTimeAsync(120_000);
    expect([one.lock.held, two.lock.held]).toEqual([true, false]);
  });
});

/** O3 with the Web Locks and BroadcastChannels of real engines. Each port stands for a tab; one of them is a frame. */
import { expect, waitUntil } from '@open-wc/testing';
import { createBrowserTabs } from '@support-chat/browser';
import type { TabEvent, Tabs } from '@support-chat/core';

interface Tab {
  readonly tabs: Tabs;
  readonly heard: TabEvent[];
  readonly sender: boolean;
  leave(): void;
}

/** Waits for a condition; engines on a busy machine get the time they need. */
const until = (condition: () => unknown): Promise<void> => waitUntil(condition, undefined, { timeout: 9000 });

let name: string;
let open: Tab[];

function openTab(options: Partial<Parameters<typeof createBrowserTabs>[0]> = {}): Tab {
  const heard: TabEvent[] = [];
  const tabs = createBrowserTabs({ name, ...options });
  const leave = tabs.listen((event) => heard.push(event));
  const tab: Tab = {
    tabs,
    heard,
    leave,
    get sender() {
      const last = heard.findLast((event) => event.type === 'sender-changed');
      return last?.type === 'sender-changed' && last.sender;
    },
  };
  open.push(tab);
  return tab;
}

/** Another window of this origin that holds the lock and answers nobody: a frozen tab. */
async function frozenTab(): Promise<() => void> {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const { locks } = (frame.contentWindow as Window & typeof globalThis).navigator;
  await new Promise<void>((granted) => {
    const lost = () => undefined; // stolen: what the test is about
    locks.request(`${name} sender`, () => (granted(), new Promise(() => undefined))).catch(lost);
  });
  return () => frame.remove();
}

describe('tabs', () => {
  beforeEach(() => {
    [name, open] = [crypto.randomUUID(), []];
  });
  afterEach(() => {
    for (const tab of open) tab.leave();
  });

  it('O3 one of them sends, and another when it leaves', async () => {
    const [one, two, three] = [openTab(), openTab(), openTab()];
    await until(() => open.some(({ sender }) => sender));
    expect(open.filter(({ sender }) => sender)).to.deep.equal([one]);
    one.leave();
    await until(() => two.sender || three.sender);
    expect([two.sender, three.sender].filter(Boolean).length).to.equal(1);
  });

  it('O3 a frozen sender is overtaken', async () => {
    const remove = await frozenTab();
    const waiter = openTab({ overtakeAfter: 200 });
    expect(waiter.sender).to.equal(false);
    await until(() => waiter.sender);
    remove();
  });

  it('O3 a sender that answers is not', async () => {
    const one = openTab({ overtakeAfter: 300 });
    await until(() => one.sender);
    const two = openTab({ overtakeAfter: 300 });
    const asked = new BroadcastChannel(name);
    let queries = 0;
    asked.onmessage = ({ data }: MessageEvent<{ type: string }>) => (queries += Number(data.type === 'sender-query'));
    await until(() => queries >= 6);
    asked.close();
    expect([one.sender, two.sender]).to.deep.equal([true, false]);
  });

  it('hear each other, and not themselves', async () => {
    const [one, two] = [openTab(), openTab()];
    const notice = { type: 'record-discarded', id: 'message-1' } as const;
    one.tabs.post(notice);
    const notices = (tab: Tab) => tab.heard.filter((event) => event.type !== 'sender-changed');
    await until(() => notices(two).length > 0);
    expect(notices(two)).to.deep.equal([notice]);
    expect(notices(one)).to.deep.equal([]);
  });

  it('pass over what they cannot understand', async () => {
    const tab = openTab();
    const channel = new BroadcastChannel(name);
    for (const data of [
      null,
      7,
      'text',
      {},
      { type: 'record-added' },
      { type: 'record-added', record: { version: 9 } },
    ]) {
      channel.postMessage(data);
    }
    channel.postMessage({ type: 'token-changed' });
    await until(() => tab.heard.some((event) => event.type === 'token-changed'));
    expect(tab.heard.filter((event) => event.type !== 'sender-changed').length).to.equal(1);
    channel.close();
  });

  it('all send where there are no locks', () => {
    expect([openTab({ locks: undefined }).sender, openTab({ locks: undefined }).sender]).to.deep.equal([true, true]);
  });

  it('leave nothing behind: the lock is free', async () => {
    const tab = openTab();
    await until(() => tab.sender);
    tab.leave();
    await until(async () => !(await navigator.locks.query()).held?.some((lock) => lock.name === `${name} sender`));
  });
});

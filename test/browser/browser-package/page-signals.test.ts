/** C1: the page's signals reach the core, and nothing listens after it has stopped. */
import { expect } from '@open-wc/testing';
import { createBrowserPorts } from '@support-chat/browser';
import type { PageState } from '@support-chat/core';

describe('page signals', () => {
  it('tell the present state at once, and each change until they are stopped', () => {
    const told: PageState[] = [];
    const { page } = createBrowserPorts({ namespace: crypto.randomUUID() });
    const stop = page.listen((state) => told.push(state));
    expect(told).to.deep.equal([{ visible: document.visibilityState === 'visible', online: navigator.onLine }]);
    for (const event of ['online', 'offline', 'pageshow']) dispatchEvent(new Event(event));
    for (const event of ['visibilitychange', 'resume']) document.dispatchEvent(new Event(event));
    expect(told.length).to.equal(6);
    dispatchEvent(new Event('pagehide'));
    expect(told.at(-1)?.visible).to.equal(false);
    stop();
    dispatchEvent(new Event('online'));
    expect(told.length).to.equal(7);
  });

  it('randomness and clock are of this world', () => {
    const { random, clock } = createBrowserPorts({ namespace: crypto.randomUUID() });
    const ids = new Set(Array.from({ length: 1_000 }, () => random.id()));
    expect(ids.size).to.equal(1_000);
    for (const id of ids) expect(id).to.match(/^[\w-]{8,64}$/);
    const numbers = Array.from({ length: 1_000 }, () => random.next());
    expect(Math.min(...numbers)).to.be.within(0, 0.1);
    expect(Math.max(...numbers)).to.be.within(0.9, 0.9999999999);
    expect(clock.now()).to.be.at.most(clock.now());
  });
});

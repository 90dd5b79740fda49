import { expect } from '@open-wc/testing';
import type { SupportChatElement } from '@support-chat/element';
import type { OpenOptions } from '@support-chat/protocol';
import { createScriptedAdapter, type ScriptedAdapter } from '@support-chat/testkit';
import {
  freshStorageKey,
  inside,
  mountChat,
  nextEvent,
  part,
  shownMessages,
  unmountChats,
  until,
} from '../../support/mount-chat.js';

/** Counts what is held: listeners on long-lived targets, timers and frames that have not run. */
function countHeld(): { readonly held: () => Record<string, number>; readonly stop: () => void } {
  const listeners = new Map<string, number>();
  const timers = new Set<unknown>();
  const undo: (() => void)[] = [];
  const swap = <Host extends object, Key extends keyof Host>(host: Host, key: Key, replacement: Host[Key]): void => {
    const original = host[key];
    host[key] = replacement;
    undo.push(() => void (host[key] = original));
  };
  const longLived = (target: unknown): boolean =>
    target === window ||
    target === document ||
    target === visualViewport ||
    target instanceof MediaQueryList ||
    target instanceof BroadcastChannel;
  const change = (target: unknown, type: string, by: number): void => {
    if (!longLived(target)) return;
    const key = `${(target as object).constructor.name} ${type}`;
    listeners.set(key, (listeners.get(key) ?? 0) + by);
  };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  swap(EventTarget.prototype, 'addEventListener', function (this: EventTarget, type, listener, options) {
    add.call(this, type, listener, options);
    const signal = typeof options === 'object' ? options.signal : undefined;
    if (signal?.aborted) return;
    change(this, type, 1);
    if (signal) add.call(signal, 'abort', () => change(this, type, -1), { once: true });
  });
  swap(EventTarget.prototype, 'removeEventListener', function (this: EventTarget, type, listener, options) {
    remove.call(this, type, listener, options);
    change(this, type, -1);
  });
  const { setTimeout: later, clearTimeout: notLater, setInterval: often, clearInterval: notOften } = window;
  const timer = ((run: () => void, delay?: number) => {
    const id = later(() => {
      timers.delete(id);
      run();
    }, delay);
    timers.add(id);
    return id;
  }) as typeof setTimeout;
  swap(window, 'setTimeout', timer);
  swap(window, 'clearTimeout', ((id?: number) => {
    timers.delete(id);
    notLater(id);
  }) as typeof clearTimeout);
  swap(window, 'setInterval', ((run: () => void, delay?: number) => {
    const id = often(run, delay);
    timers.add(id);
    return id;
  }) as typeof setInterval);
  swap(window, 'clearInterval', ((id?: number) => {
    timers.delete(id);
    notOften(id);
  }) as typeof clearInterval);
  return {
    held: () => ({
      ...Object.fromEntries([...listeners].filter(([, count]) => count !== 0)),
      ...(timers.size > 0 && { timers: timers.size }),
    }),
    stop: () => undo.forEach((restore) => restore()),
  };
}

/** Keeps the chat from the device's storage; the returned function gives it back. */
function blockStorage(): () => void {
  const open = indexedDB.open.bind(indexedDB);
  indexedDB.open = () => {
    throw new DOMException('Blocked by the test', 'SecurityError');
  };
  return () => void (indexedDB.open = open);
}

describe('<support-chat> lifecycle', () => {
  afterEach(unmountChats);

  it('V1 moving the element within the document ends nothing', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 3 } });
    await chat.show();
    await until(() => shownMessages(chat).length > 0);
    const state = chat.state;
    const elsewhere = document.createElement('section');
    document.body.append(elsewhere);
    elsewhere.append(chat);
    await until(() => part(chat, 'launcher').getClientRects().length === 1);
    expect(adapter.connections).to.equal(1);
    expect(chat.state?.conversation.id).to.equal(state?.conversation.id);
    expect(part<HTMLDialogElement>(chat, 'panel').open).to.equal(true);
    expect(inside(chat).querySelector('.layer')?.matches(':popover-open')).to.equal(true);
    elsewhere.remove();
  });

  it('V1 removing ends the connection, adding again goes on with the same conversation', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 3 } });
    await chat.show();
    await until(() => shownMessages(chat).length === 3 || shownMessages(chat).length > 0);
    const before = shownMessages(chat);
    chat.remove();
    await until(() => adapter.connections === 0);
    expect(inside(chat).querySelectorAll('dialog').length).to.equal(0);
    const ready = nextEvent(chat, 'sc-ready');
    document.body.append(chat);
    await ready;
    expect(chat.open).to.equal(true);
    await until(() => shownMessages(chat).length === before.length);
    expect(shownMessages(chat)).to.deep.equal(before);
    expect(adapter.connections).to.equal(1);
  });

  it('V1 loses nothing that only memory holds when it is removed and added again', async () => {
    const allow = blockStorage();
    try {
      const { chat, adapter } = await mountChat({ script: { messages: 1 } });
      await chat.show();
      await until(() => chat.state?.storage.phase === 'memory');
      await until(() => inside(chat).textContent.includes('Not saved on this device'));
      await until(() => chat.state?.connection.phase === 'online');
      adapter.goOffline();
      await chat.send('Only in memory');
      const field = part<HTMLTextAreaElement>(chat, 'input');
      field.value = 'half a thou';
      field.dispatchEvent(new InputEvent('input'));
      chat.remove();
      await until(() => chat.state === null);
      adapter.goOnline();
      document.body.append(chat);
      await until(() => adapter.received.length === 1);
      expect(adapter.received[0]).to.include({ text: 'Only in memory' });
      await until(() => part<HTMLTextAreaElement>(chat, 'input').value === 'half a thou');
    } finally {
      allow();
    }
  });

  it('X1 shows a token that only memory holds to the back end that gave it, and to no other', async () => {
    const allow = blockStorage();
    const shown: (string | undefined)[] = [];
    const watched = (adapter: ScriptedAdapter): ScriptedAdapter => {
      const { open } = adapter;
      return Object.assign(adapter, {
        open: (options: OpenOptions) => {
          shown.push(options.identity.kind === 'visitor' ? options.identity.token : 'an agent');
          return open(options);
        },
      });
    };
    try {
      const { chat, adapter } = await mountChat({ script: { messages: 1 } });
      await chat.show();
      await until(() => chat.state?.storage.token === 'scripted-token');
      watched(adapter);
      for (const next of [adapter, watched(createScriptedAdapter())]) {
        const before = shown.length;
        chat.remove();
        await until(() => chat.state === null);
        chat.adapter = next;
        document.body.append(chat);
        await until(() => shown.length > before);
      }
      expect(shown).to.deep.equal(['scripted-token', undefined]);
    } finally {
      allow();
    }
  });

  it('keeps draft and outbox when the back end is swapped', async () => {
    const { chat, adapter } = await mountChat({ script: { offline: true } });
    const other = await mountChat({ attributes: { placement: 'bottom-start' } });
    await chat.show();
    await chat.send('Whoever hears this');
    const field = part<HTMLTextAreaElement>(chat, 'input');
    field.value = 'and this';
    field.dispatchEvent(new InputEvent('input'));
    expect(adapter.received.length).to.equal(0);
    chat.adapter = other.adapter;
    await until(() => other.adapter.received.length === 1);
    expect(other.adapter.received[0]).to.include({ text: 'Whoever hears this' });
    expect(part<HTMLTextAreaElement>(chat, 'input').value).to.equal('and this');
  });

  it('O5 forgets one person’s conversation when the page names another', async () => {
    const { chat } = await mountChat({ script: { offline: true } });
    chat.identify({ id: 'person-a', name: 'A' });
    await chat.send('From A');
    await until(() => chat.state?.outbox[0]?.phase === 'queued');
    chat.identify({ id: 'person-a', name: 'Still A' });
    expect(chat.state?.outbox.length).to.equal(1);
    const owner = chat.state?.storage.owner;
    chat.identify({ id: 'person-b' });
    await until(() => chat.state?.outbox.length === 0 && chat.state.storage.owner !== owner);
  });

  it('reset() forgets everything on this device', async () => {
    const storageKey = freshStorageKey();
    const { chat } = await mountChat({ storageKey, script: { offline: true } });
    await chat.send('Forget me');
    await until(() => localStorage.getItem(`support-chat:${storageKey}`) !== null);
    await chat.reset();
    await until(() => chat.state?.outbox.length === 0);
    expect(localStorage.getItem(`support-chat:${storageKey}`)).to.equal(null);
  });

  it('leaves no listener, timer, connection or node behind after ten mounts and unmounts', async function () {
    this.timeout(60_000);
    const life = async (): Promise<void> => {
      const { chat, adapter } = await mountChat({ script: { messages: 120 } });
      await chat.show();
      await until(() => shownMessages(chat).length > 10);
      await chat.send('Hello');
      await until(() => chat.state?.outbox.length === 0);
      chat.hide();
      await chat.show();
      chat.remove();
      await until(() => adapter.connections === 0);
      await settledState(chat);
    };
    await life(); // what the first one loads stays: modules, sheets
    const { held, stop } = countHeld();
    const nodes = document.querySelectorAll('*').length;
    for (let round = 0; round < 10; round++) await life();
    await until(() => Object.keys(held()).length === 0, 'everything is let go').catch(() => undefined);
    const rest = held();
    stop();
    expect(rest).to.deep.equal({});
    expect(document.querySelectorAll('*').length).to.equal(nodes);
  });
});

/** Removal ends things in a microtask and waits for storage. */
async function settledState(chat: SupportChatElement): Promise<void> {
  await until(() => chat.state === null && inside(chat).querySelectorAll('.said').length === 0);
}

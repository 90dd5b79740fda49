import { expect } from '@open-wc/testing';
import type { SupportChatElement } from '@support-chat/element';
import { freshStorageKey, inside, mountChat, unmountChats, until } from '../../support/mount-chat.js';

/** What the operating system was asked to show. */
class FakeNotification extends EventTarget {
  static permission: NotificationPermission = 'default';
  static answer: NotificationPermission = 'granted';
  static asked = 0;
  static shown: FakeNotification[] = [];
  static requestPermission(): Promise<NotificationPermission> {
    FakeNotification.asked++;
    return Promise.resolve((FakeNotification.permission = FakeNotification.answer));
  }
  readonly title: string;
  readonly body: string | undefined;
  closed = false;
  constructor(title: string, options?: NotificationOptions) {
    super();
    this.title = title;
    this.body = options?.body;
    FakeNotification.shown.push(this);
  }
  close(): void {
    this.closed = true;
  }
}

function setHidden(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: hidden ? 'hidden' : 'visible' });
  document.dispatchEvent(new Event('visibilitychange'));
}

async function choose(chat: SupportChatElement, label: string): Promise<void> {
  inside(chat).querySelector<HTMLElement>('.menu-button')?.click();
  const item = (): HTMLElement | undefined =>
    [...inside(chat).querySelectorAll<HTMLElement>('.menu-item')].find((one) => one.textContent.trim() === label);
  await until(item, label);
  item()?.click();
}

describe('V23 notices', () => {
  const real = globalThis.Notification;
  const badges: (number | null)[] = [];
  const app = navigator as { setAppBadge?: unknown; clearAppBadge?: unknown };

  beforeEach(() => {
    globalThis.Notification = FakeNotification as unknown as typeof Notification;
    Object.assign(FakeNotification, { permission: 'default', answer: 'granted', asked: 0, shown: [] });
    badges.length = 0;
    Object.defineProperty(app, 'setAppBadge', {
      configurable: true,
      value: (count: number) => (badges.push(count), Promise.resolve()),
    });
    Object.defineProperty(app, 'clearAppBadge', {
      configurable: true,
      value: () => (badges.push(null), Promise.resolve()),
    });
    document.title = 'Shop';
  });
  afterEach(() => {
    unmountChats();
    globalThis.Notification = real;
    for (const key of ['hidden', 'visibilityState']) Reflect.deleteProperty(document, key);
    for (const key of ['setAppBadge', 'clearAppBadge']) Reflect.deleteProperty(navigator, key);
  });

  async function talking(storageKey = freshStorageKey()): ReturnType<typeof mountChat> {
    const mounted = await mountChat({ script: { messages: 2, agent: { name: 'Anna' } }, storageKey });
    await mounted.chat.show();
    await until(() => mounted.chat.state?.timeline.cursor && mounted.chat.state.storage.sender);
    return mounted;
  }

  it('V23 a hidden page counts in its title, on its icon and on the app, and takes it back when it is seen', async () => {
    const icon = document.createElement('link');
    icon.rel = 'icon';
    icon.href = '/pot.png';
    document.head.append(icon);
    try {
      const { chat, adapter } = await talking();
      setHidden(true);
      adapter.agentSays('Are you there?');
      await until(() => document.title === '(1) Shop', 'the title');
      await until(() => icon.href.startsWith('data:image/png'), 'the icon');
      await until(() => badges.includes(1), 'the app');
      document.title = '(1) Shop, another view';
      adapter.agentSays('Hello?');
      await until(() => document.title === '(2) Shop, another view', 'the new title');
      setHidden(false);
      expect(document.title).to.equal('Shop, another view');
      expect(icon.href).to.match(/\/pot\.png$/);
      await until(() => chat.state?.widget.unread === 0);
      await until(() => badges.at(-1) === null, 'no number on the app');
    } finally {
      icon.remove();
    }
  });

  it('V23 removing the element takes back what it put on the page', async () => {
    const { chat, adapter } = await talking();
    setHidden(true);
    adapter.agentSays('Are you there?');
    await until(() => document.title === '(1) Shop');
    await until(() => document.querySelector('link[rel="icon"]'));
    chat.remove();
    await until(() => document.title === 'Shop');
    await until(() => document.querySelector('link[rel="icon"]') === null);
  });

  it('V23 asks for notifications only when the visitor wants them, shows them while hidden, and remembers', async () => {
    const storageKey = freshStorageKey();
    const first = await talking(storageKey);
    setHidden(true);
    first.adapter.agentSays('Not asked for');
    await until(() => document.title === '(1) Shop');
    expect([FakeNotification.asked, FakeNotification.shown.length]).to.deep.equal([0, 0]);
    setHidden(false);
    await choose(first.chat, 'Show desktop notifications');
    await until(() => FakeNotification.asked === 1);
    first.chat.remove();

    const { chat, adapter } = await talking(storageKey);
    chat.hide();
    setHidden(true);
    adapter.agentSays('Your order is ready');
    await until(() => FakeNotification.shown.length === 1, 'the notification');
    const [shown] = FakeNotification.shown as [FakeNotification];
    expect([shown.title, shown.body]).to.deep.equal(['Anna', 'Your order is ready']);
    shown.dispatchEvent(new Event('click'));
    expect(shown.closed).to.equal(true);
    expect(chat.open).to.equal(true);
    setHidden(false);
    await choose(chat, 'Stop desktop notifications');
    setHidden(true);
    adapter.agentSays('Quiet again');
    await until(() => /\(\d\) Shop/.test(document.title));
    expect(FakeNotification.shown.length).to.equal(1);
    expect(FakeNotification.asked).to.equal(1);
  });

  it('V23 says what to do when the browser blocks them', async () => {
    FakeNotification.answer = 'denied';
    const { chat } = await talking();
    await choose(chat, 'Show desktop notifications');
    const alerts = () => [...inside(chat).querySelectorAll('[role="alert"]')].map((alert) => alert.textContent);
    await until(() => alerts().some((text) => text.includes('Notifications are blocked')));
  });
});

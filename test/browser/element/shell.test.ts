import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { SupportChatElement } from '@support-chat/element';
import { createScriptedAdapter } from '@support-chat/testkit';
import {
  find,
  freshStorageKey,
  inside,
  mountChat,
  nextEvent,
  part,
  shownMessages,
  teaserShown,
  unmountChats,
  until,
} from '../../support/mount-chat.js';

describe('<support-chat> shell', () => {
  afterEach(unmountChats);

  it('Y1 has a launcher that is a named button and tells whether the panel is open', async () => {
    const { chat } = await mountChat();
    const launcher = part<HTMLButtonElement>(chat, 'launcher');
    expect(launcher.localName).to.equal('button');
    expect(launcher.ariaLabel).to.equal('Open chat');
    expect(launcher.ariaExpanded).to.equal('false');
    await chat.show();
    expect(launcher.ariaLabel).to.equal('Close chat');
    expect(launcher.ariaExpanded).to.equal('true');
  });

  it('Y1 counts what is unread on the badge and in the name of the launcher', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 2 } });
    await chat.show();
    await until(() => adapter.connections === 1);
    await until(() => chat.state?.timeline.cursor);
    chat.hide();
    const unread = nextEvent<{ unread: number }>(chat, 'sc-unread');
    adapter.agentSays('Are you still there?');
    expect((await unread).detail).to.deep.equal({ unread: 1 });
    expect(part(chat, 'badge').hidden).to.equal(false);
    expect(part(chat, 'badge').textContent).to.equal('1');
    expect(part(chat, 'launcher').ariaLabel).to.equal('Open chat, 1 new message');
    for (let count = 0; count < 9; count++) adapter.agentSays(`And ${count}`);
    await until(() => part(chat, 'badge').textContent === '9+');
    expect(part(chat, 'launcher').ariaLabel).to.equal('Open chat, 10 new messages');
    expect(chat.matches(':state(unread)')).to.equal(true);
  });

  it('Y3 shows and says a message that arrives while the panel is closed, once', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 2, agent: { name: 'Anna' } } });
    await chat.show();
    await until(() => chat.state?.timeline.cursor);
    chat.hide();
    adapter.agentSays('Do you need **help**?');
    await until(() => teaserShown(chat));
    expect(part(chat, 'teaser').textContent).to.contain('Anna').and.to.contain('help');
    const said = [...inside(chat).querySelectorAll('.said[role="status"]')].map((one) => one.textContent);
    expect(said).to.deep.equal(['Anna: Do you need **help**?']);
    find(chat, '.teaser-close').click();
    expect(part(chat, 'teaser').hidden).to.equal(true);
    adapter.agentSays('Here I am.');
    await until(() => teaserShown(chat));
    find(chat, '.teaser-open').click();
    await until(() => chat.state?.widget.open);
    await until(() => part(chat, 'teaser').hidden);
  });

  it('V35 loads no conversation, opens no connection and stores nothing before there is a reason', async () => {
    const { chat, adapter } = await mountChat();
    await new Promise((resolve) => requestIdleCallbackOrFrame(resolve));
    expect(chat.state).to.equal(null);
    expect(adapter.connections).to.equal(0);
    expect(localStorage.length).to.equal(0);
    expect(inside(chat).querySelectorAll('dialog').length).to.equal(0);
  });

  it('V35 comes back by itself where an earlier visit left a conversation, without opening the panel', async () => {
    const storageKey = freshStorageKey();
    const first = await mountChat({ storageKey });
    await first.chat.send('Hello');
    await until(() => first.chat.state?.conversation.phase === 'queued');
    first.chat.remove();
    const { chat, adapter } = await mountChat({ storageKey, script: { messages: 4 } });
    await until(() => adapter.connections === 1);
    expect(chat.open).to.equal(false);
    expect(inside(chat).querySelectorAll('dialog').length).to.equal(0);
  });

  it('reflects what is set as property and reads what is set as attribute', async () => {
    const { chat } = await mountChat();
    chat.placement = 'top-start';
    chat.locale = 'de';
    chat.colorScheme = 'dark';
    chat.server = '/chat';
    chat.transport = 'sse';
    const attributes = ['placement', 'locale', 'color-scheme', 'server', 'transport'];
    expect(attributes.map((name) => chat.getAttribute(name))).to.deep.equal([
      'top-start',
      'de',
      'dark',
      '/chat',
      'sse',
    ]);
    await until(() => part(chat, 'launcher').ariaLabel === 'Chat öffnen');
    chat.setAttribute('mode', 'nonsense');
    expect(chat.mode).to.equal('floating');
    chat.removeAttribute('placement');
    expect(chat.placement).to.equal('bottom-end');
    chat.setAttribute('open', '');
    expect(chat.open).to.equal(true);
    chat.removeAttribute('open');
    expect(chat.open).to.equal(false);
  });

  it('takes the words of the page around it, and its labels over those', async () => {
    document.documentElement.lang = 'de';
    const { chat } = await mountChat();
    await until(() => part(chat, 'launcher').ariaLabel === 'Chat öffnen');
    chat.labels = { 'launcher-open': 'Fragen?', 'composer-label': 'Ihre Frage' };
    expect(part(chat, 'launcher').ariaLabel).to.equal('Fragen?');
    await chat.show();
    expect(find(chat, 'textarea').ariaLabel).to.equal('Ihre Frage');
    document.documentElement.lang = '';
  });

  it('V24 is named in the language of the page, also where that reads from right to left', async () => {
    const { chat } = await mountChat({ attributes: { locale: 'ar' } });
    await until(() => part(chat, 'launcher').ariaLabel === 'فتح المحادثة');
    chat.locale = 'ja-JP';
    await until(() => part(chat, 'launcher').ariaLabel === 'チャットを開く');
    chat.locale = 'sv';
    await until(() => part(chat, 'launcher').ariaLabel === 'Open chat');
    // Aramaic begins as Arabic does, and is another language.
    chat.locale = 'ar';
    await until(() => part(chat, 'launcher').ariaLabel === 'فتح المحادثة');
    chat.locale = 'arc';
    await until(() => part(chat, 'launcher').ariaLabel === 'Open chat');
    chat.locale = 'he';
    await chat.show();
    await until(() => part(chat, 'panel').dir === 'rtl');
    expect(part(chat, 'input').ariaLabel).to.equal('הודעה');
    expect(getComputedStyle(part(chat, 'panel')).direction).to.equal('rtl');
  });

  it('V1 keeps properties that were set before the class was defined', async () => {
    const name = 'support-chat-late';
    const late = document.createElement(name) as SupportChatElement;
    const adapter = createScriptedAdapter();
    Object.assign(late, { adapter, locale: 'de', placement: 'top-end', config: { storageKey: freshStorageKey() } });
    document.body.append(late);
    customElements.define(name, class extends SupportChatElement {});
    await late.ready;
    expect(late.getAttribute('placement')).to.equal('top-end');
    await until(() => part(late, 'launcher').ariaLabel === 'Chat öffnen');
    expect(late.adapter).to.equal(adapter);
    await late.show();
    await until(() => adapter.connections === 1);
    late.remove();
  });

  it('fires open and close, bubbling out of whatever holds it, and ready once', async () => {
    const heard: string[] = [];
    const hear = (event: Event): void => void heard.push(event.type);
    const names = ['sc-ready', 'sc-open', 'sc-close'];
    for (const name of names) document.addEventListener(name, hear);
    const { chat } = await mountChat();
    await until(() => heard.length === 1);
    await chat.show();
    chat.hide();
    chat.toggle();
    expect(chat.open).to.equal(true);
    expect(chat.matches(':state(open)')).to.equal(true);
    for (const name of names) document.removeEventListener(name, hear);
    expect(heard).to.deep.equal(['sc-ready', 'sc-open', 'sc-close', 'sc-open']);
  });

  it('lives in the top layer, so that no z-index of the page covers it', async () => {
    const { chat } = await mountChat();
    const cover = document.createElement('div');
    cover.style.cssText = 'position:fixed;inset:0;z-index:2147483647;background:red';
    document.body.append(cover);
    const box = part(chat, 'launcher').getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    cover.remove();
    expect(hit === chat).to.equal(true);
  });

  for (const [placement, edges] of Object.entries({
    'bottom-end': ['bottom', 'right'],
    'bottom-start': ['bottom', 'left'],
    'top-end': ['top', 'right'],
    'top-start': ['top', 'left'],
    'left-end': ['bottom', 'left'],
    'right-start': ['top', 'right'],
  } as const)) {
    it(`V2 stands at ${placement}`, async () => {
      const { chat } = await mountChat({ attributes: { placement } });
      const box = part(chat, 'launcher').getBoundingClientRect();
      const distances = {
        top: box.top,
        left: box.left,
        bottom: innerHeight - box.bottom,
        right: document.documentElement.clientWidth - box.right,
      };
      for (const edge of edges) expect(distances[edge], edge).to.be.closeTo(20, 1);
    });
  }

  for (const direction of ['ltr', 'rtl'] as const) {
    it(`V2 keeps the distance that the page sets, ${direction}`, async () => {
      document.documentElement.dir = direction;
      try {
        const { chat } = await mountChat({ script: { messages: [{ from: 'agent', text: 'Hello' }] } });
        chat.style.setProperty('--sc-offset-x', '44px');
        chat.style.setProperty('--sc-offset-y', '72px');
        const fromSide = ({ left, right }: DOMRect): number =>
          direction === 'rtl' ? left : document.documentElement.clientWidth - right;
        const launcher = part(chat, 'launcher').getBoundingClientRect();
        expect(fromSide(launcher)).to.be.closeTo(44, 1);
        expect(innerHeight - launcher.bottom).to.be.closeTo(72, 1);
        // The panel grows from there, and nothing of it is outside.
        await chat.show();
        const panel = part(chat, 'panel');
        await until(() => getComputedStyle(panel).transform === 'none' && panel.getAnimations().length === 0);
        const box = panel.getBoundingClientRect();
        expect(fromSide(box)).to.be.closeTo(44, 1);
        expect(box.top).to.be.at.least(0);
        expect(box.bottom).to.be.at.most(launcher.top);
      } finally {
        document.documentElement.dir = '';
      }
    });
  }

  it('V2 any button of the page opens it by `show()`, with our launcher away, and gets the focus back', async () => {
    const style = document.createElement('style');
    style.textContent = 'support-chat::part(launcher) { display: none }';
    const own = document.createElement('button');
    own.textContent = 'Questions?';
    document.body.append(style, own);
    try {
      const { chat } = await mountChat();
      expect(part(chat, 'launcher').getBoundingClientRect().width).to.equal(0);
      own.addEventListener('click', () => void chat.show());
      own.focus();
      own.click();
      // Before the panel is there nothing has the focus, and there is no field.
      await until(() => inside(chat).activeElement?.localName === 'textarea');
      await sendKeys({ press: 'Escape' });
      expect(chat.open).to.equal(false);
      expect(document.activeElement === own, 'focus').to.equal(true);
    } finally {
      style.remove();
      own.remove();
    }
  });

  it('V2 is opened by a launcher of the page’s own, which is told whether the panel is open', async () => {
    const own = document.createElement('button');
    own.slot = 'launcher';
    own.textContent = 'Talk to us';
    const { chat } = await mountChat({ children: [own] });
    own.click();
    await until(() => chat.state?.widget.open);
    expect(own.ariaExpanded).to.equal('true');
    await sendKeys({ press: 'Escape' });
    expect(own.ariaExpanded).to.equal('false');
  });

  it('V1 lets several elements on one page be several chats', async () => {
    const sales = await mountChat({ script: { messages: [{ from: 'agent', text: 'Sales here' }] } });
    const help = await mountChat({
      script: { messages: [{ from: 'agent', text: 'Help here' }] },
      attributes: { placement: 'bottom-start' },
    });
    await Promise.all([sales.chat.show(), help.chat.show()]);
    await until(() => shownMessages(sales.chat).includes('Sales here'));
    await until(() => shownMessages(help.chat).includes('Help here'));
    sales.chat.hide();
    expect(help.chat.open).to.equal(true);
  });

  for (const mode of ['inline', 'page'] as const) {
    it(`V3 is simply there in mode ${mode}, without launcher and without taking the focus`, async () => {
      const { chat } = await mountChat({ attributes: { mode } });
      await until(() => inside(chat).querySelector('textarea'));
      expect(getComputedStyle(part(chat, 'launcher')).display).to.equal('none');
      expect(document.activeElement === document.body, 'focus').to.equal(true);
      const box = part(chat, 'panel').getBoundingClientRect();
      // An inline box would keep its size and lose its background: the page would show through.
      expect(getComputedStyle(part(chat, 'panel')).display).to.equal('block');
      if (mode === 'page') expect([box.width, box.height]).to.deep.equal([innerWidth, innerHeight]);
      else expect(box.width).to.be.greaterThan(200);
    });
  }
});

/** Runs after the moment in which an element would have loaded something by itself. */
function requestIdleCallbackOrFrame(callback: (value: unknown) => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => requestIdleCallback(callback));
  else requestAnimationFrame(() => requestAnimationFrame(callback));
}

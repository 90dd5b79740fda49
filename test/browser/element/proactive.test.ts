import { expect } from '@open-wc/testing';
import type { SupportChatElement } from '@support-chat/element';
import type { Problem, TriggerRule } from '@support-chat/protocol';
import {
  find,
  freshStorageKey,
  inside,
  mountChat,
  nextEvent,
  part,
  teaserShown,
  unmountChats,
  until,
  type MountOptions,
} from '../../support/mount-chat.js';

const ask: TriggerRule = {
  id: 'ask-about-pots',
  when: { event: { name: 'look' } },
  text: 'Shall I tell you which **pot** keeps warm longest?',
  author: { name: 'Anna Berg' },
};

async function mountWith(triggers: unknown, options: MountOptions = {}): ReturnType<typeof mountChat> {
  const mounted = await mountChat({ ...options, config: { triggers: triggers as TriggerRule[], ...options.config } });
  await followed();
  return mounted;
}

/** Rules are followed from an idle moment on; what is asked for in a later one comes after it. */
async function followed(): Promise<void> {
  for (let moment = 0; moment < 2; moment++) {
    await new Promise<void>((resolve) => {
      (globalThis.requestIdleCallback ?? requestAnimationFrame)(() => resolve());
    });
  }
}

/** Tracks until somebody listens: what is tracked before is remembered anyway. */
async function offered(chat: SupportChatElement): Promise<void> {
  await until(() => teaserShown(chat), 'the teaser');
}

describe('V20 proactive messages', () => {
  afterEach(unmountChats);

  it('V20 offers a message when its rule fires, with face and name, and connects to nothing', async () => {
    const { chat, adapter } = await mountWith([ask]);
    const event = nextEvent<{ id: string; text: string }>(document, 'sc-proactive');
    chat.track('look');
    expect((await event).detail).to.deep.equal({ id: ask.id, text: ask.text });
    await offered(chat);
    expect(part(chat, 'teaser').textContent).to.contain('Anna Berg').and.to.contain('keeps warm longest');
    expect(find(chat, '.teaser-face').textContent).to.equal('AB');
    expect(find(chat, '.said').textContent).to.contain('Anna Berg: Shall I tell you');
    expect(adapter.connections).to.equal(0);
    expect(chat.state?.connection.phase).to.equal('idle');
  });

  it('V2 a message without an author has the face and name of who is there, else the name of the chat', async () => {
    const { author: _, ...nobodys } = ask;
    const avatarUrl = new URL('/test/anna.png', location.href).href;
    const config = { title: 'Nine Pots', faces: [{ name: 'Anna Berg', avatarUrl }, { name: 'Bo' }] };
    const { chat } = await mountWith([nobodys], { config });
    chat.track('look');
    await offered(chat);
    expect(part(chat, 'teaser').textContent).to.contain('Anna Berg');
    expect(find<HTMLImageElement>(chat, '.teaser-face img').src).to.equal(avatarUrl);
    unmountChats();
    const { chat: faceless } = await mountWith([nobodys], { config: { title: 'Nine Pots' } });
    faceless.track('look');
    await offered(faceless);
    expect(part(faceless, 'teaser').textContent).to.contain('Nine Pots');
  });

  it('V20 the panel shows it as a greeting, the answer says what it answers, and then it is no greeting any more', async () => {
    const { chat, adapter } = await mountWith([ask]);
    chat.track('look');
    await offered(chat);
    find(chat, '.teaser-open').click();
    await until(() => inside(chat).querySelector('.offer'));
    expect(find(chat, '.offer [part~="bubble"]').textContent).to.contain('which pot keeps warm longest?');
    expect(find(chat, '.offer .name').textContent).to.equal('Anna Berg');
    await chat.send('Yes, please');
    await until(() => adapter.log.length > 0);
    expect(adapter.log[0]).to.deep.include({
      text: 'Yes, please',
      offered: { trigger: ask.id, text: ask.text },
    });
    await until(() => !inside(chat).querySelector('.offer'));
    await until(() => inside(chat).querySelector('[part="quote"]'));
    expect(part(chat, 'quote').textContent).to.equal(ask.text);
    await chat.send('And which is the smallest?');
    await until(() => adapter.log.length > 1);
    expect(adapter.log[1]).not.to.have.property('offered');
  });

  it('V20 is preventable, and counts as offered then', async () => {
    const { chat } = await mountWith([ask, { ...ask, id: 'second', when: { event: { name: 'other' } } }]);
    const seen: string[] = [];
    chat.addEventListener('sc-proactive', (event) => {
      seen.push(event.detail.id);
      if (event.detail.id === ask.id) event.preventDefault();
    });
    chat.track('look');
    await until(() => seen.length === 1);
    chat.track('look');
    chat.track('other');
    await offered(chat);
    expect(seen).to.deep.equal([ask.id, 'second']);
  });

  it('V20 what was waved away does not come again on this device', async () => {
    const storageKey = freshStorageKey();
    const first = await mountWith([ask], { storageKey });
    first.chat.track('look');
    await offered(first.chat);
    find(first.chat, '.teaser-close').click();
    expect(teaserShown(first.chat)).to.equal(false);
    first.chat.remove();
    const later = JSON.parse(localStorage.getItem(`support-chat-offers:${storageKey}`) ?? '') as { seenAt: number };
    localStorage.setItem(`support-chat-offers:${storageKey}`, JSON.stringify({ ...later, seenAt: 1 }));
    const fresh = { ...ask, id: 'fresh', text: 'Welcome back', when: { visits: { atLeast: 2 } } };
    const { chat } = await mountWith([ask, fresh], { storageKey });
    await offered(chat);
    expect(part(chat, 'teaser').textContent).to.contain('Welcome back');
    chat.track('look');
    await followed();
    expect(part(chat, 'teaser').textContent).to.contain('Welcome back');
  });

  it('V20 never comes over a modal dialog of the page, but when that is gone', async () => {
    const dialog = document.createElement('dialog');
    document.body.append(dialog);
    dialog.showModal();
    try {
      const { chat } = await mountWith([ask]);
      let fired = false;
      chat.addEventListener('sc-proactive', () => (fired = true));
      chat.track('look');
      await followed();
      expect(fired).to.equal(false);
      dialog.close();
      await offered(chat);
    } finally {
      dialog.remove();
    }
  });

  it('V20 never comes while the panel is open or a conversation runs', async () => {
    const { chat, adapter } = await mountWith([ask]);
    let fired = false;
    chat.addEventListener('sc-proactive', () => (fired = true));
    await chat.show();
    chat.track('look');
    await followed();
    expect(fired).to.equal(false);
    await chat.send('I have a question');
    await until(() => adapter.log.length === 1);
    chat.hide();
    chat.track('look');
    await followed();
    expect(fired).to.equal(false);
    adapter.end();
    await until(() => chat.state?.conversation.phase === 'ended');
    chat.track('look');
    await until(() => fired);
  });

  it('V20 follows the page: how far it was scrolled, how long it was open, where the pointer went', async () => {
    const tall = document.createElement('div');
    tall.style.blockSize = '5000px';
    document.body.append(tall);
    try {
      const { chat } = await mountWith([
        { ...ask, id: 'far', when: { scrollDepth: { atLeast: 50 } }, limit: { perVisit: 1 } },
        { ...ask, id: 'long', when: { all: [{ timeOnPage: { atLeast: 0.1 } }, { event: { name: 'wait' } }] } },
        { ...ask, id: 'leaving', when: { exitIntent: true } },
      ]);
      const seen: string[] = [];
      chat.addEventListener('sc-proactive', (event) => {
        seen.push(event.detail.id);
        event.preventDefault();
      });
      await followed();
      expect(seen).to.deep.equal([]);
      scrollTo(0, 4000);
      await until(() => seen.includes('far'));
      chat.track('wait');
      await until(() => seen.includes('long'));
      document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1, relatedTarget: null, bubbles: true }));
      await until(() => seen.includes('leaving'));
    } finally {
      scrollTo(0, 0);
      tall.remove();
    }
  });

  it('V20 tells of a malformed rule by the name of its field; the others go on', async () => {
    const problem = nextEvent<Problem>(document, 'sc-error');
    const { chat } = await mountWith([{ ...ask, id: 'wrong', when: { scrolled: 3 } }, ask]);
    const { code, detail } = (await problem).detail;
    expect(code).to.equal('settings-invalid');
    expect(detail).to.contain('triggers[0].when.scrolled');
    chat.track('look');
    await offered(chat);
  });

  it('V20 follows what the owner has set, unless the page has rules of its own', async () => {
    const script = { site: { triggers: [ask] } };
    const owners = await mountChat({ script });
    owners.chat.track('look');
    await offered(owners.chat);
    const own = await mountWith([], { script });
    let fired = false;
    own.chat.addEventListener('sc-proactive', () => (fired = true));
    own.chat.track('look');
    await followed();
    expect(fired).to.equal(false);
    own.chat.config = { storageKey: freshStorageKey(), triggers: [ask] };
    await offered(own.chat);
  });
});

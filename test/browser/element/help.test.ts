import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { SupportChatElement } from '@support-chat/element';
import type { HelpSource } from '@support-chat/protocol';
import { chooseFromMenu, find, inside, mountChat, part, unmountChats, until } from '../../support/mount-chat.js';
import { setViewport } from '../../support/set-viewport.js';

const articles = [
  { id: 'returns', title: 'Sending something back', text: 'Within **30 days**, in one piece.' },
  { id: 'postage', title: 'Postage', text: 'Free from 100 euros on.' },
];
const titles = (chat: SupportChatElement): string[] =>
  [...inside(chat).querySelectorAll('[part~="help-item"] bdi')].map(({ textContent }) => textContent);
const focused = (chat: SupportChatElement): Element | null => inside(chat).activeElement;

async function type(chat: SupportChatElement, text: string): Promise<void> {
  part<HTMLInputElement>(chat, 'help-search').focus();
  await sendKeys({ type: text });
}

describe('V19 help first', () => {
  beforeEach(() => setViewport({ width: 1000, height: 700 }));
  afterEach(unmountChats);

  it('V19 shows articles before the first message, finds others, and opens one', async () => {
    const { chat } = await mountChat({ script: { articles } });
    await chat.show();
    await until(() => titles(chat).length === 2);
    await type(chat, 'euros');
    await until(() => titles(chat).join() === 'Postage');
    expect(find(chat, '.help [role="status"]').textContent).to.equal('1 answer');
    part(chat, 'help-item').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => inside(chat).querySelector('[part~="help-article"]'));
    expect(part(chat, 'help-article').textContent.trim()).to.equal('Free from 100 euros on.');
    expect(focused(chat) === find(chat, '.page-back'), 'focus').to.equal(true);
    await sendKeys({ press: 'Escape' });
    await until(() => !inside(chat).querySelector('.page'));
    expect(focused(chat) === part(chat, 'help-item'), 'focus comes back').to.equal(true);
    expect(titles(chat).join()).to.equal('Postage');
  });

  it('V19 opens what was pressed although the answer to the words before comes later', async () => {
    const { chat, adapter } = await mountChat({ script: { articles } });
    const { help } = adapter;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const load: HelpSource['load'] = async (id, signal) => {
      await held;
      return help?.load(id, signal);
    };
    Object.defineProperty(adapter, 'help', { value: help && { ...help, load } });
    await chat.show();
    await until(() => titles(chat).length === 2);
    // In one go: a key sent from outside can take as long as the pause after which the search begins.
    const field = part<HTMLInputElement>(chat, 'help-search');
    field.value = 'euros';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    part(chat, 'help-item').click();
    await until(() => titles(chat).join() === 'Postage');
    release();
    await until(() => inside(chat).querySelector('[part~="help-article"]'));
    expect(part(chat, 'help-article').textContent).to.contain('Within 30 days');
  });

  for (const [locale, direction] of [
    ['en', 1],
    ['ar', -1],
  ] as const) {
    it(`V24 the way back points to where reading begins, in ${locale}`, async () => {
      const { chat } = await mountChat({ script: { articles }, attributes: { locale } });
      await chat.show();
      await until(() => titles(chat).length === 2);
      part(chat, 'help-item').click();
      await until(() => inside(chat).querySelector('.page-back svg'));
      const svg = inside(chat).querySelector('.page-back svg');
      const { transform } = svg ? getComputedStyle(svg) : { transform: '' };
      expect(new DOMMatrix(transform === 'none' ? '' : transform).a).to.equal(direction);
    });
  }

  it('V19 leads from an article to the composer, and goes away with the first message', async () => {
    const { chat } = await mountChat({ script: { articles } });
    await chat.show();
    await until(() => titles(chat).length === 2);
    part(chat, 'help-item').click();
    await until(() => inside(chat).querySelector('.page-body .text-button'));
    find(chat, '.page-body .text-button').click();
    await until(() => focused(chat) === part(chat, 'input'));
    await chat.send('Still no answer');
    await until(() => !inside(chat).querySelector('[part~="help"]'));
  });

  it('V19 is a page during a conversation, and an article leads back to it', async () => {
    const { chat } = await mountChat({ script: { articles, messages: 2 } });
    await chat.show();
    await until(() => chat.state?.site?.articles === 2);
    await chooseFromMenu(chat, 'Search for an answer');
    await until(() => titles(chat).length === 2);
    part(chat, 'help-item').click();
    await until(() => inside(chat).querySelector('[part~="help-article"]'));
    find(chat, '.page-back').click();
    await until(() => titles(chat).length === 2);
    find(chat, '.page-back').click();
    await until(() => !inside(chat).querySelector('.page'));
  });

  it('V19 says when nothing was found and when nothing can be reached, and goes on with the next key', async () => {
    const { chat, adapter } = await mountChat({ script: { articles } });
    await chat.show();
    await until(() => titles(chat).length === 2);
    const said = (): string => find(chat, '.help [role="status"]').textContent;
    await type(chat, 'zebra');
    await until(() => said() === 'Nothing found. Write to us, a person will answer.');
    adapter.goOffline();
    await sendKeys({ press: 'Backspace' });
    await until(() => said() === 'The answers cannot be loaded right now.');
    adapter.goOnline();
    await sendKeys({ press: 'Control+A' });
    await sendKeys({ type: 'back' });
    await until(() => titles(chat).join() === 'Sending something back');
    expect(find(chat, '.help [role="status"]').textContent).to.equal('1 answer');
  });

  it('V19 takes no room where there are no articles', async () => {
    const { chat } = await mountChat({ script: { site: {} } });
    await chat.show();
    await until(() => chat.state?.site);
    expect(inside(chat).querySelector('[part~="help"]')).to.equal(null);
  });
});

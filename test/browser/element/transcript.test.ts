import { expect } from '@open-wc/testing';
import type { SupportChatElement } from '@support-chat/element';
import { AdapterError, type TranscriptRequest } from '@support-chat/protocol';
import { chooseFromMenu, find, inside, mountChat, unmountChats, until } from '../../support/mount-chat.js';

async function press(chat: SupportChatElement, selector: string, label: string): Promise<void> {
  const found = (): HTMLElement | undefined =>
    [...inside(chat).querySelectorAll<HTMLElement>(selector)].find((one) => one.textContent.trim() === label);
  await until(found, label);
  found()?.click();
}

async function openTranscript(chat: SupportChatElement): Promise<void> {
  await chat.show();
  await until(() => chat.state?.timeline.cursor);
  await chooseFromMenu(chat, 'Save conversation');
  await until(() => inside(chat).querySelector('.transcript-files'));
}

describe('V17 transcript', () => {
  afterEach(unmountChats);

  it('V17 downloads the whole conversation: earlier messages are loaded first', async () => {
    const { chat } = await mountChat({ script: { messages: 230, pageSize: 40 } });
    await openTranscript(chat);
    expect(inside(chat).querySelector('.transcript-mail')).to.equal(null);
    let saved: Pick<HTMLAnchorElement, 'download' | 'href'> | undefined;
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      saved = { download: this.download, href: this.href };
    };
    try {
      await press(chat, '.transcript-file', 'As data (JSON)');
      await until(() => saved);
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(saved?.download).to.match(/^chat-\d{4}-\d\d-\d\d\.json$/);
    const file = (await (await fetch(saved?.href ?? '')).json()) as { events: { seq: number }[] };
    expect(file.events.map(({ seq }) => seq)).to.deep.equal(
      chat.state && Array.from({ length: chat.state.timeline.head }, (_, index) => index + 1),
    );
    expect(file.events.length).to.be.greaterThan(229);
  });

  it('V17 says so when not all could be loaded, and makes no half of a file', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 100, pageSize: 20 } });
    await openTranscript(chat);
    adapter.goOffline();
    await press(chat, '.transcript-file', 'As text');
    await until(() => find(chat, '.transcript-report').textContent.includes('Not all messages could be loaded'));
  });

  it('V17 sends it by e-mail where the server has mail, and says what became of it', async () => {
    const { chat, adapter } = await mountChat({ script: { messages: 3, site: { mail: true } } });
    const asked: TranscriptRequest[] = [];
    let answer = async (): Promise<void> => undefined;
    adapter.mailTranscript = async (request) => {
      asked.push(request);
      await answer();
    };
    await openTranscript(chat);
    await until(() => inside(chat).querySelector('.transcript-mail'));
    const input = find<HTMLInputElement>(chat, '.transcript-mail input');
    input.value = 'ada@';
    await press(chat, '.transcript-send', 'Send');
    const report = (): string => find(chat, '.transcript-report').textContent;
    await until(() => report().includes('not a complete e-mail address'));
    expect(asked).to.deep.equal([]);
    input.value = 'ada@example.org';
    answer = () => Promise.reject(new AdapterError('mail-failed'));
    await press(chat, '.transcript-send', 'Send');
    await until(() => report().includes('The server cannot be reached'));
    answer = async () => undefined;
    await press(chat, '.transcript-send', 'Send');
    await until(() => report().includes('on its way to ada@example.org'));
    expect(asked.at(-1)?.address).to.equal('ada@example.org');
    expect(asked.at(-1)?.locale).to.match(/^en/);
    expect(asked.at(-1)?.token).to.equal(chat.state?.storage.token);
  });
});

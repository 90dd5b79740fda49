import { expect } from '@open-wc/testing';
import type { SupportChatElement } from '@support-chat/element';
import { mountChat, part, shownMessages, unmountChats, until } from '../../support/mount-chat.js';
import { contrastNumber, measureContrast } from '../../../stories/theme-builder/contrast.js';

const script = {
  messages: [
    { from: 'visitor', text: 'Is the teapot back?' },
    { from: 'agent', text: 'From Friday on.' },
  ],
} as const;

const themes = ['', 'paper', 'ink', 'meadow'] as const;
const sheets: HTMLStyleElement[] = [];

/** Opens a chat on a page that has loaded a theme, as a page would. */
async function themed(theme: (typeof themes)[number], scheme: 'light' | 'dark'): Promise<SupportChatElement> {
  if (theme) {
    const answer = await fetch(`/packages/support-chat/themes/${theme}.css`);
    expect(answer.ok, theme).to.equal(true);
    const sheet = document.createElement('style');
    sheet.textContent = await answer.text();
    document.head.append(sheet);
    sheets.push(sheet);
  }
  const { chat } = await mountChat({ script, attributes: { mode: 'inline', 'color-scheme': scheme } });
  await until(() => shownMessages(chat).length === 2);
  return chat;
}

/** What a person tells one theme from another by. */
function character(chat: SupportChatElement): Record<string, string> {
  const panel = getComputedStyle(part(chat, 'panel'));
  const bubble = getComputedStyle(part(chat, 'bubble'));
  return {
    ground: panel.backgroundColor,
    corner: panel.borderRadius,
    typeface: panel.fontFamily,
    own: bubble.backgroundColor,
    space: bubble.padding,
  };
}

describe('V25 ready themes', () => {
  afterEach(() => {
    unmountChats();
    for (const sheet of sheets.splice(0)) sheet.remove();
  });

  for (const theme of themes) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`V25 ${theme || 'without one'} in ${scheme}: all words and edges contrast enough`, async () => {
        const chat = await themed(theme, scheme);
        const faint = measureContrast(chat, scheme).filter(({ ratio, needed }) => ratio < needed);
        expect(faint.map((it) => `${it.what}: ${contrastNumber(it)}`)).to.deep.equal([]);
      });
    }
  }

  it('V25 each has a ground, a corner, a typeface, own messages and a density that no other has', async () => {
    const characters: Record<string, string>[] = [];
    for (const theme of themes) {
      characters.push(character(await themed(theme, 'light')));
      unmountChats();
      for (const sheet of sheets.splice(0)) sheet.remove();
    }
    for (const trait of ['ground', 'corner', 'typeface', 'own']) {
      const seen = new Set(characters.map((it) => it[trait]));
      // Black on white stands on the same ground as the chat that comes without a theme.
      expect(seen.size, trait).to.be.at.least(trait === 'ground' ? themes.length - 1 : themes.length);
    }
  });

  it('V25 the measure is that of WCAG: a known grey on white, in any notation', async () => {
    const chat = await themed('', 'light');
    const measured = (text: string, surface: string): string | undefined => {
      chat.style.setProperty('--sc-text', text);
      chat.style.setProperty('--sc-surface', surface);
      return measureContrast(chat, 'light').map(contrastNumber)[0];
    };
    expect(measured('#777', '#fff')).to.equal('4.4 to 1');
    expect(measured('#000', '#fff')).to.equal('21.0 to 1');
    expect(measured('oklch(0 0 0)', 'oklch(1 0 0)')).to.equal('21.0 to 1');
    expect(measured('#fff', '#fff')).to.equal('1.0 to 1');
    expect(measured('light-dark(#777, #000)', '#fff')).to.equal('4.4 to 1');
    // Transparent black on white is seen as a grey.
    expect(measured('rgb(0 0 0 / 60%)', '#fff')).to.equal('5.7 to 1');
  });
});

import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  find,
  freshStorageKey,
  inside,
  mountChat,
  part,
  unmountChats,
  until,
  untilAtRest,
} from '../../support/mount-chat.js';

describe('<support-chat> emoji', () => {
  afterEach(unmountChats);

  const mounted = async (locale = 'en', storageKey = freshStorageKey()) => {
    const { chat, adapter } = await mountChat({ storageKey, attributes: { locale } });
    await chat.show();
    await until(() => chat.state?.connection.phase === 'online');
    const field = part<HTMLTextAreaElement>(chat, 'input');
    const some = (selector: string) => inside(chat).querySelector<HTMLElement>(selector);
    const focused = () => inside(chat).activeElement as HTMLElement | null;
    const open = async (): Promise<void> => {
      part(chat, 'emoji').click();
      await until(() => some('[role="grid"]') !== null);
      await until(() => focused()?.matches('.emoji-search input') === true);
    };
    return { chat, adapter, field, some, focused, open, storageKey };
  };

  it('V13 is worked by keyboard, and puts the choice where the caret was', async () => {
    const { field, some, focused, open, chat } = await mounted();
    await sendKeys({ type: 'ab' });
    field.setSelectionRange(1, 1);
    await open();
    await sendKeys({ press: 'ArrowDown' });
    const name = () => focused()?.ariaLabel;
    expect(name()).to.equal('grinning face');
    await sendKeys({ press: 'ArrowRight' });
    expect(name()).to.equal('grinning face with big eyes');
    await sendKeys({ press: 'End' });
    const end = name();
    await sendKeys({ press: 'Home' });
    expect(name()).to.equal('grinning face');
    await sendKeys({ press: 'PageDown' });
    expect([name() === end, name() === 'grinning face']).to.deep.equal([false, false]);
    await sendKeys({ press: 'PageUp' });
    await sendKeys({ press: 'Enter' });
    await until(() => some('[role="grid"]') === null);
    expect(field.value).to.equal('a😀b');
    expect(field.selectionStart).to.equal(3);
    expect(focused() === field).to.equal(true);
    await until(() => chat.state?.widget.draft === 'a😀b');
    await open();
    expect(some('[role="tab"][aria-selected="true"]')?.ariaLabel).to.equal('Recently used');
    await sendKeys({ press: 'Escape' });
    expect([chat.open, some('[role="grid"]') === null, focused() === field]).to.deep.equal([true, true, true]);
    expect(part(chat, 'emoji').getAttribute('aria-expanded')).to.equal('false');
  });

  it('V13 picker and suggestions end where the field ends, in both directions', async () => {
    for (const locale of ['en', 'ar']) {
      const { field, some, open, chat } = await mounted(locale);
      const end = (selector: string): number => {
        const box = find(chat, selector).getBoundingClientRect();
        return locale === 'ar' ? box.left : box.right;
      };
      await open();
      await untilAtRest(chat);
      expect(end('.emoji-card')).to.be.closeTo(end('.field'), 0.01);
      await sendKeys({ press: 'Escape' });
      field.focus();
      await sendKeys({ type: ':he' });
      await until(() => some('[part~="emoji-suggestions"] [role="option"]') !== null);
      await untilAtRest(chat);
      expect(end('[part~="emoji-suggestions"]')).to.be.closeTo(end('.field'), 0.01);
    }
  });

  it('V3 V13 the picker closes on a press beside it also where the chat was moved into another window', async () => {
    const { some, open, chat, focused } = await mounted();
    await open();
    await sendKeys({ press: 'Escape' });
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const there = frame.contentDocument;
    const panel = part(chat, 'panel');
    if (!there) throw new Error('The frame has no document.');
    const home = panel.parentElement;
    const host = there.createElement('div');
    there.body.append(host);
    host.attachShadow({ mode: 'open' }).append(panel);
    panel.querySelector<HTMLElement>('[part~="emoji"]')?.click();
    await until(() => panel.querySelector('[role="grid"]') !== null);
    const press = (target: EventTarget | null): boolean | undefined =>
      target?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    press(panel.querySelector('.emoji-card'));
    expect(panel.querySelector('[role="grid"]') !== null).to.equal(true);
    press(there.body);
    await until(() => panel.querySelector('[role="grid"]') === null);
    home?.append(panel);
    frame.remove();
    expect([some('[role="grid"]'), focused()?.localName === 'iframe']).to.deep.equal([null, false]);
  });

  for (const [locale, query, char] of [
    ['ar', 'قلب أحمر', '❤️'],
    ['ja', 'パーティー', '🎉'],
    ['en', 'tada', '🎉'],
  ] as const) {
    it(`V13 finds by words in ${locale}`, async () => {
      const { field, some, open } = await mounted(locale);
      await open();
      const input = some('.emoji-search input') as HTMLInputElement;
      input.value = query;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      const found = [...some('[role="grid"]')!.querySelectorAll('[role="gridcell"]')].map((cell) =>
        cell.textContent?.trim(),
      );
      expect(found).to.include(char);
      await sendKeys({ press: 'Enter' });
      await until(() => some('[role="grid"]') === null);
      expect(field.value).to.equal(found[0]);
    });
  }

  it('V13 remembers the skin tone, and stays open while Shift is held', async () => {
    const { field, some, open, chat, storageKey } = await mounted();
    await open();
    some('.emoji-tone:nth-child(4) input')!.click();
    some('[role="tab"][aria-label="People and body"]')!.click();
    const hand = find(chat, '[role="gridcell"][aria-label="waving hand"]');
    hand.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
    hand.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
    expect(field.value).to.equal('👋🏽👋🏽');
    expect(some('[role="grid"]') !== null).to.equal(true);
    chat.remove();
    const again = await mounted('en', storageKey);
    await again.open();
    expect((again.some('.emoji-tone:nth-child(4) input') as HTMLInputElement).checked).to.equal(true);
    expect(again.some('[role="gridcell"]')?.textContent?.trim()).to.equal('👋🏽');
  });

  it('V13 makes an emoji of a typed shortcode, and leaves clocks and addresses alone', async () => {
    const { field, some } = await mounted();
    await sendKeys({ type: 'at 12:30 http://x:80 :tad' });
    await until(() => some('[role="listbox"]') !== null);
    await sendKeys({ type: 'a:' });
    await until(() => field.value.endsWith('🎉'));
    expect(field.value).to.equal('at 12:30 http://x:80 🎉');
    expect(some('[role="listbox"]') === null).to.equal(true);
  });

  it('V13 suggests while a shortcode is typed: Enter takes and does not send, Escape leaves', async () => {
    const { field, some, adapter, chat } = await mounted();
    await sendKeys({ type: ':part' });
    await until(() => some('[role="listbox"]') !== null);
    const active = () => field.getAttribute('aria-activedescendant');
    const first = active();
    await sendKeys({ press: 'ArrowDown' });
    expect(active() === first).to.equal(false);
    const chosen = some('[aria-selected="true"] .emoji-char')!.textContent;
    await sendKeys({ press: 'Enter' });
    expect(field.value).to.equal(chosen);
    await sendKeys({ type: ' :smi' });
    await until(() => some('[role="listbox"]') !== null);
    await sendKeys({ press: 'Escape' });
    expect([some('[role="listbox"]') === null, chat.open]).to.deep.equal([true, true]);
    await sendKeys({ press: 'Enter' });
    await until(() => adapter.received.length === 1);
    expect(adapter.received[0]).to.include({ text: `${chosen} :smi` });
  });

  it('V13 changes nothing behind an input method', async () => {
    const { field, some } = await mounted();
    await sendKeys({ type: ':smi' });
    await until(() => some('[role="listbox"]') !== null);
    const press = (init: KeyboardEventInit): boolean =>
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init }));
    expect([press({ isComposing: true }), press({ keyCode: 229 })]).to.deep.equal([true, true]);
    field.value = ':smile:';
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', isComposing: true }));
    expect(field.value).to.equal(':smile:');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }));
    expect(field.value).to.equal(':smile:');
  });

  it('V13 Y1 an open picker has nothing that axe finds', async () => {
    const { chat, open, some } = await mounted();
    await open();
    // A few rows are enough: axe looks at each cell.
    await sendKeys({ type: 'heart' });
    await until(() => some('.emoji-row')?.textContent?.includes('❤') || some('[aria-label="red heart"]'));
    await expect(chat).to.be.accessible();
  });
});

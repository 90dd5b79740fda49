import { expect } from '@open-wc/testing';
import type { SupportChatElement } from '@support-chat/element';
import {
  chooseFromMenu,
  find,
  freshStorageKey,
  inside,
  mountChat,
  part,
  unmountChats,
  until,
  type MountOptions,
} from '../../support/mount-chat.js';
import { setViewport } from '../../support/set-viewport.js';

const movable = { 'draggable-launcher': '' } as const;

/** Mounts a chat and waits until its launcher can be moved. */
async function mountMovable(options: MountOptions = {}): Promise<SupportChatElement> {
  const { chat } = await mountChat({ ...options, attributes: { ...movable, ...options.attributes } });
  await until(() => inside(chat).querySelector('.place-said'), 'the part that moves');
  return chat;
}

const boxOf = (chat: SupportChatElement, own?: HTMLElement): DOMRect =>
  (own ?? part(chat, 'launcher')).getBoundingClientRect();

/** Which third of the window the launcher's middle is in, once it stands still, and that all of it is to be seen. */
async function where(chat: SupportChatElement, own?: HTMLElement): Promise<string> {
  await until(() => find(chat, '.layer').getAnimations().length === 0, 'the launcher stands still');
  const { left, top, right, bottom } = boxOf(chat, own);
  const width = document.documentElement.clientWidth;
  expect([left >= 0, top >= 0, right <= width, bottom <= innerHeight]).to.deep.equal([true, true, true, true]);
  const third = (from: number, to: number, room: number): number => Math.floor((((from + to) / 2) * 3) / room);
  return `${['left', 'middle', 'right'][third(left, right, width)]} ${['top', 'middle', 'bottom'][third(top, bottom, innerHeight)]}`;
}

type PointerKind = 'mouse' | 'touch' | 'pen';

function point(type: string, target: EventTarget, x: number, y: number, pointerType: PointerKind, more = {}): void {
  const init = { bubbles: true, composed: true, cancelable: true, isPrimary: true, pointerId: 7, button: 0 };
  target.dispatchEvent(new PointerEvent(type, { ...init, clientX: x, clientY: y, pointerType, ...more }));
}

/** Takes the launcher by its middle and lets it go at a place given in parts of the window. */
function drag(chat: SupportChatElement, x: number, y: number, kind: PointerKind = 'mouse', own?: HTMLElement): void {
  const target = own ?? part(chat, 'launcher');
  const { left, top, width, height } = target.getBoundingClientRect();
  const to = [x * document.documentElement.clientWidth, y * innerHeight] as const;
  point('pointerdown', target, left + width / 2, top + height / 2, kind);
  point('pointermove', target, (left + to[0]) / 2, (top + to[1]) / 2, kind);
  point('pointermove', target, ...to, kind);
  point('pointerup', target, ...to, kind);
  target.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, detail: 1 }));
}

function press(target: HTMLElement, key: string, more = { shiftKey: true }): boolean {
  return target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }),
  );
}

const idle = (then: () => void): void => void (globalThis.requestIdleCallback ?? requestAnimationFrame)(then);

describe('V2 a launcher that can be moved', () => {
  afterEach(() => {
    unmountChats();
    document.documentElement.dir = 'ltr';
  });

  for (const kind of ['mouse', 'touch', 'pen'] as const) {
    it(`goes where it is dragged by ${kind}, without being pressed by that`, async () => {
      const chat = await mountMovable();
      drag(chat, 0.1, 0.2, kind);
      expect(await where(chat)).to.equal('left top');
      expect(chat.open).to.equal(false);
      drag(chat, 0.9, 0.5, kind);
      expect(await where(chat)).to.equal('right middle');
      expect(chat.placement).to.equal('right');
      part(chat, 'launcher').click();
      expect(chat.open).to.equal(true);
    });
  }

  it('stays a button: a hand that shakes presses it, as do keys after a drag that no click followed', async () => {
    const chat = await mountMovable();
    const launcher = part(chat, 'launcher');
    const { left, top } = boxOf(chat);
    point('pointerdown', launcher, left + 20, top + 20, 'touch');
    point('pointermove', launcher, left + 24, top + 23, 'touch');
    point('pointerup', launcher, left + 24, top + 23, 'touch');
    launcher.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail: 1 }));
    expect(chat.open).to.equal(true);
    expect(chat.hasAttribute('placement')).to.equal(false);
    chat.hide();
    point('pointerdown', launcher, left + 20, top + 20, 'touch');
    point('pointermove', launcher, left - 300, top, 'touch');
    point('pointerup', launcher, left - 300, top, 'touch');
    launcher.click(); // as Enter does: nothing is pressed, so it has no detail
    expect(chat.open).to.equal(true);
  });

  it('follows the pointer and never leaves the window; Escape, a cancelled touch and a turned phone put it back', async () => {
    const chat = await mountMovable();
    const home = boxOf(chat);
    const launcher = part(chat, 'launcher');
    const carry = (): void => {
      point('pointerdown', launcher, home.x + 20, home.y + 20, 'touch');
      point('pointermove', launcher, home.x + 20 - 100, home.y + 20 - 60, 'touch');
      expect([boxOf(chat).x, boxOf(chat).y]).to.deep.equal([home.x - 100, home.y - 60]);
    };
    carry();
    point('pointermove', launcher, 5000, 5000, 'touch');
    const { right, bottom } = boxOf(chat);
    expect([right, bottom]).to.deep.equal([document.documentElement.clientWidth, innerHeight]);
    const taken = !press(launcher, 'Escape', { shiftKey: false });
    expect(taken).to.equal(true);
    expect(boxOf(chat).x).to.equal(home.x);
    point('pointerup', launcher, 10, 10, 'touch');
    carry();
    point('pointercancel', launcher, 10, 10, 'touch');
    expect(boxOf(chat).x).to.equal(home.x);
    carry();
    dispatchEvent(new Event('resize'));
    expect(boxOf(chat).x).to.equal(home.x);
    point('pointermove', launcher, 10, 10, 'touch');
    expect(boxOf(chat).x).to.equal(home.x);
    expect(chat.hasAttribute('placement')).to.equal(false);
  });

  it('takes no second finger and no other button for a drag', async () => {
    const chat = await mountMovable();
    const launcher = part(chat, 'launcher');
    const { x, y } = boxOf(chat);
    point('pointerdown', launcher, x, y, 'mouse', { button: 2 });
    point('pointermove', launcher, 10, 10, 'mouse');
    point('pointerdown', launcher, x, y, 'touch', { isPrimary: false });
    point('pointermove', launcher, 10, 10, 'touch');
    expect(boxOf(chat).x).to.equal(x);
    point('pointerdown', launcher, x, y, 'touch');
    point('pointermove', launcher, 10, 10, 'touch', { pointerId: 8 });
    expect(boxOf(chat).x).to.equal(x);
    point('pointercancel', launcher, x, y, 'touch');
  });

  it('moves by Shift and the arrow keys, and says where to', async () => {
    const chat = await mountMovable();
    const launcher = part(chat, 'launcher');
    launcher.focus();
    expect(press(launcher, 'ArrowLeft')).to.equal(false);
    expect(await where(chat)).to.equal('middle bottom');
    await until(() => find(chat, '.place-said').textContent === 'Bottom middle');
    press(launcher, 'ArrowUp');
    expect(await where(chat)).to.equal('middle top');
    await until(() => find(chat, '.place-said').textContent === 'Top middle');
    expect(inside(chat).activeElement).to.equal(launcher);
    // Whatever else is pressed is not ours.
    expect(press(launcher, 'ArrowLeft', { shiftKey: false })).to.equal(true);
    expect(press(launcher, 'Enter')).to.equal(true);
    expect(chat.placement).to.equal('top');
  });

  it('tells how, in the language of the page, to those who cannot see it', async () => {
    const chat = await mountMovable({ attributes: { locale: 'de' } });
    const launcher = part(chat, 'launcher');
    expect(launcher.getAttribute('aria-keyshortcuts')).to.contain('Shift+ArrowLeft');
    launcher.focus();
    const hint = find(chat, `#${launcher.getAttribute('aria-describedby')}`);
    await until(() => hint.textContent.includes('Umschalttaste'));
    chat.locale = 'fr';
    launcher.blur();
    launcher.focus();
    await until(() => hint.textContent.includes('Maj'));
  });

  it('can be put elsewhere without dragging, from the menu', async () => {
    const chat = await mountMovable();
    await chat.show();
    await chooseFromMenu(chat, 'Move the chat button');
    await until(() => inside(chat).querySelector('.place-screen'));
    const choices = [...inside(chat).querySelectorAll<HTMLInputElement>('.place-choice input')];
    expect(choices.length).to.equal(8);
    expect(choices.find(({ checked }) => checked)?.ariaLabel).to.equal('Bottom right');
    choices.find(({ ariaLabel }) => ariaLabel === 'Top left')?.click();
    expect(chat.placement).to.equal('top-start');
    await until(() => find(chat, '.place-name').textContent === 'Top left');
    chat.hide();
    expect(await where(chat)).to.equal('left top');
  });

  it('is not in the menu where the page does not allow it, or the chat does not float', async () => {
    for (const attributes of [{}, { ...movable, mode: 'inline' }]) {
      const { chat } = await mountChat({ attributes });
      await chat.show();
      find(chat, '.menu-button').click();
      await until(() => inside(chat).querySelector('[role="menuitem"]'));
      const items = [...inside(chat).querySelectorAll('[role="menuitem"]')].map((item) => item.textContent.trim());
      expect(items.includes('Move the chat button')).to.equal(false);
    }
  });

  it('stands there again on the next page, and after the window has another size', async () => {
    const storageKey = freshStorageKey();
    const first = await mountMovable({ storageKey });
    drag(first, 0.1, 0.9);
    first.remove();
    const chat = await mountMovable({ storageKey });
    expect(chat.placement).to.equal('bottom-start');
    expect(await where(chat)).to.equal('left bottom');
    const { innerWidth: width, innerHeight: height } = window;
    for (const [w, h] of [
      [390, 700],
      [700, 390],
    ] as const) {
      await setViewport({ width: w, height: h });
      expect(await where(chat)).to.equal('left bottom');
    }
    await setViewport({ width, height });
  });

  it('keeps nothing that is no place, and begins where the owner has put it then', async () => {
    const storageKey = freshStorageKey();
    localStorage.setItem(`support-chat-place:${storageKey}`, '"><script>');
    const chat = await mountMovable({ storageKey, attributes: { placement: 'top-end' } });
    expect(chat.placement).to.equal('top-end');
  });

  it('mirrors with the page that is written from right to left, and moves as it is seen', async () => {
    document.documentElement.dir = 'rtl';
    const chat = await mountMovable();
    expect(await where(chat)).to.equal('left bottom');
    press(part(chat, 'launcher'), 'ArrowRight');
    expect(await where(chat)).to.equal('middle bottom');
    drag(chat, 0.9, 0.9);
    expect(await where(chat)).to.equal('right bottom');
    expect(chat.placement).to.equal('bottom-start');
    drag(chat, 0.1, 0.5);
    expect(await where(chat)).to.equal('left middle');
  });

  it('can be the own launcher of a page, a link too', async () => {
    const own = document.createElement('a');
    own.slot = 'launcher';
    own.href = '#chat';
    own.textContent = 'Ask us';
    own.style.cssText = 'display: block; inline-size: 90px; block-size: 40px';
    let pressed = 0;
    own.addEventListener('click', (event) => {
      pressed++;
      event.preventDefault();
    });
    const chat = await mountMovable({ children: [own] });
    own.focus();
    expect(own.getAttribute('aria-keyshortcuts')).to.contain('Shift+ArrowUp');
    await until(() => own.getAttribute('aria-description')?.includes('Shift'));
    drag(chat, 0.1, 0.1, 'touch', own);
    expect(await where(chat, own)).to.equal('left top');
    expect([chat.open, pressed]).to.deep.equal([false, 0]);
    press(own, 'ArrowDown');
    expect(await where(chat, own)).to.equal('left middle');
    expect(own.dispatchEvent(new DragEvent('dragstart', { bubbles: true, cancelable: true }))).to.equal(false);
    chat.draggableLauncher = false;
    expect(own.hasAttribute('aria-keyshortcuts')).to.equal(false);
    expect(own.hasAttribute('aria-description')).to.equal(false);
    own.click();
    expect([chat.open, pressed]).to.deep.equal([true, 1]);
  });

  it('can be allowed and forbidden while the page stands, on one connection', async () => {
    const { chat, adapter } = await mountChat({ attributes: { placement: 'top-end' } });
    await chat.show();
    await until(() => chat.state?.connection.phase === 'online');
    chat.draggableLauncher = true;
    expect(chat.hasAttribute('draggable-launcher')).to.equal(true);
    await until(() => inside(chat).querySelector('.place-said'));
    press(part(chat, 'launcher'), 'ArrowDown');
    expect(chat.placement).to.equal('right');
    chat.draggableLauncher = false;
    expect(chat.placement).to.equal('top-end');
    press(part(chat, 'launcher'), 'ArrowDown');
    expect(chat.placement).to.equal('top-end');
    expect(inside(chat).querySelectorAll('.place-said, #launcher-hint').length).to.equal(0);
    expect(part(chat, 'launcher').hasAttribute('aria-describedby')).to.equal(false);
    expect(adapter.connections).to.equal(1);
    expect(chat.state?.connection.phase).to.equal('online');
  });

  it('V27 waits for consent, remembers after it, and forgets with it', async () => {
    const storageKey = freshStorageKey();
    const { chat } = await mountChat({ storageKey, attributes: { ...movable, consent: 'required' } });
    await new Promise((resolve) => idle(() => idle(() => resolve(undefined))));
    drag(chat, 0.1, 0.1);
    expect(chat.hasAttribute('placement')).to.equal(false);
    expect(localStorage.length).to.equal(0);
    chat.hide();
    chat.giveConsent();
    await until(() => inside(chat).querySelector('.place-said'));
    drag(chat, 0.1, 0.1);
    expect(localStorage.getItem(`support-chat-place:${storageKey}`)).to.equal('top-start');
    await chat.withdrawConsent();
    expect(localStorage.length).to.equal(0);
  });
});

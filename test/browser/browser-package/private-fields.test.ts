/** What is hidden before there is a picture of a page, each of the two ways by itself (V12). */
import { expect } from '@open-wc/testing';
import { maskPrivate, paintOver } from '@support-chat/browser';

describe('V12 private fields', () => {
  let page: HTMLElement;
  beforeEach(() => {
    page = document.createElement('div');
    page.style.cssText = 'position: fixed; inset: 0 auto auto 0; inline-size: 300px; background: #fff';
    document.body.append(page);
  });
  afterEach(() => page.remove());

  const add = (tag: string, attributes: Readonly<Record<string, string>> = {}, to: Node = page): HTMLElement => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    to.appendChild(element);
    return element;
  };
  const visibility = (element: Element): string => getComputedStyle(element).visibility;

  it('V12 hides passwords, cards, codes, frames and what is marked, and nothing else, until it is lifted', () => {
    const hidden = [
      add('input', { type: 'password' }),
      add('input', { autocomplete: 'shipping cc-number' }),
      add('input', { autocomplete: 'new-password', type: 'text' }),
      add('input', { autocomplete: 'one-time-code' }),
      add('input', { name: 'billing[cardNumber]' }),
      add('input', { name: 'CVC' }),
      add('input', { id: 'login-password', type: 'text' }),
      add('iframe', { title: 'Payment' }),
      add('p', { 'data-private': '' }),
    ];
    hidden.push(add('b', { style: 'visibility: visible; transition: visibility 60s' }, hidden.at(-1)));
    const shown = [add('input', { type: 'text', autocomplete: 'name' }), add('p'), add('input', { name: 'discount' })];
    expect(hidden.map(visibility)).to.deep.equal(hidden.map(() => 'visible')); // from here on it would take a minute
    const mask = maskPrivate(document.createElement('div'));
    expect(hidden.map(visibility)).to.deep.equal(hidden.map(() => 'hidden'));
    expect(shown.map(visibility)).to.deep.equal(shown.map(() => 'visible'));
    mask.lift();
    hidden.pop(); // its own transition brings it back
    expect(hidden.map(visibility)).to.deep.equal(hidden.map(() => 'visible'));
    expect(document.adoptedStyleSheets).to.deep.equal([]);
  });

  it('V12 looks into open shadow roots, whose styles win over important ones of theirs, but not into the chat', () => {
    const host = add('div');
    const root = host.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = '#field { visibility: visible !important }';
    root.append(style);
    const inner = add('input', { type: 'password', id: 'field' }, root);
    const chat = add('div');
    const own = add('input', { type: 'password' }, chat.attachShadow({ mode: 'open' }));
    const mask = maskPrivate(chat);
    expect(visibility(inner)).to.equal('hidden');
    expect(visibility(own)).to.equal('visible');
    const late = add('input', { type: 'password' }, add('div').attachShadow({ mode: 'open' }));
    expect(visibility(late)).to.equal('visible');
    mask.renew();
    expect(visibility(late)).to.equal('hidden');
    expect(root.adoptedStyleSheets.length).to.equal(1);
    mask.lift();
    expect([inner, late].map(visibility)).to.deep.equal(['visible', 'visible']);
    expect(root.adoptedStyleSheets.length).to.equal(0);
  });

  it('V12 knows where they are, content that runs over included, and paints it over in any resolution', () => {
    const field = add('p', { 'data-private': '', style: 'margin: 10px; inline-size: 40px; block-size: 20px' });
    const wide = add('b', { style: 'display: block; inline-size: 200px; block-size: 10px' }, field);
    const nested = add('i', {}, add('span', {}, wide));
    nested.style.cssText = 'position: fixed; inset: 200px auto auto 100px; inline-size: 30px; block-size: 10px';
    const mask = maskPrivate(document.createElement('div'));
    const boxes = mask.boxes();
    mask.lift();
    const canvas = document.createElement('canvas');
    canvas.width = innerWidth * 2;
    canvas.height = innerHeight * 2;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#f0f';
    context.fillRect(0, 0, canvas.width, canvas.height);
    paintOver(canvas, boxes);
    const at = (x: number, y: number): string =>
      context
        .getImageData(x * 2, y * 2, 1, 1)
        .data.slice(0, 3)
        .join();
    const [secret, grey] = ['255,0,255', '128,128,128'];
    const outer = field.getBoundingClientRect();
    const over = wide.getBoundingClientRect();
    expect(at(outer.left, outer.top)).to.equal(grey);
    expect(at(outer.right - 1, outer.bottom - 1)).to.equal(grey);
    expect(at(over.right - 1, over.bottom - 1)).to.equal(grey);
    expect(at(110, 205)).to.equal(grey);
    expect(at(over.right + 5, over.top)).to.equal(secret);
    expect(at(outer.left, outer.bottom + 5)).to.equal(secret);
  });
});

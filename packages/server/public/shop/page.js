/**
 * What every page of the shop has: typed look-ups, the picture of a pot, the number in the masthead, the buttons
 * that open the chat. Markup lives in the HTML files as templates; scripts only fill it.
 */
import { startSwitch } from './back-end-switch.js';
import { onCartChange, readCart, StorageError } from './cart.js';
import { lastOrder } from './order.js';
import { tellChat } from './tell-chat.js';

/**
 * The one element that a page promises to have.
 *
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [scope]
 * @returns {T}
 */
export function find(selector, type, scope = document) {
  const found = scope.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`This page has no ${type.name} at ${selector}.`);
  return found;
}

/**
 * A copy of the first element of a template.
 *
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function copyTemplate(selector) {
  const first = find(selector, HTMLTemplateElement).content.firstElementChild;
  return /** @type {HTMLElement} */ (document.importNode(/** @type {Element} */ (first), true));
}

/**
 * @param {ParentNode} scope
 * @param {string} selector
 * @param {string} text
 */
export function fill(scope, selector, text) {
  find(selector, HTMLElement, scope).textContent = text;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Points a picture at a pot in a glaze.
 *
 * @param {SVGSVGElement} picture
 * @param {string} potId
 * @param {string} glazeId
 */
export function drawPot(picture, potId, glazeId) {
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `/shop/pots.svg#${potId}`);
  picture.replaceChildren(use);
  picture.setAttribute('class', `pot glaze-${glazeId}`);
}

/**
 * Runs what may meet blocked storage, and says so where the visitor looks.
 *
 * @template T
 * @param {() => T} work
 * @param {T} otherwise
 * @returns {T}
 */
export function withStorage(work, otherwise) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const notice = find('[data-notice]', HTMLElement);
    notice.textContent = error.message;
    notice.hidden = false;
    return otherwise;
  }
}

function showCount() {
  const count = withStorage(() => readCart().reduce((sum, line) => sum + line.quantity, 0), 0);
  const badge = find('[data-cart-count]', HTMLElement);
  badge.textContent = String(count);
  badge.hidden = count === 0;
  find('[data-cart-link]', HTMLAnchorElement).setAttribute(
    'aria-label',
    `Cart, ${count} ${count === 1 ? 'pot' : 'pots'}`,
  );
}

async function openChat() {
  await customElements.whenDefined('support-chat');
  /** @type {Element & { show?: () => void } | null} */
  const chat = document.querySelector('support-chat');
  chat?.show?.();
}

/** What the shop says in the chat. Set before the element is there, it counts as well. */
const CHAT_CONFIG = {
  storageKey: 'nine-pots', // what is typed stays when the back end is another one
  title: 'Nine Pots',
  greeting: 'Hello from the workshop.',
  welcome: 'Ask about a pot, a glaze or your order. Whoever is not at the wheel answers.',
};

/** Brings the masthead and the chat of this page to life. */
export function startPage() {
  const chat = find('support-chat', HTMLElement);
  Object.assign(chat, { config: CHAT_CONFIG });
  startSwitch(chat, find('[data-back-end]', HTMLSelectElement));
  onCartChange(showCount);
  void tellChat(chat, { cart: () => withStorage(readCart, []), order: withStorage(lastOrder, null) });
  for (const button of document.querySelectorAll('[data-ask]')) {
    button.addEventListener('click', () => void openChat());
  }
}

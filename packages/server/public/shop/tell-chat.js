/**
 * What the shop tells the chat, for the agents: what is in the cart, and what was ordered. It says so on every page; the chat
 * keeps it to itself until somebody writes.
 */
import { onCartChange, subtotalOf } from './cart.js';

/**
 * @param {readonly import('./cart.js').Line[]} lines
 * @param {number} cents What all of it costs.
 */
function asCart(lines, cents) {
  return {
    value: cents / 100,
    currency: 'EUR',
    items: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    lines: lines.map(({ pot, glaze, quantity }) => ({
      name: `${pot.name}, ${glaze.name}`,
      quantity,
      price: pot.price / 100,
    })),
  };
}

/**
 * @param {Element & { track?: (event: string, data: object) => void }} chat
 * @param {object} shop
 * @param {() => readonly import('./cart.js').Line[]} shop.cart What is in it now.
 * @param {import('./order.js').Order | null} shop.order The one that this tab has placed.
 */
export async function tellChat(chat, { cart, order }) {
  await customElements.whenDefined('support-chat');
  onCartChange(() => {
    const lines = cart();
    chat.track?.('cart', asCart(lines, subtotalOf(lines)));
  });
  if (order) chat.track?.('purchase', { id: order.number, ...asCart(order.lines, order.total) });
}

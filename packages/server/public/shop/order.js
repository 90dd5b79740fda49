/**
 * The placed order, kept for the thank-you page of this tab. The demo has no till: nothing is charged or sent.
 * What is stored is untrusted and decoded like the cart.
 */
import { decodeLines, StorageError } from './cart.js';

/**
 * @typedef {object} Order
 * @property {string} number
 * @property {string} email
 * @property {'post' | 'collect'} delivery
 * @property {number} total In cents.
 * @property {readonly import('./cart.js').Line[]} lines
 */

const KEY = 'nine-pots-order';

/**
 * @param {Order} order
 * @throws {StorageError}
 */
export function keepOrder(order) {
  const lines = order.lines.map(({ pot, glaze, quantity }) => ({ pot: pot.id, glaze: glaze.id, quantity }));
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...order, lines }));
  } catch (error) {
    throw new StorageError(error);
  }
}

/**
 * @returns {Order | null} Null when this tab has placed none.
 * @throws {StorageError}
 */
export function lastOrder() {
  try {
    const text = sessionStorage.getItem(KEY);
    return text === null ? null : decodeOrder(JSON.parse(text));
  } catch (error) {
    throw new StorageError(error);
  }
}

/**
 * @param {Record<string, unknown> | null} stored
 * @returns {Order | null}
 */
function decodeOrder(stored) {
  const lines = decodeLines(stored?.['lines']);
  const total = Number(stored?.['total']);
  if (lines.length === 0 || !Number.isFinite(total)) return null;
  const delivery = stored?.['delivery'] === 'collect' ? 'collect' : 'post';
  return { number: String(stored?.['number']), email: String(stored?.['email']), delivery, total, lines };
}

/** @returns {string} Short enough to read out on the telephone. */
export function newOrderNumber() {
  const digits = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `NP-${String(digits % 1_000_000).padStart(6, '0')}`;
}

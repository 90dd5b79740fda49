/** Money: cents in, words out, and what sending costs. */

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** From this sum in cents on, sending is free. */
export const FREE_FROM = 8000;

const POSTAGE = 690;

/**
 * @param {number} cents
 * @returns {string} For people, as `€28.00`.
 */
export function formatPrice(cents) {
  return euros.format(cents / 100);
}

/**
 * @param {number} subtotal In cents.
 * @param {'post' | 'collect'} delivery
 * @returns {number} In cents.
 */
export function postage(subtotal, delivery) {
  return delivery === 'collect' || subtotal === 0 || subtotal >= FREE_FROM ? 0 : POSTAGE;
}

/**
 * The cart: a list of lines in `localStorage`, shared by every tab. What is stored is untrusted and decoded against
 * the catalogue; where storage is blocked the functions throw `StorageError` and the page says so.
 */
import { findGlaze, findPot } from './catalogue.js';

/**
 * @typedef {import('./catalogue.js').Pot} Pot
 * @typedef {import('./catalogue.js').Glaze} Glaze
 * @typedef {{ readonly pot: Pot, readonly glaze: Glaze, readonly quantity: number }} Line
 */

const KEY = 'nine-pots-cart';

/** Most of one line: there are only so many hands. */
export const MOST_OF_ONE = 12;

/** The browser does not let the shop keep anything. */
export class StorageError extends Error {
  /** @param {unknown} cause */
  constructor(cause) {
    super('Your browser does not let this shop keep a cart. Allow site data for this page and try again.', { cause });
    this.name = 'StorageError';
  }
}

/**
 * @param {unknown} stored
 * @returns {Line[]} Those that name a pot and a glaze of the catalogue.
 */
export function decodeLines(stored) {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((/** @type {Record<string, unknown> | null} */ entry) => {
    const pot = findPot(entry?.['pot']);
    const glaze = findGlaze(entry?.['glaze']);
    const quantity = Number(entry?.['quantity']);
    if (!pot || !glaze || !Number.isInteger(quantity) || quantity < 1) return [];
    return [{ pot, glaze, quantity: Math.min(quantity, MOST_OF_ONE) }];
  });
}

/**
 * @param {string | null} text
 * @returns {unknown} `null` for what is not JSON.
 */
function parse(text) {
  try {
    return JSON.parse(text ?? '[]');
  } catch (error) {
    console.warn('The stored cart could not be read and starts over.', error);
    return null;
  }
}

/**
 * @returns {Line[]}
 * @throws {StorageError}
 */
export function readCart() {
  try {
    return decodeLines(parse(localStorage.getItem(KEY)));
  } catch (error) {
    throw new StorageError(error);
  }
}

/**
 * Sets how many of a pot in a glaze are in the cart; 0 removes the line.
 *
 * @param {string} potId
 * @param {import('./catalogue.js').GlazeId} glazeId
 * @param {(before: number) => number} change
 * @throws {StorageError}
 */
export function changeLine(potId, glazeId, change) {
  const lines = readCart();
  const index = lines.findIndex((line) => line.pot.id === potId && line.glaze.id === glazeId);
  const before = lines[index]?.quantity ?? 0;
  const quantity = Math.max(0, Math.min(MOST_OF_ONE, change(before)));
  const entries = lines.map((line) => ({ pot: line.pot.id, glaze: line.glaze.id, quantity: line.quantity }));
  const entry = { pot: potId, glaze: glazeId, quantity };
  if (index < 0) entries.push(entry);
  else entries[index] = entry;
  store(entries.filter((line) => line.quantity > 0));
}

/** @throws {StorageError} */
export function emptyCart() {
  store([]);
}

/** @param {readonly object[]} entries */
function store(entries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries));
  } catch (error) {
    throw new StorageError(error);
  }
  dispatchEvent(new Event('cart-changed'));
}

/**
 * Calls back at once and whenever the cart changed, in this tab or another.
 *
 * @param {() => void} listener
 */
export function onCartChange(listener) {
  addEventListener('cart-changed', listener);
  addEventListener('storage', (event) => {
    if (event.key === KEY || event.key === null) listener();
  });
  listener();
}

/**
 * @param {readonly Line[]} lines
 * @returns {number} In cents.
 */
export function subtotalOf(lines) {
  return lines.reduce((sum, line) => sum + line.pot.price * line.quantity, 0);
}

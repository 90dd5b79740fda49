/**
 * What the site knows of its visitor, for the agents (A6): `visitor.attributes`, and what was tracked as `cart` and
 * `purchase`. A page may say anything: what has no place there is left out, and never stops what has.
 */
import type { Chat } from '@support-chat/core';
import {
  MAX_CART_LINES,
  MAX_LABEL_LENGTH,
  MAX_PROFILE_FIELDS,
  type Attributes,
  type Cart,
  type Purchase,
  type VisitorProfile,
} from '@support-chat/protocol';

import type { ShellHost } from '../../shell-host.js';

/** What was told last, and of whom. */
const told = new WeakMap<Chat, string>();

/** Tells the back end, unless it knows. */
export function tellSiteFacts(host: ShellHost, chat: Chat): void {
  const profile = siteFacts(host, chat.getState().visitor.profile);
  const news = JSON.stringify([host.element.visitor?.id, profile]);
  if (Object.keys(profile).length === 0 || news === told.get(chat)) return;
  told.set(chat, news);
  chat.dispatch({ type: 'identify', profile });
}

/** The parts of a profile that the site tells; what it never told is absent. */
function siteFacts({ element, tracked }: ShellHost, before: VisitorProfile | null): VisitorProfile {
  // Whoever comes next is not told of as the one before.
  const attributes = element.visitor?.attributes ?? (before?.attributes && {});
  const [cart, purchase] = [tracked.get('cart'), tracked.get('purchase')];
  return {
    ...(attributes && { attributes: readAttributes(attributes) }),
    ...(cart && { cart: readCart(cart.data) }),
    ...(purchase && { purchases: [readPurchase(purchase.data)] }),
  };
}

function readAttributes(raw: object): Attributes {
  const told = Object.entries(raw).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(told.slice(0, MAX_PROFILE_FIELDS).map(([name, value]) => [label(name), label(value)]));
}

function readCart(raw: unknown): Cart {
  const { value, currency, items, lines } = fields(raw);
  return {
    ...amount('value', value),
    ...(typeof currency === 'string' && /^[a-z]{3}$/iu.test(currency) && { currency: currency.toUpperCase() }),
    ...amount('items', items),
    ...(Array.isArray(lines) && { lines: lines.flatMap(readLine).slice(0, MAX_CART_LINES) }),
  };
}

function readPurchase(raw: unknown): Purchase {
  const { id } = fields(raw);
  return { ...((typeof id === 'string' || typeof id === 'number') && { id: label(id) }), ...readCart(raw) };
}

function readLine(raw: unknown): NonNullable<Cart['lines']> {
  const { name, quantity, price } = fields(raw);
  if (typeof name !== 'string') return [];
  return [{ name: label(name), ...amount('quantity', quantity), ...amount('price', price) }];
}

function amount<Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: number } {
  const isAmount = typeof value === 'number' && Number.isFinite(value) && value >= 0;
  return (isAmount ? { [name]: value } : {}) as { readonly [Key in Name]?: number };
}

function label(value: unknown): string {
  return String(value).slice(0, MAX_LABEL_LENGTH);
}

function fields(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null ? (raw as Readonly<Record<string, unknown>>) : {};
}

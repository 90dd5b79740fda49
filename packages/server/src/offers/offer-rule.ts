/** Whether a visitor fits an offer's condition. Pure; facts come from outside. */
import {
  isOneOf,
  isWithin,
  passes,
  regionOf,
  speaksOneOf,
  type Cart,
  type OfferCondition,
  type VisitorProfile,
} from '@support-chat/protocol';

/** What is known of a visitor in one chat. All but `verified` and `chats` is what their browser said. */
export interface VisitorFacts extends Pick<VisitorProfile, 'attributes' | 'cart' | 'purchases' | 'department'> {
  /** BCP 47 tag in which the chat speaks; empty when nobody has said. */
  readonly language: string;
  /** Addresses, at most fifty. */
  readonly pages: readonly string[];
  /** How many before this one. */
  readonly chats: number;
  readonly verified: boolean;
  readonly returning: boolean;
}

/** Whether `condition` holds; without one everybody fits. */
export function fits(condition: OfferCondition | undefined, facts: VisitorFacts): boolean {
  if (condition === undefined) return true;
  if ('all' in condition) return condition.all.every((one) => fits(one, facts));
  if ('any' in condition) return condition.any.some((one) => fits(one, facts));
  if ('not' in condition) return !fits(condition.not, facts);
  if ('cart' in condition) {
    const { items } = condition.cart;
    const { cart = {} } = facts;
    return (items === undefined || isWithin(itemsOf(cart), items)) && hasGoods(cart, condition.cart);
  }
  if ('purchases' in condition) {
    const { count, last } = condition.purchases;
    const { purchases = [] } = facts;
    const [newest] = purchases;
    if (count !== undefined && !isWithin(purchases.length, count)) return false;
    return last === undefined || (newest !== undefined && hasGoods(newest, last));
  }
  if ('chats' in condition) return isWithin(facts.chats, condition.chats);
  if ('page' in condition) return facts.pages.some((page) => passes(page, condition.page));
  if ('language' in condition) return speaksOneOf(facts.language, condition.language);
  if ('country' in condition) {
    return isOneOf(facts.attributes?.['country'] ?? regionOf(facts.language), condition.country);
  }
  if ('department' in condition) return condition.department.some((id) => id === facts.department);
  if ('attribute' in condition) {
    const { name, value } = condition.attribute;
    const { attributes = {} } = facts;
    return passes(Object.hasOwn(attributes, name) ? (attributes[name] ?? '') : '', value);
  }
  return 'verified' in condition ? facts.verified : facts.returning;
}

type GoodsTest = Extract<OfferCondition, { cart: unknown }>['cart'];

function hasGoods(goods: Cart, { value, currency, line }: GoodsTest): boolean {
  if (value !== undefined && !isWithin(goods.value ?? 0, value)) return false;
  if (currency !== undefined && goods.currency !== currency) return false;
  return line === undefined || (goods.lines ?? []).some(({ name }) => passes(name, line));
}

/** As was said, else as many as the lines have. */
function itemsOf({ items, lines = [] }: Cart): number {
  return items ?? lines.reduce((sum, { quantity = 1 }) => sum + quantity, 0);
}

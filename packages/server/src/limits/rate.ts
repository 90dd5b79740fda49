/** How a rate is written: `20/10s`, `5/15m`, `300/1m`. */

/** So many in so many seconds. The whole count may be spent at once; it comes back evenly. */
export interface Rate {
  readonly count: number;
  readonly seconds: number;
}

const UNITS = { s: 1, m: 60, h: 3600 } as const;

/**
 * Reads a rate. The number before the unit may be left out: `10/m`.
 *
 * @throws TypeError when the text is not a rate
 */
export function parseRate(text: string): Rate {
  const match = /^(\d{1,9})\/(\d{0,6})([smh])$/.exec(text.trim());
  if (match === null) throw new TypeError(`'${text}' is not a rate like 20/10s, 5/15m or 300/1m.`);
  const [, count, amount, unit] = match;
  const rate = { count: Number(count), seconds: Number(amount || 1) * UNITS[unit as keyof typeof UNITS] };
  if (rate.count === 0 || rate.seconds === 0) throw new TypeError(`'${text}': a rate counts from 1.`);
  return rate;
}

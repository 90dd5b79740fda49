/**
 * The nine pots and their glazes: the one place where the demo shop's goods and prices live. Pages draw from it,
 * the cart is decoded against it. Pictures are the symbols of `pots.svg` with the same ids.
 */

/**
 * @typedef {'oat' | 'sea' | 'rust' | 'ink'} GlazeId
 * @typedef {{ readonly id: GlazeId, readonly name: string }} Glaze
 * @typedef {'drink' | 'eat' | 'room'} Shelf
 *
 * @typedef {object} Pot
 * @property {string} id Also the symbol in `pots.svg` and the `pot` parameter of the product page.
 * @property {string} name
 * @property {Shelf} shelf
 * @property {number} price In cents.
 * @property {GlazeId} glaze The one it is shown in.
 * @property {string} line One sentence for lists.
 * @property {string} story A few sentences for its own page.
 * @property {readonly (readonly [string, string])[]} facts Label and value.
 */

/** @type {readonly Glaze[]} */
export const GLAZES = [
  { id: 'oat', name: 'Oat' },
  { id: 'sea', name: 'Sea' },
  { id: 'rust', name: 'Rust' },
  { id: 'ink', name: 'Ink' },
];

/** @type {readonly { readonly id: Shelf, readonly name: string }[]} */
export const SHELVES = [
  { id: 'drink', name: 'To drink from' },
  { id: 'eat', name: 'To eat from' },
  { id: 'room', name: 'To live with' },
];

/** @type {readonly Pot[]} */
export const POTS = [
  {
    id: 'morning-mug',
    name: 'Morning mug',
    shelf: 'drink',
    price: 2800,
    glaze: 'oat',
    line: 'Holds the first coffee and the second thought.',
    story:
      'A straight mug with a handle for three fingers. The foot stays unglazed, so it is warm to set down and quiet on the table. Thrown a little thicker than it needs to be, because mornings are cold.',
    facts: [
      ['Holds', '340 ml'],
      ['Height', '95 mm'],
      ['Dishwasher', 'Yes'],
    ],
  },
  {
    id: 'short-cup',
    name: 'Short cup',
    shelf: 'drink',
    price: 1900,
    glaze: 'sea',
    line: 'For coffee that means it.',
    story:
      'Small, steep and heavy for its size, so that an espresso keeps its heat for as long as it lasts. Fits under most machines and in most hands.',
    facts: [
      ['Holds', '90 ml'],
      ['Height', '62 mm'],
      ['Dishwasher', 'Yes'],
    ],
  },
  {
    id: 'rainy-day-teapot',
    name: 'Rainy-day teapot',
    shelf: 'drink',
    price: 9400,
    glaze: 'rust',
    line: 'Four cups and an afternoon.',
    story:
      'The lid stays on when you pour and the spout does not drip. Both took us eleven tries. Comes with a strainer that you can forget inside without regret.',
    facts: [
      ['Holds', '1.1 l'],
      ['Height', '165 mm'],
      ['Dishwasher', 'By hand, please'],
    ],
  },
  {
    id: 'supper-bowl',
    name: 'Supper bowl',
    shelf: 'eat',
    price: 3400,
    glaze: 'ink',
    line: 'Soup, noodles, or what was left over.',
    story:
      'Deep enough for soup, wide enough for a salad, and with a foot that lets you carry it hot to the sofa. They stack, though they would rather be used.',
    facts: [
      ['Holds', '780 ml'],
      ['Width', '165 mm'],
      ['Dishwasher', 'Yes'],
    ],
  },
  {
    id: 'sunday-plate',
    name: 'Sunday plate',
    shelf: 'eat',
    price: 3600,
    glaze: 'oat',
    line: 'A rim to rest a fork on.',
    story:
      'A wide plate with a shallow well, for food that has some sauce and guests who have some time. Every one leans a little; that is how you tell yours.',
    facts: [
      ['Width', '270 mm'],
      ['Weight', '760 g'],
      ['Dishwasher', 'Yes'],
    ],
  },
  {
    id: 'orchard-jug',
    name: 'Orchard jug',
    shelf: 'eat',
    price: 6200,
    glaze: 'sea',
    line: 'Water, cider, or a branch of plum.',
    story:
      'A jug with a waist to hold it by when your hands are wet. The lip is pulled while the clay is soft, once, and left as it comes.',
    facts: [
      ['Holds', '1.6 l'],
      ['Height', '215 mm'],
      ['Dishwasher', 'Yes'],
    ],
  },
  {
    id: 'one-stem-vase',
    name: 'One-stem vase',
    shelf: 'room',
    price: 2600,
    glaze: 'rust',
    line: 'One flower is enough.',
    story:
      'A neck for one stem and a belly for a week of water. Set it where the light falls in the afternoon and take the long way round to look at it.',
    facts: [
      ['Height', '140 mm'],
      ['Neck', '18 mm'],
      ['Dishwasher', 'Yes'],
    ],
  },
  {
    id: 'windowsill-pot',
    name: 'Windowsill pot',
    shelf: 'room',
    price: 4200,
    glaze: 'ink',
    line: 'With a hole, as plants prefer it.',
    story:
      'Unglazed below so that roots can breathe, glazed above so that you can wipe it. The saucer comes with it. The plant does not, but we are happy to advise.',
    facts: [
      ['Width', '150 mm'],
      ['Saucer', 'Included'],
      ['Frost', 'Keep it inside'],
    ],
  },
  {
    id: 'biscuit-jar',
    name: 'Biscuit jar',
    shelf: 'room',
    price: 7800,
    glaze: 'oat',
    line: 'Closes with a sound that everyone hears.',
    story:
      'Room for two packets, or for flour, or for letters. The lid is ground to fit its own jar and no other, so please keep the two together.',
    facts: [
      ['Holds', '2.4 l'],
      ['Height', '190 mm'],
      ['Dishwasher', 'Lid by hand'],
    ],
  },
];

/**
 * @param {unknown} id
 * @returns {Pot | undefined}
 */
export function findPot(id) {
  return POTS.find((pot) => pot.id === id);
}

/**
 * @param {unknown} id
 * @returns {Glaze | undefined}
 */
export function findGlaze(id) {
  return GLAZES.find((glaze) => glaze.id === id);
}

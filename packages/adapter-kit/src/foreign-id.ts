/** Ids of other back ends in the form that all of ours have. */

/**
 * What a back end calls something, as an id of ours (8 to 64 of `A-Z a-z 0-9 _ -`): the same for the same name, another
 * for another, and itself when it is one already.
 *
 * @param name - of any length and any letters
 */
export function foreignId(name: string | number): string {
  const text = String(name);
  if (/^[\w-]{8,64}$/.test(text)) return text;
  // The end is for people who read a log; the hash of the whole keeps two names from becoming one.
  return `${text.replace(/[^\w-]/g, '-').slice(-40)}-${hash(text, 0x811c9dc5)}${hash(text, 0x9747b28c)}`;
}

/** FNV-1a over UTF-16 code units, 32 bit, 8 hexadecimal digits. */
function hash(text: string, basis: number): string {
  let value = basis;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}

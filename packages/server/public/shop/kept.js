/** What this tab keeps from page to page, where the browser lets it: without that, each page begins anew. */

/** @type {Map<string, string>} */
const inMemory = new Map();

/**
 * @param {string} key
 * @param {unknown} otherwise
 * @returns {unknown}
 */
export function readKept(key, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? inMemory.get(key) ?? 'null') ?? otherwise;
  } catch {
    return JSON.parse(inMemory.get(key) ?? 'null') ?? otherwise; // blocked, or not what we wrote
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
export function writeKept(key, value) {
  const text = JSON.stringify(value);
  inMemory.set(key, text);
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // Blocked or full: this page goes on from memory.
  }
}

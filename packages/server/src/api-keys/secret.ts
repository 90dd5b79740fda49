/**
 * How a key is written: `sck_`, its id as 32 hexadecimal digits, `_`, and 256 random bits as base64url. The id in it finds the
 * row without a search for the secret, and lets an owner tell whose a key is that got out.
 */
import { API_KEY_PREFIX } from '@support-chat/protocol';
import { timingSafeEqual } from 'node:crypto';
import { hashToken } from '../identity/token.js';

/** Characters of the id that are shown to owners. */
const SHOWN = 8;
const FORM = /^sck_([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})_[\w-]{43}$/;

/** Whether somebody means it as a key, however wrong it is: nothing else begins like one. */
export function isMeantAsKey(text: string | undefined): text is string {
  return text?.startsWith(API_KEY_PREFIX) === true;
}

/** @param id - a UUID @param token - as `Random.token` gives it */
export function writeKey(id: string, token: string): string {
  return `${API_KEY_PREFIX}${id.replaceAll('-', '')}_${token}`;
}

/** Id of the key; null when it is not written like one. */
export function idOfKey(secret: string): string | null {
  const match = FORM.exec(secret);
  return match === null ? null : match.slice(1).join('-');
}

/** How a key of that id begins. */
export function hintOf(id: string): string {
  return API_KEY_PREFIX + id.slice(0, SHOWN);
}

/** Takes the same time wherever they differ. @param hash - what is stored; undefined where nothing is */
export function isSecretOf(secret: string, hash: string | undefined): boolean {
  const given = Buffer.from(hashToken(secret));
  const kept = Buffer.from(hash ?? hashToken(''));
  return kept.length === given.length && timingSafeEqual(kept, given) && hash !== undefined;
}

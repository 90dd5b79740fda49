/** A19 how an API key is written. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  hintOf,
  idOfKey,
  isMeantAsKey,
  isSecretOf,
  writeKey,
} from '../../../../packages/server/src/api-keys/secret.js';
import { systemRandom } from '../../../../packages/server/src/clock.js';
import { hashToken } from '../../../../packages/server/src/identity/token.js';
import { anyText, seeded } from '../../../support/property.js';

describe('A19 an API key', () => {
  it('says its id and is told by the pattern that scanners are given', () => {
    const id = systemRandom.id();
    const key = writeKey(id, systemRandom.token());
    expect(idOfKey(key)).toBe(id);
    expect(key.startsWith(hintOf(id))).toBe(true);
    // As docs/rest-api.md has it.
    expect(`x=${key};`.match(/\bsck_[0-9a-f]{32}_[A-Za-z0-9_-]{43}/)?.[0]).toBe(key);
  });

  it('whatever is not written like one has no id', () => {
    const key = writeKey(systemRandom.id(), systemRandom.token());
    seeded(
      fc.property(fc.nat(key.length - 1), anyText(2), (at, other) => {
        const changed = key.slice(0, at) + other + key.slice(at + 1);
        const id = idOfKey(changed);
        if (changed.length !== key.length) expect(id).toBeNull();
        if (id !== null && at >= 37) expect(id).toBe(idOfKey(key));
      }),
    );
    expect([isMeantAsKey(key), isMeantAsKey('sck_'), isMeantAsKey('a visitor'), isMeantAsKey(undefined)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is right for its own hash alone, and never where there is none', () => {
    const key = writeKey(systemRandom.id(), systemRandom.token());
    expect(isSecretOf(key, hashToken(key))).toBe(true);
    expect(isSecretOf(`${key} `, hashToken(key))).toBe(false);
    expect(isSecretOf(key, hashToken('another'))).toBe(false);
    expect(isSecretOf(key, '')).toBe(false);
    expect([isSecretOf('', undefined), isSecretOf(key, undefined)]).toEqual([false, false]);
  });
});

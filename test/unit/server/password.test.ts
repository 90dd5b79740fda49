import { describe, expect, it, vi } from 'vitest';
import { Passwords } from '../../../packages/server/src/identity/password.js';

// Hashing is dear by design, and other tests may have the processor.
vi.setConfig({ testTimeout: 60_000 });

describe('passwords', () => {
  it('X2 are kept as salted scrypt hashes that say their parameters', async () => {
    const passwords = new Passwords();
    const [one, two] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
    expect(one).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await passwords.verify('correct horse', one)).toBe(true);
    expect(await passwords.verify('correct horsf', one)).toBe(false);
    expect(await passwords.verify('correct horse', null)).toBe(false);
  });

  it('are the same however the keyboard composes their letters', async () => {
    const passwords = new Passwords();
    expect(await passwords.verify('cafe\u0301 au lait', await passwords.hash('caf\u00e9 au lait'))).toBe(true);
  });

  it('need ten characters', async () => {
    await expect(new Passwords().hash('123456789')).rejects.toMatchObject({ code: 'password-too-weak' });
  });

  it('are refused instead of piling up', async () => {
    const passwords = new Passwords();
    const attempts = Array.from({ length: 40 }, () =>
      passwords.verify('x', 'scrypt$1$1$1$AAAA$AAAA').catch((error: unknown) => error),
    );
    const codes = (await Promise.all(attempts)).map((result) => (result as { code?: string }).code);
    expect(codes.filter((code) => code === 'overloaded')).toHaveLength(8);
  });
});

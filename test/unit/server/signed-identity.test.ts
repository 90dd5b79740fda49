/** Signed identities (X1): what verifies, and that nothing else does. */
import { systemClock } from '../../../packages/server/src/clock.js';
import { SignedIdentities } from '../../../packages/server/src/identity/signed-identity.js';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../support/property.js';

const secret = randomBytes(32);
const oct = (kid: string, bytes: Buffer = secret): JWK => ({
  kty: 'oct',
  kid,
  alg: 'HS256',
  k: bytes.toString('base64url'),
});
const now = (): number => Math.floor(Date.now() / 1000);

const open = (...keys: readonly JWK[]) =>
  SignedIdentities.open({ keys: JSON.stringify({ keys }), audience: 'support-chat' }, systemClock);

function token(
  claims: Readonly<Record<string, unknown>> = {},
  header: { readonly alg?: string; readonly kid?: string } = {},
  key: Buffer | CryptoKey = secret,
) {
  const payload = { sub: '42', aud: 'support-chat', exp: now() + 600, ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: 'one', ...header }).sign(key);
}

describe('signed identities', () => {
  let identities: SignedIdentities;
  beforeAll(async () => {
    identities = await open(oct('one'));
  });
  const refused = { code: 'identity-refused' };

  it('X1 says whom the site vouches for, by sub or user_id', async () => {
    expect(await identities.verify(await token({ name: 'Ada', email: 'ada@shop.example' }))).toEqual({
      id: '42',
      name: 'Ada',
      email: 'ada@shop.example',
    });
    expect(await identities.verify(await token({ sub: undefined, user_id: 'u-7', name: 7 }))).toEqual({ id: 'u-7' });
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('X1 takes %s by its public key', async (alg) => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg };
    const { verify } = { verify: async (jwt: string) => (await open(jwk)).verify(jwt) };
    expect(await verify(await token({}, { alg }, privateKey))).toEqual({ id: '42' });
    // The public key as if it were a shared secret.
    await expect(verify(await token({}, {}, Buffer.from(JSON.stringify(jwk))))).rejects.toMatchObject(refused);
  });

  it.each([
    ['an unknown key', () => token({}, { kid: 'two' })],
    ['no key named', () => token({}, { kid: undefined as never })],
    ['another algorithm of the same secret', () => token({}, { alg: 'HS512' })],
    ['another secret', () => token({}, {}, randomBytes(32))],
    ['another audience', () => token({ aud: 'another' })],
    ['no audience', () => token({ aud: undefined })],
    ['no expiry', () => token({ exp: undefined })],
    ['more than an hour', () => token({ exp: now() + 3700 })],
    ['nobody', () => token({ sub: undefined })],
    ['an empty name for somebody', () => token({ sub: '' })],
    ['an endless id', () => token({ sub: 'x'.repeat(5000) })],
    ['not yet', () => token({ nbf: now() + 300 })],
    [
      'no signature',
      () => Promise.resolve(new UnsecuredJWT({ sub: '42', aud: 'support-chat', exp: now() + 600 }).encode()),
    ],
    ['nothing', () => Promise.resolve('')],
    ['no token', () => Promise.resolve('a.b.c')],
  ])('X1 refuses %s', async (_, make) => {
    await expect(identities.verify(await make())).rejects.toMatchObject(refused);
  });

  it('X1 tells an expired one apart, half a minute late', async () => {
    await expect(identities.verify(await token({ exp: now() - 60 }))).rejects.toMatchObject({
      code: 'identity-expired',
    });
    expect(await identities.verify(await token({ exp: now() - 10 }))).toEqual({ id: '42' });
  });

  it('X1 refuses whatever one changed character makes of it', async () => {
    const good = await token();
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    await seeded(
      fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom(...letters), async (at, letter) => {
        const changed = good.slice(0, at) + letter + good.slice(at + 1);
        // The last character of a part has bits that mean nothing.
        const decoded = (text: string): string =>
          text
            .split('.')
            .map((part) => Buffer.from(part, 'base64url').toString('hex'))
            .join();
        if (decoded(changed) === decoded(good)) return;
        await expect(identities.verify(changed)).rejects.toMatchObject(refused);
      }),
    );
  });

  it('X1 keys change with their file, without a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'support-chat-keys-'));
    const path = join(folder, 'keys.json');
    await writeFile(path, JSON.stringify({ keys: [oct('one')] }));
    const watching = await SignedIdentities.open({ keys: path, audience: 'support-chat' }, systemClock);
    const [old, next] = [await token(), randomBytes(32)];
    const fresh = await token({}, { kid: 'two' }, next);
    await expect(watching.verify(fresh)).rejects.toMatchObject(refused);
    const change = async (seconds: number, ...keys: readonly JWK[]): Promise<void> => {
      await writeFile(path, JSON.stringify({ keys }));
      await utimes(path, now() + seconds, now() + seconds);
    };
    await change(10, oct('one'), oct('two', next));
    expect([await watching.verify(old), await watching.verify(fresh)]).toEqual([{ id: '42' }, { id: '42' }]);
    await change(20, oct('two', next));
    await expect(watching.verify(old)).rejects.toMatchObject(refused);
    await rm(folder, { recursive: true });
    await expect(watching.verify(fresh)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('X1 keys that cannot be used are told at the start', async () => {
    await expect(open()).rejects.toThrow('`keys`');
    await expect(open({ ...oct('one'), kid: undefined as never })).rejects.toThrow('`kid`');
    await expect(open(oct('one'), oct('one'))).rejects.toThrow('`kid`');
    await expect(open({ ...oct('one'), alg: 'none' })).rejects.toThrow('alg');
    await expect(open(oct('one', randomBytes(16)))).rejects.toThrow('32 bytes');
  });
});

/**
 * Signed identities (X1): a site vouches for its visitor with a JWT. Owns the keys: which there are, for which algorithm
 * each is, and that they are read again when their file changes, so that keys are rotated without a restart.
 */
import { MAX_LABEL_LENGTH, ProtocolError, storableText } from '@support-chat/protocol';
import {
  errors,
  importJWK,
  jwtVerify,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
} from 'jose';
import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '../clock.js';

/** Where the keys are, and whom tokens have to be for. */
export interface IdentitySettings {
  /** A JSON Web Key Set, or the path of a file that holds one. Every key has `kid` and `alg`. */
  readonly keys: string;
  /** `aud` of the tokens. */
  readonly audience: string;
}

/** Whom a site vouches for. */
export interface SignedIdentity {
  /** The site's stable id: `sub`, or `user_id`. */
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}

/** What keys may be for; every other algorithm is refused, `none` first of all. */
const ALGORITHMS = ['HS256', 'HS384', 'HS512', 'RS256', 'PS256', 'ES256', 'EdDSA'] as const;
/** Seconds until a token has to expire. */
const MOST = 60 * 60;
/** Seconds that two clocks may differ. */
const TOLERANCE = 30;
/** Bytes of a shared secret: shorter ones can be guessed. */
const SHORTEST_SECRET = 32;

interface Key {
  readonly alg: string;
  readonly key: CryptoKey | Uint8Array;
}

/** Verifies tokens by the keys of now. */
export class SignedIdentities {
  readonly #settings: IdentitySettings;
  readonly #clock: Clock;
  #keys: ReadonlyMap<string, Key> = new Map();
  #version = '';

  private constructor(settings: IdentitySettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** @throws Error when the keys cannot be used; the message is for who runs the server */
  static async open(settings: IdentitySettings, clock: Clock): Promise<SignedIdentities> {
    const identities = new SignedIdentities(settings, clock);
    await identities.#readKeys();
    return identities;
  }

  /**
   * Whom a token speaks of.
   *
   * @throws ProtocolError `identity-expired`; `identity-refused` for everything else that is wrong with it;
   *   `unavailable` when the keys' file cannot be read any more
   */
  async verify(token: string): Promise<SignedIdentity> {
    await this.#readKeys().catch((cause: unknown) => {
      throw new ProtocolError('unavailable', { detail: 'The keys of identities cannot be read.', cause });
    });
    const now = this.#clock.wallTime();
    const { payload } = await jwtVerify(token, (header) => this.#keyFor(header), {
      algorithms: [...ALGORITHMS],
      audience: this.#settings.audience,
      requiredClaims: ['exp'],
      clockTolerance: TOLERANCE,
      currentDate: new Date(now),
    }).catch((error: unknown) => {
      const code = error instanceof errors.JWTExpired ? 'identity-expired' : 'identity-refused';
      throw new ProtocolError(code, { detail: reasonOf(error) });
    });
    if ((payload.exp ?? Infinity) > now / 1000 + MOST + TOLERANCE) {
      throw new ProtocolError('identity-refused', { detail: 'exp: more than an hour from now' });
    }
    return identityOf(payload);
  }

  /** The algorithm is the key's, whatever the token says. */
  #keyFor({ kid, alg }: JWTHeaderParameters): CryptoKey | Uint8Array {
    const found = this.#keys.get(kid ?? '');
    if (found?.alg !== alg) throw new errors.JWKSNoMatchingKey();
    return found.key;
  }

  async #readKeys(): Promise<void> {
    const { keys } = this.#settings;
    const inline = keys.startsWith('{');
    const version = inline ? keys : String((await stat(keys)).mtimeMs);
    if (version === this.#version) return;
    this.#keys = await keysOf(inline ? keys : await readFile(keys, 'utf8'));
    this.#version = version;
  }
}

async function keysOf(json: string): Promise<ReadonlyMap<string, Key>> {
  const { keys } = JSON.parse(json) as { readonly keys?: readonly JWK[] };
  if (!Array.isArray(keys) || keys.length === 0) throw new TypeError('A key set holds `keys`, one at least.');
  const found = new Map<string, Key>();
  for (const jwk of keys as readonly JWK[]) {
    const { kid, alg, kty, k } = jwk;
    if (!kid || found.has(kid)) throw new TypeError('Every key has a `kid` of its own.');
    if (!ALGORITHMS.some((known) => known === alg))
      throw new TypeError(`${kid}: alg has to be one of ${ALGORITHMS.join(', ')}.`);
    if (kty === 'oct' && Buffer.from(k ?? '', 'base64url').length < SHORTEST_SECRET) {
      throw new TypeError(`${kid}: a shared secret has ${SHORTEST_SECRET} bytes or more.`);
    }
    // Who runs the server may have copied the private half as well: it is of no use here.
    const { d: _, ...open } = jwk;
    found.set(kid, { alg: alg as string, key: await importJWK(kty === 'oct' ? jwk : open, alg) });
  }
  return found;
}

function identityOf({ sub, user_id, name, email }: JWTPayload & Readonly<Record<string, unknown>>): SignedIdentity {
  const id = sub ?? user_id;
  if (typeof id !== 'string' || id === '' || id.length > MAX_LABEL_LENGTH) {
    throw new ProtocolError('identity-refused', { detail: `sub: 1 to ${MAX_LABEL_LENGTH} characters` });
  }
  const words = (value: unknown): string =>
    typeof value === 'string' ? storableText(value).slice(0, MAX_LABEL_LENGTH) : '';
  return { id, ...(words(name) && { name: words(name) }), ...(words(email) && { email: words(email) }) };
}

/** Names what is wrong, never a value. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'exp: over';
  if (error instanceof errors.JWTClaimValidationFailed) return `${error.claim}: ${error.reason}`;
  return error instanceof errors.JOSEError ? error.code : 'The token cannot be read.';
}

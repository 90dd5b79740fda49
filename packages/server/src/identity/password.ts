/**
 * Password hashes: scrypt, whose memory makes guessing dear (X2). Owns the parameters, the stored form and the queue;
 * knows no accounts.
 */
import { ProtocolError } from '@support-chat/protocol';
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** What a hash costs: scrypt's own parameters, with N as a power of two. */
export interface PasswordCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** As OWASP recommends for 32 MiB each: about a quarter of a second. */
const DEFAULT_COST: PasswordCost = { logN: 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** Fewest UTF-16 code units of a password. */
export const MIN_PASSWORD_LENGTH = 10;

/** At once: each needs 32 MiB and a thread of the pool that file access shares. */
const CONCURRENCY = 2;
/** Waiting at most, some seconds of work; more are refused instead of piling up. */
const QUEUE_LIMIT = 30;

/** Hashes and checks passwords, a few at a time. */
export class Passwords {
  readonly #cost: PasswordCost;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param cost - of new hashes; less than the default is for tests only */
  constructor(cost = DEFAULT_COST) {
    this.#cost = cost;
  }

  /** The stored form: `scrypt$logN$r$p$salt$key`. @throws ProtocolError `password-too-weak`, `overloaded` */
  async hash(password: string): Promise<string> {
    if (password.length < MIN_PASSWORD_LENGTH) throw new ProtocolError('password-too-weak');
    const { logN, r, p } = this.#cost;
    const salt = randomBytes(SALT_BYTES);
    const key = await this.#derive(password, salt, logN, r, p);
    return ['scrypt', logN, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
  }

  /**
   * Whether a password belongs to a stored hash. With `null`, for an account that does not exist, it takes the same
   * time and is false.
   *
   * @throws ProtocolError `overloaded`
   */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const { logN, r, p } = this.#cost;
    if (stored === null) {
      await this.#derive(password, Buffer.alloc(SALT_BYTES), logN, r, p);
      return false;
    }
    const [scheme, storedLogN, storedR, storedP, salt, key] = stored.split('$');
    if (scheme !== 'scrypt' || salt === undefined || key === undefined) {
      throw new Error('A stored password hash has a form this version does not know.');
    }
    const expected = Buffer.from(key, 'base64url');
    const derived = await this.#derive(
      password,
      Buffer.from(salt, 'base64url'),
      Number(storedLogN),
      Number(storedR),
      Number(storedP),
    );
    return timingSafeEqual(derived, expected);
  }

  async #derive(password: string, salt: Buffer, logN: number, r: number, p: number): Promise<Buffer> {
    await this.#takeTurn();
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        const N = 2 ** logN;
        const options = { N, r, p, maxmem: 256 * r * (N + p) };
        // The same letters typed on two systems may be composed differently.
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      });
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #takeTurn(): Promise<void> {
    if (this.#running >= CONCURRENCY) {
      if (this.#waiting.length >= QUEUE_LIMIT) throw new ProtocolError('overloaded', { retryAfter: 5 });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running++;
  }
}

/**
 * Agents, their passwords and their sessions (X2). Owns sign-in, the first owner and the making of further agents;
 * cookies and rates are the transport's.
 */
import { ProtocolError, type Author } from '@support-chat/protocol';
import type { Insertable, Selectable, Transaction } from 'kysely';
import { channels, type Bus } from '../bus/bus.js';
import type { Clock, Random } from '../clock.js';
import { agentAuthor, type AgentLooks } from '../conversation/participants.js';
import type { AgentTable, Schema } from '../store/schema.js';
import type { Store } from '../store/store.js';
import { Passwords, type PasswordCost } from './password.js';
import { storedNames } from '../routing/team.js';
import { agentVersion, changeAgent, NO_PASSWORD, type AgentChange } from './change-agent.js';
import type { AgentProfile, AgentRole, AgentSession, SignedIn, Standing, TeamProfile } from './session.js';
import { hashToken } from './token.js';

/** An account as it is stored, or is about to be. */
type StoredAgent = Omit<AgentProfile, 'title'> & AgentLooks & { readonly name: string };

/** How long a sign-in lasts, in milliseconds. It is not prolonged: an agent signs in once a week. */
const LIFETIME = 7 * 24 * 60 * 60 * 1000;

/** Chats at once of a bridge or of an API key: the other side decides. */
export const BRIDGE_CAPACITY = 1_000_000;

interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface AgentsOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly passwordCost?: PasswordCost | undefined;
}

/** Signs agents in and out. */
export class Agents {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #passwords: Passwords;

  constructor(options: AgentsOptions) {
    this.#store = options.store;
    this.#bus = options.bus;
    this.#clock = options.clock;
    this.#random = options.random;
    this.#passwords = new Passwords(options.passwordCost);
  }

  /** Takes the same time whether or not the e-mail is known. @throws ProtocolError `sign-in-refused`, `overloaded` */
  async signIn(credentials: Credentials): Promise<SignedIn> {
    const agent = await this.#findByEmail(credentials.email);
    const right = await this.#passwords.verify(credentials.password, agent?.password_hash || null);
    if (agent === undefined || !right) throw new ProtocolError('sign-in-refused');
    return this.#startSession(agent);
  }

  /** The session of a cookie's token; null when it is unknown, expired or revoked. */
  async authenticate(token: string): Promise<AgentSession | null> {
    const row = await this.#store.read((database) =>
      database
        .selectFrom('agent_sessions as s')
        .innerJoin('agents as a', 'a.id', 's.agent')
        .select(['s.id as session', 's.expires_at', 'a.id', 'a.email', 'a.name', 'a.role', 'a.title', 'a.face'])
        .where('s.token_hash', '=', hashToken(token))
        .executeTakeFirst(),
    );
    if (row === undefined || row.expires_at <= this.#clock.wallTime()) return null;
    return describe(row.session, row, row.expires_at);
  }

  /** Whether a session that was authenticated before has not been revoked since. */
  async lasts(session: AgentSession): Promise<boolean> {
    const row = await this.#store.read((database) =>
      database.selectFrom('agent_sessions').select('id').where('id', '=', session.id).executeTakeFirst(),
    );
    return row !== undefined;
  }

  /** Ends one session and closes its connections. Idempotent. */
  async signOut(session: AgentSession): Promise<void> {
    await this.#store.write((transaction) =>
      transaction.deleteFrom('agent_sessions').where('id', '=', session.id).execute(),
    );
    this.#bus.publish(channels.agent(session.agent.id), {
      kind: 'notice',
      type: 'session-revoked',
      session: session.id,
    });
  }

  /** Ends every session of an agent and closes their connections. Idempotent. */
  async revoke(agentId: string): Promise<void> {
    await this.#store.write((transaction) =>
      transaction.deleteFrom('agent_sessions').where('agent', '=', agentId).execute(),
    );
    this.#bus.publish(channels.agent(agentId), { kind: 'notice', type: 'session-revoked', session: null });
  }

  /**
   * Sees to it that this person is an owner with this password. A password that differs from the stored one replaces
   * it and ends the sessions it opened; the same one changes nothing.
   *
   * @throws ProtocolError `password-too-weak`
   */
  async ensureOwner(credentials: Credentials): Promise<void> {
    const known = await this.#findByEmail(credentials.email);
    if (known === undefined) {
      const hash = await this.#passwords.hash(credentials.password);
      const owner = this.#newAgent({ email: credentials.email, name: '', role: 'owner' }, hash);
      // Two nodes that start at once both get here; the first one's owner stands.
      await this.#store.write((transaction) =>
        transaction
          .insertInto('agents')
          .values(owner)
          .onConflict((conflict) => conflict.column('email').doNothing())
          .execute(),
      );
      return;
    }
    if (known.role === 'owner' && (await this.#passwords.verify(credentials.password, known.password_hash))) return;
    const hash = await this.#passwords.hash(credentials.password);
    await this.#store.write((transaction) =>
      transaction
        .updateTable('agents')
        .set({ role: 'owner', password_hash: hash })
        .where('id', '=', known.id)
        .execute(),
    );
    await this.revoke(known.id);
  }

  /** A new token for the one-time link while there is no owner, else null. Earlier unused links stop working. */
  async createSetupToken(): Promise<string | null> {
    const token = this.#random.token();
    return this.#store.write(async (transaction) => {
      await transaction.deleteFrom('setup_links').execute();
      if (await hasOwner(transaction)) return null;
      await transaction
        .insertInto('setup_links')
        .values({ token_hash: hashToken(token), created_at: this.#clock.wallTime() })
        .execute();
      return token;
    });
  }

  /**
   * Uses the one-time link: makes the owner and signs them in.
   *
   * @throws ProtocolError `setup-link-invalid`, `password-too-weak`, `overloaded`
   */
  async setUp(details: Credentials & { readonly token: string; readonly name: string }): Promise<SignedIn> {
    const token_hash = hashToken(details.token);
    const known = await this.#store.read((database) =>
      database.selectFrom('setup_links').selectAll().where('token_hash', '=', token_hash).executeTakeFirst(),
    );
    // Before the dear hash, so that guessing links costs the guesser more than us.
    if (known === undefined) throw new ProtocolError('setup-link-invalid');
    const owner = this.#newAgent({ ...details, role: 'owner' }, await this.#passwords.hash(details.password));
    await this.#store.write(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('setup_links')
        .where('token_hash', '=', token_hash)
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) {
        const stored = await transaction
          .selectFrom('agents')
          .select('id')
          .where('id', '=', owner.id)
          .executeTakeFirst();
        if (stored === undefined) throw new ProtocolError('setup-link-invalid');
        return; // an earlier run of this very write was committed
      }
      await transaction.insertInto('agents').values(owner).execute();
    });
    return this.#startSession(owner);
  }

  /**
   * Makes an agent.
   *
   * @throws ProtocolError `forbidden` when `by` is no owner, `id-conflict` when the e-mail is taken,
   *   `password-too-weak`, `overloaded`
   */
  async create(
    by: AgentSession,
    details: Credentials & { readonly name: string; readonly role: AgentRole },
  ): Promise<AgentProfile> {
    requireOwner(by);
    const agent = this.#newAgent(details, await this.#passwords.hash(details.password));
    const stored = await this.#store.write(async (transaction) => {
      await transaction
        .insertInto('agents')
        .values(agent)
        .onConflict((conflict) => conflict.column('email').doNothing())
        .execute();
      return transaction.selectFrom('agents').select('id').where('email', '=', agent.email).executeTakeFirstOrThrow();
    });
    if (stored.id !== agent.id) throw new ProtocolError('id-conflict', { detail: 'email: is used by another agent' });
    return profileOf(agent);
  }

  /** All agents by name. @throws ProtocolError `forbidden` when `by` is no owner */
  async list(by: AgentSession): Promise<readonly TeamProfile[]> {
    requireOwner(by);
    const rows = await this.#store.read((database) =>
      database
        .selectFrom('agents')
        .selectAll()
        .where('password_hash', '<>', NO_PASSWORD)
        .orderBy('name')
        .orderBy('email')
        .execute(),
    );
    return rows.map(teamProfileOf);
  }

  /**
   * Makes the agent by whom a bridge answers: it has its id and its name, cannot sign in, and has room for everything.
   *
   * @returns whether there was none
   */
  async ensureBridge({ id, name }: { readonly id: string; readonly name: string }): Promise<boolean> {
    const email = `${id}@bridge.invalid`;
    const agent = { ...this.#newAgent({ email, name, role: 'agent' }, NO_PASSWORD), id, capacity: BRIDGE_CAPACITY };
    return this.#store.write(async (transaction) => {
      const there = await transaction.selectFrom('agents').select('name').where('id', '=', id).executeTakeFirst();
      if (there === undefined) await transaction.insertInto('agents').values(agent).execute();
      else if (there.name !== name)
        await transaction.updateTable('agents').set({ name }).where('id', '=', id).execute();
      return there === undefined;
    });
  }

  /**
   * Changes an account; what is not named stays. Another role ends the sessions that were begun with the one before.
   *
   * @param version - as `list` gave it; undefined: whichever
   * @throws ProtocolError `forbidden` when `by` is no owner; see {@link changeAgent}
   */
  async change(by: AgentSession, id: string, change: AgentChange, version?: string): Promise<TeamProfile> {
    requireOwner(by);
    const { row, demoted } = await this.#store.write((transaction) => changeAgent(transaction, id, change, version));
    if (demoted) await this.revoke(id);
    this.tellLooks(row);
    return teamProfileOf(row);
  }

  /**
   * Changes how visitors read of the agent who asks; what is not named stays.
   *
   * @returns the agent as others see them
   */
  async changeOwn({ agent: { id } }: AgentSession, change: Pick<AgentChange, 'name' | 'title'>): Promise<Author> {
    const { row } = await this.#store.write((transaction) => changeAgent(transaction, id, change));
    return this.tellLooks(row);
  }

  /** Has the open connections of an agent speak as they are seen from now on. */
  tellLooks(row: AgentLooks): Author {
    const author = agentAuthor(row);
    this.#bus.publish(channels.agent(row.id), { kind: 'notice', type: 'agent-changed', author });
    return author;
  }

  /** @throws ProtocolError `not-found` when there is no such agent */
  async check(id: string): Promise<void> {
    const row = await this.#store.read((database) =>
      database.selectFrom('agents').select('id').where('id', '=', id).executeTakeFirst(),
    );
    if (row === undefined) throw new ProtocolError('not-found', { detail: 'There is no such agent.' });
  }

  /** What is said of each agent, by id. */
  async standings(): Promise<ReadonlyMap<string, Standing>> {
    const rows = await this.#store.read((database) =>
      database.selectFrom('agents').select(['id', 'departments', 'presence']).execute(),
    );
    return new Map(
      rows.map(({ id, departments, presence }) => [id, { departments: storedNames(departments), presence }]),
    );
  }

  /** Removes expired sessions. */
  async cleanUp(): Promise<void> {
    const now = this.#clock.wallTime();
    await this.#store.write((transaction) =>
      transaction.deleteFrom('agent_sessions').where('expires_at', '<=', now).execute(),
    );
  }

  #findByEmail(email: string): Promise<Selectable<AgentTable> | undefined> {
    return this.#store.read((database) =>
      database.selectFrom('agents').selectAll().where('email', '=', normalizeEmail(email)).executeTakeFirst(),
    );
  }

  #newAgent(details: { email: string; name: string; role: AgentRole }, passwordHash: string): Insertable<AgentTable> {
    const email = normalizeEmail(details.email);
    return {
      id: this.#random.id(),
      email,
      // Visitors see the name, never the address: what stands before the @ is the least bad guess.
      name: details.name.trim() || (email.split('@')[0] ?? ''),
      role: details.role,
      password_hash: passwordHash,
      created_at: this.#clock.wallTime(),
    };
  }

  async #startSession(agent: StoredAgent): Promise<SignedIn> {
    const [id, token] = [this.#random.id(), this.#random.token()];
    const expiresAt = this.#clock.wallTime() + LIFETIME;
    await this.#store.write(async (transaction) => {
      await transaction
        .insertInto('agent_sessions')
        .values({ id, token_hash: hashToken(token), agent: agent.id, expires_at: expiresAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      // Who signs in does something, and has not been idle since the last time.
      const active_at = this.#clock.wallTime();
      await transaction.updateTable('agents').set({ active_at }).where('id', '=', agent.id).execute();
      await transaction
        .updateTable('agents')
        .set({ presence: 'available' })
        .where('id', '=', agent.id)
        .where('presence', '=', 'idle')
        .execute();
    });
    return { token, session: describe(id, agent, expiresAt) };
  }
}

function normalizeEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}

/** @throws ProtocolError `forbidden` when it is no owner's */
export function requireOwner(session: AgentSession): void {
  if (session.agent.role !== 'owner') throw new ProtocolError('forbidden', { detail: 'Only owners do this.' });
}

/** @throws ProtocolError `forbidden` */
export function requireLead(session: AgentSession): void {
  if (session.agent.role === 'agent')
    throw new ProtocolError('forbidden', { detail: 'Only leads and owners do this.' });
}

async function hasOwner(transaction: Transaction<Schema>): Promise<boolean> {
  const row = await transaction.selectFrom('agents').select('id').where('role', '=', 'owner').executeTakeFirst();
  return row !== undefined;
}

function teamProfileOf(row: Selectable<AgentTable>): TeamProfile {
  const { capacity, presence } = row;
  const departments = storedNames(row.departments);
  const skills = storedNames(row.skills) ?? [];
  const { avatarUrl } = agentAuthor(row);
  return {
    ...{ ...profileOf(row), departments, skills, capacity, presence, version: agentVersion(row) },
    ...(avatarUrl !== undefined && { avatarUrl }),
  };
}

function profileOf({ id, email, name, role, title = null }: StoredAgent): AgentProfile {
  return Object.freeze({ id, email, name, role, title });
}

function describe(session: string, agent: StoredAgent, expiresAt: number): AgentSession {
  return Object.freeze({
    id: session,
    agent: profileOf(agent),
    author: Object.freeze(agentAuthor(agent)),
    expiresAt,
  });
}

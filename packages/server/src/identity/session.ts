/** Who is signed in. The objects are frozen and shared by all connections of a session. */
import type { Author, Presence } from '@support-chat/protocol';

/** What an agent may do: owners set everything and make agents, leads write shortcuts and take the archive along, agents talk. */
export type AgentRole = 'agent' | 'lead' | 'owner';

/** An agent as other agents see them. */
export interface AgentProfile {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: AgentRole;
  /** What they are, in the words that visitors read; null: nothing is said. */
  readonly title: string | null;
}

/** What routing goes by (A3). */
export interface Workplace {
  /** Ids of the departments they work in; null: as the owner's `departments` say. */
  readonly departments: readonly string[] | null;
  /** Names of what they can do. */
  readonly skills: readonly string[];
  /** Chats at once; null: as many as the owner's `routing` says. */
  readonly capacity: number | null;
}

/** What the service goes by while an agent is there. */
export interface Standing extends Pick<Workplace, 'departments'> {
  readonly presence: Presence;
}

/** An agent as owners see them. */
export interface TeamProfile extends AgentProfile, Workplace {
  readonly presence: Presence;
  /** Of their picture; absent: there is none. */
  readonly avatarUrl?: string;
  /** Of what owners change: see `changeAgent`. */
  readonly version: string;
}

/** A signed-in agent. */
export interface AgentSession {
  /** Names the session; not the secret. */
  readonly id: string;
  readonly agent: AgentProfile;
  /** The agent as an author of log events. */
  readonly author: Author & { readonly kind: 'agent' };
  /** Wall time. */
  readonly expiresAt: number;
}

/** An agent has just signed in: the token goes into the cookie and is not kept anywhere else. */
export interface SignedIn {
  readonly token: string;
  readonly session: AgentSession;
}

/** Who is signed in. The objects are frozen and shared by all connections of a session. */
import type { Author } from '@support-chat/protocol';

/** What an agent may do: owners make agents, leads come with a later storey, agents talk. */
export type AgentRole = 'agent' | 'lead' | 'owner';

/** An agent as other agents see them. */
export interface AgentProfile {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: AgentRole;
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

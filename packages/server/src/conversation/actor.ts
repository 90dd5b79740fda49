/** Who acts in a conversation, and how they are told apart. */
import type { Author } from '@support-chat/protocol';

/** A visitor or an agent, as their events show them. Frozen and shared. */
export type Actor = Author & { readonly kind: 'visitor' | 'agent' };

/** Names a person over all their connections: frames they caused are kept from them by it. */
export function actorKey(author: Author): string {
  return `${author.kind}:${author.id}`;
}

/** Visitors have their own conversation, agents have all. */
export function mayUse(actor: Actor, conversation: { readonly visitor: string }): boolean {
  return actor.kind === 'agent' || conversation.visitor === actor.id;
}

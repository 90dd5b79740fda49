/** The person at the other end of the reference server, with one connection for each conversation they are in. */
import type { ChatAdapter, ChatConnection, LogEvent, ServerEvent } from '@support-chat/protocol';
import type { HarnessAgent, StoredMessage } from '@support-chat/testkit';
import { randomUUID } from 'node:crypto';

export interface ReferenceAgent extends HarnessAgent {
  /** All messages of a conversation, as the server has them. */
  stored(conversation: string): Promise<readonly StoredMessage[]>;
  close(): void;
}

interface Place {
  readonly connection: ChatConnection;
  readonly epoch: string;
  /** Of the visitor, as the agent sees it. */
  typing: boolean;
}

/** @param adapter - as an agent's browser has it */
export function createReferenceAgent(adapter: ChatAdapter): ReferenceAgent {
  const places = new Map<string, Promise<Place>>();

  function at(conversation: string): Promise<Place> {
    const known = places.get(conversation) ?? enter(conversation);
    places.set(conversation, known);
    return known;
  }

  async function enter(conversation: string): Promise<Place> {
    let epoch = '';
    let typing = false;
    const connection = await adapter.open({
      identity: { kind: 'agent' },
      conversationId: conversation,
      signal: new AbortController().signal,
      onEvent(event: ServerEvent) {
        if (event.type === 'welcome') epoch = event.conversation?.epoch ?? '';
        else if (event.type === 'typing-started' && event.author.kind === 'visitor') typing = true;
        else if (event.type === 'typing-stopped' && event.author.kind === 'visitor') typing = false;
      },
      onClose: () => places.delete(conversation),
    });
    return {
      connection,
      epoch,
      get typing() {
        return typing;
      },
    };
  }

  async function log(conversation: string): Promise<readonly LogEvent[]> {
    const { connection, epoch } = await at(conversation);
    const newest = await connection.resume?.(conversation, null);
    const events = [...(newest?.events ?? [])];
    while ((events[0]?.seq ?? 1) > 1) {
      const page = await connection.loadHistory?.(conversation, { epoch, seq: events[0]?.seq ?? 1 }, 100);
      events.unshift(...(page?.events ?? []));
    }
    return events;
  }

  return {
    async say(conversation, text) {
      const { connection, epoch } = await at(conversation);
      await connection.send({ type: 'message-send', id: randomUUID(), conversation, epoch, text });
    },
    async type(conversation, active) {
      (await at(conversation)).connection.notify({ type: 'typing', conversation, active });
    },
    async read(conversation) {
      const { connection, epoch } = await at(conversation);
      const read = (await log(conversation)).at(-1)?.seq ?? 0;
      connection.notify({ type: 'cursors', conversation, epoch, delivered: read, read });
    },
    async end(conversation) {
      const { connection, epoch } = await at(conversation);
      await connection.send({ type: 'conversation-end', id: randomUUID(), conversation, epoch });
    },
    async sendQuickReplies(conversation, text, card) {
      const { connection, epoch } = await at(conversation);
      await connection.send({ type: 'message-send', id: randomUUID(), conversation, epoch, text, card });
    },
    seesTyping: async (conversation) => (await at(conversation)).typing,
    async seesRating(conversation) {
      const rating = (await log(conversation)).findLast((event) => event.type === 'rating-given');
      return rating?.score ?? null;
    },
    stored: async (conversation) =>
      (await log(conversation)).flatMap((event) =>
        event.type === 'message-added'
          ? [{ by: event.author.kind === 'visitor' ? ('visitor' as const) : ('other' as const), text: event.text }]
          : [],
      ),
    close() {
      for (const place of places.values()) void place.then(({ connection }) => connection.close());
      places.clear();
    },
  };
}

/** A server whose tickets are answered by mail, with a visitor who filled in the form, and the agents' API. */
import { createWebSocketAdapter } from '@support-chat/adapter-websocket';
import type {
  Ack,
  ChatConnection,
  ClientCommand,
  ConversationSummary,
  ServerEvent,
  TicketMail,
  TicketMails,
} from '@support-chat/protocol';
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';

/** What the visitor fills in. */
export const ENTRY = {
  type: 'contact-submit',
  id: 'entry-00000001',
  text: 'Do you ship to Poland?\nIt is a present.',
  name: 'Zofia',
  email: 'zofia@example.com',
} as const satisfies ClientCommand;

/** A visitor's connection, and all that came over it. */
export interface Visitor {
  readonly connection: ChatConnection;
  readonly events: ServerEvent[];
}

/** Comes as a visitor; with a token as the one who has it. */
export async function visit(url: string, token?: string): Promise<Visitor> {
  const events: ServerEvent[] = [];
  const connection = await createWebSocketAdapter({ server: url, WebSocket }).open({
    identity: { kind: 'visitor', ...(token !== undefined && { token }) },
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    onClose: () => undefined,
  });
  return { connection, events };
}

/** The agents' API about tickets, for whoever has the cookie. */
export class TicketDesk {
  readonly #url: string;
  readonly #cookie: string;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  /** All conversations, newest first. */
  async rows(): Promise<readonly ConversationSummary[]> {
    const answer = await this.#ask('GET', '/agent/conversations');
    return ((await answer.json()) as { conversations: ConversationSummary[] }).conversations;
  }

  /** Answers by mail. @param after - what the agent has read; by default the place of the ack */
  answer(place: Ack, text: string, after = place.seq, id: string = randomUUID()): Promise<Response> {
    return this.#ask('PUT', `/agent/conversations/${place.conversation}/mails/${id}`, {
      text,
      after: { epoch: place.epoch, seq: after },
    });
  }

  async mails({ conversation }: Pick<Ack, 'conversation'>): Promise<TicketMails> {
    return (await (await this.#ask('GET', `/agent/conversations/${conversation}/mails`)).json()) as TicketMails;
  }

  async attempts({ conversation }: Pick<Ack, 'conversation'>, { id }: TicketMail): Promise<readonly object[]> {
    const answer = await this.#ask('GET', `/agent/conversations/${conversation}/mails/${id}/attempts`);
    return ((await answer.json()) as { attempts: object[] }).attempts;
  }

  retry({ conversation }: Pick<Ack, 'conversation'>, { id }: TicketMail): Promise<Response> {
    return this.#ask('POST', `/agent/conversations/${conversation}/mails/${id}/retry`);
  }

  #ask(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.#url}/v1${path}`, {
      method,
      headers: { Cookie: this.#cookie, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  }
}

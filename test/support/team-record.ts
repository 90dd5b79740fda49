/**
 * What happened in a team, as a test writes it down itself while people do it: chats, who had them, when, what was said and
 * how it was rated. Knows nothing of the product; time is what the test says it is.
 */
import type { Chat } from './team-day.js';

/** Something that was said. */
interface Said {
  readonly by: 'visitor' | 'agent';
  readonly text: string;
}

/** A visitor's conversation: one chat, and one more each time it was opened again. */
export interface RecordedTalk {
  readonly visitor: string;
  /** Id of the one the visitor asks for now. */
  department: string;
  readonly chats: Chat[];
  readonly said: Said[];
}

/** See the module. */
export class TeamRecord {
  readonly talks: RecordedTalk[] = [];
  readonly #now: () => number;

  /** @param now - wall time */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A visitor's first words, or those that open an ended conversation again. */
  asks(visitor: string, department: string, text: string): void {
    const known = this.talks.find((talk) => talk.visitor === visitor);
    const talk = known ?? { visitor, department, chats: [], said: [] };
    if (known === undefined) this.talks.push(talk);
    const now = this.#now();
    talk.chats.push({
      ...{ begun: now, department: talk.department, form: false, asked: now, joined: null },
      ...{ answered: null, had: [], passed: false, ended: null, score: null },
    });
    talk.said.push({ by: 'visitor', text });
  }

  writes(visitor: string, text: string): void {
    this.of(visitor).said.push({ by: 'visitor', text });
  }

  /** An agent has taken a chat or was given it. */
  takes(agent: string, visitor: string): void {
    const chat = this.#last(visitor);
    chat.joined ??= { by: agent, at: this.#now() };
    this.#leaves(chat);
    chat.had.push({ by: agent, from: this.#now(), to: null });
  }

  answers(agent: string, visitor: string, text: string): void {
    this.#last(visitor).answered ??= { by: agent, at: this.#now() };
    this.of(visitor).said.push({ by: 'agent', text });
  }

  /** Nobody has it now, until somebody takes it. @param department - to which it was passed on */
  passes(visitor: string, department?: string): void {
    const chat = this.#last(visitor);
    chat.passed = true;
    this.#leaves(chat);
    if (department !== undefined) this.of(visitor).department = department;
  }

  ends(visitor: string): void {
    const chat = this.#last(visitor);
    this.#leaves(chat);
    chat.ended = this.#now();
  }

  rates(visitor: string, score: number): void {
    this.#last(visitor).score = score;
  }

  /** Everything about a visitor's conversation. */
  of(visitor: string): RecordedTalk {
    const talk = this.talks.find((one) => one.visitor === visitor);
    if (talk === undefined) throw new Error(`${visitor} has not written.`);
    return talk;
  }

  #last(visitor: string): Chat {
    const chat = this.of(visitor).chats.at(-1);
    if (chat === undefined) throw new Error(`${visitor} has no chat.`);
    return chat;
  }

  #leaves({ had }: Chat): void {
    const turn = had.at(-1);
    if (turn) turn.to ??= this.#now();
  }
}

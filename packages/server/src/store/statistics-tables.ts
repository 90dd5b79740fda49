/** The tables of the statistics (A10). Times are wall milliseconds. */

/** What the statistics know of a chat (A10): from a first word to the end, or to the next one after it was opened again. */
export interface ChatTable {
  conversation: string;
  /** 1, 2, 3 … in each conversation. */
  place: number;
  begun_at: number;
  begun_by: 'visitor' | 'agent';
  /** 1: the visitor filled in the contact form before anybody joined. */
  form: number;
  /** Asked for by the visitor when the first agent joined; before that, when it began or ended. */
  department: string | null;
  /** Of the visitor's first words in it; null: there are none, or they were erased. */
  question_seq: number | null;
  /** When the visitor began to wait for the first agent. */
  waited_from: number | null;
  /** The first agent, and when. */
  joined_at: number | null;
  joined_by: string | null;
  /** The first words of an agent. */
  answered_at: number | null;
  answered_by: string | null;
  /** How often an agent passed it on. */
  passes: number;
  /** The agent who has it, or had it last. */
  held_by: string | null;
  ended_at: number | null;
  /** The newest. */
  rating: number | null;
}

/** Which agent had a chat from when to when. */
export interface ChatTurnTable {
  conversation: string;
  /** `place` of the chat. */
  chat: number;
  /** 1, 2, 3 … in each chat. */
  turn: number;
  agent: string;
  taken_at: number;
  left_at: number | null;
}

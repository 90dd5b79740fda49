/** What decides in a chat. A lazy part that owns a piece of the state puts another one in its place, around this one. */
import type { Effect } from './effect.js';
import type { Input } from './input.js';
import type { ChatState } from './state.js';

/** The state after an input, and what is to be done; pure, as `update` is. */
export type Update = (state: ChatState, input: Input) => readonly [ChatState, readonly Effect[]];

/** See the module. */
export interface Behaviour {
  readonly update: Update;
  /** When the next tick has something to do, monotonic milliseconds. */
  readonly due: (state: ChatState) => number;
}

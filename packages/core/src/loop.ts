/**
 * The impure heart: holds one state, takes inputs one at a time, has their effects carried out, wakes up when
 * something is due and tells listeners. Knows neither chats nor inboxes.
 */
import type { Stamp } from './input.js';
import type { Clock, Log, Random } from './ports.js';

interface LoopOptions<State, Happening, Effect> {
  readonly initial: State;
  readonly update: (state: State, input: Happening & Stamp) => readonly [State, readonly Effect[]];
  /** Carries out one effect. Results come back by `dispatch`; it may do so at once. */
  readonly perform: (effect: Effect) => void;
  /** Monotonic time at which a tick has something to do; `Infinity`: none. */
  readonly due: (state: State) => number;
  readonly tick: Happening;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** A running loop. */
export interface Loop<State, Happening> {
  getState(): State;
  /** Takes an input; one that comes while another is at work waits for its turn. */
  dispatch(happening: Happening): void;
  subscribe(listener: (state: State) => void): () => void;
  /** Nothing happens any more: no timer, no listener, inputs are ignored. */
  stop(): void;
}

/** Starts a loop. */
export function createLoop<State, Happening extends { readonly type: string }, Effect>(
  options: LoopOptions<State, Happening, Effect>,
): Loop<State, Happening> {
  const { clock, log } = options;
  const listeners = new Set<(state: State) => void>();
  const waiting: Happening[] = [];
  let state = options.initial;
  let running = false;
  let stopped = false;
  let timer: { readonly at: number; readonly cancel: () => void } | null = null;

  function dispatch(happening: Happening): void {
    if (stopped) return;
    waiting.push(happening);
    if (running) return;
    running = true;
    const before = state;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [after, effects] = options.update(state, { ...next, at: clock.now(), random: options.random.next() });
      state = after;
      for (const effect of effects) guarded(log, () => options.perform(effect));
    }
    running = false;
    schedule();
    if (state !== before) for (const listener of [...listeners]) guarded(log, () => listener(state));
  }

  /** A timer that is too early only finds nothing to do, so it is moved only forward in time when it has fired. */
  function schedule(): void {
    const at = stopped ? Infinity : options.due(state);
    if (timer && (at === Infinity || at < timer.at)) {
      timer.cancel();
      timer = null;
    }
    if (at === Infinity || timer) return;
    const cancel = clock.setTimer(Math.max(0, at - clock.now()), () => {
      timer = null;
      dispatch(options.tick);
    });
    timer = { at, cancel };
  }

  return {
    getState: () => state,
    dispatch,
    subscribe(listener) {
      const own = (next: State): void => listener(next);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    stop() {
      stopped = true;
      waiting.length = 0;
      listeners.clear();
      schedule();
    },
  };
}

/** Calls somebody else's code: what it throws is theirs, is told, and stops nothing of ours. */
export function guarded(log: Log, call: () => void): void {
  try {
    call();
  } catch (error) {
    log.error('listener-failed', { message: error instanceof Error ? error.message : String(error) });
  }
}

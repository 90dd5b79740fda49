/**
 * Whether the agent is available (A8): says it to the server, and that somebody is at this desk at all. What is true comes
 * back by the inbox, from whichever desk it was said; nothing of it is kept here, so that a reload changes nothing.
 */
import { ProtocolError, type Presence, type Problem } from '@support-chat/protocol';
import type { TemplateResult } from 'lit';
import type { DeskLocalizer } from '../desk-localizer.js';
import type { AgentApi } from './agent-api.js';
import { presenceMenu } from './presence-menu.js';

/** Milliseconds in which somebody who goes on working is reported once. */
const REPORTED_FOR = 30_000;
/** What somebody does who is there. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

interface PresenceControlOptions {
  readonly api: AgentApi;
  /** Renders the desk again. */
  readonly render: () => void;
  readonly onProblem: (problem: Problem) => void;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/** The menu of one agent, and what goes with it. */
export class PresenceControl {
  readonly #options: PresenceControlOptions;
  /** As of the last rendering. */
  #presence: Presence | null = null;
  /** Time stamp of the event that was reported last. */
  #reportedAt = -Infinity;
  #failed = false;
  /** It was changed at this desk: then it is said aloud. */
  #changed = false;

  constructor(options: PresenceControlOptions) {
    this.#options = options;
    const { signal } = options;
    for (const sign of SIGNS) addEventListener(sign, (event) => this.#somebodyIsHere(event), { signal, passive: true });
  }

  /** Draws the menu. @param presence - as the inbox says it */
  render(presence: Presence | null, localizer: DeskLocalizer): TemplateResult {
    this.#presence = presence;
    return presenceMenu({
      presence: presence ?? 'available',
      failed: this.#failed,
      changed: this.#changed,
      localizer,
      onChoose: (chosen) => void this.#set(chosen),
    });
  }

  /** The other one of available and away. */
  toggle(): void {
    void this.#set((this.#presence ?? 'available') === 'available' ? 'away' : 'available');
  }

  async #set(presence: 'available' | 'away'): Promise<void> {
    this.#changed = true;
    const problem = await this.#try((api, signal) => api.setPresence(presence, signal));
    if (problem) this.#options.onProblem(problem);
    this.#failed = problem !== null;
    this.#options.render();
  }

  #somebodyIsHere({ timeStamp }: Event): void {
    // Who is away for having done nothing is back at once.
    if (this.#presence !== 'idle' && timeStamp - this.#reportedAt < REPORTED_FOR) return;
    if (this.#presence === 'idle') this.#presence = 'available';
    this.#reportedAt = timeStamp;
    // May be lost, as a signal may: it is said again, and who is signed out is told so by the inbox.
    void this.#try((api, signal) => api.reportActivity(signal));
  }

  /** Null when it was done, or when the work has ended meanwhile. */
  async #try(work: (api: AgentApi, signal: AbortSignal) => Promise<void>): Promise<Problem | null> {
    const { api, signal } = this.#options;
    try {
      await work(api, signal);
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof ProtocolError)) throw error;
      return error.problem;
    }
    return null;
  }
}

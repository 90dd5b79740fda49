/** Counts what is known of chats and says it as figures. Percentiles are exact: every value is kept until then. */
import type { Durations, Figures } from '@support-chat/protocol';

/** What of one chat counts somewhere. What is absent has not happened, or was not theirs. */
export interface Counted {
  readonly isForm: boolean;
  readonly isMissed: boolean;
  readonly isOpen: boolean;
  readonly wasPassedOn: boolean;
  readonly wait?: number | undefined;
  readonly response?: number | undefined;
  readonly handling?: number | undefined;
  /** 1 to 5. */
  readonly score?: number | undefined;
  /** False: only something of it is theirs, as a first answer in a chat that another one had. */
  readonly isTheirs: boolean;
}

/** See the module. */
export class Tally {
  #chats = 0;
  #forms = 0;
  #missed = 0;
  #open = 0;
  #passedOn = 0;
  readonly #wait: number[] = [];
  readonly #response: number[] = [];
  readonly #handling: number[] = [];
  readonly #scores = [0, 0, 0, 0, 0];

  add({ isTheirs, isForm, isMissed, isOpen, wasPassedOn, wait, response, handling, score }: Counted): void {
    if (isTheirs) {
      this.#chats++;
      this.#forms += Number(isForm);
      this.#missed += Number(isMissed);
      this.#open += Number(isOpen);
      this.#passedOn += Number(wasPassedOn);
    }
    if (wait !== undefined) this.#wait.push(wait);
    if (response !== undefined) this.#response.push(response);
    if (handling !== undefined) this.#handling.push(handling);
    if (score !== undefined) this.#scores[score - 1] = (this.#scores[score - 1] ?? 0) + 1;
  }

  figures(): Figures {
    return {
      ...{ chats: this.#chats, forms: this.#forms, missed: this.#missed, open: this.#open, passedOn: this.#passedOn },
      ...{ wait: durations(this.#wait), response: durations(this.#response), handling: durations(this.#handling) },
      scores: this.#scores,
    };
  }
}

function durations(values: readonly number[]): Durations {
  const sorted = Float64Array.from(values).sort();
  return { count: sorted.length, median: percentile(sorted, 50), p90: percentile(sorted, 90) };
}

/** The least of the values that at least so many of a hundred do not exceed; null when there is none. */
function percentile(sorted: Float64Array, hundredths: number): number | null {
  return sorted[Math.ceil((sorted.length * hundredths) / 100) - 1] ?? null;
}

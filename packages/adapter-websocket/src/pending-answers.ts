/** Commands that wait for their answer: matches answers to them by id, and gives each a deadline. */
import { AdapterError, problem, type Answer, type Problem } from '@support-chat/protocol';

interface PendingAnswer {
  readonly id: string;
  readonly settle: (answer: Answer | Problem) => void;
}

export class PendingAnswers {
  readonly #waiting: PendingAnswer[] = [];

  readonly #timeout: number;

  /** @param timeout - milliseconds until an answer is no longer waited for */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /**
   * Waits for the answer of one type to the command with this id.
   *
   * @throws AdapterError with the problem of a refusal, `request-timeout`, or what {@link failAll} says
   */
  wait<Type extends Answer['type']>(id: string, type: Type): Promise<Extract<Answer, { type: Type }>> {
    return new Promise((resolve, reject) => {
      const settle = (answer: Answer | Problem) => {
        clearTimeout(timer);
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        if ('code' in answer) reject(AdapterError.from(answer));
        else if (answer.type === 'refused') reject(AdapterError.from(answer.problem));
        else if (answer.type === type) resolve(answer as Extract<Answer, { type: Type }>);
        else reject(new AdapterError('frame-invalid', { detail: `${answer.type} instead of ${type}` }));
      };
      const timer = setTimeout(() => settle(problem('request-timeout')), this.#timeout);
      const entry = { id, settle };
      this.#waiting.push(entry);
    });
  }

  /** Takes an answer to its command. Answers keep the order of commands, so of one id the oldest is meant. */
  settle(answer: Answer): void {
    this.#waiting.find(({ id }) => id === answer.id)?.settle(answer);
  }

  failAll(reason: Problem): void {
    for (const { settle } of [...this.#waiting]) settle(reason);
  }
}

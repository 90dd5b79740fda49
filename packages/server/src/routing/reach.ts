/**
 * Who suits a visitor, and from when on others do as well: their department and skills first, then where the owner lets
 * those overflow who wait too long. Pure.
 */
import type { RoutedAgent } from './assign.js';

/** Somebody who waits. */
export interface WaitingVisitor {
  readonly conversation: string;
  /** Wall time. */
  readonly since: number;
  /** Id of the department they asked for; null: of none, or of one that there is not any more. Everybody suits them. */
  readonly department: string | null;
  /** What whoever answers has to be able to do, all of it. */
  readonly skills: readonly string[];
}

/** What becomes of those who wait too long. */
export interface Overflow {
  /** Id of the department they asked for; absent: whichever, and none. */
  readonly from?: string | undefined;
  /** Seconds of waiting. */
  readonly after: number;
  /**
   * `anybody`: every agent suits them from then on; `form`: they are offered the contact form, and wait on. Else
   * `department`: those of that one suit them as well.
   */
  readonly to: 'anybody' | 'form' | { readonly department: string };
}

/** Who may answer somebody, as of a moment. */
export interface Reach {
  readonly includes: (agent: Pick<RoutedAgent, 'departments' | 'skills'>) => boolean;
  /** Wall time from which it includes more; null: never. */
  readonly widensAt: number | null;
}

/**
 * Who overflows is no longer asked for skills: somebody who can answer a little is better than nobody.
 *
 * @param now - wall time
 */
export function reachOf(visitor: WaitingVisitor, overflow: readonly Overflow[], now: number): Reach {
  const rules = overflow.filter(({ from, to }) => to !== 'form' && concerns(from, visitor));
  const due = rules.filter((rule) => dueAt(rule, visitor) <= now);
  const later = rules.filter((rule) => dueAt(rule, visitor) > now).map((rule) => dueAt(rule, visitor));
  const { department, skills } = visitor;
  return {
    includes: (agent) =>
      ((department === null || agent.departments.has(department)) &&
        skills.every((skill) => agent.skills.has(skill))) ||
      due.some(({ to }) => typeof to !== 'object' || agent.departments.has(to.department)),
    widensAt: later.length === 0 ? null : Math.min(...later),
  };
}

/** Wall time from which the visitor is offered the contact form; null: never. */
export function formOfferedAt(
  visitor: Pick<WaitingVisitor, 'since' | 'department'>,
  overflow: readonly Overflow[],
): number | null {
  const rules = overflow.filter(({ from, to }) => to === 'form' && concerns(from, visitor));
  return rules.length === 0 ? null : Math.min(...rules.map((rule) => dueAt(rule, visitor)));
}

function concerns(from: string | undefined, { department }: Pick<WaitingVisitor, 'department'>): boolean {
  return from === undefined || from === department;
}

function dueAt({ after }: Overflow, { since }: Pick<WaitingVisitor, 'since'>): number {
  return since + after * 1000;
}

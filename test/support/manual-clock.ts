/** A clock for servers under test that stands still until the test moves it: no deadline is waited for, or met by accident. */
export interface ManualClock {
  now(): number;
  wallTime(): number;
  /** Lets that many milliseconds pass at once. */
  advance(milliseconds: number): void;
}

export function createManualClock(): ManualClock {
  const start = Date.now();
  let passed = 0;
  return {
    now: () => passed,
    wallTime: () => start + passed,
    advance: (milliseconds) => {
      passed += milliseconds;
    },
  };
}

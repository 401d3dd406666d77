import type { Run } from "../../src/workflow/run.ts";

/** A run that nobody follows or stops; a test says what is otherwise. */
export function silentRun(own: Partial<Run> = {}): Run {
  return {
    env: {},
    signal: new AbortController().signal,
    force: false,
    prove: false,
    step: () => undefined,
    warn: () => undefined,
    detail: () => undefined,
    ...own,
  };
}

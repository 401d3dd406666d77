import type { Change } from "./change.ts";

/**
 * What became of a change: `caught`: the check sees it; `missed`: PostgreSQL's catalogs changed, and the check doesn't;
 * `refused`: the server doesn't allow it on this object; `no effect`: nothing in the catalogs changed.
 */
export type Outcome = "caught" | "missed" | "refused" | "no effect";

export interface TriedChange extends Change {
  outcome: Outcome;
  /** Why the server refused it. Null otherwise. */
  message: string | null;
}

/** What `check-drift --self-test --format json` prints. */
export interface SelfTest {
  schemaVersion: 1;
  /** Whether every change that took effect was caught. */
  passed: boolean;
  counts: Readonly<Record<Outcome, number>>;
  /** How many sorts of change took effect at least once. */
  sorts: number;
  /** Changes that there was no time for. */
  untried: number;
  changes: readonly TriedChange[];
}

/** Sums up. Pure. */
export function selfTestOf(
  changes: readonly TriedChange[],
  { untried }: { untried: number },
): SelfTest {
  const count = (outcome: Outcome) => changes.filter((change) => change.outcome === outcome).length;
  const effective = changes.filter(({ outcome }) => outcome === "caught" || outcome === "missed");
  return {
    schemaVersion: 1,
    passed: count("missed") === 0 && effective.length > 0,
    counts: {
      caught: count("caught"),
      missed: count("missed"),
      refused: count("refused"),
      "no effect": count("no effect"),
    },
    sorts: new Set(effective.map(({ name }) => name)).size,
    untried,
    changes,
  };
}

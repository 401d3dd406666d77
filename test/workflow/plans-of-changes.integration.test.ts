import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changes, type Change } from "../drift/change-suite.ts";
import {
  openPlanBench,
  whatIsWrongWithPlans,
  whyUnplanned,
  type PlanBench,
} from "./plan-of-change.ts";

// scripts/try-plans.ts does this for every change: it takes a quarter of an hour.
const major = 17;
const some = changes().filter(
  (change) =>
    change.from <= major &&
    !change.isServerWide &&
    change.expected.length > 0 &&
    whyUnplanned(change) === undefined,
);
let bench: PlanBench;

/** Depends on the change alone, so that a new one doesn't put others in the sample. */
function numberOf({ preparation, statements }: Change): number {
  return [...preparation, ...statements]
    .join("")
    .split("")
    .reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) % 1_000_003, 7);
}

beforeAll(async () => {
  bench = await openPlanBench(major);
});
afterAll(() => bench.dispose());

describe("SQL for a single change by hand", () => {
  it.each(some.filter((change) => numberOf(change) % 30 === 7))(
    "takes $file:$line back, and keeps it",
    async (change) => {
      expect(await whatIsWrongWithPlans(bench, change)).toEqual([]);
    },
  );

  it("is wanting for few of the changes", () => {
    expect(some.length).toBeGreaterThan(850);
  });
});

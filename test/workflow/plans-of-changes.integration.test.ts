import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changes, type Change } from "../drift/change-suite.ts";
import {
  openPlanBench,
  tryPlans,
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

  it("leaves a table's rows where it stops being another's child, or partition, and is changed in more", async () => {
    const outcomeOf = (...statements: string[]) =>
      tryPlans(bench, {
        statements,
        preparation: [],
        expected: [],
        from: 0,
        isServerWide: false,
        file: "",
        line: 0,
      });
    // A first plan, of few relations, leaves something here, and all are looked at.
    const child = await outcomeOf(
      "ALTER TABLE app.dog NO INHERIT app.animal",
      "ALTER TABLE app.dog ADD COLUMN age integer",
    );
    expect(child).toMatchObject({ reasons: [], leaves: [], wrong: [] });
    expect(child.losses).toEqual(['ALTER TABLE "app"."dog" DROP COLUMN "age"']);
    const partition = await outcomeOf(
      "ALTER TABLE app.event DETACH PARTITION app.event_2025",
      "ALTER TABLE app.event_2025 ADD COLUMN note text",
    );
    expect(partition).toMatchObject({ reasons: [], leaves: [], wrong: [] });
    expect(partition.losses).toEqual(['ALTER TABLE "app"."event_2025" DROP COLUMN "note"']);
  });

  it("is wanting for few of the changes", () => {
    expect(some.length).toBeGreaterThan(850);
  });
});

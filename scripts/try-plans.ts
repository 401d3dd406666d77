import { parseArgs } from "node:util";
import { changes, type Change } from "../test/drift/change-suite.ts";
import { pick, seededRandom } from "../test/drift/oracle/random.ts";
import {
  NotMade,
  openPlanBench,
  whatIsWrongWithPlans,
  whyUnplanned,
} from "../test/workflow/plan-of-change.ts";

// Plans the SQL for each change of the suite, both ways, runs what takes it back, and tells what went wrong and isn't known: that
// there is none, that something isn't as before, that a lock or a loss is kept silent about.
//
//   tsx scripts/try-plans.ts --major 17 --part 1/4
//   tsx scripts/try-plans.ts tables.sql:12 code.sql:100
//
// Or for random changes of it that are made to one database:
//
//   tsx scripts/try-plans.ts --together 3 --count 200 --seed 1

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    major: { type: "string", default: "17" },
    part: { type: "string", default: "1/1" },
    together: { type: "string" },
    count: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
  },
});
const major = Number(values.major);
const [part = 1, parts = 1] = values.part.split("/").map(Number);
const all = changes().filter(
  ({ from, isServerWide, expected }) => from <= major && !isServerWide && expected.length > 0,
);
const some = chosen();
const bench = await openPlanBench(major);
const totals = { whole: 0, known: 0, failed: 0, notMade: 0 };
try {
  for (const change of some) {
    const wrong = await whatIsWrongWithPlans(bench, change).catch(
      (error: unknown) => error as Error,
    );
    if (wrong instanceof NotMade) {
      totals.notMade += 1;
      continue;
    }
    const lines = wrong instanceof Error ? [wrong.message] : wrong;
    const why = whyUnplanned(change);
    totals[lines.length === 0 ? "whole" : why === undefined ? "failed" : "known"] += 1;
    if (lines.length > 0 && why === undefined)
      console.log(`${change.file}:${change.line}\n    ${lines.join("\n    ")}`);
  }
} finally {
  await bench.dispose();
}
console.log(JSON.stringify(totals));
if (totals.failed > 0) process.exitCode = 1;

function chosen(): Change[] {
  if (values.together !== undefined) return combinations(Number(values.together));
  return positionals.length > 0
    ? all.filter(({ file, line }) => positionals.includes(`${file}:${line}`))
    : all.filter((_, index) => index % parts === part - 1);
}

/** Several random changes, each, that have a plan by themselves. */
function combinations(size: number): Change[] {
  const random = seededRandom(Number(values.seed));
  const planned = all.filter((change) => whyUnplanned(change) === undefined);
  return Array.from({ length: Number(values.count) }, () =>
    together(Array.from({ length: size }, () => pick(random, planned))),
  );
}

function together(members: readonly Change[]): Change {
  const unique = [...new Set(members)];
  return {
    file: unique.map(({ file, line }) => `${file}:${line}`).join(" + "),
    line: 0,
    expected: unique.flatMap(({ expected }) => expected),
    preparation: unique.flatMap(({ preparation }) => preparation),
    statements: unique.flatMap(({ statements }) => statements),
    from: Math.max(...unique.map(({ from }) => from)),
    isServerWide: false,
  };
}

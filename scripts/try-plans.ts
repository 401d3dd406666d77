import { parseArgs } from "node:util";
import { changes } from "../test/drift/change-suite.ts";
import {
  openPlanBench,
  whatIsWrongWithPlans,
  whyUnplanned,
} from "../test/workflow/plan-of-change.ts";

// Plans the SQL for each change of the suite, both ways, runs what takes it back, and tells what went wrong and isn't known.
//
//   tsx scripts/try-plans.ts --major 17 --part 1/4

const { values } = parseArgs({
  options: {
    major: { type: "string", default: "17" },
    part: { type: "string", default: "1/1" },
  },
});
const major = Number(values.major);
const [part = 1, parts = 1] = values.part.split("/").map(Number);
const bench = await openPlanBench(major);
const totals = { whole: 0, known: 0, failed: 0 };
try {
  const all = changes().filter(
    ({ from, isServerWide, expected }) => from <= major && !isServerWide && expected.length > 0,
  );
  for (const change of all.filter((_, index) => index % parts === part - 1)) {
    const wrong = await whatIsWrongWithPlans(bench, change).catch((error: unknown) => [
      (error as Error).message,
    ]);
    const why = whyUnplanned(change);
    totals[wrong.length === 0 ? "whole" : why === undefined ? "failed" : "known"] += 1;
    const where = `${change.file}:${change.line}`;
    if (wrong.length > 0 && why === undefined) console.log(`${where}\n    ${wrong.join("\n    ")}`);
  }
} finally {
  await bench.dispose();
}
console.log(JSON.stringify(totals));
if (totals.failed > 0) process.exitCode = 1;

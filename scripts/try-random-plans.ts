import { basename } from "node:path";
import { parseArgs } from "node:util";
import { connect } from "../src/postgres/connect.ts";
import type { ConnectionSettings } from "../src/postgres/settings.ts";
import { seededRandom } from "../test/drift/oracle/random.ts";
import type { Target } from "../test/drift/oracle/targets.ts";
import {
  prepareForChanges,
  randomChanges,
  statementsOfChange,
} from "../test/drift/oracle/trial.ts";
import { loadSchema } from "../test/drift/schema-files.ts";
import { openPlanBench, tryPlans, type PlanBench } from "../test/workflow/plan-of-change.ts";

// Makes several random changes at once to a copy of a schema, plans the SQL both ways, and runs what takes them back. A plan is
// whole, or says what it leaves, or there is none and it says why; what did otherwise than it says has failed.
//
//   tsx scripts/try-random-plans.ts FILE… --together 3 --count 50 --seed 1 --major 17

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    together: { type: "string", default: "3" },
    count: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    major: { type: "string", default: "17" },
    // What plans leave, and why there are none, too.
    all: { type: "boolean", default: false },
  },
});
const together = Number(values.together);
/** What concerns more than the one database, or isn't planned on purpose. */
const leftOut =
  /\{database\}|SUBSCRIPTION|LARGE OBJECT|lo_create|OWNED BY dbfirst|EXTENSION \S+ (?:ADD|DROP) |TRIGGER ALL|CONCURRENTLY|^CLUSTER$|^CHECKPOINT$/;
const totals = { whole: 0, leaves: 0, none: 0, failed: 0, nothing: 0 };
for (const file of positionals) await examine(file);
console.log(JSON.stringify(totals));
if (totals.failed > 0) process.exitCode = 1;

async function examine(path: string): Promise<void> {
  let targets: Target[] = [];
  const bench = await openPlanBench(Number(values.major), async (database) => {
    const complaint = await loadSchema(database, { path });
    if (complaint !== undefined) throw new Error(`${path}: ${complaint}`);
    targets = await prepareForChanges(database);
  });
  const before = { ...totals };
  try {
    const random = seededRandom(Number(values.seed));
    for (let number = 0; number < Number(values.count); number += 1)
      await tryOne(bench, targets, {
        size: 2 + Math.floor(random() * together),
        seed: Math.floor(random() * 1e9),
      });
  } finally {
    await bench.dispose();
  }
  const own = Object.entries(totals).map(
    ([name, count]) => `${count - before[name as keyof typeof totals]} ${name}`,
  );
  console.log(`${basename(path)}: ${own.join(", ")}`);
}

async function tryOne(
  bench: PlanBench,
  targets: readonly Target[],
  { size, seed }: { size: number; seed: number },
): Promise<void> {
  const wished = randomChanges(targets, { count: size * 3, seed }).filter(
    (sql) => !leftOut.test(sql),
  );
  const statements = await thatWork(await bench.shadow.copyDatabase(bench.base), wished, size);
  const change = {
    file: "",
    line: 0,
    expected: [],
    preparation: [],
    statements,
    from: 0,
    isServerWide: false,
  };
  const outcome = await tryPlans(bench, change).catch((error: unknown) => ({
    reasons: [],
    leaves: [],
    wrong: [`failed: ${(error as Error).message}`],
    losses: [],
  }));
  const { reasons, leaves, wrong, losses } = outcome;
  const isNothing = reasons[0] === "there is nothing to plan";
  const result =
    wrong.length > 0
      ? "failed"
      : isNothing
        ? "nothing"
        : reasons.length > 0
          ? "none"
          : leaves.length > 0
            ? "leaves"
            : "whole";
  totals[result] += 1;
  if (result !== "failed" && (!values.all || result === "whole" || result === "nothing")) return;
  console.log(`${result}: ${statements.join("; ")}`);
  for (const line of [...wrong, ...reasons, ...leaves, ...losses.map((sql) => `loses ${sql}`)])
    console.log(`    ${line}`);
}

/** The statements of the first changes that the server doesn't refuse. */
async function thatWork(
  copy: ConnectionSettings,
  changes: readonly string[],
  size: number,
): Promise<string[]> {
  const sql = await connect(copy);
  const made: string[][] = [];
  try {
    for (const change of changes) {
      const statements = statementsOfChange(change, copy.database);
      const isMade = await sql
        .begin(async (session) => {
          for (const statement of statements) await session.unsafe(statement);
        })
        .then(
          () => true,
          () => false,
        );
      if (isMade && made.push(statements) === size) break;
    }
  } finally {
    await sql.end();
  }
  return made.flat();
}

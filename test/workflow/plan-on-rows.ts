import { differences } from "../../src/drift/compare/compare.ts";
import type { RepairPlan } from "../../src/drift/plan/repair.ts";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { planRepair } from "../../src/workflow/repair/repair.ts";
import { readProjectCatalog } from "../../src/workflow/replay.ts";
import { runStatements } from "../drift/change-suite.ts";
import { makeChange, type PlanBench } from "./plan-of-change.ts";

/** Plans both ways, and what they did where they ran on tables with rows. */
export interface RanOnRows {
  keep: string[];
  revert: string[];
  /** Why there is no plan, what isn't as wanted after one, and tables with fewer rows. */
  wrong: string[];
}

/** Makes a change to a copy with rows, plans both ways, and runs each plan on a copy with rows of its own. */
export async function planOnRows(
  bench: PlanBench,
  preparation: readonly string[],
  ...statements: readonly string[]
): Promise<RanOnRows> {
  const change = { preparation: [...preparation], statements: [...statements] };
  const options = await makeChange(bench, {
    ...change,
    file: "",
    line: 0,
    expected: [],
    from: 0,
    isServerWide: false,
  });
  const { repair } = (await planRepair(bench.project, options, bench.run)).report;
  if (repair === null) return { keep: [], revert: [], wrong: ["there is nothing to plan"] };
  const { witness, target, actual } = options;
  const wrong: string[] = [];
  for (const [way, from, wanted] of [
    ["keep", witness.database, actual],
    ["revert", target.settings, witness.applied],
  ] as const) {
    const plan = repair[way];
    if (plan.reason !== null) {
      wrong.push(`${way}: ${plan.reason}`);
      continue;
    }
    const copy = await bench.shadow.copyDatabase(from);
    const before = await rowsIn(copy);
    await runStatements(copy, sqlOf(plan));
    const after = await rowsIn(copy);
    for (const [table, rows] of before)
      if ((after.get(table) ?? rows) < rows) wrong.push(`${way}: ${table} lost rows`);
    const told = new Set(plan.leaves.map(({ object, attribute }) => `${object} ${attribute}`));
    for (const { object, attribute } of differences(
      wanted,
      await readProjectCatalog(bench.project, copy, bench.run),
    ))
      if (!told.has(`${object} ${attribute}`)) wrong.push(`${way}: ${object} ${attribute}`);
  }
  return { keep: sqlOf(repair.keep), revert: sqlOf(repair.revert), wrong };
}

function sqlOf({ statements }: RepairPlan): string[] {
  return statements.map(({ sql }) => sql);
}

async function rowsIn(settings: ConnectionSettings): Promise<Map<string, number>> {
  const sql = await connect(settings, { applicationName: "dbfirst rows" });
  try {
    const rows = await sql.unsafe<{ name: string; rows: number }[]>(
      `SELECT c.oid::regclass::text AS name, (xpath('/row/n/text()',
         query_to_xml('SELECT count(*) AS n FROM ONLY ' || c.oid::regclass, false, true, '')))[1]::text::integer AS rows
       FROM pg_class c WHERE c.relkind = 'r' AND c.oid >= 16384`,
    );
    return new Map(rows.map(({ name, rows: count }) => [name, count]));
  } finally {
    await sql.end();
  }
}

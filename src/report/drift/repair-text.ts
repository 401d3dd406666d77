import type { RepairPlan, RepairStatement } from "../../drift/repair.ts";
import { printable, printableLines } from "../printable.ts";
import { attributeName } from "./words.ts";

/** What a statement does to a database in use: `ACCESS EXCLUSIVE lock`, `loses data`. */
export function hazardsOf(statement: RepairStatement): string[] {
  const { lock, losesData, rewritesTable, transactional } = statement;
  return [
    ...(losesData ? ["loses data"] : []),
    ...(rewritesTable ? ["rewrites or reads the whole table"] : []),
    ...(lock === null ? [] : [`${lock} lock`]),
    ...(transactional ? [] : ["not in a transaction block"]),
  ];
}

/**
 * A plan as a script that psql runs as it is: each statement with what it does to a database in use, all in one
 * transaction where that is possible.
 *
 * @param limit how many statements at most; the rest is counted in a comment.
 */
export function planAsScript({ statements }: RepairPlan, limit = Infinity): string[] {
  const shown = statements.slice(0, limit);
  const rest = statements.length - shown.length;
  const isAtomic = statements.length > 1 && statements.every(({ transactional }) => transactional);
  const body = shown.flatMap((statement) => {
    const hazards = hazardsOf(statement);
    return [
      ...(hazards.length === 0 ? [] : [`-- ${hazards.join("; ")}`]),
      ...printableLines(`${statement.sql.trimEnd()};`).split("\n"),
    ];
  });
  if (rest > 0) return [...body, `-- … and ${rest.toLocaleString("en-US")} more statements`];
  return isAtomic ? ["BEGIN;", ...body, "COMMIT;"] : body;
}

/** `column order of table app.team`: what stays different after a plan. */
export function leftovers({ leaves }: RepairPlan): string[] {
  return leaves.map(({ kind, object, attribute }) =>
    printable(
      attribute === null ? `${kind} ${object}` : `${attributeName(attribute)} of ${kind} ${object}`,
    ),
  );
}

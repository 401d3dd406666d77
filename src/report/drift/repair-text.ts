import type { RepairPlan, RepairStatement } from "../../drift/plan/repair.ts";
import { formatCount } from "../measure.ts";
import { printable } from "../printable.ts";
import { copyable } from "./copyable-sql.ts";
import { attributeName } from "./words.ts";

/** What a statement does to rows and whole tables: `loses data`. */
export function dangersOf({ losesData, rewritesTable, caution }: RepairStatement): string[] {
  return [
    ...(losesData ? ["loses data"] : []),
    ...(caution === undefined ? [] : [caution]),
    ...(rewritesTable ? ["rewrites or reads the whole table"] : []),
  ];
}

/** What a statement does to a database in use, besides that: `ACCESS EXCLUSIVE lock`. */
function hazardsOf(statement: RepairStatement): string[] {
  const { lock, transactional } = statement;
  return [
    ...dangersOf(statement),
    ...(lock === null ? [] : [`${lock} lock`]),
    ...(transactional ? [] : ["not in a transaction block"]),
  ];
}

/** What a plan's script is for: psql runs it, or it becomes a migration. */
export type ScriptUse = "psql" | "migration";

/**
 * A plan as a script: each statement with what it does to a database in use. All in one transaction where that is
 * possible: a migration has one of its own.
 */
export function planAsScript(plan: RepairPlan, use: ScriptUse): string[] {
  const { statements } = plan;
  const isAtomic = statements.every(({ transactional }) => transactional);
  const body = statements.flatMap((statement) => {
    const hazards = hazardsOf(statement);
    return [
      ...(hazards.length === 0 ? [] : [`-- ${hazards.join("; ")}`]),
      ...copyable(`${statement.sql.trimEnd()};`).split("\n"),
    ];
  });
  body.push(...secretsToAdd(plan));
  if (use === "migration") return isAtomic ? body : ["-- dbfirst: no-transaction", ...body];
  return isAtomic && statements.length > 1 ? ["BEGIN;", ...body, "COMMIT;"] : body;
}

/** What the script can't say, since it may be a secret: a comment, so that nothing runs by accident with a wrong value. */
function secretsToAdd({ leaves }: RepairPlan): string[] {
  return leaves.flatMap(({ kind, object, attribute }) => {
    const key = /^(?:foreignO|o)ptions\.(.+)$/s.exec(attribute ?? "")?.[1];
    if (key === undefined) return [];
    const [who, server] = object.split(" on server ");
    const on = server === undefined ? object : `FOR ${who} SERVER ${server}`;
    const add = `ALTER ${kind.toUpperCase()} ${on} OPTIONS (ADD ${key} '…');`;
    return printable(`-- Add the value that only you know: ${add}`);
  });
}

/** `column order of table app.team`: what stays different after a plan. */
export function leftovers({ leaves }: RepairPlan): string[] {
  return leaves.map(({ kind, object, attribute }) =>
    printable(
      attribute === null ? `${kind} ${object}` : `${attributeName(attribute)} of ${kind} ${object}`,
    ),
  );
}

/** A plan that is too long to be shown: `12 statements, 2 of them losing data`. Half of a plan is worse than none. */
export function summarizePlan({ statements }: RepairPlan): string {
  const losing = statements.filter(({ losesData }) => losesData).length;
  const rewriting = statements.filter(({ rewritesTable }) => rewritesTable).length;
  return [
    formatCount(statements.length, "statement"),
    ...(losing > 0 ? [`${losing} losing data`] : []),
    ...(rewriting > 0 ? [`${rewriting} rewriting or reading a whole table`] : []),
  ].join(", ");
}

import type { Finding, Fix } from "../../drift/finding.ts";
import type { Repair, RepairPlan } from "../../drift/plan/repair.ts";
import { copyable } from "./copyable-sql.ts";
import { dangersOf } from "./repair-text.ts";

/** Characters of SQL within a message. Half of a statement is worse than none. */
const sqlLimit = 400;

/** The SQL of one finding, one of two ways: it undoes the change, or keeps it. */
export interface FixText {
  way: "undo" | "keep";
  sql: string;
  /** What it does to rows and tables in use: `loses data`. */
  dangers: readonly string[];
}

/** Gives a finding's SQL, with what the repair that it is from says of its statements. Reads the repair once. */
export function createFixReader(repair: Repair | null): (fix: Fix) => FixText[] {
  const [inRevert, inKeep] = [dangersIn(repair?.revert), dangersIn(repair?.keep)];
  return ({ sql, migration }) => [
    ...(sql === null ? [] : [{ way: "undo", sql, dangers: inRevert(sql) } as const]),
    ...(migration === null
      ? []
      : [{ way: "keep", sql: migration, dangers: inKeep(migration) } as const]),
  ];
}

/** The SQL that undoes a finding and the SQL that keeps it, where it is one line and no long one. */
export function fixLines({ fix }: Finding, readFix: (fix: Fix) => FixText[]): string[] {
  return readFix(fix)
    .filter(({ sql }) => sql.length <= sqlLimit && !/[\n\t]/.test(sql))
    .map(({ way, sql, dangers }) => {
      const remark = dangers.length === 0 ? "" : ` (${dangers.join("; ")})`;
      return `to ${way} it${remark}: ${copyable(sql)}`;
    });
}

/** What the statements of a plan that a text holds, each ended by a semicolon and on lines of its own, do. */
function dangersIn(plan: RepairPlan | undefined): (sql: string) => string[] {
  const byFirstLine = new Map<string, { text: string; dangers: string[] }[]>();
  for (const statement of plan?.statements ?? []) {
    const dangers = dangersOf(statement);
    if (dangers.length === 0) continue;
    const text = `${statement.sql};`;
    const first = firstLine(text);
    byFirstLine.set(first, [...(byFirstLine.get(first) ?? []), { text, dangers }]);
  }
  return (sql) => {
    const held = sql
      .split("\n")
      .flatMap((line) => byFirstLine.get(line) ?? [])
      .filter(({ text }) => sql.includes(text));
    return [...new Set(held.flatMap(({ dangers }) => dangers))];
  };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!;
}

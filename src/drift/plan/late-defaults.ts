import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const alters = new RegExp(
  `^ALTER TABLE (?:ONLY )?(${quotedPath}) ALTER COLUMN (${quotedName}) (SET DEFAULT|TYPE) `,
);

/**
 * A plan that gives a column its default once it has its type: of a type that the plan makes, too, the planning library says the
 * default first, before there is such a type. Pure.
 */
export function withLateDefaults(statements: readonly RepairStatement[]): RepairStatement[] {
  const steps = statements.map(({ sql }) => {
    const [, table, column, verb] = alters.exec(sql) ?? [];
    return { verb, column: plainName(`${table}.${column}`) };
  });
  const types = new Map(
    steps.flatMap(({ verb, column }, at) => (verb === "TYPE" ? [[column, at]] : [])),
  );
  const isEarly = (at: number) =>
    steps[at]!.verb === "SET DEFAULT" && at < (types.get(steps[at]!.column) ?? -1);
  return statements.flatMap((statement, at) => {
    if (isEarly(at)) return [];
    const { verb, column } = steps[at]!;
    if (verb !== "TYPE" || types.get(column) !== at) return [statement];
    const own = statements.filter((_, index) => isEarly(index) && steps[index]!.column === column);
    return [statement, ...own];
  });
}

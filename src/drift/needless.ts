import type { Catalog } from "../catalog/fact.ts";
import { plainName } from "./plan-names.ts";
import type { RepairStatement } from "./repair.ts";

/**
 * A plan without statements that do nothing: before it changes a column's type, the planning library drops the default that
 * the column may not have. Pure.
 *
 * @param from what the plan starts from.
 */
export function withoutNeedless(
  statements: readonly RepairStatement[],
  { facts }: Catalog,
): RepairStatement[] {
  const bare = new Set(
    facts
      .filter(({ kind, attributes }) => kind === "column" && !("default" in attributes))
      .map(({ object }) => plainName(object)),
  );
  return statements.filter(({ sql }) => {
    const [, table, column] =
      /^ALTER (?:FOREIGN )?TABLE (?:ONLY )?((?:"(?:[^"]|"")*"\.?)+) ALTER COLUMN ("(?:[^"]|"")*") DROP DEFAULT$/.exec(
        sql,
      ) ?? [];
    return table === undefined || !bare.has(plainName(`${table}.${column}`));
  });
}

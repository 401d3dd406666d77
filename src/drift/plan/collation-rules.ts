import type { Catalog } from "../../catalog/fact.ts";
import { literal } from "./facts/literal.ts";
import { plainName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const creates = new RegExp(`^CREATE COLLATION (${quotedPath}) \\(.*\\)$`, "s");

/** The planning library makes collations without their rules (PostgreSQL 16), of which it doesn't know. Pure. */
export function withCollationRules(
  statements: readonly RepairStatement[],
  { facts }: Catalog,
): RepairStatement[] {
  const rules = new Map(
    facts.flatMap(({ kind, object, attributes }) =>
      kind === "collation" && "rules" in attributes
        ? [[plainName(object), literal(attributes["rules"])]]
        : [],
    ),
  );
  return statements.map((statement) => {
    const own = rules.get(plainName(creates.exec(statement.sql)?.[1] ?? ""));
    if (own === undefined) return statement;
    return { ...statement, sql: `${statement.sql.slice(0, -1)}, RULES = ${own})` };
  });
}

import type { Catalog } from "../../catalog/fact.ts";
import { literal } from "./facts/literal.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const changesType = new RegExp(
  `^(ALTER (?:FOREIGN )?TABLE (?:ONLY )?(${quotedPath}) ALTER COLUMN (${quotedName}) TYPE (?:(?! USING | COLLATE ).)*)( USING .*)?$`,
  "s",
);
const creates = new RegExp(`^CREATE COLLATION (${quotedPath}) \\(.*\\)$`, "s");

/**
 * The planning library makes collations without their rules (PostgreSQL 16), of which it doesn't know, and gives a
 * column another type without its collation. Pure.
 */
export function withCollations(
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
  const collations = new Map(
    facts.flatMap(({ kind, object, attributes: { collation } }) =>
      kind === "column" && typeof collation === "string" ? [[plainName(object), collation]] : [],
    ),
  );
  return statements.map((statement) => {
    const [, head, table, column, rest = ""] = changesType.exec(statement.sql) ?? [];
    const collation = collations.get(plainName(`${table}.${column}`));
    if (table !== undefined && collation !== undefined)
      return { ...statement, sql: `${head} COLLATE ${collation}${rest}` };
    const own = rules.get(plainName(creates.exec(statement.sql)?.[1] ?? ""));
    if (own === undefined) return statement;
    return { ...statement, sql: `${statement.sql.slice(0, -1)}, RULES = ${own})` };
  });
}

import type { Catalog } from "../../catalog/fact.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

/**
 * The library drops a parent's column with those that its children have of it. Where one of them is to keep its own, the parent's goes
 * alone. Pure. https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function ofParentAlone(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  if (!statements.some(({ sql }) => dropsColumn.test(sql))) return [...statements];
  const kept = new Set(
    to.facts.flatMap(({ kind, object }) => (kind === "column" ? [plainName(object)] : [])),
  );
  const inherited = from.facts.flatMap(({ object, attributes: { inherits = [] } }) =>
    [inherits]
      .flat()
      .map((parent) => ({ child: plainName(object), parent: plainName(String(parent)) })),
  );
  return statements.map((statement) => {
    const [, table, column] = dropsColumn.exec(statement.sql) ?? [];
    if (table === undefined) return statement;
    const isKept = inherited.some(
      ({ child, parent }) =>
        parent === plainName(table) && kept.has(`${child}.${plainName(column!)}`),
    );
    if (!isKept) return statement;
    return { ...statement, sql: statement.sql.replace(/^ALTER TABLE /, "ALTER TABLE ONLY ") };
  });
}

const dropsColumn = new RegExp(`^ALTER TABLE (${quotedPath}) DROP COLUMN (${quotedName})$`);

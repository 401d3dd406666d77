import type { Catalog } from "../../catalog/fact.ts";
import { byKey, keyOf } from "../compare/facts-by-key.ts";
import { dependsOnTimeZone } from "./cast-values.ts";
import { columnOf } from "./column-rewrites.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const addsColumn = new RegExp(
  `^ALTER TABLE (?:ONLY )?(${quotedPath}) ADD COLUMN (${quotedName}) .* NOT NULL`,
  "s",
);
const changesType = new RegExp(
  `^ALTER TABLE (?:ONLY )?(${quotedPath}) ALTER COLUMN (${quotedName}) .*?\\bTYPE `,
  "s",
);
const makesTable = new RegExp(`^CREATE (?:UNLOGGED )?TABLE (${quotedPath})`);

/** A plan whose statements say what the rows, or the session, have to be like. Pure. */
export function withCautions(
  statements: readonly RepairStatement[],
  catalogs: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const made = new Set(
    statements.flatMap(({ sql }) => makesTable.exec(sql)?.slice(1).map(plainName) ?? []),
  );
  return statements.map((statement) => {
    const [, added] = addsColumn.exec(statement.sql) ?? [];
    const isOfNew = added !== undefined && made.has(plainName(added));
    const caution = isOfNew ? undefined : cautionOf(statement.sql, catalogs);
    return caution === undefined ? statement : { ...statement, caution };
  });
}

function cautionOf(sql: string, { from, to }: { from: Catalog; to: Catalog }): string | undefined {
  const [, table, added] = addsColumn.exec(sql) ?? [];
  if (table !== undefined) {
    const attributes = columnOf(`${table}.${added}`, to)?.attributes;
    if (attributes === undefined || attributes["notNull"] !== true) return undefined;
    const isFilled = ["default", "generated", "identity"].some((name) => name in attributes);
    return isFilled || hasDefault(String(attributes["type"]), to)
      ? undefined
      : "fails where the table has rows";
  }
  const [, whose, altered] = changesType.exec(sql) ?? [];
  if (whose === undefined) return undefined;
  const [before, after] = [from, to].map((catalog) =>
    String(columnOf(`${whose}.${altered}`, catalog)?.attributes["type"]),
  );
  return dependsOnTimeZone(before!, after!)
    ? "converts times by the session's TimeZone"
    : undefined;
}

/** A domain may have one of its own. */
function hasDefault(type: string, { facts }: Catalog): boolean {
  const domain = byKey(facts).get(keyOf({ kind: "domain", object: type }));
  return domain !== undefined && "default" in domain.attributes;
}

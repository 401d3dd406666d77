import { SourceError } from "../errors.ts";
import { quoteLiteral } from "../postgres/quote.ts";
import type { Source } from "../sources/source.ts";
import type { Query } from "./ledger.ts";

/**
 * Looks whether the tables that a source builds on are there.
 *
 * @param before the sources that run before it.
 * @throws SourceError PREREQUISITE_MISSING naming them.
 */
export async function requireTables(
  query: Query,
  { name, requires = [] }: Source,
  before: readonly Source[],
): Promise<void> {
  if (requires.length === 0) return;
  const list = requires.map(quoteLiteral).join(", ");
  const rows = await query(
    `select name from unnest(array[${list}]) as name where pg_catalog.to_regclass(name) is null`,
  );
  if (rows.length === 0) return;
  const missing = rows.map((row) => String(row["name"])).join(", ");
  const others = before.map((source) => `"${source.name}"`).join(", ");
  throw new SourceError(
    "PREREQUISITE_MISSING",
    `Source "${name}" needs ${missing}, which ${rows.length === 1 ? "isn't" : "aren't"} there`,
    {
      hint:
        before.length === 0
          ? "No source runs before it: `dependsOn`, or the order of `sources`, says which one makes it. Nothing of it was applied."
          : `The sources before it (${others}) don't make it in this database. Is one missing, or the name misspelt? Nothing of it was applied.`,
    },
  );
}

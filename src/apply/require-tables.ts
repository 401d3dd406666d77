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
  source: Source,
  before: readonly Source[],
): Promise<void> {
  const missing = await missingTables(query, source);
  if (missing.length > 0) throw prerequisiteMissing(source, missing, before);
}

/** Those of the tables that a source builds on which aren't there. */
export async function missingTables(query: Query, { requires = [] }: Source): Promise<string[]> {
  if (requires.length === 0) return [];
  const list = requires.map(quoteLiteral).join(", ");
  const rows = await query(
    `select name from unnest(array[${list}]) as name where pg_catalog.to_regclass(name) is null`,
  );
  return rows.map((row) => String(row["name"]));
}

/** The error that says so. Pure. */
export function prerequisiteMissing(
  { name }: Source,
  missing: readonly string[],
  before: readonly Source[],
): SourceError {
  const others = before.map((source) => `"${source.name}"`).join(", ");
  return new SourceError(
    "PREREQUISITE_MISSING",
    `Source "${name}" needs ${missing.join(", ")}, which ${missing.length === 1 ? "isn't" : "aren't"} there`,
    {
      hint:
        before.length === 0
          ? "No source runs before it: `dependsOn`, or the order of `sources`, says which one makes it. Nothing of it was applied."
          : `The sources before it (${others}) don't make it in this database. Is one missing, or the name misspelt? Nothing of it was applied.`,
    },
  );
}

import { SourceError } from "../errors.ts";
import { parseQualifiedName } from "../postgres/qualified-name.ts";
import { quoteLiteral } from "../postgres/quote.ts";
import type { Source } from "../sources/source.ts";
import type { Query } from "./ledger.ts";

/**
 * Looks whether the tables that a source builds on are there.
 *
 * @throws SourceError PREREQUISITE_MISSING naming them.
 */
export async function requireTables(
  query: Query,
  source: Source,
  surroundings: Surroundings,
): Promise<void> {
  const missing = await missingTables(query, source);
  if (missing.length > 0) throw prerequisiteMissing(source, missing, surroundings);
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

/**
 * The error that says so, and which source makes the first of them, going by its files. Pure.
 *
 * @param before the sources that run before it.
 * @param all of the project, in order; with `partly`, not all of their migrations are to run.
 */
export function prerequisiteMissing(
  source: Source,
  missing: readonly string[],
  { before, all, partly }: Surroundings,
): SourceError {
  const { name } = source;
  const others = all.filter((other) => other !== source);
  const maker = others.find(({ migrations }) =>
    migrations.some(({ text }) => makes(text, missing[0]!)),
  );
  const isOne = missing.length === 1;
  const why =
    maker === undefined || (before.includes(maker) && !partly)
      ? `, which ${isOne ? "isn't" : "aren't"} there`
      : `: "${maker.name}", which makes ${isOne ? "it" : missing[0]}, isn't applied`;
  return new SourceError(
    "PREREQUISITE_MISSING",
    `Source "${name}" needs ${missing.join(", ")}${why}`,
    { hint: `${remedy(source, maker, { before, partly })} Nothing of it was applied.` },
  );
}

interface Surroundings {
  before: readonly Source[];
  all: readonly Source[];
  partly: boolean;
}

function remedy(
  { name }: Source,
  maker: Source | undefined,
  { before, partly }: Omit<Surroundings, "all">,
): string {
  const others = before.map((source) => `"${source.name}"`).join(", ");
  if (maker !== undefined && !before.includes(maker))
    return `It runs after it: give "${name}" \`dependsOn: ["${maker.name}"]\` in dbfirst.config.ts.`;
  if (maker !== undefined && partly)
    return "dbfirst apply without files runs all sources in order.";
  if (maker !== undefined)
    return `"${maker.name}" is applied: was it renamed or dropped since, or made in another schema?`;
  return before.length === 0
    ? "No source runs before it: `dependsOn`, or the order of `sources`, says which one makes it."
    : `The sources before it (${others}) don't make it in this database. Is one missing, or the name misspelt?`;
}

/** Whether a script has a statement that makes a table or view of that name, in whichever schema: a guess, for a hint. */
function makes(script: string, table: string): boolean {
  const name = parseQualifiedName(table)?.name ?? table;
  const found = script.matchAll(
    /\bcreate\s+(?:\w+\s+){0,3}(?:table|view)\s+(?:if\s+not\s+exists\s+)?(?:(?:"[^"]*"|[\w$]+)\s*\.\s*)?("(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)/giu,
  );
  return [...found].some(([, written = ""]) =>
    written.startsWith('"')
      ? parseQualifiedName(written)?.name === name
      : written.toLowerCase() === name,
  );
}

import type { FactKind } from "./fact.ts";
import { factFiles, givesSome } from "./fact-files.ts";
import { nearbyCatalogs } from "./nearby.ts";
import { queryText } from "./query-text.ts";

/**
 * Words that became keywords after PostgreSQL 14, whose names newer servers therefore quote. They are written without
 * quotes, so that `app.event.json` is the same object on every version.
 */
const newKeywords =
  "json|json_array|json_arrayagg|json_exists|json_object|json_objectagg|json_query|json_scalar|json_serialize|json_table|json_value|merge_action|system_user";

/**
 * The query that gives every fact: kind, object, parent, attributes as the text of jsonb. Needs a pinned session.
 *
 * @param kinds at least the facts of these kinds, from the files that give them.
 * @param present what `presenceQuery` gave: files that find nothing are left out.
 * @param nearby the relations near them, as an array of OIDs in SQL, where only a few relations are asked for, and kinds that are told by them.
 */
export function factsQuery(
  kinds?: readonly FactKind[],
  present: Presence = {},
  nearby?: string,
): string {
  const branches = factFiles
    .filter((file) => present[file] !== false)
    .filter((file) => kinds === undefined || givesSome(file, kinds))
    .map((file) => `(\n${queryText(file)})`)
    .join("\nUNION ALL\n");
  return `${queryText("scope")}${nearby === undefined ? "" : nearbyCatalogs(nearby)}
SELECT kind, ${unquoted("object")}, ${unquoted("parent")}, attributes::text
FROM (
${branches === "" ? noFacts : branches}
) fact`;
}

/** Where a database has none of the kinds that are asked for. */
const noFacts =
  "SELECT '' AS kind, '' AS object, '' AS parent, NULL::pg_catalog.jsonb AS attributes WHERE false";

/** Which files of `queries/` can find anything in a database. Those that aren't named can. */
export type Presence = Readonly<Record<string, boolean>>;

/** The query that tells what a database has at all, in one row: planning what it hasn't would take longer than reading it. */
export function presenceQuery(): string {
  return queryText("presence");
}

/** The query that names what the other doesn't read: kind and object. */
export function unmodeledQuery(): string {
  return queryText("scope") + queryText("unmodeled");
}

function unquoted(column: string): string {
  const pattern = `(?<![^. (,])"(${newKeywords})"(?![^. ),])`;
  return `CASE WHEN strpos(${column}, '"') > 0 THEN regexp_replace(${column}, '${pattern}', '\\1', 'g') ELSE ${column} END AS ${column}`;
}

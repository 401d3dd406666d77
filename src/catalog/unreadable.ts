import { quoteLiteral } from "../postgres/quote.ts";
import type { FactKind, UnmodeledObject } from "./fact.ts";
import { factFiles, kindsOf, type FactFile } from "./fact-files.ts";
import type { Presence } from "./queries.ts";
import { queryText } from "./query-text.ts";

// Everybody may read the system's catalogs, unless somebody has revoked that.

/** A query for the names of the system catalogs that the queries read, and the role may not. */
export function unreadableQuery(): string {
  const names = new Set(["scope", ...factFiles].flatMap(catalogsIn));
  return `SELECT name FROM unnest(ARRAY[${[...names].map(quoteLiteral).join(", ")}]) AS name
WHERE NOT pg_catalog.has_any_column_privilege(pg_catalog.to_regclass('pg_catalog.' || name), 'SELECT') ORDER BY name COLLATE "C"`;
}

/** Of which files the facts can be had without some catalogs. */
export function readableWithout(unreadable: readonly string[]): Presence {
  const isReadable = (file: string) => !catalogsIn(file).some((name) => unreadable.includes(name));
  const canBegin = isReadable("scope");
  return Object.fromEntries(
    [...factFiles, "unmodeled"].map((file) => [file, canBegin && isReadable(file)]),
  );
}

/** The kinds of which some facts can't be had. */
export function unreadKinds(readable: Presence): FactKind[] {
  const lost = factFiles.filter((file: FactFile) => readable[file] === false);
  return [...new Set(lost.flatMap((file) => kindsOf(file)))];
}

export function unreadableObjects(unreadable: readonly string[]): UnmodeledObject[] {
  return unreadable.map((name) => ({ kind: "system catalog", object: name }));
}

/** What a query reads, with functions that are called like catalogs; `'pg_class'::regclass` only names one. */
function catalogsIn(file: string): string[] {
  return [...queryText(file).matchAll(/(?<!')\bpg_\w+\b(?!')/g)].map(([name]) => name);
}

import type { FactKind } from "../catalog/fact.ts";
import type { RepairStatement } from "./repair.ts";
import { renameStatement } from "./rename-statements.ts";
import type { Rename } from "./renames.ts";

/** What the planning library drops and makes anew instead. Tables and columns it renames itself. */
const own: ReadonlySet<FactKind> = new Set([
  "index",
  "trigger",
  "policy",
  "rule",
  "view",
  "materialized view",
  "sequence",
  "function",
  "procedure",
]);

function isOwn({ expected, attribute }: Rename): boolean {
  return attribute === "name" && own.has(expected.kind);
}

/**
 * A plan that leads from the second names to the first, or from the first to the second, with a RENAME in place of each DROP and
 * CREATE of what only has another name. It has to be tried like any other. Pure.
 */
export function withRenames(
  statements: readonly RepairStatement[],
  renames: readonly Rename[],
  towards: "expected" | "actual",
): RepairStatement[] {
  const known = renames.filter(isOwn);
  const rest = statements.filter(({ sql }) => !known.some((rename) => remakes(sql, rename)));
  return [...rest, ...known.map((rename) => renameStatement(rename, towards))];
}

export function hasOwnRename(renames: readonly Rename[]): boolean {
  return renames.some(isOwn);
}

/** Does a statement drop or make the object under one of its names? */
function remakes(sql: string, { expected, from, to }: Rename): boolean {
  const kind = expected.kind.toUpperCase();
  const start = new RegExp(
    `^\\s*(?:DROP|CREATE)\\b(?:\\s+(?:OR REPLACE|UNIQUE))*\\s+${kind}\\b`,
    "i",
  );
  if (!start.test(sql)) return false;
  const head = sql.slice(0, /\bON\b|\(|\bAS\b/i.exec(sql)?.index);
  return [from, to].some((name) =>
    head.match(/"(?:[^"]|"")*"|[^\s".(;]+/g)?.some((word) => plain(word) === plain(name)),
  );
}

function plain(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

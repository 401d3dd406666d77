import type { FactKind } from "../catalog/fact.ts";
import type { RepairStatement } from "./repair.ts";
import { ownName, type Rename } from "./renames.ts";

/** What the planning library drops and makes anew instead. Tables and columns it renames itself. */
const own: Partial<Record<FactKind, { command: string; lock: string | null }>> = {
  index: { command: "ALTER INDEX", lock: "SHARE UPDATE EXCLUSIVE" },
  trigger: { command: "ALTER TRIGGER", lock: "ACCESS EXCLUSIVE" },
  policy: { command: "ALTER POLICY", lock: "ACCESS EXCLUSIVE" },
  rule: { command: "ALTER RULE", lock: "ACCESS EXCLUSIVE" },
  view: { command: "ALTER VIEW", lock: "ACCESS EXCLUSIVE" },
  "materialized view": { command: "ALTER MATERIALIZED VIEW", lock: "ACCESS EXCLUSIVE" },
  sequence: { command: "ALTER SEQUENCE", lock: "ACCESS EXCLUSIVE" },
  function: { command: "ALTER FUNCTION", lock: null },
  procedure: { command: "ALTER PROCEDURE", lock: null },
};

/**
 * A plan that leads from the second names to the first, or from the first to the second, with a RENAME in place of each DROP and
 * CREATE of what only has another name. It has to be tried like any other. Pure.
 */
export function withRenames(
  statements: readonly RepairStatement[],
  renames: readonly Rename[],
  towards: "expected" | "actual",
): RepairStatement[] {
  const known = renames.filter(({ expected }) => expected.kind in own);
  const rest = statements.filter(({ sql }) => !known.some((rename) => remakes(sql, rename)));
  return [...rest, ...known.map((rename) => renameStatement(rename, towards))];
}

export function hasOwnRename(renames: readonly Rename[]): boolean {
  return renames.some(({ expected }) => expected.kind in own);
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

function renameStatement(
  { expected, actual, from, to }: Rename,
  towards: "expected" | "actual",
): RepairStatement {
  const { command, lock } = own[expected.kind]!;
  const [now, wanted, next] =
    towards === "expected" ? [actual, from, expected] : [expected, to, actual];
  // Its table has its new name already.
  const on = now.object.endsWith(` on ${now.parent}`)
    ? `${ownName(now)} ON ${next.parent}`
    : now.object;
  return {
    sql: `${command} ${on} RENAME TO ${wanted}`,
    lock,
    losesData: false,
    rewritesTable: false,
    transactional: true,
  };
}

import type { Catalog, Fact } from "../../catalog/fact.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const ofColumn = new RegExp(
  `^ALTER (?:FOREIGN )?TABLE (?:ONLY )?(${quotedPath}) (ALTER|ADD|DROP) COLUMN (${quotedName})(.*)$`,
  "s",
);
const ofSequence = new RegExp(`^ALTER SEQUENCE (${quotedPath}) OWNER TO `);

const toPublic = new RegExp(
  `^ALTER DEFAULT PRIVILEGES .*IN SCHEMA (${quotedName}) (?:GRANT|REVOKE) [A-Z]+ ON (FUNCTIONS|TYPES) (?:TO|FROM) PUBLIC$`,
);

/**
 * A plan without statements that do nothing, or can't be done: the planning library drops a default that a column may not have,
 * makes or drops a column that a child table has from its parent, or had, gives away a sequence that goes with its table, and takes from
 * everybody what the defaults of a schema never give. Pure.
 */
export function withoutNeedless(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const [before, after] = [columnsOf(from), columnsOf(to)];
  const owned = new Set(
    [...from.facts, ...to.facts]
      .filter(({ kind, attributes }) => kind === "sequence" && attributes["ownedBy"] !== undefined)
      .map(({ object }) => plainName(object)),
  );
  const isOpen = openDefaults([...from.facts, ...to.facts]);
  const isMadeAnew = madeAnew(statements);
  const made = new Set(
    statements.flatMap(({ sql }) => createsTable.exec(sql)?.slice(1).map(plainName) ?? []),
  );
  return statements.filter(({ sql }) => {
    const [, schema, what] = toPublic.exec(sql) ?? [];
    if (schema !== undefined) return isOpen(what!, plainName(schema));
    const sequence = ofSequence.exec(sql)?.[1];
    if (sequence !== undefined) return !owned.has(plainName(sequence));
    const [, table, verb, column, rest] = ofColumn.exec(sql) ?? [];
    if (table === undefined) return true;
    const name = plainName(`${table}.${column}`);
    const [now, wanted] = [before.get(name), after.get(name)];
    if (verb === "ALTER")
      return rest !== " DROP DEFAULT" || now === undefined || "default" in now.attributes;
    const isOfNewChild = verb === "ADD" && wanted !== undefined && isInherited(wanted);
    if (now === undefined && isOfNewChild && made.has(plainName(table))) return false;
    if (now === undefined || wanted === undefined) return true;
    if (isInherited(now) && isInherited(wanted)) return false;
    // It stays, as its parent's before or after, which the library takes for none.
    return isInherited(now) === isInherited(wanted) || isMadeAnew(table, name);
  });
}

/** Does a plan drop a column and make it again, or its table? */
function madeAnew(
  statements: readonly RepairStatement[],
): (table: string, column: string) => boolean {
  const seen = new Set(
    statements.flatMap(({ sql }) => {
      const [, created] = createsTable.exec(sql) ?? [];
      if (created !== undefined) return [plainName(created)];
      const [, table, verb, column] = ofColumn.exec(sql) ?? [];
      return table === undefined ? [] : [`${verb} ${plainName(`${table}.${column}`)}`];
    }),
  );
  return (table, column) =>
    seen.has(plainName(table)) || (seen.has(`DROP ${column}`) && seen.has(`ADD ${column}`));
}

const createsTable = new RegExp(`^CREATE (?:UNLOGGED |FOREIGN )?TABLE (${quotedPath})`);

/** Do the default privileges of a schema say something of everybody? */
function openDefaults(facts: readonly Fact[]): (what: string, schema: string) => boolean {
  const open = facts.filter(
    ({ kind, attributes }) =>
      kind === "default privileges" && "PUBLIC" in (attributes["privileges"] as object),
  );
  return (what, schema) =>
    open.some(
      ({ object, parent }) =>
        object.startsWith(`${what.toLowerCase()} `) && plainName(parent ?? "") === schema,
    );
}

function columnsOf({ facts }: Catalog): Map<string, Fact> {
  return new Map(
    facts
      .filter(({ kind }) => kind === "column")
      .map((fact) => [plainName(fact.object), fact] as const),
  );
}

function isInherited({ attributes }: Fact): boolean {
  return attributes["inherited"] === true;
}

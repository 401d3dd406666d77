import type { Catalog, Fact } from "../../catalog/fact.ts";
import { ownStatement } from "./own-statement.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";
import { sameValue } from "../compare/same-value.ts";

const ofConstraint = new RegExp(
  `^ALTER TABLE (?:ONLY )?(${quotedPath}) (DROP|ADD) CONSTRAINT (${quotedName})`,
);

/**
 * Where the planning library drops a constraint and makes it anew, and PostgreSQL can check or alter it where it is: that. Nothing
 * is written meanwhile that it would refuse, and nobody waits for rows to be read. Pure.
 * https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function withConstraintsInPlace(
  statements: readonly RepairStatement[],
  { from, to }: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const verbs = new Map<string, Set<string>>();
  for (const { name, verb } of statements.flatMap(({ sql }) => constraintIn(sql) ?? []))
    verbs.set(name, (verbs.get(name) ?? new Set()).add(verb));
  const anew = [...verbs].flatMap(([name, { size }]) => (size === 2 ? [name] : []));
  if (anew.length === 0) return [...statements];
  const [before, after] = [constraintsOf(from), constraintsOf(to)];
  const altered = new Map(
    anew.flatMap((name) => {
      const changes = changesOf(before.get(name), after.get(name));
      return changes === undefined ? [] : [[name, changes] as const];
    }),
  );
  return statements.flatMap((statement) => {
    const { name, verb, table, own } = constraintIn(statement.sql) ?? {};
    const changes = name === undefined ? undefined : altered.get(name);
    if (changes === undefined) return [statement];
    if (verb === "DROP") return [];
    const isUnsaid =
      "comment" in before.get(name!)!.attributes && !("comment" in after.get(name!)!.attributes);
    return [
      ...changes.map(
        (change) =>
          `ALTER TABLE ${table} ${change.replace("CONSTRAINT", (word) => `${word} ${own}`)}`,
      ),
      ...(isUnsaid ? [`COMMENT ON CONSTRAINT ${own} ON ${table} IS NULL`] : []),
    ].map(ownStatement);
  });
}

function constraintIn(sql: string) {
  const [, table, verb, own] = ofConstraint.exec(sql) ?? [];
  if (table === undefined) return undefined;
  return { name: `${plainName(own!)} on ${plainName(table)}`, verb: verb!, table, own: own! };
}

/** What ALTER TABLE has to do; undefined where it can't, or more differs. */
function changesOf(now: Fact | undefined, wanted: Fact | undefined): string[] | undefined {
  if (now === undefined || wanted === undefined) return undefined;
  const [before, after] = [now.attributes, wanted.attributes];
  const differing = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !sameValue(before[key] ?? null, after[key] ?? null),
  );
  const isKey = after["type"] === "foreign key";
  const isPossible = (key: string) =>
    key === "comment" ||
    (key === "notValid" && after[key] === undefined && (isKey || after["type"] === "check")) ||
    (isKey && whenChecked.has(key));
  if (!differing.every(isPossible)) return undefined;
  const when = after["initiallyDeferred"] === true ? "DEFERRED" : "IMMEDIATE";
  return [
    ...(differing.some((key) => whenChecked.has(key))
      ? [
          `ALTER CONSTRAINT ${after["deferrable"] === true ? `DEFERRABLE INITIALLY ${when}` : "NOT DEFERRABLE"}`,
        ]
      : []),
    ...(differing.includes("notValid") ? ["VALIDATE CONSTRAINT"] : []),
  ];
}

const whenChecked: ReadonlySet<string> = new Set(["deferrable", "initiallyDeferred"]);

function constraintsOf({ facts }: Catalog): Map<string, Fact> {
  const constraints = facts.filter(({ kind }) => kind === "constraint");
  return new Map(
    constraints.map((fact) => [fact.object.split(" on ").map(plainName).join(" on "), fact]),
  );
}

import type { Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import { ownName } from "../fact-names.ts";
import { sameValue } from "../same-value.ts";
import { inheritance } from "./attachments.ts";
import { literal } from "./literal.ts";
import { grantStatements, heldOn } from "./privileges.ts";

/** The statements that bring one attribute of an object from what it is to what it should be. Undefined values: it isn't there. */
type Change = (fact: Fact, wanted: FactValue | undefined, now: FactValue | undefined) => string[];

/**
 * Of objects that the planning library knows, what it doesn't look at.
 *
 * @param now undefined: the plan makes the object.
 * @param isOfView whether it is a column of a view.
 */
export function attributeStatements(
  now: Fact | undefined,
  wanted: Fact,
  isOfView: boolean,
): string[] {
  const hasOwnDefault = isOfView || isInherited(wanted);
  const changes = { ...byKind[wanted.kind], ...(hasOwnDefault ? ownDefault : undefined) };
  return Object.entries(changes).flatMap(([attribute, change]) => {
    const [before, after] = [now?.attributes[attribute], wanted.attributes[attribute]];
    if (sameValue(before ?? null, after ?? null)) return [];
    return change(wanted, after, before);
  });
}

/** Has a kind attributes of that sort? */
export function hasOwnAttributes(kind: FactKind): boolean {
  return kind in byKind;
}

function isInherited({ kind, attributes }: Fact): boolean {
  return kind === "column" && "inherited" in attributes;
}

/** That of a view, a partition or a child table. */
const ownDefault: Readonly<Record<string, Change>> = {
  default: (fact, wanted) => [
    `${alterColumn(fact)} ${wanted === undefined ? "DROP DEFAULT" : `SET DEFAULT ${text(wanted)}`}`,
  ],
};

const column: Readonly<Record<string, Change>> = {
  statistics: (fact, wanted) => [`${alterColumn(fact)} SET STATISTICS ${text(wanted ?? -1)}`],
  options: (fact, wanted, now) => settings(alterColumn(fact), "", wanted, now),
  storage: (fact, wanted) => [
    `${alterColumn(fact)} SET STORAGE ${wanted === undefined ? "DEFAULT" : text(wanted).toUpperCase()}`,
  ],
  compression: (fact, wanted) => [
    `${alterColumn(fact)} SET COMPRESSION ${wanted === undefined ? "DEFAULT" : text(wanted)}`,
  ],
  foreignOptions: (fact, wanted, now) => foreignOptions(alterColumn(fact), wanted, now),
};

const table: Readonly<Record<string, Change>> = {
  ofType: (fact, wanted) => [
    `${alterRelation(fact)} ${wanted === undefined ? "NOT OF" : `OF ${text(wanted)}`}`,
  ],
  accessMethod: (fact, wanted) => [
    `${alterRelation(fact)} SET ACCESS METHOD ${wanted === undefined ? "heap" : text(wanted)}`,
  ],
  tablespace: (fact, wanted) => [
    `${alterRelation(fact)} SET TABLESPACE ${wanted === undefined ? "pg_default" : text(wanted)}`,
  ],
  toastOptions: (fact, wanted, now) => settings(alterRelation(fact), "toast.", wanted, now),
  dependsOnExtensions: dependencies,
  rowType: (fact, wanted, now) => rowTypeStatements(fact.object, part(wanted), part(now)),
};

/** The planning library knows those of tables. */
const foreignTable: Readonly<Record<string, Change>> = {
  ...table,
  inherits: (fact, _, now) =>
    inheritance({ ...fact, attributes: now === undefined ? {} : { inherits: now } }, fact),
};

/** On an index, or on the constraint that it belongs to. */
const index: Readonly<Record<string, Change>> = {
  clustered: (fact, wanted) => [
    `ALTER TABLE ${fact.parent ?? ""} ${wanted === true ? `CLUSTER ON ${indexName(fact)}` : "SET WITHOUT CLUSTER"}`,
  ],
  statistics: (fact, wanted, now) =>
    entries(wanted, now).map(
      ([key, value]) =>
        `ALTER INDEX ${fact.object} ALTER COLUMN ${key} SET STATISTICS ${text(value ?? -1)}`,
    ),
  dependsOnExtensions: dependencies,
};

const routine: Readonly<Record<string, Change>> = { dependsOnExtensions: dependencies };

const trigger: Readonly<Record<string, Change>> = {
  ...routine,
  enabled: (fact, wanted) => {
    // Others than a partition's copies are the planning library's affair.
    if (fact.attributes["partitionOf"] === undefined) return [];
    const verb = { disabled: "DISABLE", replica: "ENABLE REPLICA", always: "ENABLE ALWAYS" }[
      text(wanted ?? "origin")
    ];
    return [`ALTER TABLE ${fact.parent ?? ""} ${verb ?? "ENABLE"} TRIGGER ${ownName(fact)}`];
  },
};
const arrayType: Readonly<Record<string, Change>> = {
  arrayComment: ({ object }, wanted) => [`COMMENT ON TYPE ${object}[] IS ${literal(wanted)}`],
};

const byKind: Partial<Record<FactKind, Readonly<Record<string, Change>>>> = {
  column,
  table,
  "foreign table": foreignTable,
  "materialized view": table,
  view: { rowType: table["rowType"]! },
  index,
  constraint: { clustered: index["clustered"]! },
  function: routine,
  procedure: routine,
  trigger,
  enum: arrayType,
  domain: arrayType,
  type: arrayType,
};

function alterColumn(fact: Fact): string {
  return `ALTER TABLE ONLY ${fact.parent ?? ""} ALTER COLUMN ${ownName(fact)}`;
}

function alterRelation({ kind, object }: Fact): string {
  return `ALTER ${kind.toUpperCase()} ${object}`;
}

/** `team_slug_idx on app.team`, and of an index, which stands in a schema: without what comes before. */
function indexName(fact: Fact): string {
  return fact.kind === "index" ? lastPart(fact.object) : ownName(fact);
}

function lastPart(name: string): string {
  return name.match(/"(?:[^"]|"")*"|[^."]+/g)?.at(-1) ?? name;
}

/** Storage parameters: `SET (a = 1)`, `RESET (b)`. */
function settings(
  command: string,
  prefix: string,
  wanted: FactValue | undefined,
  now: FactValue | undefined,
): string[] {
  return entries(wanted, now).map(([key, value]) =>
    value === undefined
      ? `${command} RESET (${prefix}${key})`
      : `${command} SET (${prefix}${key} = ${text(value)})`,
  );
}

function foreignOptions(
  command: string,
  wanted: FactValue | undefined,
  now: FactValue | undefined,
): string[] {
  const shown = entries(wanted, now).filter(([, value]) => value !== "(hidden)");
  return shown.map(([key, value]) => {
    if (value === undefined) return `${command} OPTIONS (DROP ${key})`;
    const verb = key in part(now) ? "SET" : "ADD";
    return `${command} OPTIONS (${verb} ${key} ${literal(value)})`;
  });
}

function dependencies(
  fact: Fact,
  wanted: FactValue | undefined,
  now: FactValue | undefined,
): string[] {
  const [after, before] = [wanted, now].map((value) => new Set((value ?? []) as string[]));
  const kind = fact.kind.toUpperCase();
  const name = fact.kind === "trigger" ? `${ownName(fact)} ON ${fact.parent ?? ""}` : fact.object;
  return [
    ...[...before!]
      .filter((extension) => !after!.has(extension))
      .map((extension) => `ALTER ${kind} ${name} NO DEPENDS ON EXTENSION ${extension}`),
    ...[...after!]
      .filter((extension) => !before!.has(extension))
      .map((extension) => `ALTER ${kind} ${name} DEPENDS ON EXTENSION ${extension}`),
  ];
}

/** What is said about a table's row type and its array, and who may use it. */
function rowTypeStatements(
  object: string,
  wanted: Readonly<Record<string, FactValue>>,
  now: Readonly<Record<string, FactValue>>,
): string[] {
  const comments = (["comment", "arrayComment"] as const)
    .filter((key) => wanted[key] !== now[key])
    .map(
      (key) =>
        `COMMENT ON TYPE ${object}${key === "comment" ? "" : "[]"} IS ${literal(wanted[key])}`,
    );
  const [held, kept] = [now, wanted].map(({ privileges = null }) => heldOn(privileges));
  return [...comments, ...grantStatements(`TYPE ${object}`, held!, kept!)];
}

/** The keys in which two maps differ, with what they should hold. */
function entries(
  wanted: FactValue | undefined,
  now: FactValue | undefined,
): [string, FactValue | undefined][] {
  const [after, before] = [part(wanted), part(now)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return keys.filter((key) => !sameValue(after[key], before[key])).map((key) => [key, after[key]]);
}

function part(value: FactValue | undefined): Readonly<Record<string, FactValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, FactValue>>)
    : {};
}

function text(value: FactValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

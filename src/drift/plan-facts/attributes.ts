import type { Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import { ownName } from "../fact-names.ts";
import { sameValue } from "../same-value.ts";
import { inheritance } from "./attachments.ts";
import { changedEntries, changedOptions, part, type Change } from "./changed-entries.ts";
import { literal } from "./literal.ts";
import { columnNotNull } from "./not-null.ts";
import { grantStatements, heldOn } from "./privileges.ts";
import { arrayType, rowTypeStatements, typeAttributes } from "./type-attributes.ts";

/**
 * Of objects that the planning library knows, what it doesn't look at.
 *
 * @param now undefined: the plan makes the object.
 * @param isOfView whether it is a column of a view or a composite type.
 */
export function attributeStatements(
  now: Fact | undefined,
  wanted: Fact,
  isOfView: boolean,
): string[] {
  const more = isOfView ? unseen : isInherited(wanted) ? unlikeParent : undefined;
  const changes = { ...byKind[wanted.kind], ...more };
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

/** Of a column of a view or a composite type: the planning library sees none. */
const unseen: Readonly<Record<string, Change>> = {
  default: (fact, wanted) => [
    `${alterColumn(fact)} ${wanted === undefined ? "DROP DEFAULT" : `SET DEFAULT ${text(wanted)}`}`,
  ],
  comment: (fact, wanted) => [`COMMENT ON COLUMN ${fact.object} IS ${literal(wanted)}`],
  privileges: (fact, wanted = null, now = null) =>
    grantStatements(`TABLE ${fact.parent ?? ""}`, heldOn(now), heldOn(wanted), {
      column: ownName(fact),
    }),
};

/** Of a column of a partition or a child table, which is seen as its parent's. */
const unlikeParent: Readonly<Record<string, Change>> = {
  default: unseen["default"]!,
  comment: unseen["comment"]!,
  notNull: (fact, wanted, now) =>
    now === undefined ? [] : [`${alterColumn(fact)} ${wanted === true ? "SET" : "DROP"} NOT NULL`],
  notNullConstraint: () => [],
};

const column: Readonly<Record<string, Change>> = {
  notNullConstraint: columnNotNull,
  statistics: (fact, wanted) => [`${alterColumn(fact)} SET STATISTICS ${text(wanted ?? -1)}`],
  options: (fact, wanted, now) => settings(alterColumn(fact), "", wanted, now),
  storage: (fact, wanted) => [
    `${alterColumn(fact)} SET STORAGE ${wanted === undefined ? "DEFAULT" : text(wanted).toUpperCase()}`,
  ],
  compression: (fact, wanted) => [
    `${alterColumn(fact)} SET COMPRESSION ${wanted === undefined ? "DEFAULT" : text(wanted)}`,
  ],
  foreignOptions: (fact, wanted, now) => changedOptions(alterColumn(fact), part(wanted), part(now)),
  identitySequence: (fact, wanted, now) => {
    const identity = part(fact.attributes["identity"]);
    const sequence = text(identity["sequence"] ?? "");
    // A type that isn't told is the column's.
    const ofType = text(part(wanted)["type"] ?? fact.attributes["type"] ?? "bigint");
    return identitySequence({ sequence, ofType }, part(wanted), part(now));
  },
};

/** What is said about the sequence of an identity column, which nothing else stands for. */
function identitySequence(
  { sequence, ofType }: { sequence: string; ofType: string },
  wanted: Readonly<Record<string, FactValue>>,
  now: Readonly<Record<string, FactValue>>,
): string[] {
  return changedEntries(wanted, now).flatMap(([key, value]): string[] => {
    if (key === "comment") return [`COMMENT ON SEQUENCE ${sequence} IS ${literal(value)}`];
    if (key === "privileges")
      return grantStatements(
        `SEQUENCE ${sequence}`,
        heldOn(now[key] ?? null),
        heldOn(value ?? null),
      );
    if (key === "type") return [`ALTER SEQUENCE ${sequence} AS ${ofType}`];
    const isUnlogged = (key === "unlogged") === (value === true);
    return [`ALTER SEQUENCE ${sequence} SET ${isUnlogged ? "UNLOGGED" : "LOGGED"}`];
  });
}

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
  options: (fact, wanted, now) =>
    // Others than a partition's copies are the planning library's affair.
    fact.attributes["partitionOf"] === undefined
      ? []
      : settings(`ALTER INDEX ${fact.object}`, "", wanted, now),
};

const constraint: Readonly<Record<string, Change>> = {
  clustered: index["clustered"]!,
  dependsOnExtensions: (fact, wanted, now) =>
    dependencies({ ...fact, kind: "index", object: constraintIndex(fact) }, wanted, now),
  options: (fact, wanted, now) => settings(`ALTER INDEX ${constraintIndex(fact)}`, "", wanted, now),
  indexComment: (fact, wanted) => [
    `COMMENT ON INDEX ${constraintIndex(fact)} IS ${literal(wanted)}`,
  ],
};

/** Its index has its name, in the schema of its table. */
function constraintIndex(fact: Fact): string {
  const schema = /^(?:"(?:[^"]|"")*"|[^."]+)/.exec(fact.parent ?? "")?.[0] ?? "";
  return `${schema}.${ownName(fact)}`;
}

const routine: Readonly<Record<string, Change>> = { dependsOnExtensions: dependencies };

const trigger: Readonly<Record<string, Change>> = {
  ...routine,
  constraintComment: (fact, wanted) => [
    `COMMENT ON CONSTRAINT ${fact.object.replace(` on ${fact.parent ?? ""}`, ` ON ${fact.parent ?? ""}`)} IS ${literal(wanted)}`,
  ],
  enabled: (fact, wanted) => {
    // Others than a partition's copies are the planning library's affair.
    if (fact.attributes["partitionOf"] === undefined) return [];
    const verb = { disabled: "DISABLE", replica: "ENABLE REPLICA", always: "ENABLE ALWAYS" }[
      text(wanted ?? "origin")
    ];
    // Its own partitions have copies of their own.
    return [`ALTER TABLE ONLY ${fact.parent ?? ""} ${verb ?? "ENABLE"} TRIGGER ${ownName(fact)}`];
  },
};
const byKind: Partial<Record<FactKind, Readonly<Record<string, Change>>>> = {
  column,
  table,
  "foreign table": foreignTable,
  "materialized view": table,
  view: { rowType: table["rowType"]! },
  index,
  constraint,
  sequence: {
    unlogged: (fact, wanted) => [
      `ALTER SEQUENCE ${fact.object} SET ${wanted === true ? "UNLOGGED" : "LOGGED"}`,
    ],
  },
  schema: {
    // Since PostgreSQL 15 it belongs to whoever owns the database, which is no other role's name.
    owner: ({ object }, wanted) =>
      object === "public" && wanted === undefined
        ? ["ALTER SCHEMA public OWNER TO pg_database_owner"]
        : [],
  },
  function: routine,
  procedure: routine,
  trigger,
  enum: arrayType,
  domain: arrayType,
  type: typeAttributes,
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

function entries(wanted: FactValue | undefined, now: FactValue | undefined) {
  return changedEntries(part(wanted), part(now));
}

function text(value: FactValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

import type { Fact, FactKind, FactValue } from "../../../catalog/fact.ts";
import { ownName } from "../../compare/fact-names.ts";
import { sameValue } from "../../compare/same-value.ts";
import { inheritance } from "./attachments.ts";
import { changedEntries, changedSettings, part, type Change } from "./changed-entries.ts";
import { column, heldThen, unlikeParent, unseen } from "./column-attributes.ts";
import { literal } from "./literal.ts";
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
  const held = now === undefined ? {} : heldThen(now, wanted);
  const isMade = wanted.kind === "index" && isMadeWithOptions(now, wanted);
  return Object.entries(changes).flatMap(([attribute, change]) => {
    const [before, after] = [held[attribute], wanted.attributes[attribute]];
    if (sameValue(before ?? null, after ?? null)) return [];
    if (isMade && attribute === "options") return [];
    return change(wanted, after, before);
  });
}

/** Does the plan make an index, which isn't a partition's copy? That has its storage parameters from the start. */
function isMadeWithOptions(now: Fact | undefined, wanted: Fact): boolean {
  if (wanted.attributes["partitionOf"] !== undefined) return false;
  const isOther = (name: string) =>
    !sameValue(now?.attributes[name] ?? null, wanted.attributes[name] ?? null);
  return now === undefined || makesIndex.some(isOther);
}

/** What no ALTER INDEX changes. */
const makesIndex = ["method", "keys", "unique", "where", "include", "nullsNotDistinct", "invalid"];

/** Has a kind attributes of that sort? */
export function hasOwnAttributes(kind: FactKind): boolean {
  return kind in byKind;
}

function isInherited({ kind, attributes }: Fact): boolean {
  return kind === "column" && "inherited" in attributes;
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
  toastOptions: (fact, wanted, now) => changedSettings(alterRelation(fact), "toast.", wanted, now),
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
  replicaIdentity: (fact, wanted) =>
    // Others than a partition's copies are the planning library's affair.
    fact.attributes["partitionOf"] === undefined
      ? []
      : [
          `ALTER TABLE ${fact.parent ?? ""} REPLICA IDENTITY ${wanted === true ? `USING INDEX ${indexName(fact)}` : "DEFAULT"}`,
        ],
  statistics: (fact, wanted, now) =>
    changedEntries(part(wanted), part(now)).map(
      ([key, value]) =>
        `ALTER INDEX ${fact.object} ALTER COLUMN ${key} SET STATISTICS ${text(value ?? -1)}`,
    ),
  dependsOnExtensions: dependencies,
  options: (fact, wanted, now) => changedSettings(`ALTER INDEX ${fact.object}`, "", wanted, now),
};

const constraint: Readonly<Record<string, Change>> = {
  clustered: index["clustered"]!,
  replicaIdentity: index["replicaIdentity"]!,
  dependsOnExtensions: (fact, wanted, now) =>
    dependencies({ ...fact, kind: "index", object: constraintIndex(fact) }, wanted, now),
  options: (fact, wanted, now) =>
    changedSettings(`ALTER INDEX ${constraintIndex(fact)}`, "", wanted, now),
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
    `COMMENT ON CONSTRAINT ${ownName(fact)} ON ${fact.parent ?? ""} IS ${literal(wanted)}`,
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

function text(value: FactValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

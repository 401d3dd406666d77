import type { Fact, FactValue } from "../../../catalog/fact.ts";
import { ownName } from "../../compare/fact-names.ts";
import {
  changedEntries,
  changedOptions,
  changedSettings,
  part,
  type Change,
} from "./changed-entries.ts";
import { literal } from "./literal.ts";
import { columnNotNull } from "./not-null.ts";
import { grantStatements, heldOn } from "./privileges.ts";

/** Of a column of a view or a composite type: the planning library sees none. */
export const unseen: Readonly<Record<string, Change>> = {
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
export const unlikeParent: Readonly<Record<string, Change>> = {
  default: unseen["default"]!,
  comment: unseen["comment"]!,
  privileges: unseen["privileges"]!,
  notNull: (fact, wanted, now) =>
    now === undefined ? [] : [`${alterColumn(fact)} ${wanted === true ? "SET" : "DROP"} NOT NULL`],
  notNullConstraint: () => [],
};

/** Of any column. */
export const column: Readonly<Record<string, Change>> = {
  notNullConstraint: columnNotNull,
  statistics: (fact, wanted) => [`${alterColumn(fact)} SET STATISTICS ${text(wanted ?? -1)}`],
  options: (fact, wanted, now) => changedSettings(alterColumn(fact), "", wanted, now),
  storage: (fact, wanted) => [
    `${alterColumn(fact)} SET STORAGE ${text(wanted ?? defaultStorage(fact)).toUpperCase()}`,
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

/**
 * What values of PostgreSQL's own types have that can be stored in more than one way. From PostgreSQL 16 on, DEFAULT stands for that
 * of any type.
 */
function defaultStorage({ attributes }: Fact): string {
  const type = text(attributes["type"] ?? "");
  if (type.includes(".")) return "default";
  return /^(?:numeric|inet|cidr)(?:$|\((?!.*\[\]$))/.test(type) ? "main" : "extended";
}

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

/** What it has once the rest of the plan ran: a column's new type takes the storage and compression that somebody chose. */
export function heldThen({ kind, attributes }: Fact, wanted: Fact): Fact["attributes"] {
  const isSame = (name: string) => attributes[name] === wanted.attributes[name];
  if (kind !== "column" || (isSame("type") && isSame("collation"))) return attributes;
  const { storage: _, compression: __, ...rest } = attributes;
  return rest;
}

function alterColumn(fact: Fact): string {
  return `ALTER TABLE ONLY ${fact.parent ?? ""} ALTER COLUMN ${ownName(fact)}`;
}

function text(value: FactValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

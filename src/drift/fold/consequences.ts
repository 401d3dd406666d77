import type { FactValue } from "../../catalog/fact.ts";
import { columnConsequenceOf, columnRootsOf, type ColumnRoots } from "./column-consequences.ts";
import { nameOnTable } from "../compare/fact-names.ts";
import { sameValue } from "../compare/same-value.ts";
import type { Finding } from "../finding.ts";
import { indexConsequenceOf, indexRootsOf, type IndexRoots } from "./index-consequences.ts";
import { ownerConsequenceOf, ownerRootsOf, type OwnerRoots } from "./owner-consequences.ts";
import { labelConsequenceOf, renamedLabel, type RenamedLabel } from "./label-consequences.ts";
import { partitionConstraintOf, type ConstraintsOf } from "./partition-constraints.ts";
import { sideEffectOf, sideEffectRootsOf, type SideEffectRoots } from "./side-effects.ts";

/** Changes from which others follow by necessity, by what they concern. */
export interface Roots {
  /** By table: whose partition or child it is, or of which type. */
  attached: ReadonlyMap<string, Finding>;
  /** By table: which rows a partition may have. */
  bounds: ReadonlyMap<string, Finding>;
  /** By table: what replication tells a row by. */
  replicaIdentity: ReadonlyMap<string, Finding>;
  /** Values of an enum that have another name. */
  labels: readonly RenamedLabel[];
  /** Tables that came or went: `removed` and the name. */
  tables: ReadonlyMap<string, Finding>;
  /** Schemas that went. */
  schemas: ReadonlyMap<string, Finding>;
  /** Columns and constraints that came, by kind and name. */
  added: ReadonlyMap<string, Finding>;
  columns: ColumnRoots;
  indexes: IndexRoots;
  owners: OwnerRoots;
  sideEffects: SideEffectRoots;
  /** By publication: that it is one of all tables now, and names none. */
  allTables: ReadonlyMap<string, Finding>;
  /** By publication and entry: what came or went as a whole. */
  published: ReadonlyMap<string, Finding>;
}

export function rootsOf(findings: readonly Finding[]): Roots {
  const changed = (attributes: readonly string[]) =>
    new Map(
      findings
        .filter(({ kind, attribute }) => isTable(kind) && attributes.includes(attribute ?? ""))
        .map((finding) => [finding.object, finding]),
    );
  return {
    attached: changed(["partitionOf", "inherits", "ofType"]),
    bounds: changed(["partitionBound"]),
    replicaIdentity: changed(["replicaIdentity"]),
    labels: findings.flatMap(renamedLabel),
    tables: new Map(
      findings
        .filter(({ kind, attribute }) => isTable(kind) && attribute === null)
        .map((finding) => [`${finding.change}\0${finding.object}`, finding]),
    ),
    schemas: new Map(
      findings
        .filter(({ kind, change }) => kind === "schema" && change === "removed")
        .map((finding) => [finding.object, finding]),
    ),
    added: new Map(
      findings
        .filter(({ change }) => change === "added")
        .map((finding) => [`${finding.kind}\0${finding.object}`, finding]),
    ),
    columns: columnRootsOf(findings),
    indexes: indexRootsOf(findings),
    owners: ownerRootsOf(findings),
    sideEffects: sideEffectRootsOf(findings),
    allTables: new Map(
      findings
        .filter(({ attribute, actual }) => attribute === "allTables" && actual === true)
        .map((finding) => [finding.object, finding]),
    ),
    published: new Map(
      findings
        .filter(({ kind, expected, actual }) => kind === "publication" && !(expected && actual))
        .map((finding) => [`${finding.object}\0${finding.attribute}`, finding]),
    ),
  };
}

/**
 * The change that a finding only follows from, as one statement makes both.
 *
 * @param parents by table: those that it inherits from or is a partition of, on either side, and theirs.
 * @param partitions the tables that are partitions, on either side.
 * @param primaryKeys by name of a primary key that is among the findings: its columns on the actual side.
 * @param bases by kind and name of what is among the findings: what it stands on, and whose partition it is.
 * @param constraintsOf a table, on either side.
 * @param names of all objects on either side, with their kinds.
 */
export function consequenceOf(
  finding: Finding,
  roots: Roots,
  {
    parents,
    partitions,
    primaryKeys,
    bases,
    constraintsOf,
    names,
  }: {
    parents: ReadonlyMap<string, readonly string[]>;
    partitions: ReadonlySet<string>;
    primaryKeys: ReadonlyMap<string, readonly unknown[]>;
    bases: ReadonlyMap<string, readonly string[]>;
    constraintsOf: ConstraintsOf;
    names: Pick<ReadonlySet<string>, "has">;
  },
): Finding | undefined {
  const { kind, object, parent, attribute } = finding;
  const table = parent ?? "";
  const other =
    columnConsequenceOf(finding, roots.columns, parents) ??
    partitionConstraintOf(finding, roots, { parents, partitions, constraintsOf }) ??
    indexConsequenceOf(finding, roots.indexes, { added: roots.added, bases }) ??
    ownerConsequenceOf(finding, roots.owners) ??
    sideEffectOf(finding, roots.sideEffects, { parents, partitions, primaryKeys });
  if (other !== undefined) return other;
  if (attribute === "partitionBound") return roots.attached.get(object);
  if (attribute === "replicaIdentity" && !isTable(kind)) return roots.replicaIdentity.get(table);
  if (kind === "publication") return publicationConsequenceOf(finding, roots, parents);
  if (attribute === null) {
    const isHandedDown =
      "partitionOf" in valuesOf(finding) ||
      (parents.get(table) ?? []).some((above) =>
        names.has(`${kind}\0${nameOnTable(finding, above)}`),
      );
    return isPart(kind) && isHandedDown ? roots.attached.get(table) : undefined;
  }
  if (attribute === "notNull") return mergedWith(finding, roots.added, parents);
  if (handedDown.has(attribute.split(".")[0]!) && !isTable(kind))
    return roots.attached.get(table) ?? mergedWith(finding, roots.added, parents);
  return labelConsequenceOf(finding, roots.labels);
}

/** What is published comes and goes with the table or the schema, and child tables with their parents. */
function publicationConsequenceOf(
  { object, attribute, expected, actual }: Finding,
  roots: Roots,
  parents: ReadonlyMap<string, readonly string[]>,
): Finding | undefined {
  const all = roots.allTables.get(object);
  if (attribute?.startsWith("tables.") === true) {
    if (all !== undefined && actual === null) return all;
    const table = attribute.slice("tables.".length);
    const change = actual === null ? "removed" : "added";
    const isLike = (above: Finding | undefined) =>
      sameValue([above?.expected ?? null, above?.actual ?? null], [expected, actual]);
    return (
      roots.tables.get(`${change}\0${table}`) ??
      (parents.get(table) ?? [])
        .map((above) => roots.published.get(`${object}\0tables.${above}`))
        .find(isLike)
    );
  }
  if (attribute !== "schemas") return undefined;
  const [before, after] = [expected, actual].map((value) => (Array.isArray(value) ? value : []));
  const gone = before!.filter((name) => !after!.includes(name));
  const causes = gone.map((name) => roots.schemas.get(String(name)));
  return before!.length - gone.length === after!.length && causes.every(Boolean)
    ? causes[0]
    : undefined;
}

/** What a parent got that its child had already. */
function mergedWith(
  { kind, object, parent, attribute, actual }: Finding,
  added: Roots["added"],
  parents: ReadonlyMap<string, readonly string[]>,
): Finding | undefined {
  if (actual !== true || parent === null || attribute?.startsWith("notNullConstraint"))
    return undefined;
  return (parents.get(parent) ?? [])
    .map((above) => added.get(`${kind}\0${nameOnTable({ object, parent }, above)}`))
    .find((finding) => finding !== undefined && isHandedOver(finding, attribute));
}

/** A column that takes nulls brings no NOT NULL. */
function isHandedOver(added: Finding, attribute: string | null): boolean {
  return attribute !== "notNull" || (valuesOf(added) as { notNull?: FactValue }).notNull === true;
}

/** What a column, constraint or index says of where it comes from; from 18 on, NOT NULL has its name from there, too. */
const handedDown: ReadonlySet<string> = new Set([
  "inherited",
  "declaredToo",
  "partitionOf",
  "notNullConstraint",
]);

function isTable(kind: string): boolean {
  return kind === "table" || kind === "foreign table";
}

function isPart(kind: string): boolean {
  return kind === "constraint" || kind === "index" || kind === "trigger";
}

function valuesOf({ change, expected, actual }: Finding): object {
  const values = change === "added" ? actual : expected;
  return typeof values === "object" && values !== null ? values : {};
}

import type { Fact, FactValue } from "../../catalog/fact.ts";
import { literalPattern } from "../../literal-pattern.ts";
import { nameOnTable, ownName } from "../compare/fact-names.ts";
import type { Finding } from "../finding.ts";

/** Findings that others may only follow from, by what finds them. */
export interface ColumnRoots {
  /** By table: columns that are gone. */
  gone: ReadonlyMap<string, readonly Finding[]>;
  /** By kind and name of a column or domain: that it takes nulls now, or takes none any longer. */
  notNull: ReadonlyMap<string, Finding>;
  /** By name of a column: what changed about the constraint that its NOT NULL is. */
  notNullConstraint: ReadonlyMap<string, Finding>;
  /** By name of a type: that it is no shell any longer, or one again. */
  filled: ReadonlyMap<string, Finding>;
  /** By name of a view: that its query is another. */
  query: ReadonlyMap<string, Finding>;
  /** By attribute and table: the index that it is clustered by, or that its rows are told by, now. */
  chosen: ReadonlyMap<string, Finding>;
}

export function columnRootsOf(findings: readonly Finding[]): ColumnRoots {
  const gone = new Map<string, Finding[]>();
  const notNull = new Map<string, Finding>();
  const notNullConstraint = new Map<string, Finding>();
  const filled = new Map<string, Finding>();
  const query = new Map<string, Finding>();
  const chosen = new Map<string, Finding>();
  for (const finding of findings) {
    const { kind, object, parent, attribute, change, expected, actual } = finding;
    if (kind === "type" && attribute === "type" && [expected, actual].includes("shell"))
      filled.set(object, finding);
    if (kind === "column" && change === "removed" && parent !== null)
      gone.set(parent, [...(gone.get(parent) ?? []), finding]);
    if (attribute === "notNull") notNull.set(`${kind}\0${object}`, finding);
    if (kind === "column" && isOfNotNullConstraint(attribute))
      notNullConstraint.set(object, finding);
    if (isView(kind) && attribute === "definition") query.set(object, finding);
    if (isChoice(attribute) && actual === true) chosen.set(`${attribute}\0${parent}`, finding);
  }
  return { gone, notNull, notNullConstraint, filled, query, chosen };
}

/**
 * The change of a column that a finding only follows from, or the change that a column's only follows from.
 *
 * @param parents by table: those that it inherits from or is a partition of.
 */
export function columnConsequenceOf(
  finding: Finding,
  roots: ColumnRoots,
  parents: ReadonlyMap<string, readonly string[]>,
): Finding | undefined {
  const { kind, object, parent, attribute, change, expected, actual } = finding;
  const table = parent ?? "";
  if (kind === "column" && ofQuery.has(attribute ?? "there") && roots.query.has(table))
    return roots.query.get(table);
  if (kind === "column" && attribute === null && roots.filled.has(table))
    return roots.filled.get(table);
  if (attribute === "columnOrder") return roots.query.get(object);
  if (change === "removed")
    return roots.gone
      .get(table)
      ?.find((column) => standsOnColumn({ kind, attributes: asValues(expected) }, column));
  if (isChoice(attribute) && actual !== true) return roots.chosen.get(`${attribute}\0${parent}`);
  return notNullConsequenceOf(finding, roots, parents);
}

/** One constraint is a column's NOT NULL, and what child tables have of it; a domain's, too. */
function notNullConsequenceOf(
  { kind, object, parent, attribute, actual }: Finding,
  roots: ColumnRoots,
  parents: ReadonlyMap<string, readonly string[]>,
): Finding | undefined {
  const isConstraint = isOfNotNullConstraint(attribute);
  const own = isConstraint ? roots.notNull.get(`${kind}\0${object}`) : undefined;
  if (own !== undefined && (own.actual !== true || isOnlyName(actual))) return own;
  if (kind !== "column" || parent === null) return undefined;
  const above = (parents.get(parent) ?? [])
    .map((table) => roots.notNullConstraint.get(nameOnTable({ object, parent }, table)))
    .find((root) => root !== undefined);
  const isHandedDown = attribute === "notNull" && actual === true && wasNotInherited(above);
  return isConstraint || isHandedDown ? above : undefined;
}

function wasNotInherited(finding: Finding | undefined): boolean {
  if (finding === undefined) return false;
  const { attribute, expected } = finding;
  return attribute === "notNullConstraint.noInherit" || "noInherit" in asValues(expected);
}

/** Does PostgreSQL drop it with the column? The column's name stands in what it consists of. */
export function standsOnColumn(
  { kind, attributes }: Pick<Fact, "kind" | "attributes">,
  column: Pick<Fact, "object" | "parent">,
): boolean {
  if (kind !== "constraint" && kind !== "index" && kind !== "statistics") return false;
  const name = literalPattern(ownName(column));
  const word = new RegExp(`(?<![\\w$"])${name}(?![\\w$"])`);
  return ownParts.some((part) => [attributes[part]].flat().some((text) => word.test(String(text))));
}

const ownParts = ["columns", "include", "expression", "keys", "where", "definition"];

/** What a view's query says of its columns. */
const ofQuery: ReadonlySet<string> = new Set(["there", "type", "collation"]);

function isOfNotNullConstraint(attribute: string | null): boolean {
  return attribute?.split(".")[0] === "notNullConstraint" && !attribute.endsWith(".comment");
}

/** What is true of one index of a table at most. */
function isChoice(attribute: string | null): attribute is string {
  return attribute === "clustered" || attribute === "replicaIdentity";
}

function isOnlyName(value: FactValue): boolean {
  return Object.keys(asValues(value)).every((key) => key === "name");
}

function asValues(value: FactValue): Fact["attributes"] {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fact["attributes"])
    : {};
}

function isView(kind: string): boolean {
  return kind === "view" || kind === "materialized view";
}

import type { Fact, FactValue } from "../../catalog/fact.ts";
import { literalPattern } from "../../literal-pattern.ts";
import { nameOnTable, ownName } from "../compare/fact-names.ts";
import type { Finding } from "../finding.ts";
import { differsInCasts, differsInCollations } from "./recast.ts";

/** Findings that others may only follow from, by what finds them. */
export interface SideEffectRoots {
  /** By change, kind and object; of a change also by its attribute. */
  told: ReadonlyMap<string, Finding>;
  /** By table: columns of another type, or of another collation. */
  types: ReadonlyMap<string, readonly Finding[]>;
  /** By table: constraints that came, or are of another type or of other columns. */
  keys: ReadonlyMap<string, readonly Finding[]>;
  /** Operators that came, and those that went. */
  operators: readonly Finding[];
}

export function sideEffectRootsOf(findings: readonly Finding[]): SideEffectRoots {
  const told = new Map(findings.map((finding) => [keyOf(finding), finding]));
  const types = new Map<string, Finding[]>();
  const keys = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { change, kind, parent, attribute } = finding;
    if (kind === "column" && isOfType(attribute) && parent !== null)
      types.set(parent, [...(types.get(parent) ?? []), finding]);
    const isKey = change === "added" || attribute === "type" || attribute === "columns";
    if (kind === "constraint" && isKey && parent !== null)
      keys.set(parent, [...(keys.get(parent) ?? []), finding]);
  }
  const operators = findings.filter(({ kind, attribute }) => kind === "operator" && !attribute);
  return { told, types, keys, operators };
}

interface Relations {
  /** By table: those that it inherits from or is a partition of. */
  parents: ReadonlyMap<string, readonly string[]>;
  partitions: ReadonlySet<string>;
  /** By name of a primary key, on the actual side: its columns. */
  primaryKeys: ReadonlyMap<string, readonly unknown[]>;
}

/** The change of which PostgreSQL makes another by itself, in the same statement. */
export function sideEffectOf(
  finding: Finding,
  roots: SideEffectRoots,
  relations: Relations,
): Finding | undefined {
  return (
    ofPrimaryKey(finding, roots, relations) ??
    ofTable(finding, roots) ??
    ofColumnType(finding, roots) ??
    ofParentsLoss(finding, roots, relations) ??
    ofOperators(finding, roots)
  );
}

/** The columns of a primary key take no nulls. */
function ofPrimaryKey(
  { kind, object, parent, attribute, actual }: Finding,
  { keys }: SideEffectRoots,
  { primaryKeys }: Relations,
): Finding | undefined {
  if (kind !== "column" || attribute !== "notNull" || actual !== true) return undefined;
  const column = ownName({ object, parent });
  return keys.get(parent ?? "")?.find((key) => primaryKeys.get(key.object)?.includes(column));
}

/** A table's own sequences are logged as it is, from PostgreSQL 15 on. */
function ofTable(
  { kind, parent, attribute, actual }: Finding,
  { told }: SideEffectRoots,
): Finding | undefined {
  if (kind !== "sequence" || attribute !== "unlogged" || parent === null) return undefined;
  const table = parent.replace(/\.(?:"(?:[^"]|"")*"|[^".]+)$/, "");
  const root = told.get(keyOf({ change: "changed", kind: "table", object: table, attribute }));
  return root?.actual === actual ? root : undefined;
}

/**
 * Expressions are printed with casts where a column isn't of the type that they need; its default is cast to that type. An index
 * compares what an expression makes of a column by the column's collation.
 */
function ofColumnType(
  { change, kind, object, parent, attribute, expected, actual }: Finding,
  { types }: SideEffectRoots,
): Finding | undefined {
  if (change !== "changed" || isOfType(attribute) || parent === null) return undefined;
  const columns = types.get(parent);
  if (columns === undefined || expected === null) return undefined;
  const isRecast = kind === "index" && attribute === "keys" ? differsInCollations : differsInCasts;
  if (!isRecast(expected, actual)) return undefined;
  if (kind === "column" && attribute === "default")
    return columns.find((column) => column.object === object);
  return columns.find((column) => wordOf(ownName(column)).test(JSON.stringify(expected)));
}

/** What a parent alone lost (`ALTER TABLE ONLY`) is its children's own from then on. A partitioned table can't lose it alone. */
function ofParentsLoss(
  { change, kind, object, parent, attribute, actual }: Finding,
  { told }: SideEffectRoots,
  { parents, partitions }: Relations,
): Finding | undefined {
  if (parent === null || partitions.has(parent)) return undefined;
  // What it has from another parent as well, and hadn't declared itself, is declared from then on.
  const isOwnNow =
    attribute === "declaredToo" ||
    (attribute === "inherited" && actual !== true) ||
    (change === "added" && kind === "constraint");
  if (!isOwnNow) return undefined;
  return (parents.get(parent) ?? [])
    .map((above) => nameOnTable({ object, parent }, above))
    .map((lost) => told.get(keyOf({ change: "removed", kind, object: lost, attribute: null })))
    .find((root) => root !== undefined);
}

/** An operator may bring a shell of its commutator or negator, and is theirs in turn; an operator class may bring its family. */
function ofOperators(finding: Finding, { told, operators }: SideEffectRoots): Finding | undefined {
  const { change, kind, object, attribute, expected, actual } = finding;
  if (kind === "operator" && (attribute === "commutator" || attribute === "negator"))
    return operators.find((other) =>
      other.change === "added"
        ? plainOperator(other.object) === actual
        : actual === null && plainOperator(other.object) === expected,
    );
  if (attribute !== null) return undefined;
  const own = valuesOf(finding);
  if (kind === "operator" && own["function"] === undefined)
    return operators.find((other) => {
      const { commutator, negator } = valuesOf(other);
      return other.change === change && [commutator, negator].includes(plainOperator(object));
    });
  if (kind !== "operator family" || change !== "added") return undefined;
  const ownClass = told.get(keyOf({ change, kind: "operator class", object, attribute }));
  if (ownClass === undefined) return undefined;
  // Of GiST and the like, PostgreSQL gives a class's operators to the family.
  return isEmpty(own) || valuesOf(ownClass)["operators"] === undefined ? ownClass : undefined;
}

/** `app.~<>(text,text)`, as others refer to it, of `app.~<>(text, text)`. */
function plainOperator(object: string): string {
  return object.replace(/, (?=[^,]*\)$)/, ",");
}

function isOfType(attribute: string | null): boolean {
  return attribute === "type" || attribute === "collation";
}

function isEmpty({ operators, functions }: Fact["attributes"]): boolean {
  return operators === undefined && functions === undefined;
}

function keyOf({
  change,
  kind,
  object,
  attribute,
}: Pick<Finding, "change" | "kind" | "object" | "attribute">): string {
  return [change, kind, object, attribute].join("\0");
}

function wordOf(name: string): RegExp {
  return new RegExp(
    `(?<![\\w$"\\\\])${literalPattern(JSON.stringify(name).slice(1, -1))}(?![\\w$])`,
  );
}

function valuesOf({ change, expected, actual }: Finding): Fact["attributes"] {
  return asValues(change === "added" ? actual : expected);
}

function asValues(value: FactValue): Fact["attributes"] {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fact["attributes"])
    : {};
}

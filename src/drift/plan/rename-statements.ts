import type { Catalog, Fact } from "../../catalog/fact.ts";
import { differences } from "../compare/compare.ts";
import { argumentsOf, ownName } from "../compare/fact-names.ts";
import { sameValue } from "../compare/same-value.ts";
import type { Finding } from "../finding.ts";
import { ownStatement } from "./own-statement.ts";
import { isMultirangeMove } from "../compare/multiranges.ts";
import { literal } from "./facts/literal.ts";
import type { RepairStatement } from "./repair.ts";
import type { Rename } from "../renames/renames.ts";

/**
 * Both ways between two catalogs that differ in nothing but names and schemas: the planning library would drop and make anew
 * some of it, and what stands on it. Undefined where they differ in more. Pure.
 */
export function planOfRenames(
  expected: Catalog,
  actual: Catalog,
  renames: readonly Rename[],
): { keep: RepairStatement[]; revert: RepairStatement[] } | undefined {
  const found = differences(expected, actual);
  const multiranges = found.filter(isMultirangeMove);
  if (renames.length + multiranges.length === 0) return undefined;
  const names = new Set(renames.map((rename) => keyOf(rename.expected, rename.attribute)));
  const isMore = found.some(
    (finding) => !isMultirangeMove(finding) && !names.has(keyOf(finding, finding.attribute)),
  );
  if (isMore) return undefined;
  const moved = movesOf(multiranges);
  const own = withoutTyped(renames, expected);
  return {
    keep: [...own.map((rename) => renameStatement(rename, "actual")), ...moved.keep],
    revert: [...own.map((rename) => renameStatement(rename, "expected")), ...moved.revert],
  };
}

/** Multiranges that are called otherwise, both ways, whatever else differs. Pure. */
export function movedMultiranges(
  expected: Catalog,
  actual: Catalog,
): { keep: RepairStatement[]; revert: RepairStatement[] } {
  return movesOf(differences(expected, actual).filter(isMultirangeMove));
}

function movesOf(multiranges: readonly Pick<Finding, "expected" | "actual">[]) {
  const moved = multiranges.map(({ expected: from, actual: to }) => [String(from), String(to)]);
  return {
    keep: moved.flatMap(([from, to]) => multirangeStatements(from!, to!)),
    revert: moved.flatMap(([from, to]) => multirangeStatements(to!, from!)),
  };
}

function keyOf({ kind, object }: Pick<Fact, "kind" | "object">, attribute: string | null): string {
  return JSON.stringify([kind, object, attribute]);
}

/** Renames with those of typed tables' columns told by their type's attributes alone, which PostgreSQL renames together. */
function withoutTyped(renames: readonly Rename[], { facts }: Catalog): CascadingRename[] {
  const types = new Map(facts.map(({ object, attributes }) => [object, attributes["ofType"]]));
  const attributes = new Set<string>();
  const own = renames.filter(({ expected }) => {
    const type = expected.kind === "column" ? types.get(expected.parent ?? "") : undefined;
    const attribute = `${String(type)}.${ownName(expected)}`;
    const isTyped = renames.some((other) => other.expected.object === attribute);
    if (isTyped) attributes.add(attribute);
    return !isTyped;
  });
  return own.map((rename) => ({ ...rename, cascades: attributes.has(rename.expected.object) }));
}

interface CascadingRename extends Rename {
  /** Tables are made of the type whose attribute it is. */
  cascades?: boolean;
}

/** A range's multirange is a type with a name and a schema of its own. */
function multirangeStatements(from: string, to: string): RepairStatement[] {
  const [schema, name] = splitName(to);
  const [before, own] = splitName(from);
  return [
    ...(before === schema ? [] : [`ALTER TYPE ${from} SET SCHEMA ${schema}`]),
    ...(own === name ? [] : [`ALTER TYPE ${schema}.${own} RENAME TO ${name}`]),
  ].map(ownStatement);
}

/** `app.spans`: `app` and `spans`. */
function splitName(type: string): [schema: string, name: string] {
  const name = ownName({ object: type, parent: "" });
  return [type.slice(0, -name.length - 1), name];
}

/** ALTER … RENAME TO, or SET SCHEMA. What an object stands on has its new name already. */
export function renameStatement(
  { expected, actual, attribute, from, to, cascades }: CascadingRename,
  towards: "expected" | "actual",
): RepairStatement {
  const [now, wanted, next] =
    towards === "expected" ? [actual, from, expected] : [expected, to, actual];
  if (cascades === true)
    return ownStatement(
      `ALTER TYPE ${next.parent ?? ""} RENAME ATTRIBUTE ${ownName(now)} TO ${wanted} CASCADE`,
    );
  const change = attribute === "schema" ? `SET SCHEMA ${wanted}` : `RENAME TO ${wanted}`;
  return ownStatement(
    partStatement(now, next.parent ?? "", wanted) ?? `ALTER ${nameOf(now)} ${change}`,
  );
}

/**
 * Labels of enums that are called otherwise, both ways: no label can go, so that another one in its place is the same, also where
 * others came elsewhere. Those that took each other's names are left out. Pure.
 */
export function renamedLabels(
  expected: Catalog,
  actual: Catalog,
): { keep: RepairStatement[]; revert: RepairStatement[] } {
  const others = new Map(actual.facts.filter(isEnum).map((fact) => [fact.object, fact]));
  const renames = expected.facts.filter(isEnum).flatMap((fact) =>
    inPlaceOf(labelsOf(fact), labelsOf(others.get(fact.object))).map(([from, to]) => ({
      type: fact.object,
      from: literal(from),
      to: literal(to),
    })),
  );
  return {
    keep: renames.map(({ type, from, to }) => labelStatement(type, from, to)),
    revert: renames.map(({ type, from, to }) => labelStatement(type, to, from)),
  };
}

/** Pairs of labels, each on one side alone, between the same two that both sides have: as many there as here. */
function inPlaceOf(before: readonly string[], after: readonly string[]): [string, string][] {
  const [had, has] = [new Set(before), new Set(after)];
  const kept = before.filter((label) => has.has(label));
  if (
    !sameValue(
      kept,
      after.filter((label) => had.has(label)),
    )
  )
    return [];
  const [gone, come] = [before, after].map((labels) => gapsBetween(kept, labels));
  return gone!.flatMap((labels, at) => {
    const others = come![at]!;
    return labels.length === others.length
      ? labels.map((label, index): [string, string] => [label, others[index]!])
      : [];
  });
}

/** What stands before each of the labels that stay, and behind the last. */
function gapsBetween(kept: readonly string[], labels: readonly string[]): string[][] {
  const places = [-1, ...kept.map((label) => labels.indexOf(label)), labels.length];
  return places.slice(1).map((place, at) => labels.slice(places[at]! + 1, place));
}

function labelStatement(type: string, from: string, to: string): RepairStatement {
  return ownStatement(`ALTER TYPE ${type} RENAME VALUE ${from} TO ${to}`);
}

function isEnum({ kind }: Fact): boolean {
  return kind === "enum";
}

function labelsOf(fact: Fact | undefined): readonly string[] {
  return (fact?.attributes["labels"] ?? []) as readonly string[];
}

/** Of what is called by the object that it stands on. */
function partStatement(fact: Fact, parent: string, wanted: string): string | undefined {
  const own = ownName(fact);
  if (fact.kind === "column") return `ALTER TABLE ${parent} RENAME COLUMN ${own} TO ${wanted}`;
  if (fact.kind === "constraint") {
    // Both a table and a domain have constraints: their names never coincide.
    const kind =
      fact.attributes["expression"] !== undefined && isOfDomain(fact) ? "DOMAIN" : "TABLE";
    return `ALTER ${kind} ${parent} RENAME CONSTRAINT ${own} TO ${wanted}`;
  }
  return fact.object.endsWith(` on ${fact.parent}`)
    ? `ALTER ${fact.kind.toUpperCase()} ${own} ON ${parent} RENAME TO ${wanted}`
    : undefined;
}

/** A domain's check speaks of its VALUE, which is neither a text nor a column's name. */
function isOfDomain({ attributes }: Fact): boolean {
  const words = String(attributes["expression"]).replaceAll(
    /'[^']*(?:''[^']*)*'|"(?:[^"]|"")*"/g,
    "",
  );
  return /\bVALUE\b/.test(words);
}

/** As ALTER names it. */
function nameOf(fact: Fact): string {
  const kind = fact.kind === "enum" ? "TYPE" : fact.kind.toUpperCase();
  const rest = argumentsOf(fact);
  if (rest.startsWith(" using "))
    return `${kind} ${fact.object.slice(0, -rest.length)} USING ${rest.slice(7)}`;
  return fact.kind === "operator"
    ? `${kind} ${fact.object.slice(0, -rest.length)} ${rest}`
    : `${kind} ${fact.object}`;
}

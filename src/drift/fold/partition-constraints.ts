import type { Fact, FactValue } from "../../catalog/fact.ts";
import type { Finding } from "../finding.ts";
import { canonical } from "../renames/likeness.ts";

/** By table: the constraints that stand on it, on either side. */
export type ConstraintsOf = (table: string) => readonly Fact[];

/**
 * The change by which a partition's own constraint became one with its parent's, or its own again. PostgreSQL takes for the same
 * what says the same; foreign keys keep their names.
 *
 * @param attached by table: that it is a partition now, or is none any longer.
 * @param added by kind and name: what came.
 * @param bounds by table: that it has none of a partition any longer, or another one.
 */
export function partitionConstraintOf(
  { kind, parent, change, attribute, expected, actual }: Finding,
  {
    attached,
    added,
    bounds,
  }: Readonly<Record<"attached" | "added" | "bounds", ReadonlyMap<string, Finding>>>,
  {
    parents,
    partitions,
    constraintsOf,
  }: {
    parents: ReadonlyMap<string, readonly string[]>;
    partitions: ReadonlySet<string>;
    constraintsOf: ConstraintsOf;
  },
): Finding | undefined {
  if (kind !== "constraint" || attribute !== null || !partitions.has(parent ?? ""))
    return undefined;
  const bound = bounds.get(parent ?? "");
  if (change === "added" && bound?.actual === null && saysBound(actual, bound.expected))
    return attached.get(parent ?? "");
  const own = contentOf(change === "added" ? actual : expected);
  const alike = (parents.get(parent ?? "") ?? [])
    .flatMap((table) => constraintsOf(table))
    .filter(({ attributes }) => contentOf(attributes) === own);
  if (alike.length === 0) return undefined;
  const root = attached.get(parent ?? "");
  if (root !== undefined || change !== "removed") return root;
  return alike
    .map(({ object }) => added.get(`constraint\0${object}`))
    .find((finding) => finding !== undefined);
}

/** DETACH PARTITION … CONCURRENTLY leaves the table a check of what its rows had to be. */
function saysBound(constraint: FactValue, bound: FactValue): boolean {
  const { type, expression } = constraint as Fact["attributes"];
  if (type !== "check" || bound === "DEFAULT") return false;
  const said = new Set(literalsOf(expression));
  const told = literalsOf(bound);
  // `FROM (MINVALUE) TO (MAXVALUE)` says of the rows no more than that.
  if (told.length === 0) return said.size === 0 && / IS (?:NOT )?NULL/.test(String(expression));
  return told.every((value) => said.has(value));
}

function literalsOf(value: FactValue | undefined): string[] {
  return String(value).match(/'[^']*(?:''[^']*)*'|(?<![\w.])-?\d+(?:\.\d+)?/g) ?? [];
}

/** What makes it the same constraint, whatever is said about it, and whether or not it was checked before. */
function contentOf(value: FactValue): string {
  const entries = Object.entries(value as Fact["attributes"]);
  return canonical(Object.fromEntries(entries.filter(([name]) => !besides.has(name))));
}

const besides: ReadonlySet<string> = new Set(["comment", "inherited", "notValid", "partitionOf"]);

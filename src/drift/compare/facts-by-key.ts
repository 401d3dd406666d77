import type { Fact } from "../../catalog/fact.ts";
import { oncePer } from "./once-per.ts";

/** What finds a fact: its kind and name. */
export function keyOf({ kind, object }: { kind: string; object: string }): string {
  return `${kind}\0${object}`;
}

/** Facts by their keys. */
export type FactsByKey = Pick<ReadonlyMap<string, Fact>, "get" | "has">;

const indexed = oncePer(
  (facts: readonly Fact[]): FactsByKey => new Map(facts.map((fact) => [keyOf(fact), fact])),
);

/** Indexes facts when it is first asked for one, and each list once. */
export function byKey(facts: readonly Fact[]): FactsByKey {
  return { get: (key) => indexed(facts).get(key), has: (key) => indexed(facts).has(key) };
}

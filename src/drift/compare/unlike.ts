import type { Catalog, Fact } from "../../catalog/fact.ts";
import { byKey, keyOf, type FactsByKey } from "./facts-by-key.ts";
import { oncePerPair } from "./once-per.ts";
import { sameValue } from "./same-value.ts";

/**
 * The facts of two catalogs that aren't the same in the other, found out once for each two. Of thousands of objects a few differ in
 * most cases, and the rest needn't be looked at again. Pure.
 */
export const unlikeFacts = oncePerPair(
  (
    expected: Catalog,
    actual: Catalog,
  ): Readonly<Record<"expected" | "actual", readonly Fact[]>> => {
    const unlike: Record<"expected" | "actual", Fact[]> = { expected: [], actual: [] };
    if (expected === actual) return unlike;
    const [left, right] = [expected.facts, actual.facts];
    // Both are sorted: what is in both stands beside each other, but for names with rare characters.
    for (let one = 0, other = 0; one < left.length || other < right.length;) {
      const [before, after] = [left[one], right[other]];
      if (before !== undefined && after !== undefined && isSameObject(before, after)) {
        if (!sameValue(before.attributes, after.attributes)) {
          unlike.expected.push(before);
          unlike.actual.push(after);
        }
        one += 1;
        other += 1;
      } else if (after === undefined || (before !== undefined && comesFirst(before, after))) {
        unlike.expected.push(before!);
        one += 1;
      } else {
        unlike.actual.push(after);
        other += 1;
      }
    }
    return withoutSame(unlike);
  },
);

function isSameObject(one: Fact, other: Fact): boolean {
  return one.object === other.object && one.kind === other.kind;
}

/** Nearly as catalogs are sorted. */
function comesFirst(one: Fact, other: Fact): boolean {
  return one.kind === other.kind ? one.object < other.object : one.kind < other.kind;
}

/** Facts in that order, after some of them were given other names. */
export function inOrder(facts: readonly Fact[]): Fact[] {
  return facts.toSorted(
    (one, other) => Number(comesFirst(other, one)) - Number(comesFirst(one, other)),
  );
}

/** What didn't stand where it was looked for. */
function withoutSame({
  expected,
  actual,
}: Record<"expected" | "actual", readonly Fact[]>): Record<"expected" | "actual", readonly Fact[]> {
  const isUnlike = (others: FactsByKey) => (fact: Fact) =>
    !sameValue(fact.attributes, others.get(keyOf(fact))?.attributes);
  return {
    expected: expected.filter(isUnlike(byKey(actual))),
    actual: actual.filter(isUnlike(byKey(expected))),
  };
}

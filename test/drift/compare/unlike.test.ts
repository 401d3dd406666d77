import { expect, it } from "vitest";
import type { Catalog, Fact } from "../../../src/catalog/fact.ts";
import { unlikeFacts } from "../../../src/drift/compare/unlike.ts";

const fact = (object: string, value = 1, kind: Fact["kind"] = "table"): Fact => ({
  kind,
  object,
  parent: null,
  attributes: { value },
});
const catalog = (...facts: Fact[]): Catalog => ({ serverMajor: 17, facts, unmodeled: [] });
const unlike = (expected: Catalog, actual: Catalog) => {
  const found = unlikeFacts(expected, actual);
  return [found.expected, found.actual].map((facts) => facts.map(({ object }) => object));
};

it("gives what came, went or changed, and nothing of the rest", () => {
  const before = catalog(fact("a"), fact("c"), fact("d", 1), fact("z"));
  const after = catalog(fact("a"), fact("b"), fact("d", 2), fact("e"), fact("z"));
  expect(unlike(before, after)).toEqual([
    ["c", "d"],
    ["b", "d", "e"],
  ]);
  expect(unlike(before, before)).toEqual([[], []]);
  expect(unlike(before, catalog())).toEqual([["a", "c", "d", "z"], []]);
  expect(unlike(catalog(), before)).toEqual([[], ["a", "c", "d", "z"]]);
});

it("tells objects of one name by their kinds", () => {
  const before = catalog(fact("a", 1, "function"), fact("a", 1, "table"));
  const after = catalog(fact("a", 1, "function"), fact("a", 1, "type"));
  expect(unlike(before, after)).toEqual([["a"], ["a"]]);
});

it("finds what is in both in whatever order they are", () => {
  // By code points the last of these comes after the second; by UTF-16 before it.
  const names = ["a", "\uffee", "\u{1f600}"];
  const facts = names.map((name) => fact(name));
  expect(unlike(catalog(...facts), catalog(...facts.slice(1)))).toEqual([["a"], []]);
  expect(unlike(catalog(...facts), catalog(...facts.toReversed()))).toEqual([[], []]);
  expect(unlike(catalog(...facts.toReversed()), catalog(fact("b"), ...facts))).toEqual([[], ["b"]]);
});

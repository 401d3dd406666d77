import { expect, it } from "vitest";
import type { FactKind, FactValue } from "../../src/catalog/fact.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import { catalogOf, fact } from "./catalogs.ts";

// No statement changes these without what brings them, which is told in their place: the suite of changes can't have them.

const alone: [
  kind: FactKind,
  object: string,
  attribute: string,
  before: FactValue,
  after: FactValue,
][] = [
  ["column", "app.dog.legs", "inherited", true, null],
  ["constraint", "positive on app.dog", "inherited", true, null],
  ["operator", "app.!!!(NONE, bigint)", "result", "bigint", "integer"],
];

it.each(alone)(
  "a %s %s that differs in %s alone is drift, both ways",
  (kind, object, name, ...both) => {
    const [one, other] = both.map((value) =>
      catalogOf([
        fact(kind, object, { type: "integer", ...(value !== null && { [name]: value }) }),
      ]),
    );
    for (const [expected, actual] of [
      [one!, other!],
      [other!, one!],
    ] as const)
      expect(compareFacts(expected, actual).map(({ attribute }) => attribute)).toEqual([name]);
  },
);

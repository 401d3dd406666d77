import { expect, test } from "vitest";
import type { Catalog, Fact } from "../../src/catalog/fact.ts";
import { changedObjects } from "../../src/pull/changed-objects.ts";

function fact(kind: Fact["kind"], object: string, more: Partial<Fact> = {}): Fact {
  return { kind, object, parent: null, attributes: {}, ...more };
}

function catalog(...facts: Fact[]): Catalog {
  return { serverMajor: 17, facts, unmodeled: [] };
}

const type = (name: string) => ({ attributes: { type: name } });
const base = [
  fact("table", "public.a"),
  fact("column", "public.a.id", { parent: "public.a", ...type("app.mood") }),
  fact("table", "public.ab"),
  fact("column", "public.ab.id", { parent: "public.ab", ...type('app."Mood"') }),
  fact("constraint", "k on public.ab", {
    parent: "public.ab",
    attributes: { type: "foreign key", references: { table: "public.a" } },
  }),
  fact("view", "public.seen", { attributes: { definition: "SELECT id FROM public.a" } }),
  fact("enum", "app.mood", { attributes: { labels: ["sad"] } }),
  fact("enum", 'app."Mood"', { attributes: { labels: ["sad"] } }),
];

function key(kind: string): Fact {
  return fact("constraint", "k on public.a", { parent: "public.a", ...type(kind) });
}

function changedBy(now: readonly Fact[], before: readonly Fact[] = base): string[] | undefined {
  const changed = changedObjects(catalog(...before), catalog(...now));
  return changed === undefined ? undefined : [...changed].sort();
}

/** The base with one fact in place of the one of its name. */
function withFact(replacement: Fact): Fact[] {
  return base.map((one) => (one.object === replacement.object ? replacement : one));
}

test("nothing changes nothing, in whatever order attributes are read", () => {
  expect(changedBy(base)).toEqual([]);
  const one = fact("table", "public.t", { attributes: { x: 1, y: { b: 1, a: [2] } } });
  const other = fact("table", "public.t", { attributes: { y: { a: [2], b: 1 }, x: 1 } });
  expect(changedBy([one], [other])).toEqual([]);
});

test("a part changes its table, and what names the table", () => {
  expect(changedBy([...base, key("primary key")])).toEqual([
    "public.a",
    "public.ab",
    "public.seen",
  ]);
  const other = fact("column", "public.ab.id", { parent: "public.ab", ...type("integer") });
  expect(changedBy(withFact(other))).toEqual(["public.ab"]);
});

test("a column changes its table and what names that, but for foreign keys that lead there", () => {
  const column = fact("column", "public.a.id", { parent: "public.a", ...type("integer") });
  expect(changedBy(withFact(column))).toEqual(["public.a", "public.seen"]);
  const index = fact("index", "public.a_id_idx", { parent: "public.a" });
  for (const more of [index, key("check"), key("foreign key")])
    expect(changedBy([...base, more])).toEqual(["public.a", "public.seen"]);
  for (const more of [key("unique"), key("primary key")])
    expect(changedBy([...withFact(column), more])).toEqual([
      "public.a",
      "public.ab",
      "public.seen",
    ]);
});

test("a type changes what names it, as it is quoted", () => {
  const labels = { attributes: { labels: ["sad", "ok"] } };
  expect(changedBy(withFact(fact("enum", "app.mood", labels)))).toEqual(["public.a"]);
  expect(changedBy(withFact(fact("enum", 'app."Mood"', labels)))).toEqual(["public.ab"]);
});

test("a domain changes what is of a domain over it, too", () => {
  const domains = (of: string) => [
    fact("domain", "public.code", type(of)),
    fact("domain", "public.short_code", type("public.code")),
    fact("domain", "public.shorter_code", type("public.short_code[]")),
  ];
  const parts = fact("table", "public.part");
  const column = { parent: "public.part", ...type("public.shorter_code") };
  const rest = [...base, parts, fact("column", "public.part.code", column)];
  expect(changedBy([...rest, ...domains("text")], [...rest, ...domains("integer")])).toEqual([
    "public.part",
  ]);
});

test("a sequence changes the table that owns it", () => {
  const sequence = (increment: string) =>
    fact("sequence", "public.s", { attributes: { ownedBy: "public.ab.id", increment } });
  expect(changedBy([...base, sequence("2")], [...base, sequence("3")])).toEqual(["public.ab"]);
});

test.each([
  ["an extension", fact("extension", "citext")],
  ["a schema", fact("schema", "other")],
  ["a sequence that stands alone", fact("sequence", "public.counter")],
  ["a name with an apostrophe", fact("domain", `public."it's"`)],
])("%s may change anything", (_, added) => {
  expect(changedBy([...base, added])).toBeUndefined();
});

test("what no table can name changes none", () => {
  expect(changedBy([...base, fact("publication", "everything")])).toEqual([]);
  expect(changedBy([...base, fact("function", "public.f(integer)")])).toEqual([]);
});

import { describe, expect, it } from "vitest";
import { presumedColumns } from "../../../src/drift/renames/presumed-columns.ts";
import { catalogOf, fact } from "../catalogs.ts";

/** A table whose columns are these, in that order; another type for each that a side has alone. */
function table(columns: string, type: string, attributes = {}) {
  return [
    fact("table", "app.team"),
    ...columns.split(" ").map((name, index) =>
      fact("column", `app.team.${name}`, {
        type: name.length > 1 ? type : "text",
        position: index + 1,
        ...attributes,
      }),
    ),
  ];
}

function presumed(before: string, after: string, attributes = {}): string[] {
  return presumedColumns(
    catalogOf(table(before, "text", attributes)),
    catalogOf(table(after, "integer", attributes)),
  ).map(({ expected, actual, from, to }) => {
    expect([expected.object, actual.object]).toEqual([`app.team.${from}`, `app.team.${to}`]);
    return `${from} → ${to}`;
  });
}

describe("a column that was renamed and changed", () => {
  it("is known by its place before one that stayed", () => {
    expect(presumed("a old b", "a new b")).toEqual(["old → new"]);
    expect(presumed("old b c", "new b c more")).toEqual(["old → new"]);
    expect(presumed("one two b", "eins zwei b")).toEqual(["one → eins", "two → zwei"]);
    expect(presumed('a "Old" b', 'a "New" b')).toEqual(['"Old" → "New"']);
  });

  it("isn't one that may be new: behind all others, or among fewer or more", () => {
    expect(presumed("a b old", "a b new")).toEqual([]);
    expect(presumed("a one two b", "a new b")).toEqual([]);
    expect(presumed("a old b", "a b new")).toEqual([]);
  });

  it("isn't in a table that was made anew, or looked at without its order, or a parent's", () => {
    expect(presumed("a old b", "b new a")).toEqual([]);
    expect(presumed("a old b", "a new b", { position: undefined })).toEqual([]);
    expect(presumed("a old b", "a new b", { inherited: true })).toEqual([]);
    expect(presumedColumns(catalogOf([]), catalogOf(table("a new b", "text")))).toEqual([]);
  });
});

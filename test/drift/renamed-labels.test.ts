import { describe, expect, it } from "vitest";
import { renamedLabels } from "../../src/drift/plan/rename-statements.ts";
import { catalogOf, fact } from "./catalogs.ts";

const status = (...labels: string[]) => catalogOf([fact("enum", "app.status", { labels })]);

/** What gives an enum's labels their new names. */
function renames(before: readonly string[], after: readonly string[]): string[] {
  return renamedLabels(status(...before), status(...after)).keep.map(({ sql }) => sql);
}

describe("labels of an enum that are called otherwise", () => {
  it("are renamed, and renamed back", () => {
    const { keep, revert } = renamedLabels(status("a", "it's", "c"), status("a", "b", "c"));
    expect(keep.map(({ sql }) => sql)).toEqual([
      "ALTER TYPE app.status RENAME VALUE 'it''s' TO 'b'",
    ]);
    expect(revert.map(({ sql }) => sql)).toEqual([
      "ALTER TYPE app.status RENAME VALUE 'b' TO 'it''s'",
    ]);
  });

  it("are others where there are more of them, or where they changed places", () => {
    expect(renames(["a", "b"], ["a", "b", "c"])).toEqual([]);
    expect(renames(["a", "b"], ["b", "a"])).toEqual([]);
    expect(renames(["a", "b", "c"], ["b", "x", "c"])).toEqual([]);
    expect(renames([], ["a"])).toEqual([]);
  });

  it("are told beside others that came elsewhere, and not where one of several may be new", () => {
    expect(renames(["a", "b", "c"], ["a", "x", "c", "d"])).toEqual([
      "ALTER TYPE app.status RENAME VALUE 'b' TO 'x'",
    ]);
    expect(renames(["a", "b", "c", "d"], ["x", "b", "d"])).toEqual([
      "ALTER TYPE app.status RENAME VALUE 'a' TO 'x'",
    ]);
    expect(renames(["a", "b"], ["a", "x", "y"])).toEqual([]);
    expect(renames(["a", "b", "c"], ["c", "x", "b", "d"])).toEqual([]);
  });

  it("may be several", () => {
    expect(renames(["a", "b", "c"], ["x", "b", "z"])).toEqual([
      "ALTER TYPE app.status RENAME VALUE 'a' TO 'x'",
      "ALTER TYPE app.status RENAME VALUE 'c' TO 'z'",
    ]);
  });
});

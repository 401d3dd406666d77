import { describe, expect, it } from "vitest";
import { testServer } from "../support/database.ts";
import { blindSpots, excludedNames, queryWords } from "./coverage.ts";

describe("docs/coverage.md", () => {
  it("and the queries together name every catalog and column of the server", async () => {
    expect(await blindSpots(testServer())).toEqual([]);
  });

  it("excludes nothing that is read", () => {
    const read = queryWords();
    const excluded = [...excludedNames()];
    expect(excluded.length).toBeGreaterThan(100);
    const columns = excluded.filter((name) => name.includes("."));
    expect(columns.filter((name) => read.has(name.split(".")[1]!))).toEqual([]);
    expect(excluded.filter((name) => !name.includes(".") && read.has(name))).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { factFiles } from "../../src/catalog/fact-files.ts";
import { queryText } from "../../src/catalog/query-text.ts";
import { createTestDatabase, runOn, testServer } from "../support/database.ts";
import { blindSpots, excludedNames, queryWords } from "./coverage.ts";

describe("the exclusions", () => {
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

  it("don't cover a catalog or a column that a new version brings", async () => {
    const { settings, drop } = await createTestDatabase();
    try {
      await runOn(
        settings,
        "SET allow_system_table_mods = on; CREATE TABLE pg_catalog.pg_novelty (oid oid, novname name); ALTER TABLE pg_catalog.pg_conversion ADD COLUMN connovelty text",
      );
      expect(await blindSpots(settings)).toEqual([
        "pg_conversion.connovelty",
        "pg_novelty.novname",
      ]);
    } finally {
      await drop();
    }
  });

  it("don't cover what a query stops reading", async () => {
    const read = queryWords();
    for (const column of ["polpermissive", "seqcycle", "attoptions", "prosupport", "conperiod"])
      read.delete(column);
    // conperiod came with PostgreSQL 18; the server is a 17.
    expect(await blindSpots(testServer(), read)).toEqual([
      "pg_attribute.attoptions",
      "pg_policy.polpermissive",
      "pg_proc.prosupport",
      "pg_sequence.seqcycle",
    ]);
  });
});

describe("the queries", () => {
  it("are plain ASCII, comments too: a server of another encoding may not know a letter more", () => {
    const files = [...factFiles, "scope", "presence", "unmodeled"];
    expect(files.filter((file) => /[^ -~\n]/.test(queryText(file)))).toEqual([]);
  });
});

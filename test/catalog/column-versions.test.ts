import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fingerprint } from "../../src/catalog/fingerprint.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(
    database.settings,
    `CREATE TABLE plain (a int, b text);
     CREATE TABLE tuned (a int);
     ALTER TABLE tuned ALTER a SET (n_distinct = 5);
     CREATE VIEW seen AS SELECT * FROM plain;
     CREATE TYPE pair AS (one int, two text)`,
  );
});
afterAll(() => database.drop());

// The packages' servers are older than that: so it is written as those of November 2026 write it.
describe("the number that PostgreSQL keeps among a column's options", () => {
  it("is no option of anybody's", async () => {
    const before = await readCatalog(database.settings);
    await runOn(
      database.settings,
      `SET allow_system_table_mods = on;
       UPDATE pg_attribute SET attoptions = ARRAY['pg_attver=' || 1000 + attnum] || attoptions
       WHERE attrelid IN ('plain'::regclass, 'tuned'::regclass, 'seen'::regclass, 'pair'::regclass) AND attnum > 0`,
    );
    const after = await readCatalog(database.settings);
    expect(after).toEqual(before);
    expect(fingerprint(after.facts)).toBe(fingerprint(before.facts));
    const options = after.facts.flatMap(({ attributes }) => attributes["options"] ?? []);
    expect(options).toEqual([{ n_distinct: "5" }]);
  });
});

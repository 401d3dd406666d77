import { afterAll, beforeAll, expect, test } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import type { Catalog } from "../../src/catalog/fact.ts";
import { splitCatalog } from "../../src/pull/render/expressible.ts";
import { impliedAttributes } from "../../src/pull/render/gap-attributes.ts";
import { findGaps, gapsByOwner } from "../../src/pull/render/gaps.ts";
import { loadFixture } from "./pull-fixture.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let catalog: Catalog;

beforeAll(async () => {
  database = await loadFixture("kinds");
  catalog = await readCatalog(database.settings);
});
afterAll(() => database.drop());

test("nothing is lost that isn't listed", () => {
  const split = splitCatalog(catalog);
  const listed = new Set(split.flatMap(({ fact, gaps }) => (gaps.length > 0 ? [fact.object] : [])));
  const silent = split.filter(({ fact, said, gaps }) => {
    // What stands on a domain, a composite type or a foreign table is lost with it.
    if (gaps.length > 0 || (fact.parent !== null && said === undefined && listed.has(fact.parent)))
      return false;
    if (said === undefined) return true;
    const implied = impliedAttributes[fact.kind];
    return Object.keys(fact.attributes).some(
      (name) =>
        said.attributes[name] === undefined &&
        implied?.has(name) !== true &&
        !["ownedBy", "type"].includes(name),
    );
  });
  expect(silent.map(({ fact }) => `${fact.kind} ${fact.object}`)).toEqual([
    // No default is the same.
    "column app.defaults.cu",
    // Every database has them.
    "extension plpgsql",
    "schema public",
    // `serial` makes it with its column.
    "sequence app.base_id_seq",
  ]);
});

test("the snapshot tells the gaps of each table, and then of what stands alone", () => {
  const recorded = gapsByOwner(findGaps(catalog));
  expect(recorded.find(({ of }) => of === "app.derived")).toEqual({
    of: "app.derived",
    gaps: {
      "default misread by drizzle-kit push": ["app.derived.id"],
      inheritance: ["app.derived"],
    },
  });
  expect(recorded.find(({ of }) => of === "public.nullable_serial")?.gaps).toEqual({
    "default misread by drizzle-kit push": ["public.nullable_serial.n"],
    sequence: ["public.nullable_serial_n_seq"],
  });
  const names = recorded.map(({ of }) => of);
  expect(names.at(-1)).toBe(null);
  expect(names.slice(0, -1)).toEqual(names.slice(0, -1).toSorted());
  expect(recorded.at(-1)?.gaps).toMatchObject({
    domain: ['app."Odd Domain"', "app.positive", "app.tags"],
    extension: ["citext", "file_fdw", "hstore", "pg_stat_statements", "pg_trgm"],
  });
});

test("a view's columns have their collations from its query and its tables, and lose none", async () => {
  const other = await createTestDatabase();
  try {
    await runOn(
      other.settings,
      `CREATE TABLE word (text text COLLATE "C");
       CREATE VIEW ordered AS SELECT text, text COLLATE "POSIX" AS plain FROM word;
       CREATE MATERIALIZED VIEW kept AS SELECT text FROM word;`,
    );
    const { facts } = await readCatalog(other.settings);
    const collated = facts.filter(({ attributes }) => attributes["collation"] !== undefined);
    expect(collated.length).toBe(4);
    const gaps = findGaps({ ...catalog, facts }).filter(({ kind }) => kind === "collation");
    expect(gaps.map(({ object }) => object)).toEqual(["public.word.text"]);
  } finally {
    await other.drop();
  }
});

import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../src/catalog/fact.ts";
import { fingerprint } from "../../src/catalog/fingerprint.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { baseStatements, findingsOf, runStatements } from "../drift/change-suite.ts";
import { startDebianServer, type DebianServer } from "../support/debian-server.ts";
import { majorsFolder } from "../support/majors-folder.ts";

// What PostgreSQL keeps and prints may change with a minor release, as it did in November 2026 (15.20).

let debian: DebianServer;
let npm: Shadow;

beforeAll(async () => {
  debian = await startDebianServer();
  const options = { projectDir: process.cwd(), searchFolders: [majorsFolder], loopback: true };
  npm = await createShadow({ ...options, major: 15 });
});
afterAll(async () => {
  await npm?.dispose();
  await debian?.end();
});

const statements = [
  ...baseStatements(),
  "CREATE TABLE app.arrival (at timestamptz CHECK (extract('YEAR' FROM at) > 2000), year int)",
  "CREATE VIEW app.arrivals AS SELECT extract('Year' FROM at) AS year, extract(month FROM at) AS month FROM app.arrival",
  "ALTER TABLE app.arrival ALTER year SET (n_distinct = 7)",
  'CREATE TABLE app.paper (id int, body xml CHECK (body IS DOCUMENT), "No te" text)',
  `CREATE RULE paper_moved AS ON INSERT TO app.arrival DO ALSO
    UPDATE ONLY app.paper AS "p P" SET "No te" = 'UPDATE a AS b' WHERE "p P".id = new.year`,
  "CREATE RULE paper_gone AS ON DELETE TO app.arrival DO ALSO DELETE FROM app.paper p USING app.arrival AS a WHERE p.id = a.year",
  `CREATE FUNCTION app.keep(i int) RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC
    MERGE INTO app.paper AS m USING app.arrival AS a ON a.year = m.id WHEN MATCHED THEN UPDATE SET "No te" = 'x';
    WITH gone AS (DELETE FROM app.paper AS p WHERE p.id = i RETURNING p.id)
    INSERT INTO app.paper AS kept (id) SELECT gone.id FROM gone RETURNING kept.id; END`,
  "CREATE TABLE app.lonely (n int)",
  "CREATE VIEW app.naturally AS SELECT id, n FROM app.paper NATURAL LEFT JOIN app.lonely",
  "CREATE VIEW app.papers AS SELECT id, body IS DOCUMENT AS whole, xmlconcat(body, body) IS NOT DOCUMENT AS parts FROM app.paper WHERE body IS DOCUMENT AND id > 0",
];

async function loadInto(shadow: Shadow): Promise<ConnectionSettings> {
  const settings = await shadow.createDatabase();
  await runStatements(settings, statements);
  return settings;
}

describe("the same SQL on two minor releases of PostgreSQL 15", () => {
  it("is the same schema, and the same facts on one of them", async () => {
    const catalogs: Catalog[] = [];
    for (const shadow of [npm, debian.shadow])
      catalogs.push(await readCatalog(await loadInto(shadow)));
    const [before, after] = catalogs as [Catalog, Catalog];
    expect(findingsOf(compareFacts(before, after))).toEqual([]);
    expect(findingsOf(compareFacts(after, before))).toEqual([]);
    const others = await debian.shadow.createDatabase();
    await runStatements(others, ["CREATE TABLE early (id int)", "DROP TABLE early", ...statements]);
    expect(fingerprint((await readCatalog(others)).facts)).toBe(fingerprint(after.facts));
  });

  it("is the same after pg_dump and a restore, on either", async () => {
    const settings = await loadInto(debian.shadow);
    const expected = await readCatalog(settings);
    const dump = await execa("pg_dump", ["--schema-only", "--no-owner", formatUrl(settings)]);
    for (const shadow of [npm, debian.shadow]) {
      const copy = await shadow.createDatabase();
      // Statements about roles that the other server hasn't may fail: the roles were made with the schema.
      await execa("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=0", formatUrl(copy)], {
        input: dump.stdout,
      });
      expect(findingsOf(compareFacts(expected, await readCatalog(copy)))).toEqual([]);
    }
  });
});

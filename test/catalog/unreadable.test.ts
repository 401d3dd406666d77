import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import { reportDrift } from "../../src/drift/report.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

// Everybody may read the system catalogs, until somebody revokes that.

const role = "unreadable_reader";
let database: TestDatabase;
let reader: ConnectionSettings;
beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(
    database.settings,
    `CREATE ROLE ${role} LOGIN PASSWORD 'x';
     CREATE TABLE team (id integer PRIMARY KEY, name text);
     CREATE INDEX team_name_idx ON team (name);
     CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
  );
  reader = { ...database.settings, user: role, password: "x" };
});
afterAll(async () => {
  await database.drop();
  await runOn({ ...database.settings, database: "postgres" }, `DROP ROLE ${role}`);
});

/** What a check by the reader says while everybody is kept from some catalogs, and the schema is changed. */
async function checkWithout(catalogs: string, change = "SELECT") {
  const expected = await readCatalog(database.settings);
  await runOn(database.settings, `REVOKE SELECT ON ${catalogs} FROM PUBLIC; ${change}`);
  try {
    return reportDrift({
      expected: { side: "committed", catalog: expected },
      actual: { side: "database", catalog: await readCatalog(reader, { inPart: true }) },
    });
  } finally {
    await runOn(database.settings, `GRANT SELECT ON ${catalogs} TO PUBLIC`);
  }
}

describe("a role that may not read a system catalog", () => {
  it.each([
    "pg_proc",
    "pg_class",
    "pg_trigger",
    "pg_roles",
    "pg_index",
    "pg_policy",
    "pg_namespace",
  ])("can't tell, and says that it is because of %s", async (name) => {
    const { verdict, findings, unmodeled } = await checkWithout(`pg_catalog.${name}`);
    expect({ verdict, findings, unmodeled }).toEqual({
      verdict: "unknown",
      findings: [],
      unmodeled: [{ kind: "system catalog", object: name }],
    });
  });

  it("names all of them", async () => {
    const { verdict, unmodeled } = await checkWithout("pg_cast, pg_constraint");
    expect(verdict).toBe("unknown");
    expect(unmodeled.map(({ object }) => object)).toEqual(["pg_cast", "pg_constraint"]);
  });

  it("sees drift in what can be read without it", async () => {
    const { verdict, findings, unmodeled } = await checkWithout(
      "pg_trigger",
      "ALTER TABLE team ALTER COLUMN name SET NOT NULL",
    );
    expect(verdict).toBe("drift");
    expect(findings).toMatchObject([{ object: "public.team.name", attribute: "notNull" }]);
    expect(unmodeled).toEqual([{ kind: "system catalog", object: "pg_trigger" }]);
  });

  it("is an error to whoever needs everything", async () => {
    await runOn(database.settings, "REVOKE SELECT ON pg_catalog.pg_proc FROM PUBLIC");
    await expect(readCatalog(reader)).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    await runOn(database.settings, "GRANT SELECT ON pg_catalog.pg_proc TO PUBLIC");
  });

  it("needs none that holds nothing of the schema", async () => {
    const { verdict } = await checkWithout("pg_catalog.pg_shdepend, pg_catalog.pg_stats_ext");
    expect(verdict).toBe("in-sync");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../src/catalog/fact.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { baseStatements, findingsOf, runStatements } from "./change-suite.ts";

let base: TestDatabase;
let expected: Catalog;

beforeAll(async () => {
  base = await createTestDatabase();
  await runStatements(base.settings, baseStatements());
  expected = await readCatalog(base.settings);
});
afterAll(() => base.drop());

async function differencesIn(settings: ConnectionSettings): Promise<string[]> {
  return findingsOf(compareFacts(expected, await readCatalog(settings)));
}

/** A role that may nothing but what is granted to it. */
async function role(name: string, attributes: string): Promise<ConnectionSettings> {
  await runOn(
    base.settings,
    `DO $$ BEGIN CREATE ROLE ${name} LOGIN PASSWORD 'p' ${attributes}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
  );
  return { ...base.settings, user: name, password: "p" };
}

describe("what others do meanwhile", () => {
  it("an open transaction that changes tables, and temporary objects, aren't seen", async () => {
    const other = await connect(base.settings);
    try {
      const reserved = await other.reserve();
      await reserved.unsafe(
        "CREATE TEMPORARY TABLE passing (id serial PRIMARY KEY); CREATE TEMPORARY VIEW passed AS SELECT 1 AS one",
      );
      await reserved.unsafe("BEGIN");
      await reserved.unsafe("CREATE TABLE app.unborn (id integer)");
      await reserved.unsafe("INSERT INTO app.team (slug, mail) VALUES ('open', 'o@p')");
      await reserved.unsafe("COMMENT ON SCHEMA empty IS 'not yet'");
      expect(await differencesIn(base.settings)).toEqual([]);
      await reserved.unsafe("ROLLBACK");
      reserved.release();
    } finally {
      await other.end();
    }
  });

  it("a table that somebody writes to is read all the same", async () => {
    const other = await connect(base.settings);
    try {
      const reserved = await other.reserve();
      await reserved.unsafe("BEGIN");
      await reserved.unsafe("LOCK TABLE app.team IN ROW EXCLUSIVE MODE");
      expect(await differencesIn(base.settings)).toEqual([]);
      await reserved.unsafe("ROLLBACK");
      reserved.release();
    } finally {
      await other.end();
    }
  });
});

describe("who reads", () => {
  it("another superuser sees the same", async () => {
    expect(await differencesIn(await role("dbfirst_root", "SUPERUSER"))).toEqual([]);
  });

  it("a role with settings of its own sees the same", async () => {
    const settings = await role("dbfirst_odd", "SUPERUSER");
    await runOn(
      base.settings,
      `ALTER ROLE dbfirst_odd SET search_path = empty, app; ALTER ROLE dbfirst_odd SET DateStyle = 'SQL, DMY';
       ALTER ROLE dbfirst_odd SET IntervalStyle = iso_8601; ALTER ROLE dbfirst_odd SET TimeZone = 'Asia/Kathmandu';
       ALTER ROLE dbfirst_odd SET quote_all_identifiers = on; ALTER ROLE dbfirst_odd SET bytea_output = escape;
       ALTER ROLE dbfirst_odd SET extra_float_digits = -5; ALTER ROLE dbfirst_odd SET default_transaction_isolation = serializable;
       ALTER ROLE dbfirst_odd SET default_transaction_read_only = on; ALTER ROLE dbfirst_odd SET standard_conforming_strings = off;
       ALTER ROLE dbfirst_odd SET lc_messages = 'C'; ALTER ROLE dbfirst_odd SET enable_hashjoin = off;
       ALTER ROLE dbfirst_odd SET row_security = off; ALTER ROLE dbfirst_odd SET array_nulls = off`,
    );
    expect(await differencesIn(settings)).toEqual([]);
  });

  it("a role that may only connect and look into the schemas names what it can't see", async () => {
    const guest = await role("dbfirst_visitor", "");
    await runOn(base.settings, "GRANT USAGE ON SCHEMA app, empty TO dbfirst_visitor");
    try {
      const seen = await readCatalog(guest);
      expect(seen.unmodeled).toEqual([{ kind: "user mapping", object: "PUBLIC on server far" }]);
      expect(findingsOf(compareFacts(expected, seen))).toEqual([
        "changed | schema | app | privileges.dbfirst_visitor",
        "changed | schema | empty | privileges.dbfirst_visitor",
      ]);
    } finally {
      await runOn(base.settings, "REVOKE USAGE ON SCHEMA app, empty FROM dbfirst_visitor");
    }
  });
});

describe("who owns", () => {
  it("the same SQL loaded by a plain role that owns the database gives the same facts", async () => {
    const statements = [
      "CREATE SCHEMA mine",
      "CREATE TABLE mine.a (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b text)",
      "CREATE VIEW mine.v AS SELECT id FROM mine.a",
      "CREATE FUNCTION mine.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
      "CREATE TYPE mine.e AS ENUM ('x')",
      "GRANT SELECT ON mine.a TO dbfirst_reader",
      "ALTER DEFAULT PRIVILEGES IN SCHEMA mine GRANT SELECT ON TABLES TO dbfirst_reader",
      "CREATE TABLE public.p (id integer)",
    ];
    const [root, plain] = [await createTestDatabase(), await createTestDatabase()];
    const loader = await role("dbfirst_plain", "");
    try {
      await runOn(
        base.settings,
        `ALTER DATABASE ${plain.settings.database} OWNER TO dbfirst_plain`,
      );
      await runStatements(root.settings, statements);
      await runStatements({ ...loader, database: plain.settings.database }, statements);
      const [one, other] = [await readCatalog(root.settings), await readCatalog(plain.settings)];
      expect(other.facts).toEqual(one.facts);
      expect(JSON.stringify(other.facts)).not.toContain("dbfirst_plain");
    } finally {
      await root.drop();
      await plain.drop();
    }
  });

  it("so does SQL that says who owns what, whoever loads it", async () => {
    const statements = (owner: string) => [
      "CREATE SCHEMA mine",
      ...["a", "b", "c", "d"].map((name) => `CREATE TABLE mine.${name} (id integer)`),
      ...["a", "b", "c"].map((name) => `ALTER TABLE mine.${name} OWNER TO ${owner}`),
    ];
    const [most, more] = [await createTestDatabase(), await createTestDatabase()];
    const loader = await role("dbfirst_root", "SUPERUSER");
    try {
      await runStatements(most.settings, statements("dbfirst_other"));
      await runStatements(
        { ...loader, database: more.settings.database },
        statements("dbfirst_other"),
      );
      const [one, other] = [await readCatalog(most.settings), await readCatalog(more.settings)];
      expect(other.facts).toEqual(one.facts);
    } finally {
      await most.drop();
      await more.drop();
    }
  });
});

describe("in which order", () => {
  it("independent statements run doesn't matter", async () => {
    const parts = [
      [
        "CREATE SCHEMA one",
        "CREATE TABLE one.t (id integer PRIMARY KEY, name text)",
        "CREATE INDEX t_name ON one.t (name)",
        "COMMENT ON TABLE one.t IS 'T'",
      ],
      [
        "CREATE SCHEMA two",
        "CREATE TYPE two.e AS ENUM ('x', 'y')",
        "CREATE TABLE two.u (e two.e)",
        "GRANT SELECT ON two.u TO dbfirst_reader",
        "GRANT SELECT ON two.u TO dbfirst_writer",
      ],
      ["CREATE EXTENSION citext", "CREATE EXTENSION hstore"],
      [
        "CREATE SCHEMA three",
        "CREATE FUNCTION three.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE VIEW three.v AS SELECT three.f() AS n",
      ],
    ];
    const [there, back] = [await createTestDatabase(), await createTestDatabase()];
    try {
      await runStatements(there.settings, parts.flat());
      const reversed = parts.toReversed().flat();
      const grants = reversed.filter((statement) => statement.startsWith("GRANT"));
      await runStatements(back.settings, [
        ...reversed.filter((statement) => !statement.startsWith("GRANT")),
        ...grants.toReversed(),
      ]);
      expect((await readCatalog(back.settings)).facts).toEqual(
        (await readCatalog(there.settings)).facts,
      );
    } finally {
      await there.drop();
      await back.drop();
    }
  });
});

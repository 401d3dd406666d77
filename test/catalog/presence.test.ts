import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FactKind } from "../../src/catalog/fact.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

// What a database has nothing of isn't asked for. So each kind alone, in a database that has nothing else.

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const alone: readonly (readonly [kind: FactKind, create: string, drop: string])[] = [
  ["cast", "CREATE CAST (money AS point) WITH INOUT", "DROP CAST (money AS point)"],
  [
    "transform",
    "CREATE TRANSFORM FOR point LANGUAGE sql (FROM SQL WITH FUNCTION pg_catalog.prsd_lextype(internal))",
    "DROP TRANSFORM FOR point LANGUAGE sql",
  ],
  ["collation", `CREATE COLLATION mine FROM "C"`, "DROP COLLATION mine"],
  [
    "conversion",
    "CREATE CONVERSION mine FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
    "DROP CONVERSION mine",
  ],
  [
    "default privileges",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
    "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC",
  ],
  ["domain", "CREATE DOMAIN mine AS integer", "DROP DOMAIN mine"],
  ["enum", "CREATE TYPE mine AS ENUM ('a')", "DROP TYPE mine"],
  ["type", "CREATE TYPE mine AS RANGE (subtype = date)", "DROP TYPE mine"],
  ["type", "CREATE TYPE mine", "DROP TYPE mine"],
  ["type", "CREATE TYPE mine AS (a integer)", "DROP TYPE mine"],
  [
    "event trigger",
    "CREATE FUNCTION quiet() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER mine ON sql_drop EXECUTE FUNCTION quiet()",
    "DROP EVENT TRIGGER mine; DROP FUNCTION quiet",
  ],
  ["foreign data wrapper", "CREATE FOREIGN DATA WRAPPER mine", "DROP FOREIGN DATA WRAPPER mine"],
  [
    "function",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP FUNCTION mine",
  ],
  ["procedure", "CREATE PROCEDURE mine() LANGUAGE sql AS ''", "DROP PROCEDURE mine"],
  [
    "aggregate",
    "CREATE AGGREGATE mine(int) (sfunc = int4pl, stype = int)",
    "DROP AGGREGATE mine(int)",
  ],
  ["language", "REVOKE USAGE ON LANGUAGE sql FROM PUBLIC", "GRANT USAGE ON LANGUAGE sql TO PUBLIC"],
  ["language", "CREATE LANGUAGE mine HANDLER plpgsql_call_handler", "DROP LANGUAGE mine"],
  [
    "access method",
    "CREATE ACCESS METHOD mine TYPE INDEX HANDLER bthandler",
    "DROP ACCESS METHOD mine",
  ],
  [
    "operator",
    "CREATE OPERATOR public.<#> (function = int4pl, leftarg = int, rightarg = int)",
    "DROP OPERATOR public.<#> (int, int)",
  ],
  [
    "operator family",
    "CREATE OPERATOR FAMILY mine USING btree",
    "DROP OPERATOR FAMILY mine USING btree",
  ],
  ["publication", "CREATE PUBLICATION mine", "DROP PUBLICATION mine"],
  [
    "subscription",
    "CREATE SUBSCRIPTION mine CONNECTION '' PUBLICATION p WITH (connect = false)",
    "ALTER SUBSCRIPTION mine SET (slot_name = NONE); DROP SUBSCRIPTION mine",
  ],
  [
    "text search configuration",
    "CREATE TEXT SEARCH CONFIGURATION mine (copy = pg_catalog.simple)",
    "DROP TEXT SEARCH CONFIGURATION mine",
  ],
  [
    "text search dictionary",
    "CREATE TEXT SEARCH DICTIONARY mine (template = simple)",
    "DROP TEXT SEARCH DICTIONARY mine",
  ],
  [
    "text search parser",
    "CREATE TEXT SEARCH PARSER mine (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype)",
    "DROP TEXT SEARCH PARSER mine",
  ],
  [
    "text search template",
    "CREATE TEXT SEARCH TEMPLATE mine (lexize = dsimple_lexize)",
    "DROP TEXT SEARCH TEMPLATE mine",
  ],
  ["view", "CREATE VIEW mine AS SELECT 1 AS one", "DROP VIEW mine"],
  [
    "materialized view",
    "CREATE MATERIALIZED VIEW mine AS SELECT 1 AS one",
    "DROP MATERIALIZED VIEW mine",
  ],
  [
    "rule",
    "CREATE TABLE mine (); CREATE RULE quiet AS ON DELETE TO mine DO INSTEAD NOTHING",
    "DROP TABLE mine",
  ],
  ["policy", "CREATE TABLE mine (); CREATE POLICY all_rows ON mine", "DROP TABLE mine"],
  [
    "statistics",
    "CREATE TABLE mine (a int, b int); CREATE STATISTICS mine_both ON a, b FROM mine",
    "DROP TABLE mine",
  ],
  [
    "trigger",
    "CREATE TABLE mine (a int); CREATE TRIGGER same BEFORE UPDATE ON mine FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "DROP TABLE mine",
  ],
  ["sequence", "CREATE SEQUENCE mine", "DROP SEQUENCE mine"],
  ["index", "CREATE TABLE mine (a int); CREATE INDEX ON mine (a)", "DROP TABLE mine"],
];

describe("a database with one object", () => {
  it.each(alone)("has its %s: %s", async (kind, create, drop) => {
    const kindsOf = async () => (await readCatalog(database.settings)).facts.map((one) => one.kind);
    const before = await kindsOf();
    expect(before.filter((one) => one === kind)).toEqual([]);
    await runOn(database.settings, create);
    try {
      expect(await kindsOf()).toContain(kind);
    } finally {
      await runOn(database.settings, drop);
    }
    expect(await kindsOf()).toEqual(before);
  });

  it("gives no facts where only what isn't there is asked for", async () => {
    const { facts } = await readCatalog(database.settings, { kinds: ["conversion", "policy"] });
    expect(facts).toEqual([]);
  });
});

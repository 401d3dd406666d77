import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { baseStatements, findingsOf, runStatements } from "./change-suite.ts";

const [pgDump, psql] = ["pg_dump", "psql"];
let shadow: Shadow;

beforeAll(async () => {
  const options = { projectDir: process.cwd(), searchFolders: [majorsFolder], loopback: true };
  shadow = await createShadow({ ...options, major: 15 });
});
afterAll(() => shadow.dispose());

function client({ host, port, user, password, database }: ConnectionSettings) {
  return {
    args: ["-h", host, "-p", String(port), "-U", user, "-d", database],
    env: { PGPASSWORD: password ?? "" },
  };
}

/** Of an extension's members, pg_dump has what was granted or revoked. */
const onExtensions = [
  "CREATE EXTENSION pg_stat_statements",
  "REVOKE SELECT ON pg_stat_statements FROM PUBLIC",
  "GRANT SELECT (queryid) ON pg_stat_statements TO dbfirst_reader",
  "GRANT EXECUTE ON FUNCTION citext_eq(citext, citext) TO dbfirst_reader",
  "REVOKE USAGE ON TYPE citext FROM PUBLIC",
];

/** What people write is printed otherwise once PostgreSQL has read its own print. */
const oneOf = "state IN ('a', 'b')";
const within = "n BETWEEN 1 AND 2 AND done";
const respelled = [
  `CREATE TABLE written (id int, state varchar(9) CHECK (${oneOf}), n numeric, done bool, at timestamp,
    early bool DEFAULT ('x'::varchar IN ('a', 'b')), known bool GENERATED ALWAYS AS (${oneOf}) STORED, CHECK (${within}),
    EXCLUDE USING btree (id WITH =) WHERE (${within}))`,
  `CREATE INDEX written_some ON written (id) WHERE ${oneOf}`,
  `CREATE INDEX written_keys ON written ((${within}), (extract('Year' FROM at)))`,
  `CREATE STATISTICS written_stats ON (${oneOf}), (${within}) FROM written`,
  "ALTER TABLE written ENABLE ROW LEVEL SECURITY",
  `CREATE POLICY written_policy ON written USING (${oneOf}) WITH CHECK (${within})`,
  `CREATE VIEW written_view AS SELECT extract('Year' FROM at) AS year, id FROM written WHERE ${oneOf} AND ${within}
    UNION SELECT x.* FROM (SELECT 1.0, 2 UNION SELECT NULL, NULL) x`,
  `CREATE MATERIALIZED VIEW written_kept AS SELECT id FROM written WHERE ${within}`,
  `CREATE RULE written_rule AS ON DELETE TO written WHERE OLD.${oneOf} DO INSTEAD NOTHING`,
  "CREATE FUNCTION written_seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
  `CREATE TRIGGER written_trigger BEFORE UPDATE ON written FOR EACH ROW WHEN (NEW.${oneOf}) EXECUTE FUNCTION written_seen()`,
  `CREATE FUNCTION written_sql(state varchar, n numeric, done bool) RETURNS bool LANGUAGE sql RETURN ${oneOf} OR (${within})`,
  "CREATE FUNCTION written_atomic(state varchar) RETURNS bool LANGUAGE sql BEGIN ATOMIC SELECT state IN ('a', 'b'); END",
  "CREATE DOMAIN written_domain AS varchar(9) CHECK (VALUE IN ('a', 'b'))",
  `CREATE TABLE written_parts (state varchar(9)) PARTITION BY LIST ((state IN ('a', 'b')))`,
  "CREATE TABLE written_part PARTITION OF written_parts FOR VALUES IN (true)",
  "CREATE PUBLICATION written_rows FOR TABLE written WHERE (id BETWEEN 1 AND 2 AND id > 0)",
  "CREATE TABLE grown (id int, name text)",
  "CREATE FUNCTION grown_rows() RETURNS SETOF grown LANGUAGE sql AS 'SELECT * FROM grown'",
  `CREATE VIEW grown_view AS SELECT g.name, "G".id FROM grown_rows() g JOIN grown_rows() "G" ON "G".id = g.id`,
  "CREATE POLICY grown_policy ON written USING (id = (SELECT id FROM grown_rows() LIMIT 1))",
  'ALTER TABLE grown ADD later int, ADD "and later" text',
];

describe("a copy that pg_dump made", () => {
  it.each([
    ["has the same facts, also as another owner's", [...baseStatements(), ...onExtensions]],
    ["has the same facts where it spells expressions in another way", respelled],
  ])("%s", async (_, statements) => {
    const original = await shadow.createDatabase();
    await runStatements(original, statements);
    const from = client(original);
    const dump = await execa(pgDump, ["--schema-only", "--no-owner", ...from.args], from);

    const copy = await shadow.createDatabase();
    await runStatements(copy, [
      "DO $$ BEGIN CREATE ROLE dbfirst_loader SUPERUSER LOGIN PASSWORD 'loader'; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
    ]);
    const to = client({ ...copy, user: "dbfirst_loader", password: "loader" });
    await execa(psql, ["-qX", "-v", "ON_ERROR_STOP=1", ...to.args], {
      ...to,
      input: dump.stdout,
      stdout: "ignore",
    });

    const [before, after] = [await readCatalog(original), await readCatalog(copy)];
    expect(before.facts.length).toBeGreaterThan(30);
    expect(findingsOf(compareFacts(before, after))).toEqual([]);
  });
});

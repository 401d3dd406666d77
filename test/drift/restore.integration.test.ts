import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare.ts";
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

describe("a copy that pg_dump made", () => {
  it("has the same facts, also as another owner's", async () => {
    const original = await shadow.createDatabase();
    await runStatements(original, [...baseStatements(), ...onExtensions]);
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
    expect(before.facts.length).toBeGreaterThan(80);
    expect(findingsOf(compareFacts(before, after))).toEqual([]);
  });
});

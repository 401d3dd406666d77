import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { baseStatements, cleanUp, runStatements } from "./change-suite.ts";
import { readOriginal, tryChange, type Original } from "./oracle/trial.ts";
import { dumped, extracted } from "./oracle/witnesses.ts";

/** Of the rows of docs/coverage.md, by how they begin: a change that shows that it is so. */
const seenByOthers: Readonly<Record<string, string>> = {
  "the tables of migration systems": "ALTER TABLE app.pgmigrations ADD COLUMN note text",
  "owners of an extension's members":
    "CREATE TABLE app.given (id integer); ALTER EXTENSION citext ADD TABLE app.given",
  "comments and privileges of PostgreSQL's own objects":
    "GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO dbfirst_reader",
  "another value of what may be a secret":
    "ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (SET password 'louder')",
  "the order in which an event trigger's tags":
    "ALTER TEXT SEARCH DICTIONARY app.ordered (accept); ALTER TEXT SEARCH DICTIONARY app.ordered (accept = true)",
  "`((a AND b) AND c)` instead of":
    "ALTER TABLE app.season DROP CONSTRAINT known; ALTER TABLE app.season ADD CONSTRAINT known CHECK (year >= 1 AND year <= 9 AND year <> 5)",
};

const seenByUs: Readonly<Record<string, string>> = {
  "whether PostgreSQL's own triggers": "ALTER TABLE app.member DISABLE TRIGGER ALL",
  "an index that isn't valid":
    "CREATE INDEX half_done ON app.team (name); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.half_done'::regclass",
  "comments on what a partition or child table inherits":
    "ALTER TABLE app.animal ADD CONSTRAINT legs CHECK (legs > 0); COMMENT ON CONSTRAINT legs ON app.dog IS 'Four'",
  "comments on the constraint that a constraint trigger brings":
    "COMMENT ON CONSTRAINT season_check ON app.season IS 'Each'",
  "comments and privileges on types that come by themselves": "COMMENT ON TYPE app.team IS 'Row'",
  "privileges on the languages": "GRANT USAGE ON LANGUAGE sql TO dbfirst_reader",
  "an operator that is only another one's commutator":
    "CREATE OPERATOR app.=~= (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(app.~=~)); DROP OPERATOR app.=~= (integer, integer)",
  "privileges, comment and settings of the database":
    "SELECT lo_create(4711); COMMENT ON LARGE OBJECT 4711 IS 'A logo'",
};

/** What is there already, beside the base schema: the print that nobody's restored copy has, a constraint trigger, options in some order. */
const handWritten = [
  "CREATE TABLE app.season (year integer CONSTRAINT known CHECK (year BETWEEN 1 AND 9 AND year <> 5))",
  "CREATE CONSTRAINT TRIGGER season_check AFTER INSERT ON app.season FOR EACH ROW EXECUTE FUNCTION app.touch()",
  "CREATE TEXT SEARCH DICTIONARY app.ordered (TEMPLATE = simple, accept = true, stopwords = english)",
];

const witnesses = { pg_dump: dumped, "pg-delta": extracted };
const page = readFileSync(new URL("../../docs/coverage.md", import.meta.url), "utf8");

/** The first cells of the table that begins with a heading's row. */
function rowsBelow(heading: string): string[] {
  const table = page.slice(page.indexOf(`\n| ${heading}`) + 1).split("\n\n")[0]!;
  return table
    .split("\n")
    .slice(2)
    .map((row) => row.split(" | ")[0]!.replace(/^\| /, ""));
}

let shadow: Shadow;
let original: Original;
beforeAll(async () => {
  const options = { projectDir: process.cwd(), searchFolders: [majorsFolder], loopback: true };
  shadow = await createShadow({ ...options, major: 15 });
  const settings = await shadow.createDatabase();
  await runStatements(settings, [...baseStatements(), ...handWritten]);
  original = await readOriginal(settings, witnesses);
});
afterAll(() => shadow.dispose());

/** What everybody sees of a change to a copy of the base schema. */
async function look(sql: string) {
  const copy: ConnectionSettings = await shadow.copyDatabase(original.settings);
  try {
    return await tryChange(original, sql, copy, witnesses);
  } finally {
    await cleanUp(copy);
    const admin = await connect(shadow.settings);
    await admin.unsafe(`DROP DATABASE "${copy.database}" WITH (FORCE)`);
    await admin.end();
  }
}

describe("what docs/coverage.md says of pg_dump and pg-delta", () => {
  it.each([
    ["they see", seenByOthers],
    ["we see", seenByUs],
  ])("has an example for each row below: %s", (heading, examples) => {
    const rows = rowsBelow(heading);
    expect(rows.length).toBe(Object.keys(examples).length);
    for (const start of Object.keys(examples))
      expect(rows.filter((row) => row.startsWith(start))).toHaveLength(1);
  });

  it.each(Object.entries(seenByOthers))("they see, and we don't: %s", async (_, sql) => {
    const { refused, findings, seen } = await look(sql);
    expect([refused, findings]).toEqual([undefined, []]);
    expect(Object.values(seen).flat()).not.toEqual([]);
  });

  it.each(Object.entries(seenByUs))("we see, and they don't: %s", async (name, sql) => {
    const { refused, findings, seen } = await look(sql);
    expect(refused).toBeUndefined();
    expect(findings).not.toEqual([]);
    // What is inherited comes with a constraint that everybody sees.
    const text = JSON.stringify(seen["pg_dump"]);
    expect(name.startsWith("comments on what") ? text.includes("Four") : text !== "[]").toBe(false);
  });
});

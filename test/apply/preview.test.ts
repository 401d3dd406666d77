import { afterEach, beforeEach, expect, it } from "vitest";
import { apply, type ApplyOptions } from "../../src/apply/apply.ts";
import { previewApply } from "../../src/apply/preview.ts";
import { connect } from "../../src/postgres/connect.ts";
import type { Source } from "../../src/sources/source.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const source = (name: string, texts: Record<string, string>, requires: string[] = []): Source => ({
  name,
  requires,
  migrations: Object.entries(texts).map(([file, text]) => ({
    source: name,
    name: file,
    file: `${name}/${file}`,
    text,
    checksum: `sum of ${text}`,
  })),
});

async function options(...sources: Source[]): Promise<ApplyOptions> {
  return {
    settings: database.settings,
    sources,
    projectDirectory: await projectFolder(),
    toolVersion: "test",
    lockTimeoutSeconds: 10,
  };
}

it("says what an apply does then, and writes nothing, not even the ledger", async () => {
  const a = source("a", { "1.sql": "create table one (id int);", "2.sql": "vacuum;" });
  const b = source("b", { "1.sql": "create table two (id int);" }, ["one"]);
  const both = await options(a, b);
  const preview = await previewApply(both);
  expect(preview.steps).toMatchObject([
    { file: "a/1.sql", runs: "transaction", pending: true, awaits: [] },
    { file: "a/2.sql", runs: "statements", awaits: [] },
    { file: "b/1.sql", runs: "transaction", awaits: ["one"] },
  ]);
  expect(preview.problems).toEqual([]);
  const sql = await connect(database.settings);
  const rows = await sql.unsafe(
    "select 1 from pg_class where oid >= 16384 union all select 1 from pg_namespace where nspname = 'dbfirst'",
  );
  await sql.end();
  expect(rows).toHaveLength(0);
  const { applied } = await apply(both);
  expect(applied.map(({ file }) => file)).toEqual(preview.steps.map(({ file }) => file));
  expect(await previewApply(both)).toEqual({ steps: [], alreadyApplied: 3, problems: [] });
});

it("names all that an apply is refused for, where that would stop at the first", async () => {
  await apply(await options(source("a", { "2.sql": "select 1;", "3.sql": "select 2;" })));
  const changed = source("a", {
    "1.sql": "select 1;\nvacuum;",
    "2.sql": "select 'another';",
    "4.sql": "\\! touch pwned",
  });
  const lonely = source("b", { "1.sql": "select 1;" }, ["nowhere"]);
  const { steps, problems } = await previewApply(await options(lonely, changed));
  expect(steps.map(({ file, outOfOrder }) => [file, outOfOrder])).toEqual([
    ["b/1.sql", false],
    ["a/1.sql", true],
    ["a/4.sql", false],
  ]);
  expect(problems.map(({ code }) => code)).toEqual([
    "MIGRATION_CHANGED",
    "MIGRATION_MISSING",
    "SCRIPT_FAILED",
    "SCRIPT_FAILED",
    "PREREQUISITE_MISSING",
  ]);
});

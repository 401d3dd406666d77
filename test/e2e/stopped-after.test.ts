import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// What had been applied when a run ended with an error stays applied: the result as data says what that is.

let database: TestDatabase;
let project: ProjectFolder;
beforeEach(async () => {
  database = await createTestDatabase();
  project = createProject({
    "dbfirst.config.ts": `export default {
      sources: [{ name: "app", kind: "sql", directory: "sql" }],
      databases: [{ name: "eu", url: process.env.DATABASE_URL }],
    };\n`,
    "sql/1.sql": "create table one (a int);\n",
    "sql/2.sql": "create table two (a int);\n",
    "sql/3.sql": "select 1 / 0;\n",
  });
});
afterEach(async () => {
  await project.dispose();
  await database.drop();
});

const names = (text: string) =>
  (JSON.parse(text) as { stoppedAfter?: { migration: string }[] }).stoppedAfter?.map(
    ({ migration }) => migration,
  );

async function failing(...args: string[]): Promise<string> {
  const { code, stdout, shown } = await project.run([...args, "--format", "json"], {
    DATABASE_URL: database.url,
  });
  expect(code, shown).toBe(2);
  return stdout;
}

it("an apply that fails lists what it had applied, and nothing where that is nothing", async () => {
  const first = await failing("apply");
  expect(JSON.parse(first)).toEqual({
    error: expect.objectContaining({ code: "SCRIPT_FAILED" }),
    stoppedAfter: [
      { source: "app", migration: "1.sql", file: "sql/1.sql", durationMs: expect.any(Number) },
      { source: "app", migration: "2.sql", file: "sql/2.sql", durationMs: expect.any(Number) },
    ],
  });
  expect(Object.keys(JSON.parse(await failing("apply")) as object)).toEqual(["error"]);
});

it("so does a deployment", async () => {
  project.remove("sql/3.sql");
  project.remove("sql/2.sql");
  expect((await project.run(["sync"], { DATABASE_URL: database.url })).code).toBe(0);
  project.write("sql/2.sql", "create table two (a int);\n");
  project.write("sql/3.sql", "select 1 / 0;\n");
  const stdout = await failing("deploy", "--no-backup");
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "failed", applied: null });
  expect(names(stdout)).toEqual(["2.sql"]);
});

it("so does an apply to several databases, for each", async () => {
  const { databases } = JSON.parse(await failing("apply", "--databases")) as {
    databases: unknown[];
  };
  expect(databases).toMatchObject([
    { name: "eu", result: null, stoppedAfter: [{ migration: "1.sql" }, { migration: "2.sql" }] },
  ]);
});

it("so does a sync whose pull fails, which applied everything", async () => {
  project.remove("sql/3.sql");
  project.write("src/database/schemas/index.ts", "export const mine = 1;\n");
  const stdout = await failing("sync");
  expect(names(stdout)).toEqual(["1.sql", "2.sql"]);
  expect(project.shown()).toContain("The run stopped after it had applied 2 migrations");
});

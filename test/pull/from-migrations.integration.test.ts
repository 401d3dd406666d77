import { readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadProject } from "../../src/config/load.ts";
import { applyPending, pull } from "../../src/workflow.ts";
import { withMigrations } from "../../src/workflow/pull/with-migrations.ts";
import { createTestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";
import { quietRun } from "./incremental.ts";

const files = {
  "package.json": `{"type":"module"}`,
  "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./schemas/index.ts", out: "./drizzle" };`,
  "dbfirst.config.ts": `export default { sources: [{ name: "app", kind: "sql", directory: "sql" }] };`,
  "sql/1.sql": `CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'ok');
    CREATE TABLE app.team (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood app.mood DEFAULT 'ok');`,
  "sql/2.sql": `CREATE TABLE app.member (team bigint REFERENCES app.team, name text, PRIMARY KEY (team, name));
    CREATE VIEW app.size AS SELECT team, count(*) AS members FROM app.member GROUP BY team;`,
};

async function project() {
  const directory = await projectFolder(files);
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(directory, "node_modules"));
  return loadProject({ directory, configFile: undefined });
}

/** Everything that a pull wrote. */
function written(directory: string): Record<string, string> {
  const paths = ["schemas", "drizzle"].flatMap((folder) =>
    readdirSync(join(directory, folder)).map((name) => `${folder}/${name}`),
  );
  return Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(directory, path), "utf8")]),
  );
}

test("a pull from the migrations is, to the byte, one from a database that has them", async () => {
  const ofDatabase = await project();
  const database = await createTestDatabase();
  const target = { settings: database.settings, origin: "--url" } as const;
  await applyPending(ofDatabase, target, quietRun);
  await pull(ofDatabase, target, quietRun);
  await database.drop();
  const ofMigrations = await project();
  await withMigrations(ofMigrations, quietRun, (settings, run) =>
    pull(ofMigrations, { settings, origin: "shadow" }, run),
  );
  const expected = written(ofDatabase.directory);
  expect(Object.keys(expected)).toContain("schemas/member.ts");
  expect(written(ofMigrations.directory)).toEqual(expected);
}, 300_000);

test("a pull from the migrations notes which files it comes of, and a pull of the same keeps that", async () => {
  const made = await project();
  const database = await createTestDatabase();
  const target = { settings: database.settings, origin: "--url" } as const;
  await applyPending(made, target, quietRun);
  // What that apply found out is known nowhere else.
  rmSync(join(made.directory, ".dbfirst"), { recursive: true });
  await pull(made, target, quietRun);
  const before = written(made.directory);
  await withMigrations(made, quietRun, (settings, run) =>
    pull(made, { settings, origin: "shadow" }, run),
  );
  const after = written(made.directory);
  const lines = (text: string | undefined) => text?.split("\n") ?? [];
  const isNew = (line: string) => !lines(before["drizzle/catalog.json"]).includes(line);
  expect(lines(after["drizzle/catalog.json"]).filter(isNew)).toEqual([
    expect.stringContaining('"checksum"'),
    expect.stringMatching(/^"replayed": "[0-9a-f]{64}",$/),
  ]);
  expect({ ...after, "drizzle/catalog.json": "" }).toEqual({
    ...before,
    "drizzle/catalog.json": "",
  });
  for (const full of [false, true]) {
    await pull(made, target, { ...quietRun, full });
    expect(written(made.directory)).toEqual(after);
  }
  await database.drop();
}, 300_000);

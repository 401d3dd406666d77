import { cpSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

let project: ProjectFolder;
let database: TestDatabase;

beforeEach(async () => {
  project = createProject({
    "dbfirst.config.ts": 'export default { pull: { engine: "project" } };\n',
  });
  database = await createTestDatabase();
  await runOn(database.settings, "CREATE TABLE note (id int PRIMARY KEY, body text)");
});
afterEach(async () => {
  await project.dispose();
  await database.drop();
});

const pull = () => project.run(["pull", "--no-prove", "--url", database.url]);

it("the project's drizzle-kit reads the database where the configuration says so", async () => {
  const { code, shown } = await pull();
  expect(code, shown).toBe(0);
  const { settings } = JSON.parse(project.read("drizzle/catalog.json")) as {
    settings: Record<string, string>;
  };
  expect(settings["pull.engine"]).toBe('"project"');
  expect(project.files()).toHaveProperty(["src/database/schemas/note.ts"]);
});

it("one that fails without a word is named, with the way out", async () => {
  rmSync(join(project.path, "node_modules"));
  mkdirSync(join(project.path, "node_modules/drizzle-kit"), { recursive: true });
  for (const name of ["drizzle-orm", "postgres"]) {
    const packageFolder = realpathSync(join(repository, "node_modules", name));
    cpSync(packageFolder, join(project.path, "node_modules", name), { recursive: true });
  }
  const manifest = { name: "drizzle-kit", version: "0.31.11", bin: "bin.cjs", main: "bin.cjs" };
  project.write("node_modules/drizzle-kit/package.json", JSON.stringify(manifest));
  project.write("node_modules/drizzle-kit/bin.cjs", "");
  const { code, shown } = await pull();
  expect(code, shown).toBe(2);
  expect(shown).toContain("drizzle-kit 0.31.11 pull failed: it gave no reason");
  expect(shown).toContain('With pull.engine "pinned"');
  expect(project.files()).not.toHaveProperty(["drizzle/catalog.json"]);
});

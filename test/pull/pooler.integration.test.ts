import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { startPooler, type Pooler } from "../support/pooler.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { createProject, type ProjectFolder } from "../e2e/command-line.ts";

let database: TestDatabase;
let pooler: Pooler;
let project: ProjectFolder;
beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(database.settings, "CREATE TABLE team (id int)");
  pooler = await startPooler(database.settings, "transaction");
  project = createProject({});
});
afterAll(async () => {
  await project?.dispose();
  await pooler?.dispose();
  await database.drop();
});

it("a pull through PgBouncer, which refuses what drizzle-kit sets, is told to take the direct URL", async () => {
  const { code, shown } = await project.run(["pull", "--url", formatUrl(pooler.settings)]);
  expect(code, shown).toBe(2);
  expect(shown).toContain("unsupported startup parameter");
  expect(shown).toContain("hint: Use the database's direct URL");
});

import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// Many files are replaced by one, on a database that had them.
describe("files that were squashed", { timeout: 120_000 }, () => {
  let project: ProjectFolder;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    project = createProject({
      "dbfirst.config.ts":
        'export default { sources: [{ name: "sql", kind: "sql", directory: "sql" }] };\n',
      "sql/001-team.sql": "CREATE TABLE team (id int PRIMARY KEY);\n",
      "sql/002-slug.sql": "ALTER TABLE team ADD COLUMN slug text;\n",
      "sql/003-trial.sql": "CREATE TABLE trial (id int);\n",
    });
    await run(0, "sync");
    await runOn(database.settings, "INSERT INTO team VALUES (1, 'a')");
    for (const file of ["001-team", "002-slug", "003-trial"])
      rmSync(join(project.path, `sql/${file}.sql`));
  });
  afterAll(async () => {
    await project.dispose();
    await database.drop();
  });

  async function run(expected: number, ...args: string[]): Promise<string> {
    const { code, shown } = await project.run(args, { DATABASE_URL: database.url });
    expect(code, shown).toBe(expected);
    return shown;
  }

  it("keep everything from being applied until their records go, and the error says how", async () => {
    const whole = "CREATE TABLE team (id int PRIMARY KEY, slug text);\n";
    project.write("sql/100-all.sql", whole);
    expect(await run(2, "apply")).toContain("`dbfirst baseline --forget-missing`");
  });

  it("are refused where the new file doesn't make what they made; nothing is changed then", async () => {
    const shown = await run(2, "baseline", "--forget-missing");
    expect(shown).toContain("table public.trial isn't made by them");
    expect(await run(2, "apply")).toContain("sql/001-team.sql was applied, but its file is gone");
  });

  it("are forgotten where it does, in one go with the record of the new one", async () => {
    const whole =
      "CREATE TABLE team (id int PRIMARY KEY, slug text);\nCREATE TABLE trial (id int);\n";
    project.write("sql/100-all.sql", whole);
    const dry = await run(0, "baseline", "--forget-missing", "--dry-run");
    expect(dry).toContain("Would record 1 migration");
    expect(dry).toContain("Would forget 3 migrations");
    expect(await run(2, "apply")).toContain("its file is gone");
    const shown = await run(0, "baseline", "--forget-missing");
    expect(shown).toContain(
      "✓ Recorded 1 migration as applied; nothing was run\n    sql/100-all.sql",
    );
    expect(shown).toContain("✓ Forgot 3 migrations whose files are gone\n    sql: 001-team.sql");
    expect(await run(0, "apply")).toContain("Nothing to apply");
    expect(await run(0, "check-drift")).toContain("In sync");
    expect(await run(0, "baseline", "--forget-missing")).toContain("Nothing is pending");
  });

  it("aren't named one by one", async () => {
    expect(await run(2, "baseline", "--forget-missing", "sql/100-all.sql")).toContain(
      "--forget-missing is about all files: name none",
    );
  });
});

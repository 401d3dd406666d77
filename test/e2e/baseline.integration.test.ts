import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

const files = `CREATE TABLE team (id int PRIMARY KEY, slug text NOT NULL);
COMMENT ON COLUMN team.slug IS 'in URLs';
GRANT SELECT ON team TO pg_monitor;
`;

describe("baseline, on a database that people have worked on", { timeout: 60_000 }, () => {
  let project: ProjectFolder;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    project = createProject({
      "dbfirst.config.ts":
        'export default { sources: [{ name: "sql", kind: "sql", directory: "sql" }] };\n',
      "sql/001.sql": files,
    });
    await runOn(database.settings, files);
  });
  afterAll(async () => {
    await project.dispose();
    await database.drop();
  });

  async function baseline(): Promise<{ code: number; shown: string }> {
    return project.run(["baseline", "--dry-run"], { DATABASE_URL: database.url });
  }

  it("isn't kept from recording by privileges, comments and tables that came on top", async () => {
    await runOn(
      database.settings,
      "GRANT SELECT ON team TO pg_read_all_stats; GRANT USAGE ON SCHEMA public TO pg_read_all_stats; COMMENT ON TABLE team IS 'ours'; CREATE TABLE extra (id int)",
    );
    const { code, shown } = await baseline();
    expect(code, shown).toBe(0);
    expect(shown).toContain("Would record 1 migration");
  });

  it("refuses a privilege that is less, a comment that is another, and an attribute that came on top", async () => {
    await runOn(
      database.settings,
      "REVOKE SELECT ON team FROM pg_monitor; COMMENT ON COLUMN team.slug IS 'else'; ALTER TABLE team ALTER slug SET DEFAULT ''",
    );
    const { code, shown } = await baseline();
    expect(code, shown).toBe(2);
    for (const line of [
      "column public.team.slug differs: comment",
      "column public.team.slug differs: default",
      "table public.team differs: privileges.pg_monitor",
    ])
      expect(shown).toContain(line);
    expect(shown).not.toContain("pg_read_all_stats");
  });
});

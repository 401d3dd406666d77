import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// One database for all branches of a repository, as on most developers' machines.
describe("a database that has another branch's migration", { timeout: 120_000 }, () => {
  let project: ProjectFolder;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    project = createProject({
      ".gitignore": "node_modules\n.dbfirst\n",
      "dbfirst.config.ts":
        'export default { sources: [{ name: "sql", kind: "sql", directory: "sql" }] };\n',
      "sql/001_team.sql": "CREATE TABLE team (id int PRIMARY KEY);\n",
    });
    await git("init", "--quiet", "--initial-branch=main");
    await commit();
    await git("checkout", "--quiet", "-b", "theirs");
    project.write("sql/002_their's.sql", "CREATE TABLE theirs (id int);\n");
    await run(0, "apply");
    await commit();
    await git("checkout", "--quiet", "main");
  });
  afterAll(async () => {
    await project.dispose();
    await database.drop();
  });

  async function git(...args: string[]): Promise<string> {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@localhost"];
    return (await execa("git", [...identity, ...args], { cwd: project.path })).stdout;
  }

  async function commit(): Promise<void> {
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "files");
  }

  async function run(expected: number, ...args: string[]): Promise<string> {
    const { code, shown } = await project.run(args, { DATABASE_URL: database.url });
    expect(code, shown).toBe(expected);
    return shown;
  }

  it("is told the command that finds the file on that branch", async () => {
    for (const args of [["apply"], ["status", "--exit-code"], ["rollback"]]) {
      const shown = await run(args[0] === "status" ? 1 : 2, ...args);
      const command = /`(git log --all --oneline -- ".*")`/.exec(shown)?.[1];
      const { stdout } = await execa(command!, { cwd: project.path, shell: true });
      expect(stdout).toMatch(/^[0-9a-f]+ files$/);
    }
  });

  it("takes it back with the file in place", async () => {
    const file = "sql/002_their's.sql";
    await git("checkout", "theirs", "--", file);
    await run(0, "rollback", "--yes", "--allow-data-loss", "table:public.theirs");
    await git("rm", "--force", "--quiet", file);
    expect(await run(0, "status", "--exit-code")).toContain("1 migration: 1 applied, 0 pending");
    await git("checkout", "--quiet", "theirs");
    await run(0, "apply");
    await git("checkout", "--quiet", "main");
  });

  it("keeps what that migration made when it is reset, and is told so", async () => {
    const said =
      "sql/002_their's.sql was applied, and the file is gone or edited since: what the files of today don't make isn't known, and stays. `dbfirst reset --all` drops everything.";
    expect(await run(0, "reset", "--dry-run")).toContain(said);
    const shown = await run(0, "reset");
    expect(shown).toContain(said);
    expect(shown).toContain("+ theirs.ts");
    const whole = await run(0, "reset", "--all");
    expect(whole).not.toContain("stays");
    expect(whole).toContain("- theirs.ts");
  });
});

describe("a run that stops half-way", { timeout: 60_000 }, () => {
  it("tells what it applied before, and which is the last of it", async () => {
    const database = await createTestDatabase();
    const project = createProject({
      "dbfirst.config.ts":
        'export default { sources: [{ name: "sql", kind: "sql", directory: "sql" }] };\n',
      "sql/001.sql": "CREATE TABLE a (id int);\n",
      "sql/002.sql": "CREATE TABLE b (id int) oops;\n",
    });
    const run = async () => (await project.run(["apply"], { DATABASE_URL: database.url })).shown;
    try {
      expect(await run()).toContain("The run stopped after it had applied sql/001.sql\n");
      expect(await run()).not.toContain("The run stopped");
      project.write("sql/002.sql", "CREATE TABLE b (id int);\n");
      project.write("sql/003.sql", "CREATE TABLE c (id int);\n");
      project.write("sql/004.sql", "nonsense;\n");
      expect(await run()).toContain(
        "The run stopped after it had applied 2 migrations, the last of them sql/003.sql\n",
      );
    } finally {
      await project.dispose();
      await database.drop();
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

let database: TestDatabase;
let project: ProjectFolder;
beforeAll(async () => {
  database = await createTestDatabase();
  project = createProject({
    "query.sql": "select current_database();",
    "drizzle.config.ts": "throw new Error('read');",
  });
});
afterAll(async () => {
  await project.dispose();
  await database.drop();
});

const psql = (...argv: string[]) => ["psql", "-X", "-A", "-t", ...argv];

describe("dbfirst psql, which reads nothing of the project where it needn't", () => {
  it("on the database that its arguments name", async () => {
    const named = await project.run(psql(database.url, "-f", "query.sql"), { DATABASE_URL: "no" });
    expect(named).toMatchObject({ code: 0, stdout: database.settings.database, stderr: "" });
  });

  it("on the database that DATABASE_URL names, in the environment or in .env", async () => {
    const expected = { code: 0, stdout: database.settings.database, stderr: "" };
    const argv = psql("-f", "query.sql");
    expect(await project.run(argv, { DATABASE_URL: database.url })).toMatchObject(expected);
    project.write(".env", `DATABASE_URL=${database.url}\n`);
    expect(await project.run(argv)).toMatchObject(expected);
    project.remove(".env");
  });

  it("reads it where nobody names a database, or the engine isn't all that is asked for", async () => {
    const unnamed = await project.run(psql("-f", "query.sql"));
    expect(unnamed).toMatchObject({ code: 2, stdout: "" });
    expect(unnamed.stderr).toContain("drizzle.config.ts");
    const shell = await project.run(psql("--allow-shell", database.url, "-f", "query.sql"));
    expect(shell).toMatchObject({ code: 0, stdout: database.settings.database });
  });

  it("on the one that libpq's variables name, where nothing of the project does", async () => {
    const { host, port, user, password = "", database: name } = database.settings;
    const bare = createProject({ "query.sql": "select current_database();" });
    const found = await bare.run(psql("-f", "query.sql"), {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: name,
    });
    await bare.dispose();
    expect(found).toMatchObject({ code: 0, stdout: name, stderr: "" });
  });

  it("prints all of a long result into a pipe", async () => {
    const { code, stdout } = await project.run(
      psql(database.url, "-c", "select generate_series(1, 200000)"),
    );
    expect(code).toBe(0);
    expect(stdout.split("\n")).toHaveLength(200_000);
    expect(stdout.endsWith("\n200000")).toBe(true);
  });
});

describe("a server that doesn't answer", () => {
  const url = "postgres://u:a-secret@127.0.0.1:1/d";

  it("is told in psql's words to who named it as psql's users do", async () => {
    const failed = await project.run(psql(url, "-f", "query.sql"));
    expect(failed.code).toBe(2);
    expect(failed.shown).not.toContain("a-secret");
    expect(failed.stderr).toMatch(
      /^psql: error: connection to server at "127.0.0.1", port 1 failed: Connection refused/,
    );
  });

  it("is told with a remedy to who named it for all commands", async () => {
    const failed = await project.run(psql("-f", "query.sql"), { DATABASE_URL: url });
    expect(failed.code).toBe(2);
    expect(failed.shown).not.toContain("a-secret");
    expect(failed.stderr).toMatch(/^error: No server answers at d on 127.0.0.1:1 as u.\nhint: /);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, type ProjectFolder } from "./command-line.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A busy machine needs more than the default to look for causes. */
const patientCheck = ["check-drift", "--patience", "100"];

// The repository's own example, in a copy, through the built command line: what the README shows.
describe("the living example", { timeout: 300_000 }, () => {
  let project: ProjectFolder;
  beforeAll(() => {
    project = createProject("example");
  });
  afterAll(() => project.dispose());

  it("is empty of servers before; the first sync applies everything and gives the committed files", async () => {
    const before = project.files();
    const { code, stdout, shown } = await project.run(["sync"]);
    expect(shown).toContain("Database: embedded PostgreSQL 17");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Applied \d+ migrations/);
    expect(stdout).toContain("no file changed");
    expect(project.files()).toEqual(before);
  });

  it("a second sync does nothing", async () => {
    const before = project.files();
    const { code, stdout } = await project.run(["sync", "--format", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      apply: { applied: [] },
      pull: { files: { added: [], changed: [], removed: [] } },
    });
    expect(project.files()).toEqual(before);
  });

  it("status lists every migration as applied", async () => {
    const { code, stdout } = await project.run(["status", "--exit-code"]);
    expect(stdout).toContain("0 pending");
    expect(code).toBe(0);
  });

  it("check-drift is clean, and leaves no server running", async () => {
    const { code, stdout } = await project.run(patientCheck);
    expect(stdout).toContain("In sync");
    expect(code).toBe(0);
    const { shown } = await project.run(["down"]);
    expect(shown).toContain("It wasn't running");
  });

  it("check-drift names a schema file that was edited by hand; sync refuses to overwrite it, and --force does", async () => {
    const file = "src/database/schemas/session.ts";
    const committed = project.read(file);
    project.write(file, committed.replace("ipAddress: text()", "ipAddress: text().notNull()"));
    const drift = await project.run([...patientCheck, "--format", "json"]);
    expect(drift.code).toBe(1);
    expect(JSON.parse(drift.stdout)).toMatchObject({
      verdict: "drift",
      findings: [],
      files: [{ path: file, change: "changed" }],
    });
    const refused = await project.run(["sync"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("session.ts was edited by hand");
    expect((await project.run(["sync", "--force"])).code).toBe(0);
    expect(project.read(file)).toBe(committed);
  });

  it("check-drift names a column that someone added to the database by hand", async () => {
    expect(
      (await project.run(["psql", "-c", 'alter table "user" add column nickname text'])).code,
    ).toBe(0);
    const { code, stdout } = await project.run([...patientCheck, "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "drift",
      actual: "database",
      findings: [
        { kind: "column", object: 'public."user".nickname', change: "added", cause: "out-of-band" },
      ],
    });
    const text = await project.run(patientCheck);
    expect(text.stdout).toContain("nickname");
    // A sync takes it over, and warns; the check still says where it came from.
    const synced = await project.run(["sync"]);
    expect(synced.stderr).toContain(
      "No migration was applied, and yet drizzle/catalog.json changed.",
    );
    expect(synced.stderr).toContain("`dbfirst check-drift --replay` names what");
    const taken = await project.run([...patientCheck, "--format", "json"]);
    expect(taken.code).toBe(1);
    expect((JSON.parse(taken.stdout) as { findings: unknown[] }).findings).toContainEqual(
      expect.objectContaining({
        object: 'public."user".nickname',
        change: "removed",
        cause: "out-of-band",
      }),
    );
    expect(
      (await project.run(["psql", "-c", 'alter table "user" drop column nickname'])).code,
    ).toBe(0);
    expect((await project.run(["sync"])).code).toBe(0);
    expect((await project.run(["check-drift"])).code).toBe(0);
  });

  it("check-drift names what a new SQL file brings, and the sync after it makes the files agree", async () => {
    const migration = "better-auth_migrations/2026-09-01T00-00-00.000Z.sql";
    project.write(
      migration,
      `create table invoice (id bigint generated always as identity primary key, "userId" text not null references "user" (id));\n`,
    );
    const drift = await project.run([...patientCheck, "--format", "json"]);
    expect(drift.code).toBe(1);
    const report = JSON.parse(drift.stdout) as {
      findings: { object: string; cause: string }[];
      pending: unknown[];
    };
    expect(report.findings).toContainEqual(
      expect.objectContaining({ object: "public.invoice", cause: "stale-files" }),
    );
    expect(report.pending).toContainEqual(
      expect.objectContaining({ source: "better-auth", migration: "2026-09-01T00-00-00.000Z.sql" }),
    );
    const synced = await project.run(["sync"]);
    expect(synced.code).toBe(0);
    expect(synced.stdout).toContain("+ invoice.ts");
    expect(project.read("src/database/schemas/invoice.ts")).toContain("pgTable(");
    expect((await project.run(["check-drift"])).code).toBe(0);
  });

  it("check-drift names an SQL file that was edited after it was applied, and apply refuses it", async () => {
    const migration = "better-auth_migrations/2026-09-01T00-00-00.000Z.sql";
    project.write(
      migration,
      `${project.read(migration)}\nalter table invoice add column paid boolean;\n`,
    );
    const drift = await project.run(patientCheck);
    expect(drift.code).toBe(1);
    expect(drift.stdout).toContain("public.invoice");
    expect(drift.stdout).toContain("2026-09-01T00-00-00.000Z.sql");
    const applied = await project.run(["apply"]);
    expect(applied.code).toBe(2);
    expect(applied.stderr).toContain(`${migration} was changed after it was applied`);
  });

  it("psql runs files and commands on it, with psql's exit codes", async () => {
    project.write(
      "query.sql",
      `select count(*) as users from "user" \\gset\n\\echo users: :users\n`,
    );
    const file = await project.run(["psql", "-v", "ON_ERROR_STOP=1", "-f", "query.sql"]);
    expect(file.stdout).toBe("users: 0");
    expect(file.code).toBe(0);
    expect((await project.run(["psql", "-f", "nowhere.sql"])).code).toBe(1);
    project.write("query.sql", "select 1;\nselect 1/0;\n");
    const failed = await project.run(["psql", "-v", "ON_ERROR_STOP=1", "-f", "query.sql"]);
    expect(failed.stderr).toContain("psql:query.sql:2: ERROR:  division by zero");
    expect(failed.code).toBe(3);
    project.remove("query.sql");
  });

  it("a deleted schema file is drift", async () => {
    const file = "src/database/schemas/label.ts";
    project.remove(file);
    const drift = await project.run([...patientCheck, "--format", "json"]);
    expect(JSON.parse(drift.stdout)).toMatchObject({ files: [{ path: file, change: "added" }] });
  });

  it("never showed the embedded database's password", () => {
    const url = readFileSync(join(project.path, ".dbfirst/url"), "utf8").trim();
    const password = decodeURIComponent(new URL(url).password);
    expect(password.length).toBeGreaterThan(10);
    expect(project.shown()).not.toContain(password);
    expect(project.shown()).toContain("Applied 7 migrations");
    for (const [file, content] of Object.entries(project.files()))
      expect(content, file).not.toContain(password);
    expect(project.read(".dbfirst/postgres-17.log")).not.toContain(password);
  });
});

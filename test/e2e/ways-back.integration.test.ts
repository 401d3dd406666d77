import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, type ProjectFolder } from "./command-line.ts";

// Each way to revert that docs/rollback.md names, on this repository's own example.

const last = "drizzle/20260611080245_labels_and_comments";
const rowsOfLast = `insert into label (organization_id, name) values ('acme', 'bug') on conflict do nothing;
  update issue set estimate = 2.5;`;

let project: ProjectFolder;
beforeAll(async () => {
  project = createProject("example");
  await succeed("up");
  await succeed("sync");
  await sql(`insert into "user" (id, name, email, "emailVerified") values ('ada', 'Ada', 'ada@example.com', true);
    insert into organization (id, name, slug, "createdAt") values ('acme', 'Acme', 'acme', now());
    insert into project (organization_id, name, key) values ('acme', 'Site', 'SITE');
    insert into issue (project_id, number, title, reporter_id) select id, 1, 'First', 'ada' from project;
    ${rowsOfLast}`);
});
afterAll(() => project.dispose());

const kept = ["1", "1", "1", "1"];

async function succeed(...args: string[]): Promise<string> {
  const { code, shown, stdout } = await project.run(args);
  expect(code, shown).toBe(0);
  return stdout;
}

/** Whatever a way took back, the files bring back; nothing else has changed. */
async function expectAllBack(): Promise<void> {
  expect(await counts()).toEqual(kept);
  await succeed("apply");
  await succeed("status", "--exit-code");
  await succeed("check-drift");
  await sql(rowsOfLast);
}

const sql = (text: string) => succeed("psql", "-AtqX", "-v", "ON_ERROR_STOP=1", "-c", text);

/** Of the tables that the last migration doesn't make. */
async function counts(): Promise<string[]> {
  const tables = [`"user"`, "organization", "project", "issue"];
  const text = tables.map((table) => `select count(*) from ${table}`).join(" union all ");
  return (await sql(text)).trim().split("\n");
}

const pending = async () =>
  (JSON.parse((await project.run(["status", "--format", "json"])).stdout) as Status).migrations
    .filter(({ state }) => state === "pending")
    .map(({ file }) => file);
interface Status {
  migrations: { state: string; file: string }[];
}

const isThere = async (table: string) =>
  (await sql(`select to_regclass('${table}') is not null`)).trim() === "t";

describe("the ways back on the living example", () => {
  it("a down script", async () => {
    project.write(
      `${last}/down.sql`,
      "drop table comment, issue_label, label;\nalter table issue drop column estimate;\n",
    );
    expect(await succeed("rollback")).toContain("Took back 1 migration of drizzle");
    expect(await isThere("label")).toBe(false);
    expect(await pending()).toEqual([`${last}/migration.sql`]);
    project.remove(`${last}/down.sql`);
    await expectAllBack();
  });

  it("a plan, which names what it loses", async () => {
    const shown = await succeed("rollback");
    expect(shown).toContain("Would take back 1 migration of drizzle by a plan");
    expect(shown).toContain("loses table:public.label (1 row)");
    expect(shown).toContain("loses column:public.issue.estimate (1 value)");
    expect(await isThere("label")).toBe(true);
    const refused = await project.run(["rollback", "--yes"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--allow-data-loss table:public.label");
    const command = shown.slice(shown.indexOf("dbfirst rollback --yes"));
    const [, ...args] = command.replaceAll("\\\n", " ").trim().split(/\s+/);
    const done = await succeed(...args);
    expect(done).toContain("Took back 1 migration of drizzle by a plan");
    expect(await isThere("label")).toBe(false);
    expect(await pending()).toEqual([`${last}/migration.sql`]);
    const bookkeeping = await sql("select count(*) from drizzle.__drizzle_migrations");
    expect(bookkeeping.trim()).toBe("2");
    await expectAllBack();
  });

  it("the source's own down", async () => {
    project.write(
      "dbfirst.config.ts",
      `export default { sources: [
        { name: "better-auth", kind: "better-auth", directory: "better-auth_migrations" },
        { name: "drizzle", kind: "drizzle", directory: "drizzle" },
        { name: "api", kind: "node-pg-migrate", directory: "api" },
      ] };\n`,
    );
    project.write(
      "api/1780000000000_hook.ts",
      `import type { MigrationBuilder } from "node-pg-migrate";
export const up = (pgm: MigrationBuilder) => pgm.createTable("hook", { id: "id" });
export const down = (pgm: MigrationBuilder) => pgm.dropTable("hook");
`,
    );
    await succeed("apply");
    expect(await isThere("hook")).toBe(true);
    expect(await succeed("rollback", "--source", "api")).toContain("Took back 1 migration of api");
    expect(await isThere("hook")).toBe(false);
    expect(await pending()).toEqual(["api/1780000000000_hook.ts"]);
    project.remove("dbfirst.config.ts");
    project.remove("api");
    await expectAllBack();
  });

  it("a backup, which brings rows back, too", async () => {
    const saved = JSON.parse(await succeed("backup", "--format", "json")) as { file: string };
    await sql(`delete from issue; drop table issue_label, label cascade; delete from project`);
    expect(await counts()).not.toEqual(kept);
    await succeed("down");
    expect(await succeed("restore", saved.file, "--replace")).toContain("Restored");
    await succeed("up");
    expect((await sql("select name from label")).trim()).toContain("bug");
    expect(await pending()).toEqual([]);
    await expectAllBack();
  });

  it("by hand: the SQL, then the records", async () => {
    await sql("drop table comment, issue_label, label; alter table issue drop column estimate");
    const name = last.replace("drizzle/", "");
    await sql(`delete from dbfirst.ledger where source = 'drizzle' and migration = '${name}';
      delete from drizzle.__drizzle_migrations where name = '${name}'`);
    expect(await pending()).toEqual([`${last}/migration.sql`]);
    await expectAllBack();
  });

  it("records alone: they are put right with baseline, where the objects are there", async () => {
    const name = last.replace("drizzle/", "");
    await sql(`delete from dbfirst.ledger where source = 'drizzle' and migration = '${name}';
      delete from drizzle.__drizzle_migrations where name = '${name}'`);
    expect(await pending()).toEqual([`${last}/migration.sql`]);
    expect(await succeed("baseline", `${last}/migration.sql`)).toContain("Recorded 1 migration");
    expect(await pending()).toEqual([]);
    await expectAllBack();
  });
});

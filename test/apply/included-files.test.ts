import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { apply, type ApplyProgress } from "../../src/apply/apply.ts";
import { ledgerChecksum } from "../../src/apply/checksum.ts";
import { includedFiles } from "../../src/apply/included-files.ts";
import { plan } from "../../src/apply/plan.ts";
import { connect } from "../../src/postgres/connect.ts";
import { readProjectSources } from "../../src/workflow/project-sources.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder, writeFiles } from "../support/project-folder.ts";

let database: TestDatabase | undefined;
afterEach(async () => {
  await database?.drop();
  database = undefined;
});

const project = (directory: string) => ({
  directory,
  sources: [{ name: "sql", kind: "sql", directory: "sql" } as const],
  drizzleMigrationsTable: { schema: "drizzle", table: "__drizzle_migrations" },
});
const sum = (text: string) => createHash("sha256").update(text).digest("hex");

describe("the files that a migration includes", () => {
  it("are found by their literal names, files within files, each once", async () => {
    const folder = await projectFolder({
      "sql/1.sql":
        "\\i lib/a.sql\n\\ir parts/b.sql;\n\\if :x\n\\include 'lib/c d.sql'\n\\endif\n\\i :v\n",
      "lib/a.sql": "\\ir ../lib/a.sql\n\\include_relative e.sql\n",
      "lib/e.sql": "select 'e';",
      "sql/parts/b.sql": "select $$\n\\i no.sql\n$$; -- \\i no.sql\n\\cd lib\n\\i e.sql",
    });
    const [source] = readProjectSources(project(folder));
    const files = source!.migrations[0]!.includes!;
    expect(files.map(({ file }) => file)).toEqual([
      "lib/a.sql",
      "lib/e.sql",
      "sql/parts/b.sql",
      "lib/lib/c d.sql",
    ]);
    expect(files.map(({ checksum }) => checksum !== undefined)).toEqual([true, true, true, false]);
  });

  it("count in the ledger's checksum, whatever their line endings", async () => {
    const folder = await projectFolder({ "sql/1.sql": "\\i a.sql\n", "a.sql": "select 1;\n" });
    const checksum = () => ledgerChecksum(readProjectSources(project(folder))[0]!.migrations[0]!);
    const before = checksum();
    expect(before).toBe(sum(`${sum("\\i a.sql\n")}\n${sum("select 1;\n")}  a.sql\n`));
    await writeFiles(folder, { "a.sql": "select 1;\r\n" });
    expect(checksum()).toBe(before);
    await writeFiles(folder, { "a.sql": "select 2;\n" });
    expect(checksum()).not.toBe(before);
  });

  it("don't change the checksum of a migration without them", async () => {
    const folder = await projectFolder({ "sql/1.sql": "select '\\i a.sql';\n" });
    const migration = readProjectSources(project(folder))[0]!.migrations[0]!;
    expect(includedFiles(migration, folder)).toEqual([]);
    expect(ledgerChecksum(migration)).toBe(migration.checksum);
  });

  it("make a migration a changed one; a row of the time before they counted holds", async () => {
    database = await createTestDatabase();
    const { settings } = database;
    const folder = await projectFolder({
      "sql/1.sql": "\\i a.sql\n",
      "a.sql": "create table a (id int);\n",
    });
    const run = () =>
      apply({
        settings,
        sources: readProjectSources(project(folder)),
        projectDirectory: folder,
        toolVersion: "test",
        lockTimeoutSeconds: 10,
      });
    expect((await run()).applied).toHaveLength(1);
    expect((await run()).applied).toEqual([]);
    await writeFiles(folder, { "a.sql": "create table a (id bigint);\n" });
    await expect(run()).rejects.toMatchObject({
      code: "MIGRATION_CHANGED",
      message: "sql/1.sql was changed after it was applied, itself or what it includes: a.sql",
    });

    const sources = readProjectSources(project(folder));
    const { name, checksum } = sources[0]!.migrations[0]!;
    const row = { source: "sql", migration: name, checksum, finished: true, startedAt: new Date() };
    expect(plan(sources, [row], new Map())).toMatchObject([{ state: "applied" }]);
  });

  it("may be empty", async () => {
    database = await createTestDatabase();
    const { settings } = database;
    const folder = await projectFolder({ "sql/1.sql": "\\i a.sql\n", "a.sql": "" });
    const { applied } = await apply({
      settings,
      sources: readProjectSources(project(folder)),
      projectDirectory: folder,
      toolVersion: "test",
      lockTimeoutSeconds: 10,
    });
    expect(applied).toHaveLength(1);
  });

  it.each([
    ["before the script runs", "create table a (id int);\n", "starting", ""],
    ["while it runs", "create table a (id int);\n", "notice", ""],
    ["while it runs by statements", "-- dbfirst: no-transaction\n", "notice", "one, two"],
  ] as const)(
    "that are written %s make it fail, as what was run isn't what would be recorded",
    async (_, head, when, left) => {
      database = await createTestDatabase();
      const { settings } = database;
      const folder = await projectFolder({
        "sql/1.sql": `${head}create table one ();\ndo $$ begin raise notice 'now'; end $$;\n\\i a.sql\n`,
        "a.sql": "create table two ();\n",
      });
      const write = () => writeFileSync(join(folder, "a.sql"), "create table two (); -- edited\n");
      const run = (progress: ApplyProgress) =>
        apply({
          settings,
          sources: readProjectSources(project(folder)),
          projectDirectory: folder,
          toolVersion: "test",
          lockTimeoutSeconds: 10,
          progress,
        });
      await expect(run({ [when]: write })).rejects.toMatchObject({
        code: "INCLUDE_CHANGED",
        message: "a.sql, which sql/1.sql includes, was changed since this run began",
        hint: expect.stringContaining(left === "" ? "Nothing of sql/1.sql stays" : "stays, since"),
      });
      const sql = await connect(settings);
      const [row] = await sql`
        select coalesce(string_agg(relname, ', ' order by relname), '') as tables,
          (select count(*)::int from dbfirst.ledger where finished_at is not null) as finished
        from pg_class where relname in ('one', 'two')`;
      await sql.end();
      expect(row).toEqual({ tables: left, finished: 0 });
    },
  );
});

import { readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandLine, isRunning } from "../../src/postgres/embedded/process-token.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { drizzle0Folder } from "../support/drizzle-0-folder.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

const config = `import { defineConfig } from "drizzle-kit";
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/database/schemas/index.ts",
  out: "./drizzle",
});
`;
const auth = `create table "user" ("id" text not null primary key, "email" text not null unique);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
`;

// Another system made the tables; the TypeScript is edited, and Drizzle writes the migration for that edit alone.
describe("generate beside another system", { timeout: 400_000 }, () => {
  let project: ProjectFolder;
  let database: TestDatabase;
  let env: Record<string, string>;
  beforeAll(async () => {
    project = createProject({
      "drizzle.config.ts": config,
      "better-auth_migrations/1.sql": auth,
    });
    database = await createTestDatabase();
    env = { DATABASE_URL: database.url };
  });
  afterAll(async () => {
    await project.dispose();
    await database.drop();
  });

  const run = async (...args: string[]) => {
    const result = await project.run(args, env);
    expect(result.code, result.shown).toBe(0);
    return result;
  };
  const migrations = () =>
    Object.entries(project.files()).filter(([file]) => /^drizzle\/.*\.sql$/.test(file));
  const edit = (file: string, from: string, to: string) => {
    const before = project.read(file);
    expect(before).toContain(from);
    project.write(file, before.replace(from, to));
  };
  const userFile = "src/database/schemas/user.ts";

  it("writes nothing while nothing was changed in TypeScript, although Drizzle has no snapshot of the tables", async () => {
    await run("sync");
    const before = project.files();
    const { shown } = await run("generate");
    expect(shown).toContain("No schema changes");
    expect(project.files()).toEqual(before);
  });

  it("proposes the edit alone, and all agree after a sync", async () => {
    edit(userFile, "id: text().primaryKey(),", "id: text().primaryKey(),\n  nickname: text(),");
    const { stderr } = await run("generate", "--", "--name", "nickname");
    expect(migrations().map(([file]) => file)).toEqual([
      expect.stringMatching(/^drizzle\/\d{14}_pulled\/migration\.sql$/),
      expect.stringMatching(/^drizzle\/\d{14}_nickname\/migration\.sql$/),
    ]);
    const [[, baseline], [, migration]] = migrations() as [[string, string], [string, string]];
    expect(baseline.replaceAll(/^--.*\n/gm, "")).toBe("");
    expect(migration).toBe('ALTER TABLE "user" ADD COLUMN "nickname" text;');
    expect(stderr).toContain("_pulled/migration.sql runs nothing");
    await run("sync", "--force");
    expect(project.read(userFile)).toContain("nickname: text()");
    await run("check-drift");
    expect((await run("generate")).shown).toContain("No schema changes");
  });

  it("refuses while the files are older than the migrations, and drops nothing", async () => {
    project.write("better-auth_migrations/2.sql", 'alter table "user" add column "role" text;');
    edit(userFile, "nickname: text()", "nickname: text().notNull()");
    const before = project.files();
    const { code, stderr } = await project.run(["generate"], env);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'older than the migrations, or of a database that was changed outside them: column public."user".role',
    );
    const pending = await project.run(["push", "--", "--force"], env);
    expect(pending.code).toBe(2);
    expect(pending.stderr).toContain(
      "better-auth_migrations/2.sql is pending, and push would do its work",
    );
    await run("apply");
    const stale = await project.run(["push", "--", "--force"], env);
    expect(stale.code).toBe(2);
    expect(stale.stderr).toContain('push would undo column public."user".role');
    expect(project.files()).toEqual(before);
  });

  it("push leaves what other systems made alone, and takes the edit to the database", async () => {
    edit(userFile, "nickname: text().notNull()", "nickname: text()");
    await run("sync", "--force");
    edit(userFile, "role: text()", "role: text(),\n  plan: text()");
    await run("push", "--", "--force");
    const sql = postgres(database.url, { max: 1 });
    const columns =
      await sql`select attname from pg_attribute where attrelid = '"user"'::regclass and attnum > 0 order by 1`;
    expect(columns.map(({ attname }) => attname as string)).toEqual([
      "email",
      "id",
      "nickname",
      "plan",
      "role",
    ]);
    await sql`alter table "user" drop column plan`;
    await sql.end();
    edit(userFile, ",\n  plan: text()", "");
  });

  it("takes a second baseline where other systems went on, and leaves the first edit alone", async () => {
    expect(project.read(userFile)).toContain("role: text()");
    edit(userFile, "nickname: text()", "nickname: text().notNull()");
    await run("generate", "--", "--name", "required");
    expect(migrations().map(([file]) => file.replace(/\d{14}/, ""))).toEqual([
      "drizzle/_pulled/migration.sql",
      "drizzle/_nickname/migration.sql",
      "drizzle/_pulled/migration.sql",
      "drizzle/_required/migration.sql",
    ]);
    expect(migrations().at(-1)![1]).toBe(
      'ALTER TABLE "user" ALTER COLUMN "nickname" SET NOT NULL;',
    );
  });
});

it("generate writes nothing that no source would run", async () => {
  const project = createProject({
    "drizzle.config.ts": config,
    "dbfirst.config.ts": `export default { sources: [{ name: "sql", kind: "sql", directory: "sql" }] };`,
    "sql/1.sql": auth,
  });
  try {
    const before = project.files();
    for (const args of [["generate"], ["generate", "--", "--custom"], ["migrate"]]) {
      const { code, stderr } = await project.run(args);
      expect(code).toBe(2);
      expect(stderr).toContain(
        "No source of dbfirst.config.ts runs Drizzle's migrations in drizzle/",
      );
      expect(stderr).toContain('{ name: "drizzle", kind: "drizzle", directory: "drizzle" }');
    }
    expect(project.files()).toEqual(before);
  } finally {
    await project.dispose();
  }
});

it(
  "generate keeps the journal of drizzle-kit 0.31 in the same way",
  { timeout: 300_000 },
  async () => {
    const project = createProject({
      "drizzle.config.ts": config,
      "better-auth_migrations/1.sql": auth,
    });
    const database = await createTestDatabase();
    try {
      rmSync(join(project.path, "node_modules"));
      symlinkSync(join(drizzle0Folder, "node_modules"), join(project.path, "node_modules"));
      const env = { DATABASE_URL: database.url };
      const synced = await project.run(["sync", "--no-prove"], env);
      expect(synced.code, synced.shown).toBe(0);
      const file = "src/database/schemas/user.ts";
      const before = project.read(file);
      expect(before).toContain('id: text("id").primaryKey(),');
      project.write(
        file,
        before.replace('id: text("id").primaryKey(),', '$&\n    nickname: text("nickname"),'),
      );
      const generated = await project.run(["generate", "--", "--name", "nickname"], env);
      expect(generated.code, generated.shown).toBe(0);
      const journal = JSON.parse(project.read("drizzle/meta/_journal.json")) as {
        entries: { tag: string }[];
      };
      expect(journal.entries.map(({ tag }) => tag)).toEqual(["0000_pulled", "0001_nickname"]);
      expect(project.read("drizzle/0000_pulled.sql").replaceAll(/^--.*\n/gm, "")).toBe("");
      expect(project.read("drizzle/0001_nickname.sql")).toBe(
        'ALTER TABLE "user" ADD COLUMN "nickname" text;',
      );
      const migrated = await project.run(["migrate"], env);
      expect(migrated.code, migrated.shown).toBe(0);
    } finally {
      await project.dispose();
      await database.drop();
    }
  },
);

it("generate that is killed while drizzle-kit runs leaves a baseline from which the next one goes on", async () => {
  const project = createProject({
    "drizzle.config.ts": config,
    "better-auth_migrations/1.sql": auth,
  });
  const database = await createTestDatabase();
  try {
    const env = { DATABASE_URL: database.url };
    const synced = await project.run(["sync", "--no-prove"], env);
    expect(synced.code, synced.shown).toBe(0);
    const file = "src/database/schemas/user.ts";
    project.write(file, project.read(file).replace("id: text().primaryKey(),", "$& plan: text(),"));
    const migrations = () =>
      readdirSync(join(project.path, "drizzle")).filter((name) => /^\d{14}_/.test(name));
    const killed = project.start(["generate", "--", "--name", "killed"], env);
    const kits = () =>
      readFileSync(`/proc/${killed.pid}/task/${killed.pid}/children`, "utf8")
        .split(" ")
        .map(Number)
        .filter((pid) => commandLine(pid).includes("drizzle-kit"));
    while (migrations().length === 0 || kits().length === 0) await delay(5);
    killed.kill("SIGSTOP");
    const left = kits();
    killed.kill("SIGKILL");
    await killed;
    // drizzle-kit itself comes to its end after that.
    while (left.some(isRunning)) await delay(50);
    const again = await project.run(["generate", "--", "--name", "plan"], env);
    expect(again.code, again.shown).toBe(0);
    expect(migrations().map((name) => name.replace(/\d{14}/, ""))).toEqual([
      "_pulled",
      expect.stringMatching(/^_(?:killed|plan)$/),
    ]);
    expect(project.read(`drizzle/${migrations()[1]}/migration.sql`)).toBe(
      'ALTER TABLE "user" ADD COLUMN "plan" text;',
    );
    const after = await project.run(["sync", "--force", "--no-prove"], env);
    expect(after.code, after.shown).toBe(0);
    expect((await project.run(["check-drift"], env)).code).toBe(0);
  } finally {
    await project.dispose();
    await database.drop();
  }
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// A database that was there before, and the ways back: baseline, rollback, reset.

let project: ProjectFolder;
let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await project.dispose();
  await database.drop();
});

const dbfirst = (...args: string[]) => project.run(args, { DATABASE_URL: database.url });

async function succeed(...args: string[]): Promise<string> {
  const { code, shown } = await dbfirst(...args);
  expect(code, shown).toBe(0);
  return shown;
}

async function rows(sql: string): Promise<unknown[]> {
  const session = await connect(database.settings);
  try {
    return (await session.unsafe(sql)).map((row) => Object.values(row)[0]);
  } finally {
    await session.end();
  }
}

const tables = () =>
  rows(
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
  );

const first = "create table a (id int primary key);\n";
const second =
  "create table b (id int primary key, a_id int references a);\ncreate index on b (a_id);\n";

describe("baseline", () => {
  beforeEach(() => {
    project = createProject({
      "better-auth_migrations/1.sql": first,
      "better-auth_migrations/2.sql": second,
      "drizzle/20250101000000_first/migration.sql": "create table c (id int);\n",
    });
  });

  it("records what a database has, in drizzle's table too, and runs nothing", async () => {
    await runOn(
      database.settings,
      `${first}${second}create table c (id int); insert into a values (1)`,
    );
    const refused = await dbfirst("apply");
    expect(refused.shown).toContain("`dbfirst baseline` records");
    expect(await succeed("baseline")).toContain("Recorded 3 migrations as applied");
    await succeed("status", "--exit-code");
    expect(await rows("select name from drizzle.__drizzle_migrations")).toEqual([
      "20250101000000_first",
    ]);
    expect(await succeed("apply")).toContain("Nothing to apply");
    expect(await rows("select id from a")).toEqual([1]);
    expect(await succeed("baseline")).toContain("Nothing is pending");
  });

  it("refuses what isn't there or is otherwise, and records nothing", async () => {
    await runOn(
      database.settings,
      "create table a (id bigint primary key); create table c (id int)",
    );
    const { code, shown } = await dbfirst("baseline");
    expect(code).toBe(2);
    expect(shown).toContain("table public.b isn't there");
    expect(shown).toContain("column public.a.id differs: type");
    expect(await rows("select to_regclass('dbfirst.ledger')")).toEqual([null]);

    // Just the files whose objects are there; the rest is applied.
    await succeed(
      "baseline",
      "better-auth_migrations/1.sql",
      "drizzle/20250101000000_first/migration.sql",
    );
    await runOn(database.settings, "alter table a alter id type int");
    expect(await succeed("apply")).toContain("Applied 1 migration (2 applied before)");
    expect(await tables()).toEqual(["a", "b", "c"]);
  });

  it("says that a migration fails on the throw-away database, and records it by --force", async () => {
    project.write("better-auth_migrations/2.sql", "select nowhere;\n");
    const { code, shown } = await dbfirst("baseline");
    expect(code).toBe(2);
    expect(shown).toContain("better-auth_migrations/2.sql:1:8:");
    expect(shown).toMatch(/^hint: This was on a throw-away database.*--force/m);
    expect(await succeed("baseline", "--force")).toContain("Recorded 3 migrations as applied");
    await succeed("status", "--exit-code");
  });

  it("completes by hand what stopped half-way outside a transaction", async () => {
    await succeed("apply");
    await runOn(database.settings, "insert into a values (1)");
    // It fails where there are rows, and not on an empty database.
    project.write(
      "better-auth_migrations/3.sql",
      "-- dbfirst: no-transaction\ncreate index concurrently i on a (id);\nselect 1 / (1 - count(*)) from a;\n",
    );
    expect((await dbfirst("apply")).code).toBe(2);
    expect((await dbfirst("apply")).shown).toContain("dbfirst baseline");
    expect(await succeed("baseline", "better-auth_migrations/3.sql")).toContain("3.sql");
    await succeed("apply");
    await succeed("status", "--exit-code");
  });
});

describe("rollback", () => {
  beforeEach(() => {
    project = createProject({
      "better-auth_migrations/1.sql": first,
      "better-auth_migrations/1.down.sql": "drop table a;\n",
      "better-auth_migrations/2.sql": second,
      "better-auth_migrations/2.down.sql": "drop table b;\n",
      "drizzle/20250101000000_first/migration.sql": "create table c (id int);\n",
      "drizzle/20250101000000_first/down.sql": "drop table c;\n",
    });
  });

  it("runs the down scripts, the last one first, and takes the records away", async () => {
    await succeed("apply");
    expect(await succeed("rollback")).toContain("Took back 1 migration of drizzle");
    expect(await rows("select count(*)::int from drizzle.__drizzle_migrations")).toEqual([0]);
    expect(await succeed("rollback", "--dry-run")).toContain("Would take back 1 migration");
    expect(await succeed("rollback", "--to", "1.sql")).toContain("better-auth_migrations/2.sql");
    expect(await tables()).toEqual(["a"]);
    await succeed("apply");
    expect(await tables()).toEqual(["a", "b", "c"]);
    await succeed("rollback", "--source", "better-auth", "--steps", "2");
    expect(await tables()).toEqual(["c"]);
    expect(await succeed("rollback", "--steps", "9")).toContain(
      "1 of 9 steps: nothing else is applied",
    );
  });

  it("leaves everything as it was where a down script fails, or there is none", async () => {
    project.write("better-auth_migrations/2.down.sql", "drop table b;\nselect 1/0;\n");
    await succeed("apply");
    const failed = await dbfirst("rollback", "--source", "better-auth");
    expect(failed.code).toBe(2);
    expect(failed.shown).toContain("better-auth_migrations/2.down.sql:2:1: division by zero");
    expect(await tables()).toEqual(["a", "b", "c"]);
    await succeed("status", "--exit-code");

    project.remove("better-auth_migrations/1.down.sql");
    project.write("better-auth_migrations/2.down.sql", "drop table b;\n");
    const none = await dbfirst("rollback", "--source", "better-auth", "--steps", "2");
    expect(none.code).toBe(2);
    expect(none.shown).toContain("better-auth_migrations/1.sql needs a plan");
    expect(none.shown).toContain("dbfirst rollback --source better-auth --steps 1; or pass --plan");
    expect(await tables()).toEqual(["a", "b", "c"]);
  });

  it("changes a database that isn't local only where its name is passed; a plan is shown anyhow", async () => {
    await succeed("apply");
    const { database: name } = database.settings;
    // Another name for this machine, which doesn't say so.
    const env = { DATABASE_URL: database.url.replace("127.0.0.1", "0.0.0.0") };
    const refused = await project.run(["rollback"], env);
    expect(refused.code, refused.shown).toBe(2);
    expect(refused.stderr).toContain(`--confirm ${name}`);
    expect(await tables()).toEqual(["a", "b", "c"]);
    const shown = await project.run(["rollback", "--plan"], env);
    expect(shown.code, shown.shown).toBe(0);
    expect(shown.stdout).toContain(
      `dbfirst rollback --plan --confirm ${name} --yes --allow-data-loss table:public.c`,
    );
    expect((await project.run(["rollback", "--plan", "--yes"], env)).code).toBe(2);
    expect(await tables()).toEqual(["a", "b", "c"]);
    const done = await project.run(["rollback", "--confirm", name], env);
    expect(done.code, done.shown).toBe(0);
    expect(await tables()).toEqual(["a", "b"]);
  });

  it("says so where the source is unknown, or nothing is applied", async () => {
    expect((await dbfirst("rollback")).shown).toContain("Nothing is applied");
    await succeed("apply");
    expect((await dbfirst("rollback", "--source", "drizle")).shown).toContain(
      'There is no source "drizle"; there are better-auth, drizzle',
    );
    expect((await dbfirst("rollback", "--to", "9.sql")).shown).toContain(
      "9.sql isn't an applied migration",
    );
  });
});

describe("reset", () => {
  it("makes the database what the SQL files say, and keeps what isn't theirs unless told", async () => {
    project = createProject({ "better-auth_migrations/1.sql": first });
    await succeed("sync");
    await runOn(
      database.settings,
      "create table mine (id int); insert into a values (1); alter table a add x int",
    );
    await succeed("reset");
    expect(await tables()).toEqual(["a", "mine"]);
    expect(await rows("select count(*)::int from a")).toEqual([0]);
    await succeed("reset", "--all");
    expect(await tables()).toEqual(["a"]);
    await succeed("check-drift");
  });

  it("an edited migration is no obstacle", async () => {
    project = createProject({ "better-auth_migrations/1.sql": first });
    await succeed("sync");
    project.write("better-auth_migrations/1.sql", "create table renamed (id int primary key);\n");
    expect((await dbfirst("apply")).shown).toContain("was changed after it was applied");
    await succeed("reset", "--all");
    expect(await tables()).toEqual(["renamed"]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import { readStatus } from "../../src/apply/status.ts";
import { connect } from "../../src/postgres/connect.ts";
import type { Migration } from "../../src/sources/migration.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

// Scripts that reach for what holds them: the lock, the ledger, the session, the transaction.

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const migration = (name: string, text: string): Migration => ({
  source: "sql",
  name,
  file: `sql/${name}`,
  text,
  checksum: `sum of ${text}`,
});

async function run(...migrations: Migration[]) {
  return apply({
    settings: database.settings,
    sources: [{ name: "sql", migrations }],
    projectDirectory: await projectFolder(),
    toolVersion: "test",
    lockTimeoutSeconds: 10,
  });
}

async function tables(): Promise<string> {
  const sql = await connect(database.settings);
  try {
    const rows = await sql.unsafe(
      "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    );
    return rows.map(({ relname }) => String(relname)).join(" ");
  } finally {
    await sql.end();
  }
}

const alone = "-- dbfirst: no-transaction\n";

describe("a script that does as it likes is applied once, and the next one after it", () => {
  it.each([
    ["locks the ledger", "lock table dbfirst.ledger in access exclusive mode; create table a();"],
    ["gives up all locks", "select pg_advisory_unlock_all(); create table a();"],
    ["gives up all locks alone", `${alone}select pg_advisory_unlock_all(); create table a();`],
    ["discards its session", `${alone}create table a(); discard all;`],
    ["commits in a DO block", `${alone}create table a(); do $$ begin commit; end $$;`],
    [
      "reads only from now on",
      `${alone}create table a(); set default_transaction_read_only to on;`,
    ],
    ["times out at once", "create table a(); set statement_timeout to 1; set lock_timeout to 1;"],
    ["begins with a byte order mark", "\uFEFFcreate table a();"],
    [
      "says what it is behind a byte order mark",
      `\uFEFF${alone}create table a(i int); create index concurrently on a (i);`,
    ],
    [
      "ends the session that holds the lock",
      "create table a(); select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dbfirst apply' and pid <> pg_backend_pid() and datname = current_database();",
    ],
  ])("%s", async (_, text) => {
    const first = migration("1.sql", text);
    const second = migration("2.sql", "create table b();");
    expect((await run(first)).applied).toHaveLength(1);
    expect((await run(first, second)).applied.map(({ name }) => name)).toEqual(["2.sql"]);
    expect(await tables()).toBe("a b");
  });

  it.each([
    ["nothing", ""],
    ["comments", "-- nothing\n/* at all */"],
    ["semicolons", ";;;"],
  ])("or holds %s", async (_, text) => {
    expect((await run(migration("1.sql", text))).applied).toHaveLength(1);
    expect(await run(migration("1.sql", text))).toMatchObject({ applied: [], alreadyApplied: 1 });
  });
});

describe("a script that can't be recorded", () => {
  it.each([
    ["drops the ledger", "drop schema dbfirst cascade;"],
    ["makes its transaction read-only", "set transaction read only;"],
  ])("because it %s, leaves nothing", async (_, text) => {
    const script = migration("1.sql", `create table a();\n${text}\n`);
    await expect(run(script)).rejects.toMatchObject({
      code: "RECORD_FAILED",
      message: expect.stringMatching(/^sql\/1\.sql ran to its end, and then its record/),
      hint: expect.stringContaining("Nothing of it stays"),
    });
    expect(await tables()).toBe("");
    const sources = [{ name: "sql", migrations: [script] }];
    expect((await readStatus(database.settings, sources)).map(({ state }) => state)).toEqual([
      "pending",
    ]);
  });

  it("says that what it did stays, where it ran statement by statement", async () => {
    const script = migration("1.sql", `${alone}create table a(); drop schema dbfirst cascade;`);
    await expect(run(script)).rejects.toMatchObject({
      code: "RECORD_FAILED",
      hint: expect.stringContaining("What it did stays"),
    });
    expect(await tables()).toBe("a");
  });
});

describe("a script that ends its transaction does nothing", () => {
  it.each([
    ["by COMMIT", "commit;"],
    ["by COMMIT AND CHAIN", "commit and chain;"],
    ["by PREPARE TRANSACTION", "prepare transaction 'p';"],
    ["by a variable", "\\set x 'commit and chain'\n:x;"],
    ["by a variable that prepares", "\\set x 'prepare transaction ''p'''\n:x;"],
    ["by what a query gives", "select 'commit' \\gexec"],
    ["by a second one of its own", "begin; create table b(); commit;"],
    ["in a DO block", "do $$ begin commit; end $$;"],
  ])("%s", async (_, text) => {
    const script = migration("1.sql", `create table a();\n${text}\ncreate table c();`);
    await expect(run(script)).rejects.toMatchObject({
      code: "SCRIPT_FAILED",
      hint: expect.stringContaining("-- dbfirst: no-transaction"),
    });
    expect(await tables()).toBe("");
  });
});

describe("a file of an applied migration", () => {
  it("that has another name is found by what it holds", async () => {
    await run(migration("1.sql", "create table a();"));
    const failure = run(migration("01.sql", "create table a();"));
    await expect(failure).rejects.toMatchObject({
      code: "MIGRATION_MISSING",
      message: "sql/1.sql was applied, but its file is gone; sql/01.sql holds what it held",
      hint: expect.stringContaining("give it its old name back"),
    });
    await expect(run(migration("01.sql", "create table other();"))).rejects.toMatchObject({
      message: "sql/1.sql was applied, but its file is gone",
    });
  });

  it("may be called like one of another source", async () => {
    const sources = ["a", "b"].map((name) => ({
      name,
      migrations: [{ ...migration("1.sql", `create table ${name}();`), source: name, file: name }],
    }));
    const options = {
      settings: database.settings,
      sources,
      projectDirectory: await projectFolder(),
      toolVersion: "test",
      lockTimeoutSeconds: 10,
    };
    expect((await apply(options)).applied).toHaveLength(2);
    expect((await apply(options)).alreadyApplied).toBe(2);
  });
});

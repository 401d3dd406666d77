import { afterEach, describe, expect, it } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import { baseline } from "../../src/apply/baseline.ts";
import { rollback } from "../../src/apply/rollback.ts";
import type { ScriptPolicy } from "../../src/apply/script-policy.ts";
import { readStatus } from "../../src/apply/status.ts";
import { DatabaseError, ScriptError, SourceError } from "../../src/errors.ts";
import { connect } from "../../src/postgres/connect.ts";
import type { Migration } from "../../src/sources/migration.ts";
import { createTestDatabase, runOn, testServer, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await database.drop();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const migration = (name: string, text: string): Migration => ({
  source: "sql",
  name,
  file: `sql/${name}`,
  text,
  checksum: `sum of ${text}`,
});

interface Options {
  settings?: typeof database.settings;
  policy?: ScriptPolicy;
}

const optionsOf = async (texts: Record<string, string>, options: Options) => ({
  settings: options.settings ?? database.settings,
  sources: [
    {
      name: "sql",
      migrations: Object.entries(texts).map(([name, text]) => migration(name, text)),
    },
  ],
  projectDirectory: await projectFolder(),
  toolVersion: "test",
  policy: options.policy,
  lockTimeoutSeconds: 10,
});

async function run(texts: Record<string, string>, options: Options = {}) {
  return apply(await optionsOf(texts, options));
}

/** A baseline that takes everything for being there. */
async function recordAll(texts: Record<string, string>) {
  const options = await optionsOf(texts, {});
  const check = async () => undefined;
  return baseline({ ...options, check, forgetsMissing: false, dryRun: false });
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const sql = await connect(database.settings);
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end();
  }
}

describe("apply", () => {
  it("what is looked at afterwards is looked at before anybody else may apply", async () => {
    database = await createTestDatabase();
    const seen: unknown[] = [];
    const options = await optionsOf({ "1.sql": "create table a ();" }, {});
    const held =
      "select to_regclass('a')::text as made, count(*)::int as locks from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";
    await apply({
      ...options,
      onApplied: async (applied, verifyLock) => {
        seen.push(
          applied.map(({ name }) => name),
          ...(await query(held)),
        );
        await verifyLock();
        await runOn(
          database.settings,
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dbfirst apply' and datname = current_database()",
        );
        await expect(verifyLock()).rejects.toMatchObject({ code: "LOCK_LOST" });
      },
    });
    expect(seen).toEqual([["1.sql"], { made: "a", locks: 1 }]);
  });

  it("runs what is written for another program as psql would, and says that both of its parts ran", async () => {
    database = await createTestDatabase();
    const text = "-- migrate:up\ncreate table a ();\n-- migrate:down\ndrop table a;\n";
    const options = await optionsOf({}, {});
    const migrations = [{ ...migration("1.sql", text), writtenFor: "dbmate" }];
    const warnings: string[] = [];
    const { applied } = await apply({
      ...options,
      sources: [{ name: "sql", migrations }],
      progress: { warn: (warning) => void warnings.push(warning) },
    });
    expect(applied).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining("sql/1.sql is written for dbmate: ")]);
  });

  it("records each file in its own transaction, once", async () => {
    database = await createTestDatabase();
    const files = { "1.sql": "create table a (id int);", "2.sql": "create table b (id int)" };
    expect((await run(files)).applied.map(({ name }) => name)).toEqual(["1.sql", "2.sql"]);
    expect(await run(files)).toMatchObject({ applied: [], alreadyApplied: 2 });
    const [row] = await query(
      `select *, duration_ms >= 0 as timed, finished_at >= started_at as ordered from dbfirst.ledger where migration = '1.sql'`,
    );
    expect(row).toMatchObject({
      source: "sql",
      checksum: "sum of create table a (id int);",
      tool_version: "test",
      timed: true,
      ordered: true,
    });
  });

  it.each([
    ["another role", "create role apply_test_role; set role apply_test_role;"],
    [
      "another session user",
      "create role apply_test_role; set session authorization apply_test_role;",
    ],
    ["another encoding", "set client_encoding to 'LATIN1';"],
    [
      "another search_path",
      "create schema dbfirst_trap; create function dbfirst_trap.now() returns timestamptz language sql as 'select null::timestamptz'; set search_path to dbfirst_trap, pg_catalog;",
    ],
    ["another string syntax", "set standard_conforming_strings to off;"],
  ])("records a script that leaves %s behind, whole names and all", async (_, text) => {
    database = await createTestDatabase();
    cleanups.push(() => runOn(testServer(), "drop role if exists apply_test_role"));
    for (const directive of ["", "-- dbfirst: no-transaction\n"]) {
      const name = `grüße ${directive === "" ? "1" : "2"} \\ ''.sql`;
      const body = directive === "" ? text : text.replaceAll(/create [^;]*(\$\$|'[^']*')?;/g, "");
      await run({
        [`grüße 1 \\ ''.sql`]: text,
        ...(directive !== "" && { [name]: directive + body }),
      });
      expect(
        await query(
          "select migration, finished_at is not null as finished from dbfirst.ledger order by 1",
        ),
      ).toContainEqual({
        migration: name,
        finished: true,
      });
    }
  });

  it("leaves nothing of a file that fails, and nothing of one whose constraint fails at its end", async () => {
    database = await createTestDatabase();
    await expect(run({ "1.sql": "create table a (id int);\nselect 1/0;" })).rejects.toMatchObject({
      position: { file: "sql/1.sql", line: 2 },
      sqlstate: "22012",
    });
    await expect(
      run({
        "1.sql":
          "create table a (id int primary key, b int references a deferrable initially deferred); insert into a values (1, 2);",
      }),
    ).rejects.toBeInstanceOf(ScriptError);
    expect(await query("select relname from pg_class where relname = 'a'")).toEqual([]);
    expect(await query("select * from dbfirst.ledger")).toEqual([]);
  });

  it("commits nothing of a file that ends its transaction in an included file", async () => {
    database = await createTestDatabase();
    const folder = await projectFolder({ "inc.sql": "create table q (id int);\ncommit;\n" });
    await expect(
      apply({
        settings: database.settings,
        sources: [{ name: "sql", migrations: [migration("1.sql", "\\set f inc.sql\n\\i :f\n")] }],
        projectDirectory: folder,
        toolVersion: "test",
        lockTimeoutSeconds: 10,
      }),
    ).rejects.toThrow(/ends the transaction/);
    expect(await query("select relname from pg_class where relname = 'q'")).toEqual([]);
  });

  it("records a file that is one BEGIN … COMMIT in its own transaction", async () => {
    database = await createTestDatabase();
    const good =
      "begin isolation level serializable;\ncreate table a (id int);\ncommit;\n\\echo done\n";
    expect((await run({ "1.sql": good })).applied).toHaveLength(1);
    const bad = "-- a dump\nBEGIN;\ncreate table b (id int);\nselect 1/0;\nCOMMIT;\n";
    await expect(run({ "1.sql": good, "2.sql": bad })).rejects.toMatchObject({
      position: { file: "sql/2.sql", line: 4 },
    });
    expect(await query("select relname from pg_class where relname in ('a', 'b')")).toEqual([
      { relname: "a" },
    ]);
    expect(await query("select migration from dbfirst.ledger")).toEqual([{ migration: "1.sql" }]);
  });

  it.each([
    ["\\! touch pwned", "psql: { allow: { shell: true } }"],
    ["\\i ../outside.sql", "psql: { allow: { paths: ["],
    ["\\setenv A b", "psql: { allow: { setenv: true } }"],
    ["\\c other", undefined],
  ])("looks at all files before the first runs: %s", async (text, advice) => {
    database = await createTestDatabase();
    const files = { "1.sql": "create table a (id int);", "2.sql": `select 1;\n  ${text}\n` };
    const failure = await run(files).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ScriptError);
    const { position, hint } = failure as ScriptError;
    expect(position).toEqual({ file: "sql/2.sql", line: 2, column: 3 });
    expect(hint).toContain(advice ?? "Nothing was run");
    expect(await query("select relname from pg_class where relname = 'a'")).toEqual([]);
  });

  it("does what the configuration allows", async () => {
    database = await createTestDatabase();
    const policy = {
      executor: "builtin",
      allow: { shell: true, paths: [], setenv: true },
      env: { PATH: process.env["PATH"] },
    } as const;
    const text =
      "\\setenv N 7\n\\set n `echo $N`\ncreate table a as select :n as n;\n\\copy a from program 'echo 8'\n";
    await run({ "1.sql": text }, { policy });
    expect(await query("select n from a order by n")).toEqual([{ n: 7 }, { n: 8 }]);
  });

  it.each([
    ["what a variable hides", "\\set v vacuum\n:v;", "25001"],
    [
      "reindex of a partitioned table",
      "create table p (a int primary key) partition by range (a);\nreindex table p;",
      "25001",
    ],
    [
      "a procedure that commits",
      "create procedure c() language plpgsql as $$ begin commit; end $$;\ncall c();",
      "2D000",
    ],
    [
      "a new enum value behind a variable",
      "\\set v b\nalter type e add value :'v';\nselect :'v'::e;",
      "55P04",
    ],
  ])("what only the server notices comes with the directive: %s", async (_, text, sqlstate) => {
    database = await createTestDatabase();
    await runOn(database.settings, "create type e as enum ('a')");
    await expect(run({ "1.sql": text })).rejects.toMatchObject({
      sqlstate,
      hint: expect.stringContaining("-- dbfirst: no-transaction"),
    });
  });

  it("doesn't let SET LOCAL pass where it has no effect", async () => {
    database = await createTestDatabase();
    const text =
      "-- dbfirst: no-transaction\n\\if true\nset local search_path to x;\n\\endif\nselect 1;";
    await expect(run({ "1.sql": text })).rejects.toMatchObject({
      position: { file: "sql/1.sql", line: 3 },
      hint: expect.stringContaining("no effect"),
    });
  });

  it("says what to do about a file that stopped outside a transaction", async () => {
    database = await createTestDatabase();
    const files = {
      "1.sql": "-- dbfirst: no-transaction\ncreate table a (id int);\nselect 1/0;\n",
    };
    await expect(run(files)).rejects.toBeInstanceOf(ScriptError);
    const again = await run(files).catch((error: unknown) => error);
    expect(again).toBeInstanceOf(SourceError);
    expect(again).toMatchObject({ code: "MIGRATION_INTERRUPTED" });
    expect(String((again as SourceError).hint)).toContain("dbfirst apply --retry");
  });

  it("works for a role that owns nothing but may write the ledger", async () => {
    database = await createTestDatabase();
    await run({ "1.sql": "create table a (id int);" });
    await runOn(
      database.settings,
      `create role apply_test_deployer login password 'x';
       grant usage on schema dbfirst to apply_test_deployer;
       grant select, insert, update on dbfirst.ledger to apply_test_deployer;
       grant create on schema public to apply_test_deployer;`,
    );
    cleanups.unshift(() => runOn(testServer(), "drop role apply_test_deployer"));
    const settings = { ...database.settings, user: "apply_test_deployer", password: "x" };
    const files = { "1.sql": "create table a (id int);", "2.sql": "create table b (id int);" };
    expect((await run(files, { settings })).applied).toHaveLength(1);
  });

  it("works without PL/pgSQL, which a database need not have", async () => {
    database = await createTestDatabase();
    await runOn(database.settings, "drop extension plpgsql");
    const files = {
      "1.sql": "create table a (id int);",
      "2.sql": "-- dbfirst: no-transaction\ncreate table b (id int);",
    };
    expect((await run(files)).applied).toHaveLength(2);
    expect((await run(files)).alreadyApplied).toBe(2);
  });

  it("works for a role that may make no schema, in the one that was made for it", async () => {
    database = await createTestDatabase();
    await runOn(database.settings, "create role apply_test_tenant login password 'x'");
    cleanups.unshift(() => runOn(testServer(), "drop role apply_test_tenant"));
    const settings = { ...database.settings, user: "apply_test_tenant", password: "x" };
    const files = { "1.sql": "create table a (id int);" };
    await expect(run(files, { settings })).rejects.toMatchObject({
      code: "LEDGER_FORBIDDEN",
      sqlstate: "42501",
      hint: expect.stringContaining("CREATE SCHEMA dbfirst AUTHORIZATION"),
    });
    await runOn(
      database.settings,
      `create schema dbfirst authorization apply_test_tenant;
       grant create on schema public to apply_test_tenant;`,
    );
    expect((await run(files, { settings })).applied).toHaveLength(1);
    expect(await query("select applied_by from dbfirst.ledger")).toEqual([
      { applied_by: "apply_test_tenant" },
    ]);
  });

  it("says that it's the ledger which can't be made, and what the server says to that", async () => {
    database = await createTestDatabase();
    await runOn(
      database.settings,
      `create function refuse() returns event_trigger language plpgsql
         as $$ begin raise exception 'no DDL here' using hint = 'ask the DBA'; end $$;
       create event trigger refuse on ddl_command_start execute function refuse()`,
    );
    const failed = {
      code: "LEDGER_FAILED",
      message: "The table that records what is applied can't be made: no DDL here",
      hint: "ask the DBA\nNothing was applied.",
    };
    const files = { "1.sql": "create table a (id int);" };
    await expect(run(files)).rejects.toMatchObject(failed);
    await expect(recordAll(files)).rejects.toMatchObject(failed);
    await runOn(database.settings, "drop event trigger refuse");
    expect(await recordAll(files)).toMatchObject({ recorded: { length: 1 } });
    expect(await run(files)).toMatchObject({ applied: [], alreadyApplied: 1 });
  });

  it("tells a role without rights on the ledger what it needs", async () => {
    database = await createTestDatabase();
    await run({ "1.sql": "create table a (id int);" });
    await runOn(database.settings, "create role apply_test_reader login password 'x'");
    cleanups.unshift(() => runOn(testServer(), "drop role apply_test_reader"));
    const settings = { ...database.settings, user: "apply_test_reader", password: "x" };
    const status = await readStatus(settings, []).catch((error: unknown) => error);
    expect(status).toBeInstanceOf(DatabaseError);
    expect(status).toMatchObject({
      code: "LEDGER_UNREADABLE",
      hint: expect.stringContaining("SELECT on dbfirst.ledger"),
    });
  });
});

describe("a ledger that somebody changed by hand", () => {
  const files = { "1.sql": "create table a (id int);", "2.sql": "create table b (id int);" };
  const swallow = `create function swallow() returns trigger language plpgsql as 'begin return null; end';`;

  it.each([
    [
      "a trigger",
      `${swallow} create trigger t before insert on dbfirst.ledger for each row execute function swallow()`,
    ],
    ["a rule", "create rule r as on insert to dbfirst.ledger do instead nothing"],
  ])("is refused where %s swallows its rows: the migration would run again", async (_, sql) => {
    database = await createTestDatabase();
    await run({ "1.sql": files["1.sql"] });
    await runOn(database.settings, sql);
    const failure = await run(files).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "RECORD_FAILED",
      message: expect.stringContaining("a trigger or a rule on that table swallows it"),
    });
    expect(await query("select to_regclass('public.b') as b")).toEqual([{ b: null }]);
  });

  it("is refused where it swallows what a migration outside a transaction writes, before that runs", async () => {
    database = await createTestDatabase();
    await run({ "1.sql": files["1.sql"] });
    await runOn(
      database.settings,
      "create rule r as on insert to dbfirst.ledger do instead nothing",
    );
    const alone = "-- dbfirst: no-transaction\ncreate table b (id int);";
    await expect(run({ "1.sql": files["1.sql"], "2.sql": alone })).rejects.toMatchObject({
      code: "LEDGER_BROKEN",
      message:
        "dbfirst.ledger doesn't take the record: a trigger or a rule on that table swallows it",
      hint: expect.stringContaining("\\d dbfirst.ledger"),
    });
    expect(await query("select to_regclass('public.b') as b")).toEqual([{ b: null }]);
  });

  it("is refused where it keeps the row of what is taken back: it would never run again", async () => {
    database = await createTestDatabase();
    await run(files);
    await runOn(
      database.settings,
      "create rule r as on delete to dbfirst.ledger do instead nothing",
    );
    const options = await optionsOf(files, {});
    options.sources[0]!.migrations[1]!.down = { file: "sql/2.down.sql", text: "drop table b;" };
    const failure = rollback({
      ...options,
      request: { steps: 1, to: undefined, source: undefined, plan: false },
      dryRun: false,
      confirmed: true,
      allowDataLoss: [],
      planUndo: () => Promise.reject(new Error("there is a script")),
      onChange: async () => undefined,
    });
    await expect(failure).rejects.toMatchObject({
      code: "RECORD_FAILED",
      message: expect.stringContaining("a trigger or a rule on that table swallows it"),
      hint: expect.stringContaining("Nothing of it stays"),
    });
    expect(await query("select to_regclass('public.b')::text as b")).toEqual([{ b: "b" }]);
  });

  it("is refused where it lost a column, or hides rows from a role", async () => {
    database = await createTestDatabase();
    await run(files);
    await runOn(
      database.settings,
      `create role ledger_test_reader login password 'x';
       grant usage on schema dbfirst to ledger_test_reader;
       grant select on dbfirst.ledger to ledger_test_reader;
       alter table dbfirst.ledger enable row level security;`,
    );
    cleanups.unshift(() => runOn(testServer(), "drop role ledger_test_reader"));
    const reader = { ...database.settings, user: "ledger_test_reader", password: "x" };
    await expect(readStatus(reader, [])).rejects.toMatchObject({
      code: "LEDGER_BROKEN",
      message: expect.stringContaining("row security"),
    });
    await expect(readStatus(database.settings, [])).resolves.toHaveLength(2);
    await runOn(database.settings, "alter table dbfirst.ledger drop column finished_at cascade");
    await expect(readStatus(database.settings, [])).rejects.toMatchObject({
      code: "LEDGER_BROKEN",
      message: "dbfirst.ledger isn't the table that dbfirst made: it has no finished_at",
      hint: expect.stringContaining("dbfirst baseline"),
    });
  });
});

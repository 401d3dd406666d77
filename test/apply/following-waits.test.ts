import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply, type ApplyProgress } from "../../src/apply/apply.ts";
import type { TimeLimits } from "../../src/apply/run-migration.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
let other: Sql;
beforeEach(async () => {
  database = await createTestDatabase();
  other = await connect(database.settings, { applicationName: "somebody's psql" });
  await other.unsafe("create table t (id int)");
});
afterEach(async () => {
  await other.end();
  await database.drop();
});

async function run(text: string, progress: ApplyProgress = {}, limits: TimeLimits = {}) {
  const migration = { source: "sql", name: "1.sql", file: "sql/1.sql", text, checksum: "sum" };
  return apply({
    settings: database.settings,
    sources: [{ name: "sql", migrations: [migration] }],
    projectDirectory: await projectFolder(),
    toolVersion: "test",
    lockTimeoutSeconds: 10,
    limits,
    progress,
  });
}

const alter = "alter table t add column a int;";
const holder = /^pid \d+ \(somebody's psql, as \w+, .*idle in transaction since /;

describe("a migration that waits for another session's lock", () => {
  beforeEach(async () => {
    await other.unsafe("begin; select * from t").simple();
  });

  it.each([
    ["in a transaction", alter],
    ["statement by statement", `-- dbfirst: no-transaction\n${alter}`],
  ])("%s: whoever holds it is named while it waits", async (_, text) => {
    const told: string[] = [];
    const { applied } = await run(text, {
      waitingForOthers: (migration, blockers) => {
        told.push(`${migration.file}: ${blockers}`);
        if (blockers !== "") void other.unsafe("commit").execute();
      },
    });
    expect(applied).toHaveLength(1);
    expect(told[0]).toMatch(/^sql\/1\.sql: pid \d+ \(somebody's psql, as \w+, .*idle in /);
  });

  it("and not for longer than is said: the error names who held it, and how to end that", async () => {
    const told: string[] = [];
    const waitingForOthers = (_: unknown, blockers: string) => void told.push(blockers);
    await expect(run(alter, { waitingForOthers }, { lockTimeout: 3 })).rejects.toMatchObject({
      sqlstate: "55P03",
      position: { file: "sql/1.sql", line: 1 },
      hint: expect.stringMatching(
        /^The lock was held by pid (\d+) \(somebody's psql, .*\): let it finish, or end it by SELECT pg_terminate_backend\(\1\)\./,
      ),
    });
    expect(told[0]).toMatch(holder);
  });
});

it("a migration that waits for the lock of dbfirst itself is told so, and doesn't wait for ever", async () => {
  const own = `select pg_advisory_lock((classid::bigint << 32) | objid::bigint)
from pg_locks
where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database());`;
  await expect(run(`create table a ();\n${own}`)).rejects.toMatchObject({
    sqlstate: "57014",
    position: { line: 2 },
    hint: expect.stringContaining("the advisory lock that dbfirst holds while it applies"),
  });
  expect((await run("create table a ();")).applied).toHaveLength(1);
});

it.each<[string, string, TimeLimits]>([
  ["the file", "set statement_timeout to 50;", {}],
  ["the configuration", "", { statementTimeout: 0.05 }],
])(
  "a statement that takes longer than %s lets it says what sets that",
  async (_, before, limits) => {
    await expect(run(`${before}\nselect pg_sleep(60);`, {}, limits)).rejects.toMatchObject({
      sqlstate: "57014",
      position: { line: 2 },
      hint: expect.stringContaining(
        "statement_timeout, which the file, `apply: { statementTimeout }`",
      ),
    });
  },
);

describe("a database that only reads", () => {
  it("is named as one before anything runs, where there is no ledger yet", async () => {
    await other.unsafe(
      `do $$ begin execute format('alter database %I set default_transaction_read_only to on', current_database()); end $$`,
    );
    await expect(run("create table a ();")).rejects.toMatchObject({
      code: "DATABASE_READ_ONLY",
      sqlstate: "25006",
      hint: expect.stringContaining("pg_is_in_recovery()"),
    });
  });

  it("and where there is one, with the statement", async () => {
    await run("select 1;");
    await other.unsafe(
      `do $$ begin execute format('alter database %I set default_transaction_read_only to on', current_database()); end $$`,
    );
    await other.unsafe("delete from dbfirst.ledger");
    await expect(run("create table a ();")).rejects.toMatchObject({
      sqlstate: "25006",
      position: { file: "sql/1.sql", line: 1 },
      hint: expect.stringContaining("default_transaction_read_only"),
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { answerReadOnly } from "../../src/studio/read-only.ts";
import { beginsAsReading } from "../../src/studio/readable-statement.ts";
import type { RowMode } from "../../src/studio/studio-request.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let before: unknown;
beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(
    database.settings,
    `CREATE TABLE t (id int, at timestamptz);
CREATE SEQUENCE s;
INSERT INTO t VALUES (1, '2020-01-01 00:00:00+00');
CREATE FUNCTION adds() RETURNS int LANGUAGE plpgsql AS $$
BEGIN SET transaction_read_only = off; INSERT INTO t VALUES (2); RETURN 1; END $$;
CREATE FUNCTION runs(command text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE command; RETURN 1; END $$;
CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$ BEGIN COMMIT; INSERT INTO t VALUES (3); COMMIT; END $$`,
  );
  before = await everything();
});
afterAll(() => database.drop());

/** Everything that the statements below would change. */
async function everything(): Promise<unknown> {
  const sql = await connect(database.settings);
  try {
    return (
      await sql`SELECT (SELECT json_agg(t) FROM t) AS rows, (SELECT last_value || is_called::text FROM s) AS sequence,
  (SELECT json_agg(oid) FROM pg_largeobject_metadata) AS large_objects,
  (SELECT json_agg(relname ORDER BY oid) FROM pg_class WHERE relname !~ '^pg_') AS relations,
  (SELECT json_agg(setconfig) FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())) AS settings,
  (SELECT json_agg(proname ORDER BY oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS routines,
  (SELECT count(*)::int FROM pg_prepared_xacts) AS prepared,
  (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory') AS locks`
    )[0];
  } finally {
    await sql.end();
  }
}

const never = new AbortController().signal;

async function ask(sql: string, params: readonly unknown[] = [], mode: RowMode = "array") {
  const request = { type: "proxy" as const, sql, params, mode };
  const { status, json } = await answerReadOnly(request, database.settings, never);
  expect(status).toBe(200);
  return JSON.parse(json.toString()) as unknown;
}

async function askAll(statements: readonly string[]): Promise<unknown[]> {
  const request = { type: "tproxy" as const, statements };
  const { json } = await answerReadOnly(request, database.settings, never);
  return JSON.parse(json.toString()) as unknown[];
}

const refusedByServer = [
  "with x as (insert into t values (2) returning id) select * from x",
  "with x as (delete from t returning id) select set_config('transaction_read_only', 'off', true) from x",
  "select * into t2 from t",
  "select * from t for update",
  "explain analyze insert into t values (2)",
  "select set_config('transaction_read_only', 'off', true), adds()",
  "select set_config('transaction_read_only', 'off', false), nextval('s')",
  "select nextval('s')",
  "select setval('s', 50)",
  "select adds()",
  "select runs('insert into t values (2)')",
  "select runs('set transaction read write')",
  "select runs('commit')",
  "select runs('drop table t')",
  "select runs('call commits()')",
  "select runs('alter database ' || quote_ident(current_database()) || ' set work_mem = 1024')",
  "select query_to_xml('delete from t', true, true, '')",
  // Several statements, in every way to end the transaction first.
  "select 1; commit; insert into t values (2)",
  "select 1; rollback; insert into t values (2)",
  "select 1; end; begin read write; insert into t values (2); commit",
  "select 1; commit and chain; set transaction read write; insert into t values (2); commit",
  "select 1; set transaction_read_only = off; insert into t values (2)",
  "select 1; set session characteristics as transaction read write",
  "select 1;; insert into t values (2)",
  "select 1 /* ; */; delete from t --",
  "values (1); truncate t",
  "table t; drop table t",
  "show work_mem; drop table t",
];

const refusedByUs = [
  "insert into t values (2)",
  "commit; insert into t values (2)",
  "/* select */ truncate t",
  "/* /* */ select */ drop table t",
  "-- select\ndrop table t",
  "-- x\rdrop table t",
  "; drop table t",
  "set transaction_read_only = off",
  "set default_transaction_read_only = off",
  "set session characteristics as transaction read write",
  "begin read write",
  "commit and chain",
  "do $$ begin set transaction_read_only = off; insert into t values (2); end $$",
  "call commits()",
  "copy t from program 'echo 2'",
  "copy t to program 'cat > /dev/null'",
  "prepare p as insert into t values (2)",
  "execute p",
  "declare c cursor with hold for select 1",
  "vacuum t",
  "alter system set work_mem = '8MB'",
  "prepare transaction 'x'",
  "listen x",
  "load 'plpgsql'",
  "",
  "select_ 1",
  "\u00a0select 1",
  "select 1\0; insert into t values (2)",
];

describe("whatever the page sends with --read-only, nothing is written", () => {
  it.each(refusedByServer)("%s", async (sql) => {
    expect(beginsAsReading(sql)).toBe(true);
    expect(await ask(sql)).toMatchObject({ status: "error", error: expect.stringMatching(/./) });
    expect(await askAll(["select 1 as n", sql, "insert into t values (9)"])).toEqual([
      [{ n: 1 }],
      { error: expect.stringMatching(/./), message: expect.any(String) },
    ]);
    expect(await everything()).toEqual(before);
  });

  it.each(refusedByUs)("not even tried: %j", async (sql) => {
    expect(await ask(sql)).toMatchObject({ error: expect.stringContaining("read-only") });
    expect(await askAll([sql])).toEqual([
      { error: expect.stringContaining("read-only"), message: expect.any(String) },
    ]);
    expect(await everything()).toEqual(before);
  });

  // The server lets some of these through, READ ONLY or not; the end of the transaction and of the session undoes them.
  it.each([
    "explain analyze create table t2 as select 1",
    "explain analyze create materialized view m as select 1",
    "select lo_create(4711)",
    "select lo_from_bytea(4712, 'x')",
    "select set_config('default_transaction_read_only', 'off', false)",
    "select set_config('session_authorization', 'default', false)",
    "select pg_advisory_lock(42)",
    "select pg_notify('x', 'y')",
  ])("nothing stays of: %s", async (sql) => {
    await ask(sql);
    await askAll([sql, "commit", sql]);
    await askAll([sql, "select 1; commit", sql, "insert into t values (9)"]);
    expect(await ask("insert into t values (9)")).toMatchObject({ status: "error" });
    expect(await everything()).toEqual(before);
  });

  it("parameters are values, whatever they are", async () => {
    expect(await ask("select $1::text", ["'; commit; insert into t values (2); --"])).toEqual([
      ["'; commit; insert into t values (2); --"],
    ]);
    for (const value of [{ a: 1 }, ["x"], [[1]], true, 1.5, null, "\u0000", "é\ud800"])
      await ask("select $1::text", [value]);
    await ask("select $1", []);
    await ask("select 1", ["too many"]);
    expect(await everything()).toEqual(before);
  });
});

describe("what reads is answered as drizzle-kit answers it", () => {
  it("as lists and as objects, with the server's own texts", async () => {
    const sql = `select id, at, 5::int8 as big, 1.50::numeric as n, '\\x01ff'::bytea as bytes, null as nothing, true as yes,
  '{"x": 12345678901234567890}'::jsonb as json, array['a'] as list from t where id = $1`;
    const request = { type: "proxy" as const, sql, params: [1], mode: "object" as const };
    const { json } = await answerReadOnly(request, database.settings, never);
    expect(json).toMatch(
      /^\[\{"id":1,"at":"[-+:\d ]+","big":"5","n":"1\.50","bytes":"Af8=","nothing":null,"yes":true,"json":\{"x": 12345678901234567890\},"list":\["a"\]\}\]$/,
    );
    expect(await ask("select id, id from t")).toEqual([[1, 1]]);
  });

  it.each([
    "SELECT 1 AS n",
    " \n\t(select 1 as n)",
    "-- why\nselect 1 as n",
    "/* a /* b */ c */ with x as (select 1 as n) select n from x",
    "select 1 as n;",
  ])("%j", async (sql) => {
    expect(await ask(sql, [], "object")).toEqual([{ n: 1 }]);
  });

  it("explains, shows, and takes JSON for parameters", async () => {
    expect(await ask("explain select 1")).toHaveLength(1);
    expect(await ask("show transaction_read_only")).toEqual([["on"]]);
    expect(await ask("select $1::jsonb->'a'", ['{"a": 1}'])).toEqual([[1]]);
    expect(await ask("select $1::timestamptz > $2::date", ["2020-01-01", "2019-01-01"])).toEqual([
      [true],
    ]);
  });

  it("a page that leaves takes its statement along", async () => {
    const left = new AbortController();
    const request = {
      type: "proxy" as const,
      sql: "select pg_sleep(60)",
      params: [],
      mode: "array" as const,
    };
    const asked = answerReadOnly(request, database.settings, left.signal);
    const sql = await connect(database.settings);
    const sleeping = async () =>
      (
        await sql`SELECT 1 FROM pg_stat_activity WHERE query = 'select pg_sleep(60)' AND state = 'active'`
      ).length;
    await expect.poll(sleeping).toBe(1);
    left.abort(new Error("the page left"));
    await expect(asked).rejects.toThrow("the page left");
    await expect.poll(sleeping).toBe(0);
    await sql.end();
  });
});

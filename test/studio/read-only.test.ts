import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { answerReadOnly } from "../../src/studio/read-only.ts";
import { beginsAsReading } from "../../src/studio/readable-statement.ts";
import type { RowMode } from "../../src/studio/studio-request.ts";
import {
  everything,
  hostileObjects,
  refusedByServer,
  refusedByUs,
  undoneAfterwards,
} from "./hostile-sql.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let before: unknown;
beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(database.settings, hostileObjects);
  before = await everything(database.settings);
});
afterAll(() => database.drop());

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

describe("whatever the page sends with --read-only, nothing is written", () => {
  it.each(refusedByServer)("%s", async (sql) => {
    expect(beginsAsReading(sql)).toBe(true);
    expect(await ask(sql)).toMatchObject({ status: "error", error: expect.stringMatching(/./) });
    expect(await askAll(["select 1 as n", sql, "insert into t values (9)"])).toEqual([
      [{ n: 1 }],
      { error: expect.stringMatching(/./), message: expect.any(String) },
    ]);
    expect(await everything(database.settings)).toEqual(before);
  });

  it.each(refusedByUs)("not even tried: %j", async (sql) => {
    expect(await ask(sql)).toMatchObject({ error: expect.stringContaining("read-only") });
    expect(await askAll([sql])).toEqual([
      { error: expect.stringContaining("read-only"), message: expect.any(String) },
    ]);
    expect(await everything(database.settings)).toEqual(before);
  });

  it.each(undoneAfterwards)("nothing stays of: %s", async (sql) => {
    await ask(sql);
    await askAll([sql, "commit", sql]);
    await askAll([sql, "select 1; commit", sql, "insert into t values (9)"]);
    expect(await ask("insert into t values (9)")).toMatchObject({ status: "error" });
    expect(await everything(database.settings)).toEqual(before);
  });

  it("parameters are values, whatever they are", async () => {
    expect(await ask("select $1::text", ["'; commit; insert into t values (2); --"])).toEqual([
      ["'; commit; insert into t values (2); --"],
    ]);
    for (const value of [{ a: 1 }, ["x"], [[1]], true, 1.5, null, "\u0000", "é\ud800"])
      await ask("select $1::text", [value]);
    await ask("select $1", []);
    await ask("select 1", ["too many"]);
    expect(await everything(database.settings)).toEqual(before);
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

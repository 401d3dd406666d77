import { afterAll, beforeAll, expect, test } from "vitest";
import type { Fact } from "../../src/catalog/fact.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { buildSchema } from "../../src/pull/prove/build-schema.ts";
import { buildFromStatements } from "../../src/pull/prove/prove-statements.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
/** Holds a lock that no statement of the tests gets. */
let holder: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(database.settings, "CREATE TABLE held (id int)");
  holder = await connect(database.settings);
  await holder.unsafe("BEGIN; LOCK TABLE held");
});
afterAll(async () => {
  await holder.end();
  await database.drop();
});

test("statements are run whatever their order; what fails to the end is told with its reason", async () => {
  const failed = await buildSchema(
    database.settings,
    [
      "CREATE TABLE second (id int REFERENCES first)",
      "CREATE TABLE first (id int PRIMARY KEY)",
      "wrong",
    ],
    { timeoutSeconds: 600 },
  );
  expect(failed).toEqual([
    { statement: "wrong", message: 'syntax error at or near "wrong"', code: "42601" },
  ]);
});

test("an enum that the statements make, too, isn't missing", async () => {
  const mood: Fact = {
    kind: "enum",
    object: "public.mood",
    parent: null,
    attributes: { labels: ["a"] },
  };
  const whole = { serverMajor: 17, facts: [mood], unmodeled: [] };
  const built = await buildFromStatements(
    database.settings,
    {
      statements: ["CREATE TYPE \"mood\" AS ENUM('a')", 'CREATE TABLE "felt" ("mood" "mood")'],
      source: { ...whole, facts: [] },
      whole,
    },
    { timeoutSeconds: 600 },
  );
  expect(built).toEqual({ failed: [], missing: [] });
});

test("a proof that takes too long says so, with what to do, and leaves no session", async () => {
  await expect(
    buildSchema(database.settings, ["SELECT 1", "ALTER TABLE held ADD more int"], {
      timeoutSeconds: 2,
    }),
  ).rejects.toMatchObject({
    code: "PROOF_TIMEOUT",
    message: "The proof couldn't run 2 statements on its throw-away database within 2 s.",
    hint: "--pull-timeout SECONDS waits longer; --no-prove writes the files without the proof.",
  });
  await expect
    .poll(() =>
      holder.unsafe(
        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'dbfirst prove' AND datname = current_database()",
      ),
    )
    .toHaveLength(0);
});

test("so does one that has no time to connect", async () => {
  await expect(
    buildSchema(database.settings, ["SELECT pg_sleep(600)"], { timeoutSeconds: 0.001 }),
  ).rejects.toMatchObject({ code: "PROOF_TIMEOUT" });
});

test("an abort gives the signal's reason", async () => {
  const reason = new Error("no more");
  await expect(
    buildSchema(database.settings, ["SELECT pg_sleep(600)"], {
      timeoutSeconds: 600,
      signal: AbortSignal.abort(reason),
    }),
  ).rejects.toBe(reason);
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clearDatabase } from "../../src/apply/clear-database.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let other: Sql;
beforeEach(async () => {
  database = await createTestDatabase();
  other = await connect(database.settings, { applicationName: "somebody's psql" });
  await other.unsafe("create table t (id int); insert into t values (1)").simple();
  await other.unsafe("begin; select * from t").simple();
});
afterEach(async () => {
  await other.end();
  await database.drop();
});

function clear(seconds: number, waitingForTables: (blockers: string) => void): Promise<number> {
  return clearDatabase({
    settings: database.settings,
    sources: [],
    projectDirectory: ".",
    toolVersion: "0",
    limits: { lockTimeout: seconds },
    lockTimeoutSeconds: 60,
    owned: undefined,
    cascade: false,
    progress: { waitingForTables },
  });
}

describe("a table that another session uses", () => {
  it("is waited for, and whoever uses it is named", async () => {
    const told: string[] = [];
    const dropped = await clear(60, (blockers) => {
      told.push(blockers);
      void other.unsafe("commit").execute();
    });
    expect(dropped).toBe(1);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^pid \d+ \(somebody's psql, as \w+, .*idle in transaction since /);
  });

  it("isn't waited for longer than is said, and nothing is dropped then", async () => {
    const cleared = clear(3, () => undefined);
    await expect(cleared).rejects.toMatchObject({
      code: "LOCK_TIMEOUT",
      message: expect.stringMatching(/^A lock that is needed is held by pid \d+ \(somebody's psql/),
      hint: expect.stringMatching(/pg_terminate_backend\(\d+\)/),
    });
    expect([...(await other.unsafe("select * from t"))]).toEqual([{ id: 1 }]);
  });
});

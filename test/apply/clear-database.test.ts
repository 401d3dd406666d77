import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clearDatabase } from "../../src/apply/clear-database.ts";
import type { ObjectAddress } from "../../src/apply/owned-objects.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { quoteIdentifier } from "../../src/postgres/quote.ts";
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

function clear(
  seconds: number,
  waitingForTables: (blockers: string) => void,
  owned?: readonly ObjectAddress[],
): Promise<number> {
  return clearDatabase({
    settings: database.settings,
    sources: [],
    projectDirectory: ".",
    toolVersion: "0",
    limits: { lockTimeout: seconds },
    lockTimeoutSeconds: 60,
    owned,
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

  it("is dropped in its own time, whatever limit the database has for the app's queries", async () => {
    const name = quoteIdentifier(database.settings.database);
    await other
      .unsafe(
        `commit; alter database ${name} set statement_timeout to '1min';
        create function is_limited() returns event_trigger language plpgsql as $$ begin
          if current_setting('statement_timeout') <> '0' then
            raise exception 'limited to %', current_setting('statement_timeout');
          end if;
        end $$;
        create event trigger looked on ddl_command_start when tag in ('DROP TABLE') execute function is_limited()`,
      )
      .simple();
    const table = { type: "table", names: ["public", "t"], args: [] };
    expect(await clear(60, () => undefined, [table])).toBe(1);
  });
});

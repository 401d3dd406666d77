import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replaceContents } from "../../src/apply/replace-contents.ts";
import { undoByPlan } from "../../src/apply/undo-by-plan.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let [app, own]: [Sql | undefined, Sql | undefined] = [undefined, undefined];
beforeEach(async () => {
  database = await createTestDatabase();
  own = await connect(database.settings);
  await own.unsafe("create table t (id int); insert into t values (1)").simple();
  app = await connect(database.settings, { applicationName: "the app" });
  await app.unsafe("begin; select * from t").simple();
});
afterEach(async () => {
  await app?.end();
  await own?.end();
  await database.drop();
});

const theApp = /^pid \d+ \(the app, as \w+, .*idle in transaction since /;

function restore(lockTimeoutSeconds: number, waitingForTables: (blockers: string) => void) {
  return replaceContents({
    settings: database.settings,
    projectDirectory: ".",
    file: "a.dump",
    lockTimeoutSeconds,
    admit: async () => undefined,
    open: () => ({
      stream: Readable.from(["create table restored (id int);\n"]),
      ended: Promise.resolve(),
      cancel: () => undefined,
    }),
    verify: async () => undefined,
    onStep: () => undefined,
    progress: { waitingForTables },
  });
}

describe("a table that the app uses", () => {
  it("is waited for by a restore, which says for whom", async () => {
    const told: string[] = [];
    const dropped = await restore(60, (blockers) => {
      told.push(blockers);
      void app!.unsafe("commit").execute();
    });
    expect(dropped).toBe(1);
    expect(told).toEqual([expect.stringMatching(theApp)]);
  });

  it("isn't waited for any longer than for another run, and whoever has it is named", async () => {
    await expect(restore(2, () => undefined)).rejects.toMatchObject({
      code: "LOCK_TIMEOUT",
      message: expect.stringMatching(/held by pid \d+ \(the app/),
      hint: expect.stringMatching(/pg_terminate_backend\(\d+\)/),
    });
    expect([...(await own!.unsafe("select * from t"))]).toEqual([{ id: 1 }]);
  });

  it("is waited for by the plan of a rollback, which says for whom", async () => {
    const told: string[] = [];
    await undoByPlan(
      {
        statements: [
          {
            sql: "drop table t",
            lock: "ACCESS EXCLUSIVE",
            losesData: true,
            rewritesTable: false,
            transactional: true,
          },
        ],
        losses: [],
        comesBackEmpty: [],
        rowChanges: [],
        leaves: [],
        majors: { tried: 17, target: 17 },
        drift: 0,
        again: null,
        verify: async () => undefined,
      },
      [],
      {
        settings: database.settings,
        projectDirectory: ".",
        onNotice: () => undefined,
        waits: {
          query: (sql) => own!.unsafe(sql),
          onWait: (blockers) => {
            told.push(blockers);
            if (blockers !== "") void app!.unsafe("commit").execute();
          },
        },
        signal: undefined,
      },
    );
    expect(told[0]).toMatch(theApp);
  });
});

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openScriptSession } from "../../../src/psql/session.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../../support/database.ts";
import { projectFolder } from "../../support/project-folder.ts";

// What a caller runs round a script, sent together.

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await runOn(
    database.settings,
    `create table kept (id int, check (id > 0) no inherit);
     create table late (id int unique deferrable initially deferred);
     create function die() returns int language plpgsql
       as 'begin perform pg_terminate_backend(pg_backend_pid()); perform 1; return 1; end'`,
  );
});
afterAll(() => database.drop());

async function open() {
  const notices: string[] = [];
  const session = await openScriptSession(database.settings, {
    root: await projectFolder(),
    applicationName: "dbfirst test",
    onNotice: (text) => notices.push(text),
  });
  onTestFinished(() => session.close());
  return { session, notices };
}

async function kept(): Promise<string | null | undefined> {
  const { session } = await open();
  const [row] = await session.execute("select string_agg(id::text, ' ' order by id) ids from kept");
  await session.execute("truncate kept");
  return row?.["ids"];
}

test("run in their order, with their notices", async () => {
  const { session, notices } = await open();
  await session.executeAll([
    "begin",
    "insert into kept values (1)",
    "create table if not exists kept ()",
    "commit",
  ]);
  expect(session.transactionStatus()).toBe("idle");
  expect(notices).toEqual([expect.stringContaining('relation "kept" already exists')]);
  expect(await kept()).toBe("1");
});

test("none runs where there are none", async () => {
  const { session } = await open();
  await session.executeAll([]);
  expect(session.transactionStatus()).toBe("idle");
});

describe("the first that fails", () => {
  test("is what is thrown, and a COMMIT after it commits nothing", async () => {
    const { session } = await open();
    const statements = ["begin", "insert into kept values (1)", "insert into kept values (-1)"];
    await expect(
      session.executeAll([...statements, "select nothing", "commit"]),
    ).rejects.toMatchObject({ code: "DATABASE_ERROR", sqlstate: "23514" });
    expect(session.transactionStatus()).toBe("idle");
    expect(await kept()).toBeNull();
  });

  test("may be the COMMIT", async () => {
    const { session } = await open();
    await session.run({ file: "a.sql", text: "select 1;\nselect 2;\n" });
    const statements = ["begin", "insert into late values (1), (1)", "commit"];
    await expect(session.executeAll(statements)).rejects.toMatchObject({
      name: "ScriptError",
      sqlstate: "23505",
      message: expect.stringContaining("at the end of the transaction"),
      position: { file: "a.sql", line: 2 },
    });
  });
});

describe("a connection that is lost", () => {
  test("before a COMMIT that was sent leaves it unknown", async () => {
    const { session } = await open();
    const statements = ["begin", "insert into kept values (1)", "select die()", "commit"];
    await expect(session.executeAll(statements)).rejects.toMatchObject({
      code: "COMMIT_UNKNOWN",
      sqlstate: "57P01",
    });
    expect(session.transactionStatus()).toBe("lost");
    expect(await kept()).toBeNull();
  });

  test("after a failure leaves the failure", async () => {
    const { session } = await open();
    const statements = ["begin", "insert into kept values (-1)", "commit", "select die()"];
    await expect(session.executeAll(statements)).rejects.toMatchObject({ sqlstate: "23514" });
  });

  test("says so where nothing is committed, and to whoever comes later", async () => {
    const { session } = await open();
    await expect(session.executeAll(["select 1", "select die()"])).rejects.toMatchObject({
      sqlstate: "57P01",
    });
    await expect(session.executeAll(["select 1", "select 2"])).rejects.toMatchObject({
      code: "CONNECTION_LOST",
    });
  });
});

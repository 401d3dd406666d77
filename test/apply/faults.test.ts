import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import { readStatus } from "../../src/apply/status.ts";
import type { Source } from "../../src/sources/source.ts";
import { configureServer } from "../support/configure-server.ts";
import { type FaultServer, startFaultServer } from "../support/fault-server.ts";
import { projectFolder } from "../support/project-folder.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.dispose());
beforeEach(() =>
  server.query(
    "drop schema if exists dbfirst cascade; drop schema public cascade; create schema public",
  ),
);

const sourceOf = (text: string): Source => ({
  name: "sql",
  migrations: [{ source: "sql", name: "1.sql", file: "sql/1.sql", text, checksum: "sum" }],
});

async function run(text: string, signal?: AbortSignal) {
  return apply({
    settings: server.settings,
    sources: [sourceOf(text)],
    projectDirectory: await projectFolder(),
    toolVersion: "test",
    lockTimeoutSeconds: 10,
    signal,
  });
}

async function stateOf(text: string): Promise<string | undefined> {
  return (await readStatus(server.settings, [sourceOf(text)]))[0]?.state;
}

const tables = async (): Promise<unknown[]> =>
  (await server.query("select relname from pg_class where relname like 'made%' order by 1")).map(
    ({ relname }) => relname,
  );

const suicide = "select pg_terminate_backend(pg_backend_pid());";

describe("a session that the server ends while a migration runs", () => {
  test.each([
    ["in a statement", `create table made(a int);\n  ${suicide}\ncreate table made2(a int);`, 2, 3],
    [
      "in a COPY",
      `create table made(a int);
create function die() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return new; end';
create trigger t before insert on made for each row execute function die();
copy made from stdin;\n1\n2\n\\.\n`,
      4,
      1,
    ],
  ])(
    "%s: names file, line and statement, and nothing is recorded",
    async (_, text, line, column) => {
      await expect(run(text)).rejects.toMatchObject({
        name: "ScriptError",
        sqlstate: "57P01",
        message: "terminating connection due to administrator command",
        position: { file: "sql/1.sql", line, column },
        statement: expect.stringMatching(/^(?:select|copy)/),
      });
      expect(await stateOf(text)).toBe("pending");
      expect(await tables()).toEqual([]);
    },
  );

  test("outside a transaction: what it did stays, and the ledger says that it didn't finish", async () => {
    const text = `-- dbfirst: no-transaction\ncreate table made(a int);\n${suicide}\ncreate table made2(a int);`;
    await expect(run(text)).rejects.toMatchObject({
      name: "ScriptError",
      sqlstate: "57P01",
      position: { file: "sql/1.sql", line: 3, column: 1 },
      hint: expect.stringContaining("What ran before it stays"),
    });
    expect(await stateOf(text)).toBe("interrupted");
    expect(await tables()).toEqual(["made"]);
    await expect(run(text)).rejects.toMatchObject({ code: "MIGRATION_INTERRUPTED" });
  });

  test("at COMMIT, before it takes effect: unknown to us, and nothing is recorded", async () => {
    const text = `create table made(a int);
create function die() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); perform 1; return null; end';
create constraint trigger t after insert on made deferrable initially deferred for each row execute function die();
insert into made values (1);`;
    await expect(run(text)).rejects.toMatchObject({
      code: "COMMIT_UNKNOWN",
      sqlstate: "57P01",
      message: expect.stringContaining("during the COMMIT of sql/1.sql"),
    });
    expect(await stateOf(text)).toBe("pending");
    expect(await tables()).toEqual([]);
  });

  test("before COMMIT, which was sent with the record: unknown to us, and nothing is recorded", async () => {
    await run("");
    await server.query(
      `create function die() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); perform 1; return new; end';
       create trigger t before insert on dbfirst.ledger for each row execute function die();
       truncate dbfirst.ledger;`,
    );
    const text = "create table made(a int);";
    await expect(run(text)).rejects.toMatchObject({
      code: "COMMIT_UNKNOWN",
      sqlstate: "57P01",
      hint: expect.stringContaining("Run again"),
    });
    expect(await stateOf(text)).toBe("pending");
    expect(await tables()).toEqual([]);
  });

  test("at COMMIT, after it took effect: unknown to us, and the ledger knows that it is applied", async () => {
    await configureServer(server.settings, {
      settings: { synchronous_standby_names: "a_standby_that_never_comes" },
    });
    try {
      const text = "set synchronous_commit = on;\ncreate table made(a int);";
      const running = run(text).then(
        () => undefined,
        (error: unknown) => error,
      );
      const waiting = "from pg_stat_activity where wait_event = 'SyncRep'";
      while ((await server.query(`select 1 ${waiting}`)).length === 0);
      await server.query(`select pg_terminate_backend(pid) ${waiting}`);
      expect(await running).toMatchObject({
        code: "COMMIT_UNKNOWN",
        message: expect.stringContaining("whether it took effect isn't known"),
      });
      expect(await stateOf(text)).toBe("applied");
      expect(await tables()).toEqual(["made"]);
      expect(await run(text)).toMatchObject({ applied: [], alreadyApplied: 1 });
    } finally {
      await configureServer(server.settings, { settings: { synchronous_standby_names: "" } });
    }
  });
});

test("a server that dies by SIGKILL: the statement is named, nothing is recorded, and the next run applies it", async () => {
  const text =
    "create table made(a int);\nselect pg_sleep(case when to_regclass('fast') is null then 60 else 0 end);\n";
  const running = run(text).then(
    () => undefined,
    (error: unknown) => error,
  );
  await server.untilBusy("dbfirst apply");
  await server.killSessions("dbfirst apply");
  expect(await running).toMatchObject({
    name: "ScriptError",
    message: "the connection to the server was lost",
    position: { file: "sql/1.sql", line: 2 },
  });
  await server.untilUp();
  expect(await stateOf(text)).toBe("pending");
  expect(await tables()).toEqual([]);
  await server.query("create table fast()");
  expect((await run(text)).applied).toHaveLength(1);
});

test("an abort in statements that are sent ahead: nothing is left of them", async () => {
  const controller = new AbortController();
  const inserts = Array.from({ length: 3000 }, (_, index) => `insert into made values (${index});`);
  inserts[150] = "insert into made select 1 from pg_sleep(60);";
  const text = ["create table made(a int);", ...inserts].join("\n");
  const running = run(text, controller.signal);
  running.catch(() => undefined);
  await server.untilBusy("dbfirst apply");
  controller.abort(new Error("interrupted"));
  await expect(running).rejects.toThrow("interrupted");
  expect(await stateOf(text)).toBe("pending");
  expect(await tables()).toEqual([]);
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runPsql } from "../../src/psql/program/run-psql.ts";
import { type FaultServer, startFaultServer } from "../support/fault-server.ts";
import { projectFolder } from "../support/project-folder.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.dispose());

/** A row of 500 in `deadly` ends its own session; each row in `slow` takes 5 ms; a row in `late` ends it at COMMIT. */
const TABLES = `
drop schema if exists f cascade; create schema f;
create table f.plain(a int); create table f.deadly(a int); create table f.slow(a int); create table f.late(a int);
create function f.die() returns trigger language plpgsql as $$ begin
  if tg_table_name = 'late' or new.a = 500 then perform pg_terminate_backend(pg_backend_pid()); end if; perform 1; return new;
end $$;
create function f.wait() returns trigger language plpgsql as $$ begin perform pg_sleep(0.005); return new; end $$;
create trigger x before insert on f.deadly for each row execute function f.die();
create trigger x before insert on f.slow for each row execute function f.wait();
create constraint trigger x after insert on f.late deferrable initially deferred for each row execute function f.die();`;
beforeEach(() => server.query(TABLES));

interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** `out` gets what is printed, when it is printed. */
async function run(
  argv: string[],
  script: string,
  signal?: AbortSignal,
  out: Buffer[] = [],
): Promise<Run> {
  const cwd = await projectFolder();
  await writeFile(join(cwd, "s.sql"), script);
  const err: Buffer[] = [];
  const exitCode = await runPsql([...argv, "-f", "s.sql"], {
    stdin: Readable.from([]),
    stdout: { write: (data) => out.push(data) > 0 },
    stderr: { write: (data) => err.push(data) > 0 },
    env: {},
    cwd,
    signal,
    defaultSettings: server.settings,
  });
  return {
    exitCode,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
  };
}

async function count(table: string): Promise<number> {
  const [row] = await server.query(`select count(*)::int as count from f.${table}`);
  return Number(row?.["count"]);
}

const rows = (from: number, to: number, row: (number: number) => string): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => row(from + index));
const copy = (table: string, to: number): string =>
  [`copy f.${table} from stdin;`, ...rows(1, to, String), "\\.", "select 'after';", ""].join("\n");

/** What psql writes when the server has said why it ends the session. */
const told = (line: number, context = ""): string =>
  `psql:s.sql:${line}: FATAL:  terminating connection due to administrator command\n${context}${lost(line)}`;
const lost = (line: number): string =>
  `psql:s.sql:${line}: server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.\npsql:s.sql:${line}: error: connection to server was lost\n`;
const inTrigger =
  'CONTEXT:  SQL statement "SELECT pg_terminate_backend(pg_backend_pid())"\nPL/pgSQL function f.die() line 2 at PERFORM\n';

describe.each([[[]], [["-v", "ON_ERROR_STOP=1"]], [["-1", "-v", "ON_ERROR_STOP=1"]]])(
  "a session that the server ends, with %j",
  (argv) => {
    const inTransaction = argv.includes("-1");

    test("in the middle of a file", async () => {
      const script =
        "insert into f.plain values (1);\ninsert into f.plain select 2;\nselect pg_terminate_backend(pg_backend_pid());\ninsert into f.plain values (3);\n";
      expect(await run([...argv, "-q"], script)).toEqual({
        exitCode: 2,
        stdout: "",
        stderr: told(3),
      });
      expect(await count("plain")).toBe(inTransaction ? 0 : 2);
    });

    test("in the middle of a line", async () => {
      const script =
        "insert into f.plain values (1); select pg_terminate_backend(pg_backend_pid()); insert into f.plain values (3);\n\\echo after\n";
      expect(await run([...argv, "-q"], script)).toEqual({
        exitCode: 2,
        stdout: "",
        stderr: told(1),
      });
      expect(await count("plain")).toBe(inTransaction ? 0 : 1);
    });

    test.each([600, 20_000])("in a COPY FROM STDIN of %i rows", async (to) => {
      const { exitCode, stdout, stderr } = await run([...argv, "-q"], copy("deadly", to));
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      // Data that is sent on to a server which has gone may make the kernel drop its last words: see session.test.ts.
      const context = `${inTrigger}COPY deadly, line 500: "500"\n`;
      expect([told(to + 2, context), lost(to + 2)]).toContain(stderr);
      expect(await count("deadly")).toBe(0);
    });

    test("in a COPY TO STDOUT", async () => {
      const script =
        "copy (select case when a = 5000 then pg_terminate_backend(pg_backend_pid()) end, a from generate_series(1, 100000) a) to stdout;\nselect 'after';\n";
      const { exitCode, stdout, stderr } = await run([...argv, "-q"], script);
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: told(1) });
      expect(stdout.startsWith("\\N\t1\n\\N\t2\n")).toBe(true);
      expect(stdout).not.toContain("after");
    });

    test("at COMMIT, which is undone", async () => {
      const script = inTransaction
        ? "insert into f.late values (1);\n"
        : "begin;\ninsert into f.late values (1);\ncommit;\nselect 'after';\n";
      const { exitCode, stdout, stderr } = await run([...argv, "-q"], script);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      const expected = told(3, inTrigger);
      expect(stderr).toBe(
        inTransaction ? expected.replaceAll(/psql:s\.sql:3: (?:error: )?/g, "") : expected,
      );
      expect(await count("late")).toBe(0);
    });
  },
);

test("a session that ends within statements sent ahead: no statement before it is blamed, none after it ran", async () => {
  const script = [
    ...rows(1, 250, (number) => `insert into f.plain values (${number});`),
    "insert into f.deadly values (500);",
    ...rows(252, 600, (number) => `insert into f.plain values (${number});`),
  ].join("\n");
  const { exitCode, stderr } = await run(["-1", "-v", "ON_ERROR_STOP=1"], script);
  expect(exitCode).toBe(2);
  // The reset of the connection may overtake the server's last answers, in the kernel: session.test.ts has the proof.
  const range = /lost while the statements of lines (\d+) to (\d+) were/.exec(stderr);
  const [from, to] =
    stderr === told(251, inTrigger) ? [251, 251] : [range?.[1], range?.[2]].map(Number);
  expect(from).toBeLessThanOrEqual(251);
  expect(to).toBeGreaterThanOrEqual(251);
  expect(await count("plain")).toBe(0);
});

describe("a server that dies", () => {
  const name = "psql";

  test.each<[string, string[], string]>([
    ["a statement", [], "select 1;\nselect pg_sleep(60);\nselect 3;\n"],
    [
      "a batch",
      ["-1", "-v", "ON_ERROR_STOP=1"],
      "insert into f.slow select generate_series(1, 9999);\n",
    ],
    ["a COPY FROM STDIN", ["-1"], copy("slow", 20_000)],
    [
      "a COPY TO STDOUT",
      [],
      "copy (select a, pg_sleep(0.005) from generate_series(1, 99999) a) to stdout;\nselect 1;\n",
    ],
  ])("by SIGKILL in %s", async (_, argv, script) => {
    const running = run(argv, script);
    await server.untilBusy(name);
    await server.killSessions(name);
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(2);
    expect(stderr).toContain("server closed the connection unexpectedly\n");
    expect(stderr).toMatch(/connection to server was lost.*\n$/);
    await server.untilUp();
    expect([await count("plain"), await count("slow")]).toEqual([0, 0]);
  });
});

test.each([[[]], [["-1", "-v", "ON_ERROR_STOP=1"]], [["-a"]]])(
  "what was done is seen while the next statement runs, with %j",
  async (argv) => {
    const controller = new AbortController();
    const out: Buffer[] = [];
    const script =
      "create table f.made (a int);\ninsert into f.made values (1);\nupdate f.made set a = 2 from pg_sleep(60);\n";
    const running = run(argv, script, controller.signal, out);
    await expect
      .poll(() => Buffer.concat(out).toString(), { timeout: 30_000 })
      .toContain("INSERT 0 1\n");
    controller.abort();
    expect((await running).exitCode).toBe(3);
  },
);

describe("Ctrl-C", () => {
  const interrupted = async (argv: string[], script: string): Promise<Run> => {
    const controller = new AbortController();
    const running = run(argv, script, controller.signal);
    await server.untilBusy("psql");
    controller.abort();
    return running;
  };

  test.each([[[]], [["-v", "ON_ERROR_STOP=1"]]])(
    "in a statement, with %j: nothing after it",
    async (argv) => {
      const script = "select pg_sleep(60);\n\\echo after\nselect 2;\n";
      expect(await interrupted(argv, script)).toEqual({
        exitCode: 3,
        stdout: "",
        stderr:
          "Cancel request sent\npsql:s.sql:1: ERROR:  canceling statement due to user request\n",
      });
    },
  );

  test.each([
    ["sent in its turn", []],
    ["sent by itself", ["-v", "ON_ERROR_ROLLBACK=on"]],
  ])("behind a result that isn't shown any more, in a statement %s", async (_, argv) => {
    const script = "select 1\\; select pg_sleep(60)\\; select 2;\nselect 3;\n";
    expect(await interrupted(argv, script)).toEqual({
      exitCode: 3,
      stdout: "",
      stderr: "Cancel request sent\n",
    });
  });

  test("in a command: those after it run, but show no rows; files aren't begun", async () => {
    const argv = ["-c", "select 1; select pg_sleep(60)", "-c", "insert into f.plain values (7)"];
    expect(await interrupted([...argv, "-c", "table f.plain"], "\\echo file\n")).toEqual({
      exitCode: 3,
      stdout: "INSERT 0 1\n",
      stderr: "Cancel request sent\n",
    });
    expect(await count("plain")).toBe(1);
  });

  test("in a COPY FROM STDIN", async () => {
    const { exitCode, stdout, stderr } = await interrupted(["-q"], copy("slow", 20_000));
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toContain("ERROR:  canceling statement due to user request\n");
    expect(await count("slow")).toBe(0);
  });

  test("in a COPY TO STDOUT", async () => {
    const script =
      "copy (select a, pg_sleep(0.005) from generate_series(1, 99999) a) to stdout;\nselect 'after';\n";
    const { exitCode, stdout, stderr } = await interrupted([], script);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr:
        "Cancel request sent\npsql:s.sql:1: ERROR:  canceling statement due to user request\n",
    });
    expect(stdout).not.toContain("after");
  });

  test("in statements sent ahead: all is undone", async () => {
    const script = rows(1, 3000, (number) =>
      number === 150
        ? "insert into f.slow select generate_series(1, 9999);"
        : `insert into f.plain values (${number});`,
    ).join("\n");
    const { exitCode, stderr } = await interrupted(["-1", "-v", "ON_ERROR_STOP=1"], script);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("psql:s.sql:150: ERROR:  canceling statement due to user request\n");
    expect([await count("plain"), await count("slow")]).toEqual([0, 0]);
  });

  test("in statements that take turns: what was done stays, nothing more is sent", async () => {
    const script = rows(1, 100, (number) =>
      number === 40
        ? "insert into f.slow select generate_series(1, 9999);"
        : `insert into f.plain values (${number});`,
    ).join("\n");
    const { exitCode, stderr } = await interrupted([], script);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("psql:s.sql:40: ERROR:  canceling statement due to user request\n");
    expect([await count("plain"), await count("slow")]).toEqual([39, 0]);
  });
});

// Last: nothing is left of the server then.
test("an immediate shutdown of the whole server, in the middle of a file", async () => {
  const running = run([], "select 1;\nselect pg_sleep(60);\nselect 3;\n");
  await server.untilBusy("psql");
  await server.stopImmediately();
  const { exitCode, stderr } = await running;
  expect(exitCode).toBe(2);
  expect(stderr).toContain(lost(2));
});

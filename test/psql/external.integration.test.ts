import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import type { ScriptPolicy } from "../../src/apply/script-policy.ts";
import { DatabaseError, ScriptError } from "../../src/errors.ts";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { connectionEnvironment } from "../../src/psql/external/connection-environment.ts";
import { warningFor } from "../../src/psql/external/find-psql.ts";
import { runPsql } from "../../src/psql/program/run-psql.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder, writeFiles } from "../support/project-folder.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const path = process.env["PATH"] ?? "";

// Others have folders of their own in the usual place.
const scratch = mkdtempSync(join(tmpdir(), "dbfirst-test-"));
process.env["TMPDIR"] = scratch;
afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));

async function runThrough(
  argv: string[],
  options: {
    files?: Record<string, string>;
    env?: Record<string, string>;
    stdin?: string;
    settings?: ConnectionSettings;
  } = {},
) {
  const cwd = await projectFolder(options.files);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const exitCode = await runPsql(["--executor", "psql", ...argv], {
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdout: { write: (data) => out.push(data) > 0 },
    stderr: { write: (data) => err.push(data) > 0 },
    env: { PATH: path, LC_ALL: "C.UTF-8", ...options.env },
    cwd,
    defaultSettings: options.settings ?? database.settings,
  });
  return {
    exitCode,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
    cwd,
  };
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const sql = await connect(database.settings);
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end();
  }
}

describe("dbfirst psql --executor psql", () => {
  test("runs the options' actions in order, and gives psql's exit code", async () => {
    const { exitCode, stdout, stderr } = await runThrough(
      ["-At", "-v", "x=1", "-c", "\\echo :x", "-f", "a.sql", "-v", "ON_ERROR_STOP=1"],
      { files: { "a.sql": "select :x + 1;\nselect nope;\n" } },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "1\n2\n" });
    expect(stderr).toContain('psql:a.sql:2: ERROR:  column "nope" does not exist');
  });

  test("is the psql that is installed, on this connection and in no other way", async () => {
    const { stdout } = await runThrough(
      ["-At", "-c", "select current_database()", "-c", "\\echo :VERSION_NUM"],
      {
        env: {
          PGHOST: "nowhere.invalid",
          PGSERVICE: "nothing",
          PGDATABASE: "another",
          PGOPTIONS: "--work_mem=nonsense",
        },
      },
    ).catch((error: unknown) => ({ stdout: String(error) }));
    // PGOPTIONS is a start-up parameter of the caller's, as it is for the built-in executor.
    expect(stdout).toBe("");
    const plain = await runThrough(
      ["-At", "-c", "select current_database()", "-c", "\\echo :VERSION_NUM"],
      { env: { PGHOST: "nowhere.invalid", PGSERVICE: "nothing", PGDATABASE: "another" } },
    );
    expect(plain.stdout).toMatch(new RegExp(`^${database.settings.database}\n\\d{6}\n$`));
  });

  test("logs to a file whose name isn't ASCII", async () => {
    const { exitCode, cwd } = await runThrough(["-L", "é.log", "-c", "select 7"]);
    expect({ exitCode, files: readdirSync(cwd) }).toEqual({ exitCode: 0, files: ["é.log"] });
  });

  test("reads a script from standard input", async () => {
    const { stdout } = await runThrough(["-At"], { stdin: "select 7;\n" });
    expect(stdout).toBe("7\n");
  });

  test.each([[["-At"]], [["-At", "-f", "-"]]])(
    "looks through a script on standard input before psql gets it: %j",
    async (argv) => {
      const { exitCode, stdout, stderr } = await runThrough(argv, {
        stdin: "select 7;\n\\! echo reached\n",
      });
      expect(stderr).toContain("psql:<stdin>:2: ");
      expect(stderr).toContain("--allow-shell");
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    },
  );

  test("names the database by --url without putting its password into psql's arguments", async () => {
    const ps = `select 1 \\g |cat\n\\! tr '\\0' ' ' < /proc/$PPID/cmdline; echo; echo PW=$PGPASSWORD\n`;
    const { stdout } = await runThrough(
      ["-q", "--allow-shell", "--url", database.url, "-f", "a.sql"],
      {
        files: { "a.sql": ps },
      },
    );
    const { password } = database.settings;
    expect(password).toBeTruthy();
    expect(stdout).toContain("-f a.sql");
    expect(stdout).toContain(`PW=${password}`);
    expect(stdout.replaceAll(`PW=${password}`, "")).not.toContain(`:${password}@`);
    expect(stdout).not.toContain("postgres://");
  });

  test.each([
    ["\\! touch pwned", "--allow-shell"],
    ["\\if :x\n\\! touch pwned\n\\endif", "--allow-shell"],
    ["\\set f ../x\n\\i :f", "built-in executor"],
    ["\\i `echo a`", "built-in executor"],
    ["\\c - - elsewhere.example", "--allow-server=elsewhere.example:"],
  ])("%j is refused before psql starts, branches and all", async (script, advice) => {
    const { exitCode, stderr, cwd } = await runThrough(["-f", "a.sql"], {
      files: { "a.sql": `select 1;\n${script}\n` },
      env: { PATH: "/nowhere" },
    });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^psql:a\.sql:\d: error: column \d: /);
    expect(stderr).toContain(advice);
    expect(existsSync(join(cwd, "pwned"))).toBe(false);
  });

  test("says where psql is to be had", async () => {
    const { exitCode, stderr } = await runThrough(["-c", "select 1"], {
      env: { PATH: "/nowhere" },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("There is no psql on the PATH");
    expect(stderr).toContain("postgresql-client");
  });

  test("warns once of a psql with known holes", async () => {
    const bin = await fakePsql("16.9");
    const { stderr } = await runThrough(["-c", "select 1"], { env: { PATH: bin } });
    expect(stderr).toBe(
      "dbfirst: warning: psql 16.9 lets a hostile dump run shell commands (CVE-2025-8714, CVE-2025-8715, CVE-2026-18408); install 16.15 or later, or use the built-in executor\n",
    );
    const repaired = await fakePsql("18.6 (Debian 18.6-1)");
    expect((await runThrough(["-c", "select 1"], { env: { PATH: repaired } })).stderr).toBe("");
  });
});

test.each([
  ["13.23", "CVE-2026-18408); install a newer major version"],
  ["14.23", "(CVE-2026-18408); install 14.24"],
  ["14.18", "CVE-2025-8714"],
  ["15.18", "(CVE-2026-18408); install 15.19"],
  ["17.10", "install 17.11"],
  ["18.0", "(CVE-2026-18408); install 18.6"],
  ["12.9", "install a newer major version"],
])("psql %s: %s", (version, says) => {
  expect(warningFor(version)).toContain(says);
});

test.each(["14.24", "15.19", "16.15", "17.11", "18.6", "18.10", "19.0", "20.1"])(
  "psql %s is free of them",
  (version) => {
    expect(warningFor(version)).toBeUndefined();
  },
);

test("connectionEnvironment leaves no variable of libpq's to chance", () => {
  const settings: ConnectionSettings = {
    ...database.settings,
    parameters: { search_path: "a, b\\c", options: "-c geqo=off", application_name: "x" },
    connectTimeout: 3,
    ssl: { mode: "verify-full", rootCert: "/ca.pem", cert: undefined, key: undefined },
  };
  const env = connectionEnvironment(settings, {
    HOME: "/h",
    PGSSLMODE: "disable",
    PGSERVICEFILE: "/s",
    PGTARGETSESSIONATTRS: "standby",
    PGSSLCERT: "/mine",
  });
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  expect(set).toEqual({
    HOME: "/h",
    PGHOST: settings.host,
    PGPORT: String(settings.port),
    PGUSER: settings.user,
    PGPASSWORD: settings.password,
    PGPASSFILE: "/nonexistent/pgpass",
    PGDATABASE: settings.database,
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: "/ca.pem",
    PGGSSENCMODE: "disable",
    PGCONNECT_TIMEOUT: "3",
    PGAPPNAME: "x",
    PGOPTIONS: "-c geqo=off -c search_path=a,\\ b\\\\c",
  });
  expect(() =>
    connectionEnvironment({ ...settings, ssl: { mode: "require", node: {} } }, {}),
  ).toThrow(/psql doesn't have/);
});

describe("apply through psql", () => {
  const policy: ScriptPolicy = {
    executor: "psql",
    allow: { shell: false, paths: [], setenv: false },
    env: { PATH: path, LC_ALL: "C.UTF-8", PGHOST: "nowhere.invalid" },
  };

  async function run(files: Record<string, string>, others: Record<string, string> = {}) {
    const folder = await projectFolder();
    const named = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`sql/${name}`, text]),
    );
    await writeFiles(folder, { ...named, ...others });
    const notices: string[] = [];
    const result = await apply({
      settings: database.settings,
      sources: [
        {
          name: "sql",
          migrations: Object.entries(files).map(([name, text]) => ({
            source: "sql",
            name,
            file: `sql/${name}`,
            text,
            checksum: `sum of ${name}`,
          })),
        },
      ],
      projectDirectory: folder,
      toolVersion: "test",
      policy,
      lockTimeoutSeconds: 10,
      progress: { notice: (_, text) => notices.push(text) },
    });
    return { result, notices };
  }
  const leftOvers = () => readdirSync(scratch).filter((name) => !name.startsWith("dbfirst-test-"));

  test("records each file in its transaction", async () => {
    const before = leftOvers();
    const { result, notices } = await run(
      {
        "1.sql": "create table a (id int);\ninsert into a values (1);\n\\ir part.sql\n",
        "2 ü '\\.sql":
          "\\set x 2\ndo $$ begin raise notice 'hello'; end $$;\ninsert into a values (:x)",
        "3.sql": "-- dbfirst: no-transaction\ncreate index concurrently i on a (id);\nvacuum a;\n",
      },
      { "sql/part.sql": "insert into a values (3);\n" },
    );
    expect(result.applied).toHaveLength(3);
    expect(notices).toEqual(["NOTICE: hello"]);
    expect(await query("select id from a order by id")).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(
      await query(
        "select migration, finished_at is not null as done from dbfirst.ledger order by 1",
      ),
    ).toEqual([
      { migration: "1.sql", done: true },
      { migration: "2 ü '\\.sql", done: true },
      { migration: "3.sql", done: true },
    ]);
    expect(leftOvers()).toEqual(before);
  });

  test("passes over a file's own BEGIN and COMMIT, as the built-in executor does", async () => {
    const begin = "\\echo begin;\n/* a; dump */ start transaction\n  isolation level serializable;";
    const good = `${begin}\ncreate table a as select current_setting('transaction_isolation') as level;\n-- the end;\ncommit`;
    await run({ "1.sql": good });
    expect(await query("select level from a")).toEqual([{ level: "serializable" }]);
    const bad = "begin; create table b ();\n\nselect nope;\nend;\n";
    await expect(run({ "1.sql": good, "2.sql": bad })).rejects.toMatchObject({
      position: { file: "sql/2.sql", line: 3 },
      sqlstate: "42703",
    });
    expect(await query("select migration from dbfirst.ledger")).toEqual([{ migration: "1.sql" }]);
    expect(await query("select 1 from pg_class where relname = 'b'")).toEqual([]);
  });

  const failures: [name: string, text: string, expected: object, says: string][] = [
    [
      "a statement",
      "create table b (id int);\n\nselect nope;\nselect 1;",
      { line: 3, sqlstate: "42703" },
      'column "nope" does not exist',
    ],
    [
      "an unknown command",
      "create table b (id int);\n\\nix\n",
      { line: 2 },
      "invalid command \\nix",
    ],
    [
      "a missing file",
      "create table b (id int);\n\\i missing.sql\n",
      { line: 2 },
      "missing.sql: No such file",
    ],
    [
      "an open quote",
      "create table b (id int);\nselect 'x;\n",
      { sqlstate: "42601" },
      "unterminated quoted string",
    ],
    [
      "a deferred constraint",
      "create table b (id int primary key, c int references b deferrable initially deferred); insert into b values (1, 2);",
      { sqlstate: "23503" },
      "at the end of the script: ",
    ],
    [
      "a savepoint that isn't there",
      "create table b (id int); rollback to x;",
      { sqlstate: "3B001" },
      "savepoint",
    ],
  ];
  test.each(failures)(
    "leaves nothing of a file that fails: %s",
    async (_, text, expected, says) => {
      const failure = await run({ "1.sql": "create table a ();", "2.sql": text }).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(ScriptError);
      const { position, sqlstate, message } = failure as ScriptError;
      expect(position.file).toBe("sql/2.sql");
      expect({ line: position.line, sqlstate }).toMatchObject(expected);
      expect(message).toContain(says);
      expect(await query("select relname from pg_class where relname in ('a', 'b')")).toEqual([
        { relname: "a" },
      ]);
      expect(await query("select migration from dbfirst.ledger")).toEqual([{ migration: "1.sql" }]);
    },
  );

  test.each([
    ["ON_ERROR_STOP", "\\set ON_ERROR_STOP off\nselect nope;\n", "stops at the first error"],
    ["ON_ERROR_STOP", "\\unset ON_ERROR_STOP\n", "stops at the first error"],
    ["\\quit 1", "\\quit 1\n", "can't fail a script"],
    ["\\connect", "\\connect other\n", "isn't possible in a migration"],
    ["BEGIN and \\ir", "begin;\n\\ir b.sql\ncommit;\n", "can't run through psql"],
    ["COMMIT", "create table b();\ncommit;\n", "COMMIT is transaction control"],
  ])("refuses beforehand what psql lets pass: %s", async (_, text, message) => {
    await expect(run({ "1.sql": text })).rejects.toThrow(message);
    expect(await query("select migration from dbfirst.ledger")).toEqual([]);
  });

  test("notices a script that left its transaction by a way that can't be seen beforehand", async () => {
    const text = "create table b ();\nselect 'commit' \\gexec\n";
    await expect(run({ "1.sql": text })).rejects.toThrow("ended the transaction that it runs in");
    expect(await query("select migration from dbfirst.ledger")).toEqual([]);
  });

  test("a script that stops outside a transaction stays recorded as started", async () => {
    const text = "-- dbfirst: no-transaction\ncreate table b ();\nselect nope;\n";
    await expect(run({ "1.sql": text })).rejects.toMatchObject({ position: { line: 3 } });
    expect(await query("select finished_at from dbfirst.ledger")).toEqual([{ finished_at: null }]);
  });

  test.each(["begin;\n", "\\set AUTOCOMMIT off\n", "begin;\nselect 1;\ncommit and chain;\n"])(
    "a transaction that a script doesn't end is noticed: %j",
    async (opening) => {
      const text = `-- dbfirst: no-transaction\n${opening}create table b ();\n`;
      await expect(run({ "1.sql": text })).rejects.toMatchObject({
        message: expect.stringContaining("opens a transaction that it doesn't end"),
        hint: expect.stringContaining("End it with COMMIT"),
      });
      expect(await query("select finished_at from dbfirst.ledger")).toEqual([
        { finished_at: null },
      ]);
      expect(await query("select 1 from pg_class where relname = 'b'")).toEqual([]);
    },
  );

  test.each(["begin;\n", "\\set AUTOCOMMIT off\n"])(
    "and one that it ends is its own: %j",
    async (opening) => {
      await run({ "1.sql": `-- dbfirst: no-transaction\n${opening}create table b ();\ncommit;\n` });
      expect(await query("select finished_at is not null as done from dbfirst.ledger")).toEqual([
        { done: true },
      ]);
      expect(await query("select 1 as one from pg_class where relname = 'b'")).toEqual([
        { one: 1 },
      ]);
    },
  );

  test("a psql that doesn't run is no failure of the script", async () => {
    policy.env = { PATH: await fakePsql("18.6", 2) };
    try {
      await expect(run({ "1.sql": "select 1;" })).rejects.toBeInstanceOf(DatabaseError);
    } finally {
      policy.env = { PATH: path, LC_ALL: "C.UTF-8" };
    }
  });
});

/** A folder with a psql that only knows its version. */
async function fakePsql(version: string, exitCode = 0): Promise<string> {
  const bin = await projectFolder({
    psql: `#!/bin/sh\nif [ "$1" = --version ]; then echo "psql (PostgreSQL) ${version}"; exit 0; fi\nexit ${exitCode}\n`,
  });
  chmodSync(join(bin, "psql"), 0o755);
  return bin;
}

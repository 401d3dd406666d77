import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { namesDatabase, runPsql } from "../../../src/psql/program/run-psql.ts";
import { connect } from "../../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../../src/postgres/settings.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { projectFolder } from "../../support/project-folder.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
  cwd: string;
}

async function run(
  argv: string[],
  options: {
    script?: string;
    cwd?: string;
    settings?: ConnectionSettings;
    stdin?: string;
    signal?: AbortSignal;
  } = {},
): Promise<Run> {
  const cwd = options.cwd ?? (await projectFolder());
  if (options.script !== undefined) await writeFile(join(cwd, "script.sql"), options.script);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const exitCode = await runPsql(
    options.script === undefined ? argv : [...argv, "-f", "script.sql"],
    {
      stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
      stdout: { write: (data) => out.push(data) > 0 },
      stderr: { write: (data) => err.push(data) > 0 },
      env: {},
      cwd,
      signal: options.signal,
      defaultSettings: options.settings ?? database.settings,
    },
  );
  return {
    exitCode,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
    cwd,
  };
}

/** A script from standard input, whose next part comes when the one before has had its effect. */
async function runSlowly(argv: string[], parts: AsyncIterable<string>, written: Buffer[]) {
  return runPsql(argv, {
    stdin: Readable.from(parts),
    stdout: { write: (data) => written.push(data) > 0 },
    stderr: { write: (data) => written.push(data) > 0 },
    env: {},
    cwd: await projectFolder(),
    signal: undefined,
    defaultSettings: database.settings,
  });
}

describe("a script that comes slowly", () => {
  test("is answered before the rest has come", async () => {
    const written: Buffer[] = [];
    async function* parts() {
      yield "create temp table slow (a int); insert into slow values (1);\n";
      await expect.poll(() => Buffer.concat(written).toString()).toContain("INSERT 0 1");

      yield "select 'the rest' as what;\n";
    }
    expect(await runSlowly(["-At"], parts(), written)).toBe(0);
    expect(Buffer.concat(written).toString()).toContain("the rest");
  });

  test("ends at its first error, and nothing of that line runs any more", async () => {
    const written: Buffer[] = [];
    async function* parts() {
      yield "create table slow_before (a int);\nselect nope; create table slow_after (a int);\n";
      await expect.poll(() => Buffer.concat(written).toString()).toContain("nope");
      yield "create table slow_rest (a int);\n";
    }
    expect(await runSlowly(["-v", "ON_ERROR_STOP=1"], parts(), written)).toBe(3);
    const tables = "select relname from pg_class where relname like 'slow%' and relkind = 'r'";
    expect((await run(["-AtXc", tables])).stdout).toBe("slow_before\n");
  });
});

describe("exit codes", () => {
  test("0: done, also after errors that nobody asked to stop at", async () => {
    const { exitCode, stdout, stderr } = await run(["-At"], {
      script: "select nope;\nselect 1;\n",
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "1\n" });
    expect(stderr).toContain(
      'psql:script.sql:1: ERROR:  column "nope" does not exist\nLINE 1: select nope;\n               ^\n',
    );
  });

  test.each([
    [["--nosuch=1"], "psql: unrecognized option '--nosuch=1'\n"],
    [["-f"], "psql: option requires an argument -- 'f'\n"],
    [["--s=1"], "psql: option '--s=1' is ambiguous; possibilities: '--single-transaction'"],
    [["-f", "missing.sql"], "psql: error: missing.sql: No such file or directory\n"],
  ])("1: %j", async (argv, message) => {
    const { exitCode, stderr } = await run(argv);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
  });

  test("0: the version is all that is asked for, whatever comes after it", async () => {
    for (const argv of [
      ["-qV", "-c"],
      ["--version", "--nosuch"],
    ])
      expect(await run(argv)).toMatchObject({ exitCode: 0, stdout: "psql (PostgreSQL) 15.20\n" });
    expect(await run(["--nosuch", "-V"])).toMatchObject({ exitCode: 1, stdout: "" });
  });

  test("2: no connection", async () => {
    const { exitCode, stderr } = await run(["-c", "select 1"], {
      settings: { ...database.settings, database: "nix" },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('FATAL:  database "nix" does not exist');
  });

  test("2: the connection is lost", async () => {
    const script = "select pg_terminate_backend(pg_backend_pid());\nselect 1;\n";
    const { exitCode, stderr } = await run([], { script });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("FATAL:  terminating connection due to administrator command");
    expect(stderr).toContain("connection to server was lost");
  });

  test("3: an error with ON_ERROR_STOP", async () => {
    const { exitCode, stdout } = await run(["-v", "ON_ERROR_STOP=1"], {
      script: "select nope;\n\\echo never\n",
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
  });

  test("3: Ctrl-C, which cancels the statement", async () => {
    const controller = new AbortController();
    const running = run([], { script: "select pg_sleep(60);\n", signal: controller.signal });
    const sql = await connect(database.settings);
    const sleeps = () =>
      sql`select from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`;
    await vi.waitUntil(async () => (await sleeps()).length > 0, { timeout: 60_000 });
    await sql.end();
    controller.abort();
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      "Cancel request sent\npsql:script.sql:1: ERROR:  canceling statement due to user request\n",
    );
  });
});

describe("what a script may not do", () => {
  test.each([
    "\\! touch pwned",
    "\\set x `touch pwned`",
    "\\echo `touch pwned`",
    "\\if `touch pwned`\n\\endif",
    "\\o |touch pwned",
    "select 1 \\g |touch pwned",
    "select 1\n\\w |touch pwned",
    "\\copy (select 1) to program 'touch pwned'",
    "\\copy t from program 'touch pwned'",
    "\\e",
    "\\setenv PATH /",
    "\\i ../outside.sql",
    "\\ir ../outside.sql",
    "\\i link.sql",
    "\\copy (select 1) to '/nowhere/pwned'",
    "\\o ../pwned",
    "\\w ../pwned",
    "\\cd ..",
    "\\lo_import ../outside.sql",
    "\\copy (select 1) to 'evil'",
    "\\copy (select 1) to 'chain'",
    "\\copy t from 'evil'",
    "\\o evil",
    "\\o folder/pwned",
    "\\o folder/../../pwned",
    "\\w evil",
    "\\i evil",
    "\\c - - elsewhere.example.com",
  ])("%j is refused with exit code 3, though errors are let pass", async (script) => {
    const outer = await projectFolder({ "outside.sql": "\\echo outside\n" });
    const cwd = join(outer, "project");
    await mkdir(cwd);
    const links = {
      "link.sql": "../outside.sql",
      // Links to what isn't there: writing would make it.
      evil: "../pwned",
      chain: "./evil",
      folder: join(outer, "missing"),
      endless: "endless",
    };
    for (const [name, target] of Object.entries(links)) await symlink(target, join(cwd, name));
    const { exitCode, stdout, stderr } = await run([], {
      script: `${script}\n\\echo never\n`,
      cwd,
    });
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain("never");
    expect(stdout).not.toContain("outside");
    expect(stderr).toMatch(/^psql:script\.sql:\d: error: .*(?:shell command|allow|links)/m);
    expect([...readdirSync(outer), ...readdirSync(cwd)].toSorted()).toEqual([
      "chain",
      "endless",
      "evil",
      "folder",
      "link.sql",
      "outside.sql",
      "project",
      "script.sql",
    ]);
  });

  test("links within the folder are followed, also to files that aren't there yet", async () => {
    const cwd = await projectFolder({ "parts/a.sql": "\\echo part\n" });
    await symlink("parts", join(cwd, "linked"));
    await symlink(join(cwd, "parts/new.txt"), join(cwd, "new"));
    const script = "\\i linked/../linked/a.sql\n\\o new\n\\qecho written\n\\o\n\\echo done";
    const { exitCode, stdout } = await run([], { script, cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "part\ndone\n" });
    expect(readFileSync(join(cwd, "parts/new.txt"), "utf8")).toBe("written\n");
  });

  test("links that lead to each other are the system's to refuse, as in psql", async () => {
    const cwd = await projectFolder({});
    await symlink("endless", join(cwd, "endless"));
    const script = "\\o endless\n\\i endless/x.sql\n\\echo goes on";
    expect(await run([], { script, cwd })).toMatchObject({
      exitCode: 0,
      stdout: "goes on\n",
      stderr:
        "psql:script.sql:1: error: endless: Too many levels of symbolic links\n" +
        "psql:script.sql:2: error: endless/x.sql: Too many levels of symbolic links\n",
    });
    expect(readdirSync(cwd).toSorted()).toEqual(["endless", "script.sql"]);
  });

  test("a folder that is allowed by a relative path stays that one, whatever the current folder is", async () => {
    const outer = await projectFolder({ "project/sub/a.sql": "", "other/b.sql": "\\echo b\n" });
    const cwd = join(outer, "project", "sub");
    const { exitCode, stdout, stderr } = await run(["--allow-path=.."], {
      script: "\\cd ..\n\\if true\n\\cd ..\n\\i other/b.sql\n\\endif",
      cwd,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toContain("psql:script.sql:3: error: ");
  });

  test("skipped branches are skipped", async () => {
    const { exitCode, stdout } = await run([], {
      script: "\\if false\n\\! touch pwned\n\\set x `touch pwned`\n\\endif\n\\echo done",
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "done\n" });
  });

  test("within \\restrict nothing but \\unrestrict with the same key counts, and the key is read literally", async () => {
    const script =
      "\\set key k\n\\restrict :key\n\\! touch pwned\n\\unrestrict `touch pwned`\n\\unrestrict k\n\\echo no\n\\unrestrict :key\n\\echo yes\n";
    const { exitCode, stdout, stderr, cwd } = await run([], { script });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "yes\n" });
    expect(stderr).toContain("psql:script.sql:3: error: backslash commands are restricted");
    expect(stderr).toContain("psql:script.sql:4: error: \\unrestrict: wrong key");
    expect(existsSync(join(cwd, "pwned"))).toBe(false);
  });

  test("names that the server sends never become commands", async () => {
    const script =
      "select E'x\\n\\\\! touch pwned' as \"a\n\\! touch pwned\" \\gset p_\nselect '\\! touch pwned' as v \\gset\n\\echo :v\nselect :'v';\n";
    const { stdout, cwd } = await run(["-At"], { script });
    expect(stdout).toBe("\\! touch pwned\n\\! touch pwned\n");
    expect(existsSync(join(cwd, "pwned"))).toBe(false);
  });

  test("--allow-path and --allow-setenv allow by name", async () => {
    const folder = await projectFolder({ "other.sql": "\\echo other\n" });
    const script = `\\i ${folder}/other.sql\n\\setenv A b\n\\getenv a A\n\\echo :a\n`;
    const { exitCode, stdout } = await run(["--allow-path", folder, "--allow-setenv"], { script });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "other\nb\n" });
  });
});

/** A server that asks for the password in clear text, and what it was told. */
async function curiousServer(): Promise<{ port: number; told: string[] }> {
  const told: string[] = [];
  const curious = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
      socket.on("data", (answer: Buffer) => {
        told.push(answer.toString("latin1"));
        socket.end();
      });
    });
  });
  await new Promise<void>((resolve) => curious.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void curious.close());
  return { port: (curious.address() as AddressInfo).port, told };
}

describe("\\connect and the password", () => {
  test.each([
    "\\c 'host=127.0.0.1 port=PORT sslmode=disable'",
    "\\c -reuse-previous=on 'port=PORT host=127.0.0.1 sslmode=disable'",
    "\\c -reuse-previous=on postgres://127.0.0.1:PORT/postgres?sslmode=disable",
    "\\c - - 127.0.0.1 PORT",
  ])("%s doesn't tell it to another server", async (script) => {
    const { port, told } = await curiousServer();
    expect(database.settings.password).toBeTruthy();
    const { stderr } = await run(["--allow-server", "127.0.0.1"], {
      script: script.replace("PORT", String(port)),
    });
    expect(stderr).toContain("no password supplied");
    expect(told).toEqual([]);
  });

  test("a password that it names is used", async () => {
    const { port, told } = await curiousServer();
    const script = `\\c 'host=127.0.0.1 port=${port} password=named sslmode=disable'`;
    await run(["--allow-server", "127.0.0.1"], { script });
    expect(told).toEqual([expect.stringContaining("named")]);
  });
});

test("standard input is a script when nothing else is given", async () => {
  const { exitCode, stdout, stderr } = await run(["-qAt"], { stdin: "select 1;\nselect nope;\n" });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "1\n" });
  expect(stderr).toMatch(/^ERROR: {2}column "nope" does not exist/);
});

test("a large result and a long COPY go through in pieces", async () => {
  const script = [
    "create table big(a int, b text);",
    "copy big from stdin;",
    ...Array.from({ length: 100_000 }, (_, index) => `${index}\t${"x".repeat(index % 50)}`),
    "\\.",
    "copy (select a from big order by a) to stdout;",
    "select count(*), sum(length(b)) from big;",
  ].join("\n");
  const { stdout } = await run(["-qAt"], { script });
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(100_001);
  expect(lines.at(-1)).toBe("100000|2450000");
});

test.each([
  ["dt+", "pg_catalog.pg_class or information_schema.columns"],
  ["dFd", "pg_catalog.pg_ts_dict"],
  ["list", "pg_catalog.pg_database"],
  ["sf f", "pg_catalog.pg_get_functiondef()"],
])(
  "\\%s, which is for people, is answered with what has the same in SQL",
  async (command, instead) => {
    const { exitCode, stderr } = await run(["-c", `\\${command}`]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `\\${command.split(" ")[0]} is for interactive use and isn't part of scripts; in SQL, ${instead} has what it shows; --executor psql runs psql's own\n`,
    );
  },
);

test("namesDatabase", () => {
  expect(namesDatabase(["-f", "a.sql"])).toBe(false);
  expect(namesDatabase(["-f", "a.sql", "--url=postgres://x"])).toBe(true);
  expect(namesDatabase(["-Xqd", "x"])).toBe(true);
  expect(namesDatabase(["app"])).toBe(true);
  expect(namesDatabase(["--help"])).toBe(true);
});

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { quoteIdentifier } from "../../src/postgres/quote.ts";
import { runPsql } from "../../src/psql/program/run-psql.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const PATH = process.env["PATH"] ?? "";

async function run(script: string, argv: readonly string[] = []) {
  const cwd = await projectFolder({ "dump.sql": script });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const exitCode = await runPsql([...argv, "-f", "dump.sql"], {
    stdin: Readable.from([]),
    stdout: { write: (data) => out.push(data) > 0 },
    stderr: { write: (data) => err.push(data) > 0 },
    env: { PATH },
    cwd,
    defaultSettings: database.settings,
  });
  return {
    exitCode,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
    pwned: existsSync(join(cwd, "pwned")) || readdirSync(cwd).length > 1,
  };
}

/** A plain dump as pg_dump writes it, with something of the attacker's in its midst. */
const dump = (evil: string) =>
  `--\n-- PostgreSQL database dump\n--\n\n\\restrict Key123\n\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n\n${evil}\n\nselect 'restored' as state;\n\n\\unrestrict Key123\n\n\\echo end\n`;

describe("a hostile dump runs nothing, even where a shell is allowed", () => {
  // CVE-2025-8714: commands in what the dumped server says. CVE-2025-8715: a newline in a name ends pg_dump's comment.
  test.each([
    ["a newline in a comment", "-- Name: evil\n\\! touch pwned\n; Type: TABLE"],
    ["a carriage return in a comment", "-- Name: evil\r\\! touch pwned\n;"],
    ["a backquote", "\\set x `touch pwned`\n\\echo `touch pwned`"],
    ["a pipe", "\\o |touch pwned\nselect 1 \\g |touch pwned\n\\w |touch pwned"],
    ["a program", "\\copy (select 1) to program 'touch pwned'"],
    ["a file", "\\o pwned\n\\copy (select 1) to 'pwned'\n\\w pwned"],
    ["a condition", "\\if true\n\\! touch pwned\n\\endif"],
    ["an include", "\\i pwned.sql"],
    ["\\gexec, whose statements are SQL", "select '\\! touch pwned' \\gexec"],
    ["another \\restrict", "\\restrict Other\n\\unrestrict Other\n\\! touch pwned"],
    ["\\connect", "\\connect - - evil.example"],
  ])("%s", async (_, evil) => {
    const { exitCode, stdout, stderr, pwned } = await run(dump(evil), ["-At", "--allow-shell"]);
    expect(pwned).toBe(false);
    expect(stderr).toMatch(/backslash commands are restricted; only \\unrestrict is allowed|ERROR/);
    expect({ exitCode, end: stdout.endsWith("end\n") }).toEqual({ exitCode: 0, end: true });
    const stopped = await run(dump(evil), ["-v", "ON_ERROR_STOP=1", "--allow-shell"]);
    expect({ exitCode: stopped.exitCode, pwned: stopped.pwned }).toEqual({
      exitCode: 3,
      pwned: false,
    });
  });

  // CVE-2026-18408: the key of \unrestrict was evaluated.
  test.each([
    "\\unrestrict `touch pwned; echo Key123`",
    "\\unrestrict `touch pwned`",
    "\\unrestrict 'Key'`touch pwned`",
    '\\unrestrict "Key123"',
    "\\unrestrict :key",
    "\\unrestrict :'key'",
    "\\unrestrict Key123x",
    "\\unrestrict",
    "\\unrestrict ''",
    "\\unrestrict 'Key123",
    "\\unrestrict wrong `touch pwned`",
  ])("the key is read as it is written: %s", async (evil) => {
    const script = `\\set key Key123\n${dump(`${evil}\n\\! touch pwned`)}`;
    const { stderr, pwned, stdout } = await run(script, ["-At", "--allow-shell"]);
    expect(pwned).toBe(false);
    expect(stderr).toMatch(/\\unrestrict: (?:wrong key|missing required argument)/);
    expect(stderr).toContain("backslash commands are restricted");
    expect(stdout).toContain("restored");
  });

  test("a key in quotes, and one that looks like something else, are themselves", async () => {
    for (const key of ["'a b'", ":v", "`x`", "$(touch pwned)", "é"]) {
      const { exitCode, stdout, pwned, stderr } = await run(
        `\\set v w\n\\restrict ${key}\n\\echo no\n\\unrestrict ${key};\n\\echo yes\n`,
        ["--allow-shell"],
      );
      expect({ exitCode, stdout, pwned }).toEqual({ exitCode: 0, stdout: "yes\n", pwned: false });
      expect(stderr).toContain("restricted");
    }
  });

  // CVE-2026-6464: psql takes the data of a COPY that fails at its start for SQL and commands.
  test("data whose COPY fails are skipped", async () => {
    const evil = "COPY nosuch (a) FROM stdin;\n\\\\! touch pwned\nselect 'injected';\n\\.";
    const { exitCode, stdout, stderr } = await run(dump(evil), ["-At"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "SET\nSET\nrestored\nend\n" });
    expect(stderr.match(/ERROR|error/g)).toHaveLength(1);
    const elsewhere = "copy nosuch from stdin;\nselect 'from the data';\n\\.\n";
    expect((await run(elsewhere, ["-At", "--as-psql=15.18"])).stdout).toBe("from the data\n");
    expect((await run(elsewhere, ["-At", "--as-psql=15.20"])).stdout).toBe("");
  });

  test("SQL still runs, and data is data", async () => {
    const { exitCode, stdout, pwned } = await run(
      dump(
        "create table d(a text);\nCOPY d (a) FROM stdin;\n\\\\! touch pwned\nplain\n\\.\nselect a from d;",
      ),
      ["-At"],
    );
    expect({ exitCode, pwned }).toEqual({ exitCode: 0, pwned: false });
    expect(stdout).toContain("\\! touch pwned\nplain\nrestored\nend\n");
  });
});

describe("names and values from the server never become commands", () => {
  const evil = 'x\n\\! touch pwned\n"';

  test("as names of objects in messages, results and \\gexec", async () => {
    const sql = await connect(database.settings);
    try {
      await sql.unsafe(
        `create table ${quoteIdentifier(evil)} (${quoteIdentifier(`c${evil}`)} int)`,
      );
    } finally {
      await sql.end();
    }
    const script = `select relname from pg_class where relname like 'x%pwned%';
select format('select * from %I', relname) from pg_class where relname like 'x%pwned%' \\gexec
select * from pg_class where relname like 'x%pwned%' \\gdesc
select relname as "n;\\! touch pwned", relname, 1 from pg_class where relname like 'x%pwned%' \\crosstabview
select relname as v from pg_class where relname like 'x%pwned%' \\gset
\\echo :v
select :'v';
select * from :"v";
select * from "nix\n\\! touch pwned\n";
\\errverbose
`;
    const { exitCode, pwned } = await run(script);
    expect({ exitCode, pwned }).toEqual({ exitCode: 0, pwned: false });
  });

  test("a value that is put into SQL as it is can hold a command, which is then refused", async () => {
    const script = "select E'1;\\n\\\\! touch pwned' as v \\gset\nselect :v;\n\\echo never\n";
    const { exitCode, stdout, stderr, pwned } = await run(script, ["-At"]);
    expect({ exitCode, pwned }).toEqual({ exitCode: 3, pwned: false });
    expect(stdout).toBe("1\n");
    expect(stderr).toContain("would run a shell command");
  });

  test("a broken character doesn't swallow the quote after it (CVE-2025-1094)", async () => {
    const script = "\\set v '\\xc0'' ; select 1 as injected; --'\nselect :'v';\n";
    const { stdout, stderr } = await run(script, ["-A"]);
    expect(stdout).not.toContain("injected");
    expect(stderr).toContain("invalid multibyte character");
  });
});

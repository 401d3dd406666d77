import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runPsql } from "../../src/psql/program/run-psql.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface Outcome {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  files: Record<string, string>;
}

test.each([
  ["\\!", "\\echo a\n\\! echo b; echo c >&2\n\\echo d\n\\! exit 3\n\\echo :ERROR\n"],
  ["\\! that isn't there", "\\! no-such-command-here\n\\echo after\n"],
  ["backquotes", "\\set v `printf 'x\\ny\\n\\n'`\n\\echo [:v]\nselect :'v';\n"],
  ["backquotes within an argument", "\\echo a`echo b`c `exit 1` `no-such-command-here` d\n"],
  [
    "variables within backquotes",
    "\\set v 'a b''c $HOME'\n\\set w x-1/y.z:_\n\\echo `echo :v` `echo :'v'` `echo :'w'` `echo :nix :'nix' :`\n",
  ],
  ["a newline for the shell", "\\set v 'a\\nb'\n\\echo `echo :'v'`\n\\echo after\n"],
  [
    "\\if",
    "\\if `echo yes`\n\\echo yes\n\\else\n\\echo no\n\\endif\n\\if 0\n\\echo `touch no`\n\\endif\n",
  ],
  ["an extra argument isn't run", "\\timing off `touch no`\n\\unset x `touch no`\n"],
  [
    "\\setenv, \\cd",
    "\\setenv A b\n\\! echo $A; mkdir d\n\\cd d\n\\! touch ../in-parent; pwd | sed 's,.*/,,'\n\\setenv A\n\\! echo [$A]\n",
  ],
  ["\\o", "\\o |sed s/1/one/\nselect 1;\n\\qecho q\n\\o\nselect 2;\n"],
  ["\\o at the end", "\\o | cat > out.txt\nselect generate_series(1, 20000);\n"],
  ["\\g", "select 1 \\g |sed s/1/one/\nselect 2 \\g (format=csv) |sed s/2/two/\n\\echo after\n"],
  ["\\w", "select 1\n\\w |cat > w.txt\n;\n\\w |cat > x.txt\n\\w |exit 3\n\\echo after\n"],
  [
    "\\copy from program",
    "create temp table t(a int);\n\\copy t from program 'seq 1 3'\nselect sum(a) from t;\n",
  ],
  [
    "\\copy from a program that fails",
    "create temp table t(a int);\n\\copy t from program 'echo 1; exit 3'\nselect * from t;\n",
  ],
  [
    "\\copy from what isn't there",
    "create temp table t(a int);\n\\copy t from program 'no-such-command-here'\n\\copy t from program 'kill -9 $$'\n",
  ],
  [
    "no command at all",
    "create temp table t(a int);\n\\copy t from program ''\n\\copy t to program ''\n\\o |\n\\o\n\\echo after\n",
  ],
  [
    "\\copy from more than is read",
    "create temp table t(a int);\n\\copy t from program 'yes | head -1000000'\nselect count(*) from t;\n",
  ],
  [
    "\\copy to program",
    "\\copy (select 1) to program 'cat > c.txt'\n\\copy (select 1) to program 'cat > /dev/null; exit 4'\n\\echo after\n",
  ],
])("%s", async (_, script) => {
  const expected = await runReal(script);
  const actual = await runOurs(script);
  expect(actual).toEqual(expected);
});

// For psql, it is a matter of time whether such a command is gone before all is written.
test.each([
  ["reads nothing of", "\\o |true\nselect generate_series(1, 200000);\n\\o\n"],
  ["is empty, and so reads nothing of,", "select 1 \\g |\nselect 2\n\\w |\n;\n"],
])("a command that %s what is written to it doesn't matter", async (_, script) => {
  const { exitCode, stdout, stderr } = await runOurs(`${script}\\echo after\n`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/after\n$/);
});

test("how the last command has ended, as psql 16 tells it", async () => {
  const { stdout } = await runOurs(`\\set QUIET
\\echo :SHELL_ERROR
\\! exit 3
\\echo :SHELL_ERROR :SHELL_EXIT_CODE
\\set x \`true\`
\\echo :SHELL_ERROR :SHELL_EXIT_CODE
\\set x \`kill -15 $$\`
\\echo :SHELL_ERROR :SHELL_EXIT_CODE
select 1 \\g |cat > /dev/null; exit 7
\\echo :SHELL_ERROR :SHELL_EXIT_CODE
\\o |exit 8
\\o
\\echo :SHELL_ERROR :SHELL_EXIT_CODE
select 1 \\w |true
\\r
\\echo :SHELL_ERROR :SHELL_EXIT_CODE
\\copy (select 1) to program 'cat > /dev/null; exit 9'
\\echo :SHELL_ERROR :SHELL_EXIT_CODE
`);
  const ends = ["true 3", "false 0", "true 143", "true 7", "true 8", "false 0", "true 9"];
  expect(stdout).toBe([":SHELL_ERROR", ...ends, ""].join("\n"));
});

async function runReal(script: string): Promise<Outcome> {
  const cwd = await projectFolder({ "script.sql": script });
  const run = await execa("psql", ["-X", "-f", "script.sql"], {
    cwd,
    env: environment(),
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    input: "",
    timeout: 60_000,
  });
  const { exitCode, stdout, stderr } = run;
  return { exitCode, stdout, stderr: comparable(stderr), files: filesOf(cwd) };
}

async function runOurs(script: string): Promise<Outcome> {
  const cwd = await projectFolder();
  await writeFile(join(cwd, "script.sql"), script);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const argv = ["-X", "--allow-shell", "--allow-setenv", "-f", "script.sql"];
  const exitCode = await runPsql(argv, {
    stdin: Readable.from([]),
    stdout: { write: (data) => out.push(data) > 0 },
    stderr: { write: (data) => err.push(data) > 0 },
    env: environment(),
    cwd,
  });
  return {
    exitCode,
    stdout: Buffer.concat(out).toString(),
    stderr: comparable(Buffer.concat(err).toString()),
    files: filesOf(cwd),
  };
}

/** The shell names itself and its line in its own messages. */
function comparable(stderr: string): string {
  return stderr.replaceAll(/^\S*sh: (?:line )?\d+: /gm, "sh: ");
}

function filesOf(cwd: string): Record<string, string> {
  const entries = readdirSync(cwd, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(join(cwd, name), "latin1")] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function environment(): Record<string, string> {
  const { host, port, user, password } = database.settings;
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: "/nowhere",
    LC_ALL: "C.UTF-8",
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database.settings.database,
    PGSSLMODE: "disable",
    ...(password !== undefined && { PGPASSWORD: password }),
  };
}

import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runPsql } from "../../src/psql/program/run-psql.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Runs a script where a program called psql says that it is of some version, and counts how often it is asked. */
async function runBeside(
  version: string | undefined,
  script: string,
  ...argv: string[]
): Promise<{ stdout: string; asked: number }> {
  const cwd = await projectFolder();
  const bin = join(cwd, "bin");
  const asked = join(cwd, "asked");
  await mkdir(bin);
  if (version !== undefined) {
    const program = `#!/bin/sh\necho "$*" >> '${asked}'\necho 'psql (PostgreSQL) ${version} (Debian)'\n`;
    await writeFile(join(bin, "psql"), program);
    await chmod(join(bin, "psql"), 0o755);
  }
  await writeFile(join(cwd, "script.sql"), script);
  const out: Buffer[] = [];
  await runPsql(["-X", ...argv, "-f", "script.sql"], {
    stdin: Readable.from([]),
    stdout: { write: (data) => out.push(data) > 0 },
    stderr: { write: () => true },
    env: { PATH: bin },
    cwd,
    signal: undefined,
    defaultSettings: database.settings,
  });
  const questions = await readFile(asked, "utf8").catch(() => "");
  return { stdout: Buffer.concat(out).toString(), asked: questions.split("\n").length - 1 };
}

const failingCopy = "COPY nosuch FROM stdin;\nselect 'data';\n\\.\nselect 'rest';\n";

test.each([
  ["15.18", "data\nrest\n"],
  ["15.19", "rest\n"],
  ["15.20", "rest\n"],
  // Of another major, and none at all: the newest that is known.
  ["17.4", "rest\n"],
  ["18devel", "rest\n"],
  [undefined, "rest\n"],
])(
  "beside psql %s, the data of a COPY that fails are skipped as that does",
  async (version, stdout) => {
    const seen = await runBeside(version, failingCopy, "-At");
    expect(seen).toEqual({ stdout, asked: version === undefined ? 0 : 1 });
  },
);

test("expanded records are as wide as those of the psql that is installed", async () => {
  const script = "\\x on\n\\pset border 2\nselect 1 as a;\n";
  const header = "+-[ RECORD 1 ]-+\n";
  expect((await runBeside("15.18", script, "-q")).stdout).toBe(`${header}| a | 1 |\n+---+---+\n\n`);
  expect((await runBeside("15.20", script, "-q")).stdout).toBe(
    `${header}| a | 1        |\n+---+----------+\n\n`,
  );
});

test("the variables name the release that is followed", async () => {
  const script = "\\echo :VERSION_NAME :VERSION_NUM\n";
  expect((await runBeside("15.18", script)).stdout).toBe("15.18 150018\n");
  expect((await runBeside(undefined, script)).stdout).toBe("15.20 150020\n");
  expect((await runBeside("15.18", script, "--as-psql=15.19")).stdout).toBe("15.19 150019\n");
});

test("without a PATH, the system's own folders aren't searched", async () => {
  const cwd = await projectFolder();
  const out: Buffer[] = [];
  await runPsql(["--version"], {
    stdin: Readable.from([]),
    stdout: { write: (data) => out.push(data) > 0 },
    stderr: { write: () => true },
    env: {},
    cwd,
    signal: undefined,
    defaultSettings: database.settings,
  });
  expect(Buffer.concat(out).toString()).toBe("psql (PostgreSQL) 15.20\n");
});

test("where nothing depends on it, no psql is asked, nor where an option says it", async () => {
  const script = "create table t (a int);\nCOPY t FROM stdin;\n1\n\\.\ntable t;\n\\d\n";
  expect((await runBeside("15.18", script, "-qAt")).asked).toBe(0);
  expect((await runBeside("15.18", failingCopy, "-At", "--as-psql=15.20")).asked).toBe(0);
});

test.each([
  ["15.18", "1\n"],
  ["15.19", ""],
])(
  "beside psql %s, a skipped branch counts for a routine behind it as there",
  async (version, stdout) => {
    const script = `\\if false
select 'skipped'
\\endif
create function pg_temp.behind() returns int begin atomic; select 1; end;
`;
    expect((await runBeside(version, script, "-Atq")).stdout).toBe(stdout);
  },
);

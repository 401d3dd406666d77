import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { execa } from "execa";
import { expect, test } from "vitest";
import { runPsql } from "../../src/psql/run-psql.ts";
import { projectFolder } from "../support/project-folder.ts";
import { startRecordingServer } from "./recording-server.ts";

/** What is hard to split, to be put together at random. */
const fragments: readonly string[] = [
  [
    "select 1",
    "x",
    "'a;b'",
    "'it''s'",
    "E'\\';'",
    "e'x'",
    "b'1;'",
    "n'x;'",
    "U&'x;'",
    '"a;"',
    "'",
    '"',
    "E'",
  ],
  [
    "$$;$$",
    "$a$ ; $$ $a$",
    "$$",
    "$1",
    "a$$b",
    ";",
    "; ",
    ";",
    "\n",
    "\n\n",
    "(",
    ")",
    "--x\n",
    "-- it's\n",
    "/* ; */",
  ],
  [
    "/* /* ; */ */",
    "/*",
    "*/",
    "+",
    "-",
    "@-",
    "/",
    "1e-",
    "1.",
    "..5",
    "1e5x",
    "begin",
    "end",
    "case",
  ],
  [
    "create function f()",
    "create or replace procedure p",
    "\\;",
    "\\:",
    ":v",
    ":'v'",
    ':"v"',
    ":{?v}",
    ":w",
    "::int",
    ":=",
  ],
  [
    "[1:v]",
    "\r\n",
    "\t",
    " ",
    "ü",
    "\\g\n",
    "\\r\n",
    "\\if 1\n",
    "\\if 0\n",
    "\\else\n",
    "\\endif\n",
    "\\set v 2\n",
  ],
].flat();

/** A script of random fragments; the same for the same seed. */
function randomScript(seed: number): string {
  let state = seed;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  let script = "\\set v '1, ''q'' ;x'\n";
  for (let count = 5 + random(60); count > 0; count -= 1)
    script += (fragments[random(fragments.length)] ?? "") + (random(3) === 0 ? " " : "");
  return script;
}

test("random scripts send the statements that psql sends, byte for byte", async () => {
  const cwd = await projectFolder();
  let count = 0;
  for (let seed = 1; seed <= 100; seed += 1) {
    const script = randomScript(seed * 7919);
    await writeFile(join(cwd, "script.sql"), script);
    const expected = await statementsOf(async (argv) => {
      await execa("psql", argv, {
        cwd,
        reject: false,
        timeout: 20_000,
        env: { PGSSLMODE: "disable" },
      });
    });
    const actual = await statementsOf(async (argv) => {
      const nowhere = { write: () => true };
      const stdin = Readable.from([]);
      await runPsql(argv, {
        stdin,
        stdout: nowhere,
        stderr: nowhere,
        env: { PGSSLMODE: "disable" },
        cwd,
      });
    });
    expect(actual, JSON.stringify(script)).toEqual(expected);
    count += actual.length;
  }
  expect(count).toBeGreaterThan(100);
});

async function statementsOf(run: (argv: string[]) => Promise<void>): Promise<string[]> {
  const server = await startRecordingServer();
  try {
    await run([
      "-X",
      "-h",
      "127.0.0.1",
      "-p",
      String(server.port),
      "-U",
      "u",
      "-d",
      "d",
      "-f",
      "script.sql",
    ]);
    return server.queries;
  } finally {
    server.close();
  }
}

import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";

import { formatUrl } from "../../../src/postgres/format-url.ts";
import { runPsql } from "../../../src/psql/program/run-psql.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const atTerminal = { isTTY: true };

interface Ends {
  stdin: object;
  stdout: object;
}

async function encodings(env: Record<string, string>, ends: Ends): Promise<string> {
  const out: Buffer[] = [];
  const { settings } = database;
  const parameters = { ...settings.parameters, client_encoding: "LATIN2" };
  const url = formatUrl({ ...settings, parameters });
  const command = "\\echo :ENCODING\n\\c\nshow client_encoding";
  const exitCode = await runPsql(["-qAt", "-d", url, "-f", "-"], {
    stdin: Object.assign(Readable.from([Buffer.from(command)]), ends.stdin),
    stdout: { write: (data: Buffer) => out.push(data) > 0, ...ends.stdout },
    stderr: { write: (data: Buffer) => out.push(data) > 0 },
    env,
    cwd: import.meta.dirname,
  });
  expect(exitCode).toBe(0);
  return Buffer.concat(out).toString();
}

test.each([
  ["UTF8", { LC_ALL: "de_DE.UTF-8" }],
  ["LATIN1", { LANG: "de_DE.ISO-8859-1" }],
  ["SQL_ASCII", {}],
])("a terminal's encoding is its locale's: %s", async (encoding, env) => {
  const shown = await encodings(env, { stdin: atTerminal, stdout: atTerminal });
  expect(shown).toBe(`${encoding}\n${encoding}\n`);
});

test("PGCLIENTENCODING has the say instead, and then the connection string", async () => {
  const env = { LC_ALL: "de_DE.UTF-8", PGCLIENTENCODING: "LATIN1" };
  const shown = await encodings(env, { stdin: atTerminal, stdout: atTerminal });
  expect(shown).toBe("LATIN2\nLATIN2\n");
});

test.each([
  ["standard input", { stdin: {}, stdout: atTerminal }],
  ["standard output", { stdin: atTerminal, stdout: {} }],
])("it has no say where %s is no terminal", async (_, ends) => {
  expect(await encodings({ LC_ALL: "de_DE.UTF-8" }, ends)).toBe("LATIN2\nLATIN2\n");
});

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runPsql } from "../../src/psql/program/run-psql.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/** Scripts for psql 18, with what psql 18.6 itself writes: NAME.out, and NAME.err. Times of day are written TIME. */
const folder = fileURLToPath(new URL("psql-18", import.meta.url));
const scripts = readdirSync(folder).flatMap((file) =>
  file.endsWith(".sql") ? [basename(file, ".sql")] : [],
);

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

test.each(scripts)("%s: as psql 18 does", async (name) => {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  await runPsql(["-X", "-f", `${name}.sql`], {
    stdin: Readable.from([]),
    stdout: { write: (data) => out.push(data) > 0 },
    stderr: { write: (data) => err.push(data) > 0 },
    env: {},
    cwd: folder,
    defaultSettings: database.settings,
  });
  const time = /[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/g;
  const stdout = Buffer.concat(out).toString().replaceAll(time, "TIME");
  expect(Buffer.concat(err).toString()).toBe(recorded(`${name}.err`));
  expect(stdout).toBe(recorded(`${name}.out`));
});

function recorded(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

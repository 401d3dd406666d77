import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, inject, onTestFinished, test } from "vitest";
import { canEnter, serverIdentity } from "../../src/postgres/embedded/identity.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

const SCRIPT = `\\i secret.sql
\\ir secret.sql
\\i closed/inner.sql
create temp table t (a text);
\\copy t from secret.sql
\\copy t from closed/inner.sql
\\copy t to secret.sql
\\copy t to closed/new
select 1 \\g closed/new
select 2 \\g secret.sql
\\o closed/new
\\qecho still here
\\w secret.sql
\\lo_import secret.sql
\\lo_import closed/inner.sql
\\cd closed
\\echo done
`;

/** Arguments, after the connection's. */
const commands = [
  ["-f", "script.sql"],
  ["-v", "ON_ERROR_STOP=1", "-f", "script.sql"],
  ["-f", "secret.sql"],
  ["-f", "closed/inner.sql", "-c", "\\echo next"],
  ["-L", "secret.sql", "-c", "\\echo logged"],
  ["-o", "closed/new", "-c", "\\echo put"],
];

/** Root may read everything: then another user runs both. */
const identity = serverIdentity();

test.runIf(canEnter(process.cwd(), identity)).each(commands)(
  "files that may not be read or written are errors as through psql: %s %s",
  async (...argv) => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const engine = [process.execPath, inject("commandLine"), "psql"];
    const expected = await run(["psql"], argv, database);
    expect(await run(engine, argv, database)).toEqual(expected);
    expect(expected.output).toContain("Permission denied");
  },
);

async function run(
  [program = "", ...first]: readonly string[],
  argv: readonly string[],
  { settings }: TestDatabase,
): Promise<{ exitCode: number | undefined; output: string }> {
  const cwd = await projectFolder({ "script.sql": SCRIPT });
  const closed = join(cwd, "closed");
  writeFileSync(join(cwd, "secret.sql"), "\\echo secret\n", { mode: 0o000 });
  mkdirSync(closed);
  writeFileSync(join(closed, "inner.sql"), "\\echo inner\n");
  if (identity !== undefined) {
    for (const path of [cwd, closed, join(cwd, "script.sql"), join(cwd, "secret.sql")])
      chownSync(path, identity.uid, identity.gid);
  }
  chmodSync(closed, 0o000);
  try {
    const { exitCode, stdout, stderr } = await execa(
      program,
      [...first, "-X", "-h", settings.host, "-d", settings.database, ...argv],
      {
        cwd,
        ...identity,
        env: {
          PATH: process.env["PATH"],
          PGPORT: String(settings.port),
          PGUSER: settings.user,
          PGPASSWORD: settings.password ?? "",
          LC_ALL: "C.UTF-8",
          HOME: cwd,
        },
        extendEnv: false,
        stdin: "ignore",
        reject: false,
        timeout: 60_000,
      },
    );
    return { exitCode, output: `${stdout}\n${stderr}` };
  } finally {
    chmodSync(closed, 0o700);
  }
}

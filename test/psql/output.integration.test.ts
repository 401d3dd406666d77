import { tmpdir } from "node:os";
import { execa } from "execa";
import { expect, inject, onTestFinished, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/** What a shell runs, with $RUN for psql and its connection: output that can't be written, or that nobody reads. */
const commands = [
  "$RUN -c 'select 1' > /dev/full",
  "$RUN -c '\\echo lost' > /dev/full",
  "$RUN -c 'create temp table t (a int)' -c 'select 1' -c 'create temp table u ()' > /dev/full",
  "$RUN -v ON_ERROR_STOP=1 -f - > /dev/full <<< 'select 1; select nosuch;'",
  "$RUN -c 'copy (select 1) to stdout' > /dev/full",
  "$RUN -c 'copy (select generate_series(1, 100000)) to stdout' > /dev/full",
  "$RUN -c '\\copy (select 1) to /dev/full'",
  "$RUN -o /dev/full -c 'select 1; select 2' -c '\\qecho lost' -c '\\o' -c 'select 3'",
  "$RUN -v FETCH_COUNT=1 -o /dev/full -c 'select generate_series(1, 3)'",
  "$RUN -f - <<< 'select 1 as a, 2 as b, 3 as c \\crosstabview \\g /dev/full'",
  "printf 'select 1 \\\\g /dev/full\\nselect 2 \\\\w /dev/full\\n' | $RUN",
  "$RUN -L /dev/full -c 'select 1'",
  "$RUN -c 'select generate_series(1, 200000)' -c 'create table kept (a int)' | head -1; exit ${PIPESTATUS[0]}",
  "$RUN -c 'copy (select generate_series(1, 2000000)) to stdout' | head -1; exit ${PIPESTATUS[0]}",
  "$RUN -c \"select repeat('x', 100000) from generate_series(1, 50)\" -c '\\echo never' | head -c 10; exit ${PIPESTATUS[0]}",
];

test.each(commands)("%s", async (command) => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const run = `${process.execPath} ${inject("commandLine")} psql --allow-path=/dev -X`;
  const expected = await inShell(command, "psql -X", database);
  expect(await inShell(command, run, database)).toEqual(expected);
});

async function inShell(command: string, run: string, { settings }: TestDatabase): Promise<unknown> {
  const { exitCode, stdout, stderr } = await execa(
    "bash",
    ["-c", command.replaceAll("$RUN", `${run} -d ${settings.database} -h ${settings.host}`)],
    {
      cwd: tmpdir(),
      env: {
        PGPORT: String(settings.port),
        PGUSER: settings.user,
        PGPASSWORD: settings.password ?? "",
        LC_ALL: "C.UTF-8",
      },
      input: "",
      reject: false,
      timeout: 60_000,
    },
  );
  return { exitCode, stdout, stderr };
}

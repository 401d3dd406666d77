import { execa } from "execa";
import { expect, inject, onTestFinished, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

/** Nobody reads while a command runs: the server's last words and the end of the connection come meanwhile. */
const SLEEP = "\\! sleep 0.5";

const scripts = {
  "an idle session": `set idle_session_timeout = 50;\n${SLEEP}\nselect 1;\n\\echo never\n`,
  "an idle session, with COPY": `set idle_session_timeout = 50;\n${SLEEP}\n\\copy (select 1) to stdout\n\\echo never\n`,
  "an idle session, with its result asked for": `set idle_session_timeout = 50;\n${SLEEP}\nselect 1 as one \\gset\n\\echo never\n`,
  "an idle transaction": `set idle_in_transaction_session_timeout = 50;\nbegin;\n${SLEEP}\nselect 1;\nselect 2;\n`,
  "an idle transaction, sent ahead": `\\set ON_ERROR_STOP on\nset idle_in_transaction_session_timeout = 50;\nbegin;\n${SLEEP}\ncreate table a();\ncreate table b();\n`,
};

test.each(Object.entries(scripts))(
  "%s that the server ended unasked is told of as through psql",
  async (_, script) => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const cwd = await projectFolder({ "script.sql": script });
    const expected = await run(["psql", "-X"], database, cwd);
    const engine = [process.execPath, inject("commandLine"), "psql", "--allow-shell"];
    expect(await run(engine, database, cwd)).toEqual(expected);
    expect(expected).toMatchObject({ exitCode: 2 });
  },
);

test("a connection lost at a savepoint that isn't the script's ends the script, where psql may end with 0", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const script = `\\set ON_ERROR_ROLLBACK on\nset idle_in_transaction_session_timeout = 50;\nbegin;\n${SLEEP}\nselect 1;\n`;
  const cwd = await projectFolder({ "script.sql": script });
  const engine = [process.execPath, inject("commandLine"), "psql", "--allow-shell"];
  const psql = await run(["psql", "-X"], database, cwd);
  expect(psql.exitCode).toBe(0);
  expect(await run(engine, database, cwd)).toEqual({
    exitCode: 2,
    stdout: psql.stdout,
    stderr: `${psql.stderr}\npsql:script.sql:5: error: connection to server was lost`,
  });
});

async function run(
  [program = "", ...first]: readonly string[],
  { settings }: TestDatabase,
  cwd: string,
): Promise<{ exitCode: number | undefined; stdout: string; stderr: string }> {
  const { host, port, user, password, database } = settings;
  const env = {
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
  };
  const { exitCode, stdout, stderr } = await execa(program, [...first, "-f", "script.sql"], {
    cwd,
    env,
    reject: false,
    timeout: 30_000,
  });
  return { exitCode, stdout, stderr };
}

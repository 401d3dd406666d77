import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { execa } from "execa";
import { expect, inject, onTestFinished, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

const SAVEPOINT = "SAVEPOINT pg_psql_temporary_savepoint";

/** What stands between a program and the server: the SAVEPOINTs that it `spoils` come to the server as a syntax error. */
interface Middle {
  port: number;
  /** What came from the program at once, of what had a SAVEPOINT in it. */
  writes: string[];
}

async function standBetween({ settings }: TestDatabase, spoils: (count: number) => boolean) {
  const middle: Middle = { port: 0, writes: [] };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(settings.port, settings.host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    client.on("data", (chunk: Buffer) => {
      const text = chunk.toString("latin1");
      const count = text.includes(SAVEPOINT) ? middle.writes.push(text) : 0;
      const given =
        count > 0 && spoils(count) ? text.replace(SAVEPOINT, SAVEPOINT.replace("_", " ")) : text;
      upstream.write(Buffer.from(given, "latin1"));
    });
    upstream.pipe(client);
    client.on("end", () => upstream.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  middle.port = (server.address() as AddressInfo).port;
  return middle;
}

/** What a script comes to through a program, with every n-th of its savepoints failing. */
async function outcome(
  program: readonly string[],
  script: string,
  spoils: (count: number) => boolean = () => false,
): Promise<{ seen: object; writes: string[] }> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const middle = await standBetween(database, spoils);
  const { user, password, database: name } = database.settings;
  const [command = "", ...first] = program;
  const { exitCode, stdout, stderr } = await execa(command, [...first, "-f", "script.sql"], {
    cwd: await projectFolder({ "script.sql": script }),
    env: {
      PGHOST: "127.0.0.1",
      PGPORT: String(middle.port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: name,
      PGSSLMODE: "disable",
    },
    reject: false,
    timeout: 60_000,
  });
  return { seen: { exitCode, stdout, stderr }, writes: middle.writes };
}

const engine = (): string[] => [process.execPath, inject("commandLine"), "psql"];
const psql = ["psql", "-X"];

const SCRIPT = `\\set ON_ERROR_ROLLBACK on
begin;
create table t (a int primary key);
insert into t values (1), (2) returning a;
select a \\; insert into t values (3) \\; select a from t;
copy t from stdin;
4
5
\\.
select count(*) as many from t \\gset
\\echo :many :ERROR :SQLSTATE
insert into t values (1);
do $$ begin raise notice 'noticed'; end $$;
select nosuch, 'é' from t;
savepoint s;
insert into t values (6);
rollback to s;
release s;
select case when true then 1 end;
copy t to stdout;
commit;
select a from t order by a;
`;

test("a statement leaves in one write with its savepoint, as a Query of its own, unless it could run without", async () => {
  const expected = await outcome(psql, SCRIPT);
  const { seen, writes } = await outcome(engine(), SCRIPT);
  expect(seen).toEqual(expected.seen);
  const behind = writes.map((text) => text.split(`${SAVEPOINT}\0`)[1]);
  expect(behind).toHaveLength(expected.writes.length);
  expect(behind).toContainEqual(expect.stringMatching(/^Q[^]{4}insert into t values \(1\);\0$/));
  const alone = writes.filter((text) => text.endsWith(`${SAVEPOINT}\0`));
  // ROLLBACK TO, COMMIT, and by their END a block and a CASE: what a transaction that failed may take.
  expect(alone).toHaveLength(4);
});

test.each([
  ["every one", () => true],
  ["every second one", (count: number) => count % 2 === 0],
  ["every third one", (count: number) => count % 3 === 0],
  ["the eighth", (count: number) => count === 8],
])("%s of the savepoints fails: as through psql", async (_, spoils) => {
  for (const stop of ["", "\\set ON_ERROR_STOP on\n"]) {
    const script = stop + SCRIPT;
    const [expected, ours] = await Promise.all([
      outcome(psql, script, spoils),
      outcome(engine(), script, spoils),
    ]);
    expect(ours.seen).toEqual(expected.seen);
    expect(ours.writes).toHaveLength(expected.writes.length);
  }
});

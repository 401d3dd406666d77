import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { openScriptSession } from "../../src/psql/session.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("is called round the statements that it wants, when all before them are done", async () => {
  const root = await projectFolder({ "part.sql": "\ninsert into seen values (4);\n" });
  const session = await openScriptSession(database.settings, {
    root,
    applicationName: "dbfirst test",
  });
  onTestFinished(() => session.close());
  await session.execute("begin");
  await session.execute("create table seen (value integer)");
  const calls: string[] = [];
  const note = async (what: string) => {
    const [row] = await session.execute("select count(*) from seen");
    calls.push(`${what}: ${row?.["count"]}`);
  };
  const text = `insert into seen values (1);
insert into seen values (2); insert into seen values (3);
\\i part.sql
select 4 as four \\g
insert into seen values (5)`;
  await session.run(
    { file: "a.sql", text },
    {
      wants: (statement) => / (?:2|4|5)\b|\((?:2|4|5)\)/.test(statement),
      before: () => note("before"),
      after: ({ file, line }) => note(`${file}:${line}`),
    },
  );
  expect(calls).toEqual([
    "before: 1",
    "a.sql:2: 2",
    "before: 3",
    "part.sql:2: 4",
    "before: 4",
    "a.sql:4: 4",
    "before: 4",
    "a.sql:5: 5",
  ]);
  await session.execute("rollback");
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { executeOn, readCatalogWithin, type Execute } from "../../src/catalog/read-within.ts";
import { openReadingSession, type ReadingSession } from "../../src/postgres/reading-session.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let session: ReadingSession;
let execute: Execute;
beforeAll(async () => {
  database = await createTestDatabase();
  session = await openReadingSession(database.settings, { applicationName: "dbfirst test" });
  execute = executeOn(session);
});
afterAll(async () => {
  session.end();
  await database.drop();
});

it("sees what was done since the last reading, whatever a script does to the plans that the session keeps", async () => {
  const statements = [
    "create schema app; create table app.team (id int primary key, slug text)",
    "alter table app.team alter slug type varchar(9); create table app.part (team int references app.team)",
    "deallocate all",
    "create view app.slugs as select slug from app.team; set local search_path to app",
    "create function app.two() returns int language sql as 'select 2'; set local role pg_monitor",
    "reset role; drop table app.part; create domain app.word as text",
  ];
  const scope = { relations: ["app.team"], kinds: ["table", "column", "constraint"] as const };
  await execute("begin");
  for (const statement of statements) {
    await execute(statement);
    for (const asked of [{}, scope]) {
      const once = await readCatalogWithin(execute, asked);
      const some = statement === statements[3] ? ["policy" as const] : [];
      for (const mayHave of [some, scope.kinds]) {
        const again = await readCatalogWithin(execute, { ...asked, repeated: { mayHave } });
        expect(again).toEqual(once);
      }
      expect(once.facts).not.toEqual([]);
    }
  }
  await execute("rollback");
});

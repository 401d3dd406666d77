import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connect as connectDriver } from "../../../src/postgres/connect.ts";
import { connect } from "../../../src/postgres/wire/connect.ts";
import type { Connection } from "../../../src/postgres/wire/connection.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function open(): Promise<Connection> {
  const connection = await connect(database.settings, {
    applicationName: "dbfirst test",
    signal: undefined,
    onNotice: () => undefined,
  });
  onTestFinished(() => connection.close());
  return connection;
}

/** Long enough for any answer, so that what follows finds all of them. */
const answers = () => sleep(300);

test("an error that nobody has looked at holds the next statement back, whoever is done with the one before", async () => {
  const connection = await open();
  connection.outbox.sendInTurn("create table before (a int)");
  connection.outbox.sendInTurn("select nope");
  connection.outbox.sendInTurn("create table after (a int)");
  await answers();
  expect((await connection.nextResult())?.kind).toBe("command");
  expect(await connection.nextResult()).toBeUndefined();
  connection.outbox.proceed();
  await answers();
  expect(connection.outbox.drop()).toBe(1);
  expect((await connection.nextResult())?.kind).toBe("error");
  expect(await connection.nextResult()).toBeUndefined();
  expect(await tables()).toEqual(["before"]);
});

test("one that was looked at lets it go", async () => {
  const connection = await open();
  connection.outbox.sendInTurn("select nope");
  connection.outbox.sendInTurn("create table later (a int)");
  expect((await connection.nextResult())?.kind).toBe("error");
  expect(await connection.nextResult()).toBeUndefined();
  expect(await tables()).not.toContain("later");
  connection.outbox.proceed();
  expect((await connection.nextResult())?.kind).toBe("command");
  expect(await tables()).toContain("later");
});

async function tables(): Promise<unknown[]> {
  const sql = await connectDriver(database.settings);
  onTestFinished(() => sql.end());
  const rows = await sql`
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`;
  return rows.map((row) => row["relname"]);
}

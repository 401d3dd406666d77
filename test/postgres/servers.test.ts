import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { waitForServer } from "../../src/postgres/wait.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The database, behind a server that doesn't answer. */
function behindAnother(): ConnectionSettings {
  const { settings } = database;
  const { host, port, password } = settings;
  const first = { host: "/nonexistent", port: 1 };
  return { ...settings, ...first, servers: [first, { host, port, password }] };
}

test("the first server that answers is the one", async () => {
  const { settings } = database;
  const answering = await waitForServer(behindAnother(), { timeoutSeconds: 0 });
  expect(answering).toMatchObject({ host: settings.host, port: settings.port });
  expect(answering.servers).toBeUndefined();
  const sql = await connect(behindAnother());
  expect(await sql.unsafe("select current_database() as name")).toEqual([
    { name: settings.database },
  ]);
  await sql.end();
});

test("a server that isn't what target_session_attrs asks for won't do", async () => {
  const { settings } = database;
  for (const sessionAttributes of ["primary", "read-write", "prefer-standby"] as const) {
    const sql = await connect({ ...settings, sessionAttributes });
    await sql.end();
  }
  await expect(connect({ ...settings, sessionAttributes: "standby" })).rejects.toMatchObject({
    code: "SERVER_UNSUITABLE",
    message: expect.stringContaining("server is not in hot standby mode") as string,
  });
  const readOnly = { ...settings.parameters, default_transaction_read_only: "on" };
  const writes = { ...settings, parameters: readOnly, sessionAttributes: "read-write" } as const;
  await expect(connect(writes)).rejects.toMatchObject({ code: "SERVER_UNSUITABLE" });
});

test("no server answers: the last one's failure", async () => {
  const servers = [
    { host: "/nonexistent", port: 1 },
    { host: "/nonexistent", port: 2 },
  ];
  const attempt = connect({ ...database.settings, ...servers[0], servers });
  await expect(attempt).rejects.toMatchObject({
    code: "DATABASE_REFUSED",
    message: expect.stringContaining("port 2") as string,
  });
});

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { runOn } from "../support/database.ts";

const projectDir = process.cwd();

/** The server that is named: nobody else's. */
let host: Shadow;
let server: ConnectionSettings;
beforeAll(async () => {
  host = await createShadow({ projectDir, loopback: true });
  server = host.settings;
});
afterAll(() => host.dispose());

async function open(settings = server, signal?: AbortSignal): Promise<Shadow> {
  const shadow = await createShadow({ projectDir, server: settings, signal });
  onTestFinished(() => shadow.dispose());
  return shadow;
}

async function ask(settings: ConnectionSettings, query: string): Promise<string[]> {
  const sql = await connect(settings);
  try {
    return (await sql.unsafe<{ name: string }[]>(query)).map(({ name }) => name).toSorted();
  } finally {
    await sql.end();
  }
}

const databases = () =>
  ask(server, "SELECT datname AS name FROM pg_database WHERE NOT datistemplate");
const roles = () => ask(server, "SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_'");
const nothing = async () =>
  expect([await databases(), await roles()]).toEqual([["postgres"], ["postgres"]]);

const replay = `CREATE ROLE app; CREATE TABLE team (id integer); GRANT SELECT ON team TO app;
  CREATE PUBLICATION news FOR TABLE team`;

describe("throw-away databases on a named server", () => {
  test("are there for their use, with the roles that scripts make, and gone afterwards", async () => {
    const shadow = await open();
    expect(shadow.major).toBe(17);
    const [first, second] = await Promise.all([shadow.createDatabase(), shadow.createDatabase()]);
    expect(first.database).not.toBe(second.database);
    await runOn(first, replay);
    const copy = await shadow.copyDatabase(first);
    expect(await ask(copy, "SELECT relname AS name FROM pg_class WHERE relname = 'team'")).toEqual([
      "team",
    ]);
    await shadow.createRoles(["app", "reader"]);
    expect(await roles()).toEqual(expect.arrayContaining(["app", "postgres", "reader"]));
    await shadow.clear();
    expect(await databases()).toEqual(["postgres"]);
    // From the start again.
    await runOn(await shadow.createDatabase(), replay);
    await shadow.dispose();
    await shadow.dispose();
    await nothing();
  });

  test("of two uses in one process are each one's own", async () => {
    const [outer, inner] = await Promise.all([open(), open()]);
    const database = await outer.createDatabase();
    await runOn(database, replay);
    await inner.createDatabase();
    await inner.clear();
    await inner.dispose();
    expect(
      await ask(database, "SELECT rolname AS name FROM pg_roles WHERE rolname = 'app'"),
    ).toEqual(["app"]);
    await outer.dispose();
    await nothing();
  });

  test("that a killed process has left are removed by the next, with its roles", async () => {
    const [oid] = await ask(
      server,
      "SELECT oid::text AS name FROM pg_database WHERE datname = 'postgres'",
    );
    const prefix = `dbfirst_shadow_${oid}_`;
    await runOn(
      server,
      `CREATE ROLE ${prefix}roles; COMMENT ON ROLE ${prefix}roles IS '["postgres"]'`,
    );
    await runOn(server, `CREATE DATABASE ${prefix}7`);
    await runOn({ ...server, database: `${prefix}7` }, replay);
    const shadow = await open();
    expect(await databases()).toEqual(["postgres"]);
    await runOn(await shadow.createDatabase(), replay);
    await shadow.dispose();
    await nothing();
  });

  test("wait for another run, which keeps the server until it is done", async () => {
    const sql = await connect(server);
    onTestFinished(() => sql.end());
    const first = await open();
    const [held] = await sql<{ id: string }[]>`
      SELECT ((classid::bigint << 32) | objid::bigint)::text AS id FROM pg_locks WHERE locktype = 'advisory'`;
    await first.dispose();
    await sql`SELECT pg_advisory_lock(${held!.id}::bigint)`;
    const said: string[] = [];
    const waiting = createShadow({
      projectDir,
      server,
      onProgress: (text) => void said.push(text),
    });
    await expect
      .poll(() => said)
      .toEqual(["Waiting for another run, which uses the throw-away server"]);
    await sql`SELECT pg_advisory_unlock(${held!.id}::bigint)`;
    await (await waiting).dispose();
    await nothing();
  });

  test("are gone when the run is aborted, also while it waits for them", async () => {
    const controller = new AbortController();
    const shadow = await open(server, controller.signal);
    await shadow.createDatabase();
    controller.abort();
    await expect(shadow.createDatabase()).rejects.toThrow("aborted");
    await shadow.dispose();
    await nothing();
    await expect(open(server, controller.signal)).rejects.toThrow("aborted");
  });

  test("take only those roles with them, where others have databases, that are named in them or that we made", async () => {
    await runOn(server, "CREATE DATABASE others");
    try {
      const shadow = await open();
      await runOn(server, "CREATE ROLE somebody");
      await runOn(await shadow.createDatabase(), replay);
      await shadow.createRoles(["ours"]);
      await shadow.dispose();
      expect(await roles()).toEqual(["postgres", "somebody"]);
    } finally {
      await runOn(server, "DROP DATABASE others");
      await runOn(server, "DROP ROLE somebody");
    }
    await nothing();
  });

  test("leave a role that is needed elsewhere by now", async () => {
    const shadow = await open();
    await runOn(await shadow.createDatabase(), replay);
    await runOn(server, "CREATE DATABASE others OWNER app");
    await shadow.dispose();
    expect(await roles()).toEqual(["app", "postgres"]);
    await runOn(server, "DROP DATABASE others");
    await runOn(server, "DROP ROLE app");
    await nothing();
  });

  test("need a role that may make them", async () => {
    await runOn(server, "CREATE ROLE modest LOGIN PASSWORD 'modest'");
    try {
      const error = open({ ...server, user: "modest", password: "modest" });
      await expect(error).rejects.toMatchObject({
        code: "SHADOW_REFUSED",
        message: expect.stringContaining('"modest" may not make throw-away databases on') as string,
      });
      await runOn(server, "ALTER ROLE modest CREATEDB");
      const shadow = await open({ ...server, user: "modest", password: "modest" });
      await runOn(await shadow.createDatabase(), "CREATE TABLE team (id integer)");
      await shadow.dispose();
    } finally {
      await runOn(server, "DROP ROLE modest");
    }
    await nothing();
  });
});

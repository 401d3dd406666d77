import { afterAll, beforeAll, expect, it } from "vitest";
import { formatUrl } from "../../src/postgres/url.ts";
import { createTestDatabase, testServer, type TestDatabase } from "../support/database.ts";
import { startDistantServer } from "../support/distant-server.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// A check of a database on the other side of the world. drizzle-kit pull needs hundreds of round trips.

let database: TestDatabase;
let project: ProjectFolder;

beforeAll(async () => {
  database = await createTestDatabase();
  project = createProject({
    "better-auth_migrations/1.sql": Array.from(
      { length: 20 },
      (_, index) => `create table thing_${index} (id bigint primary key, name text not null);`,
    ).join("\n"),
  });
  const { code, shown } = await project.run(["sync"], { DATABASE_URL: database.url });
  if (code !== 0) throw new Error(shown);
}, 300_000);
afterAll(async () => {
  await project.dispose();
  await database.drop();
});

it("a clean check takes one connection and seven round trips, however many tables there are", async () => {
  const distant = await startDistantServer(testServer(), { oneWay: 200 });
  try {
    const settings = { ...database.settings, host: "127.0.0.1", port: distant.port };
    const url = formatUrl({ ...settings, ssl: { mode: "prefer" } });
    const { code, shown } = await project.run(["check-drift"], { DATABASE_URL: url });
    expect(code, shown).toBe(0);
    expect(shown).toContain("In sync");
    expect(distant.connections()).toBe(1);
    // Opening; is there TLS; who; two steps of the password; what there is and what is applied at all; all facts.
    expect(distant.roundTrips()).toBe(7);
  } finally {
    await distant.close();
  }
}, 300_000);

it("a migration takes one connection, and three round trips once that is open", async () => {
  const distant = await startDistantServer(testServer(), { oneWay: 150 });
  const empty = await createTestDatabase();
  const own = createProject({});
  try {
    const settings = { ...empty.settings, host: "127.0.0.1", port: distant.port };
    const url = formatUrl({ ...settings, ssl: { mode: "disable" } });
    for (const name of ["a", "b", "c"])
      own.write(`better-auth_migrations/${name}.sql`, `create table ${name} (id int);`);
    const { code, shown } = await own.run(["apply", "--url", url]);
    expect(code, shown).toBe(0);
    // In the end another session looks what they made.
    const ofScripts = distant.roundTripsOfEach().slice(-4, -1);
    // Opening, who, two steps of the password; then BEGIN; the script; record and COMMIT.
    expect(ofScripts).toEqual([4 + 3, 4 + 3, 4 + 3]);
  } finally {
    await distant.close();
    await own.dispose();
    await empty.drop();
  }
}, 300_000);

it("counts what it should: one statement after the other, each a round trip", async () => {
  const { connect } = await import("../../src/postgres/connect.ts");
  const distant = await startDistantServer(testServer(), { oneWay: 200 });
  try {
    const sql = await connect({
      ...database.settings,
      host: "127.0.0.1",
      port: distant.port,
      ssl: { mode: "disable" },
    });
    const before = distant.roundTrips();
    for (let index = 0; index < 5; index += 1) await sql.unsafe("select 1");
    expect(distant.roundTrips() - before).toBe(5);
    await Promise.all(Array.from({ length: 5 }, () => sql.unsafe("select 1")));
    expect(distant.roundTrips() - before).toBe(6);
    await sql.end();
  } finally {
    await distant.close();
  }
}, 300_000);

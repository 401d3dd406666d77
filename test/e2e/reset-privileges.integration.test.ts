import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// The role that migrates owns its schemas, which an administrator made for it: it may drop them, and not make them.
describe("a reset by a role that may not make schemas", { timeout: 120_000 }, () => {
  const role = `dbfirst_reset_${process.pid}`;
  let project: ProjectFolder;
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    await runOn(
      database.settings,
      `create role ${role} login password 'x'; create schema shop authorization ${role}; create schema dbfirst authorization ${role}`,
    );
    const settings = { ...database.settings, user: role, password: "x" };
    env = { DATABASE_URL: formatUrl(settings) };
    project = createProject({
      "dbfirst.config.ts":
        'export default { sources: [{ name: "sql", kind: "sql", directory: "sql" }] };\n',
      "sql/001.sql": "create schema shop;\ncreate table shop.item (id int);\n",
    });
  });
  afterAll(async () => {
    await project.dispose();
    await runOn(database.settings, `drop owned by ${role}`);
    await runOn(database.settings, `drop role ${role}`);
    await database.drop();
  });

  async function rows(sql: string): Promise<unknown[]> {
    const session = await connect(database.settings, { applicationName: "test" });
    try {
      return [...(await session.unsafe(sql))];
    } finally {
      await session.end();
    }
  }

  it("is refused where it would lose a schema for good, also by --dry-run", async () => {
    await runOn(
      database.settings,
      `set role ${role}; create table shop.item (id int); insert into shop.item values (1)`,
    );
    const recorded = await project.run(["baseline", "--force"], env);
    expect(recorded.code, recorded.shown).toBe(0);
    for (const more of [["--dry-run"], []]) {
      const { code, shown } = await project.run(["reset", ...more], env);
      expect(code, shown).toBe(2);
      expect(shown).toContain(
        `error: ${role} may drop, and not make again: schema shop in this database\n`,
      );
    }
    expect(await rows("select * from shop.item")).toEqual([{ id: 1 }]);
    expect(await rows("select migration from dbfirst.ledger")).toEqual([{ migration: "001.sql" }]);
  });

  it("keeps dbfirst's own schema, and makes the rest anew", async () => {
    project.write("sql/001.sql", "create table item (id int);\n");
    await runOn(
      database.settings,
      `drop table shop.item; delete from dbfirst.ledger; grant create on schema public to ${role}`,
    );
    for (const command of ["apply", "reset"]) {
      const { code, shown } = await project.run([command], env);
      expect(code, shown).toBe(0);
    }
    expect(await rows("select migration from dbfirst.ledger")).toEqual([{ migration: "001.sql" }]);
    await runOn(database.settings, `revoke create on schema public from ${role}, public`);
    const { code, shown } = await project.run(["reset"], env);
    expect(code, shown).toBe(2);
    expect(shown).toContain("may drop, and not make again: what it has in schema public\n");
    expect(await rows("select count(*)::int from item")).toEqual([{ count: 0 }]);
  });
});

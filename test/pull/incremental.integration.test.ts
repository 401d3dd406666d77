import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { quoteIdentifier } from "../../src/postgres/quote.ts";
import { loadSchema, schemaFiles } from "../drift/schema-files.ts";
import { randomChanges, readOriginal } from "../drift/oracle/trial.ts";
import { createTestDatabase, runOn, testServer, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";
import { pullBothWays, pulledProject } from "./incremental.ts";

const config = `export default { dialect: "postgresql", schema: "./schemas/index.ts", out: "./drizzle" };`;

let admin: Sql;
beforeAll(async () => {
  admin = await connect(testServer());
});
afterAll(() => admin.end());

/** A copy of a database with a change made to it; undefined: PostgreSQL refuses the change. */
async function changedCopy(of: TestDatabase, sql: string): Promise<TestDatabase | undefined> {
  const copy = await createTestDatabase();
  const { database } = copy.settings;
  const source = quoteIdentifier(of.settings.database);
  await admin.unsafe(`DROP DATABASE ${quoteIdentifier(database)}`);
  await admin.unsafe(`CREATE DATABASE ${quoteIdentifier(database)} TEMPLATE ${source}`);
  try {
    await runOn(copy.settings, sql);
    return copy;
  } catch {
    await copy.drop();
    return undefined;
  }
}

describe.each(schemaFiles())("$name, changed at random", (file) => {
  it("pulled where it changed is the same as pulled anew, to the byte", async () => {
    const database = await createTestDatabase();
    expect(await loadSchema(database.settings, file)).toBeUndefined();
    const { targets } = await readOriginal(database.settings, {});
    const project = await pulledProject(
      await projectFolder({ "drizzle.config.ts": config, "package.json": `{"type":"module"}` }),
      database.settings,
    );
    const asked: (number | undefined)[] = [];
    for (const sql of randomChanges(targets, {
      count: 6,
      seed: 20_261_121,
    })) {
      const copy = await changedCopy(database, sql);
      if (copy === undefined) continue;
      const both = await pullBothWays(project, copy.settings);
      await copy.drop();
      expect(both.changed, sql).toEqual(both.whole);
      asked.push(both.asked);
    }
    expect(asked.length).toBeGreaterThan(2);
    // Else nothing was saved.
    expect(asked.filter((count) => count !== undefined).length).toBeGreaterThan(0);
    await database.drop();
  }, 600_000);
});

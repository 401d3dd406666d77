import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apply } from "../../src/apply/apply.ts";
import { ScriptError } from "../../src/errors.ts";
import { previewApply } from "../../src/apply/preview.ts";
import type { Migration } from "../../src/sources/migration.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

let database: TestDatabase;
let sql: Sql;
beforeEach(async () => {
  database = await createTestDatabase();
  sql = await connect(database.settings);
});
afterEach(async () => {
  await sql.end();
  await database.drop();
});

const alone = "-- dbfirst: no-transaction\n";

interface Options {
  retry?: boolean;
  only?: readonly string[];
}

async function run(texts: Record<string, string>, options: Options = {}) {
  return apply(await optionsOf(texts, options));
}

async function optionsOf(texts: Record<string, string>, options: Options) {
  const migrations = Object.entries(texts).map(([name, text]): Migration => ({
    source: "sql",
    name,
    file: `sql/${name}`,
    text,
    checksum: `sum of ${text}`,
  }));
  return {
    ...options,
    settings: database.settings,
    sources: [{ name: "sql", migrations }],
    projectDirectory: await projectFolder(),
    toolVersion: "test",
    lockTimeoutSeconds: 10,
  };
}

/** `1.sql finished, 2.sql begun` */
async function ledger(): Promise<string> {
  const rows = await sql`select migration, finished_at from dbfirst.ledger order by migration`;
  return rows
    .map(({ migration, finished_at: at }) => `${migration} ${at === null ? "begun" : "finished"}`)
    .join(", ");
}

describe("a migration that was begun, and didn't come to its end", () => {
  const begun = { "1.sql": "select 1;", "2.sql": `${alone}create table a ();\nselect 1/0;` };
  beforeEach(async () => {
    await run(begun).catch((error: unknown) => {
      if (!(error instanceof ScriptError)) throw error;
    });
  });

  it("runs again and is recorded, in a transaction or without one", async () => {
    const mended = `${alone}create table if not exists a ();`;
    expect((await run({ ...begun, "2.sql": mended }, { retry: true })).applied).toHaveLength(1);
    expect(await ledger()).toBe("1.sql finished, 2.sql finished");
    await sql`update dbfirst.ledger set finished_at = null where migration = '2.sql'`;
    await run({ ...begun, "2.sql": "create table b ();" }, { retry: true });
    expect(await ledger()).toBe("1.sql finished, 2.sql finished");
  });

  it.each([
    ["something else is refused first", { ...begun, "1.sql": "select 2;" }, "was changed after"],
    ["it fails at once", { ...begun, "2.sql": "select 1/0;" }, "division by zero"],
    ["it fails again", { ...begun, "2.sql": `${alone}select 1/0;` }, "division by zero"],
  ])("is still known to be that where %s", async (_, texts, message) => {
    await expect(run(texts, { retry: true })).rejects.toThrow(message);
    expect(await ledger()).toBe("1.sql finished, 2.sql begun");
    await expect(run(begun)).rejects.toMatchObject({ code: "MIGRATION_INTERRUPTED" });
  });

  it("isn't passed over by a retry of another file", async () => {
    const texts = { ...begun, "3.sql": "select 3;" };
    const only = ["sql/3.sql"];
    await expect(run(texts, { retry: true, only })).rejects.toMatchObject({
      code: "MIGRATION_INTERRUPTED",
    });
    const { problems } = await previewApply(await optionsOf(texts, { retry: true, only }));
    expect(problems).toMatchObject([{ code: "MIGRATION_INTERRUPTED" }]);
    expect(await ledger()).toBe("1.sql finished, 2.sql begun");
  });

  it("is forgotten where its file is gone", async () => {
    const { "2.sql": _, ...rest } = begun;
    await run(rest, { retry: true });
    expect(await ledger()).toBe("1.sql finished");
  });
});

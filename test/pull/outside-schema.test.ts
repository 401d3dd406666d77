import { expect, test } from "vitest";
import { readCatalog } from "../../src/catalog/read.ts";
import { pullSchema } from "../../src/pull/pull-schema.ts";
import { render } from "../../src/pull/render/render.ts";
import { createTestDatabase, runOn } from "../support/database.ts";
import { proofOf } from "./prove-fixture.ts";
import { renderOptions } from "./pull-fixture.ts";

test("of a type of a schema that isn't pulled nothing is said but its name, unless an extension has it", async () => {
  const database = await createTestDatabase();
  const schemas = ["public"];
  try {
    await runOn(
      database.settings,
      `CREATE SCHEMA app; CREATE DOMAIN app.flag AS boolean;
       CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions; CREATE EXTENSION hstore;
       CREATE TABLE seen (flag app.flag, mail extensions.citext, labels hstore, price money);`,
    );
    const catalog = await readCatalog(database.settings, { schemas });
    const pulled = await pullSchema({
      settings: database.settings,
      catalog,
      schemas,
      leftOut: [],
      env: process.env,
      timeoutSeconds: 600,
    });
    const lines = render(pulled, renderOptions).get("seen.ts")?.split("\n");
    expect(lines).toContain('const flagInApp = customType({ dataType: () => "app.flag" });');
    expect(lines).toContain(
      'const citextInExtensions = customType<{ data: string }>({ dataType: () => "extensions.citext" });',
    );
    expect(lines).toContain("const hstore = customType<{ data: string }>({");
    expect(lines).toContain(
      'const money = customType<{ data: string }>({ dataType: () => "money" });',
    );
  } finally {
    await database.drop();
  }
});

test("the schema of an extension is made for the proof, though it isn't pulled", async () => {
  const database = await createTestDatabase();
  const schemas = ["public"];
  try {
    await runOn(
      database.settings,
      `CREATE SCHEMA "Own extensions"; CREATE EXTENSION citext SCHEMA "Own extensions"; CREATE EXTENSION pg_trgm SCHEMA "Own extensions";
       CREATE TABLE seen (mail "Own extensions".citext NOT NULL, words text);
       CREATE INDEX ON seen USING gin (words "Own extensions".gin_trgm_ops);`,
    );
    const catalog = await readCatalog(database.settings, { schemas });
    const pulled = await pullSchema({
      settings: database.settings,
      catalog,
      schemas,
      leftOut: [],
      env: process.env,
      timeoutSeconds: 600,
    });
    const { built } = await proofOf(pulled, render(pulled, renderOptions));
    expect(built).toEqual({ failed: [], missing: [] });
  } finally {
    await database.drop();
  }
}, 120_000);

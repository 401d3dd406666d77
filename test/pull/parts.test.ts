import { expect, test } from "vitest";
import { bookkeepingTables } from "../../src/catalog/bookkeeping.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { runKitPull } from "../../src/pull/kit/drizzle-kit.ts";
import type { FileTree } from "../../src/pull/files/file-tree.ts";
import { leaveOut } from "../../src/pull/leave-out.ts";
import { divide, joinParts } from "../../src/pull/parts.ts";
import { withPlainNames } from "../../src/pull/plain-names.ts";
import { declaredObjects, objectName } from "../../src/pull/object-name.ts";
import { render } from "../../src/pull/render/render.ts";
import { createTestDatabase, runOn } from "../support/database.ts";
import { fixtures, loadFixture, renderFrom, renderOptions } from "./pull-fixture.ts";

/** The files, pulled in parts of so many tables. */
async function renderInParts(settings: ConnectionSettings, size: number): Promise<FileTree> {
  const catalog = withPlainNames(await readCatalog(settings));
  const parts = divide({ asked: declaredObjects(catalog).map(objectName), kept: [] }, size);
  const schemaFilter = ["*"];
  const output = await runKitPull({
    settings,
    schemaFilter,
    parts,
    env: process.env,
    timeoutSeconds: 600,
  });
  const { source, entities } = joinParts(output.parts, parts);
  const kept = leaveOut(entities, { leftOut: bookkeepingTables });
  const { drizzleKit } = output;
  return render({ drizzleKit, source, entities: kept, catalog }, renderOptions);
}

test.each(fixtures)("%s pulled table by table is the same", async (name) => {
  const database = await loadFixture(name);
  try {
    const whole = Object.fromEntries(await renderFrom(database.settings));
    const inParts = Object.fromEntries(await renderInParts(database.settings, 1));
    expect(inParts).toEqual(whole);
  } finally {
    await database.drop();
  }
});

test("names that SQL has to quote, and sequences of every owner, fall into their parts", async () => {
  const database = await createTestDatabase();
  try {
    await runOn(
      database.settings,
      `CREATE SCHEMA "odd one"; CREATE SCHEMA "back\\slash";
       CREATE SEQUENCE alone; CREATE SEQUENCE "odd one".owned;
       CREATE TABLE "odd one"."it's" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int DEFAULT nextval('alone'), o int DEFAULT nextval('"odd one".owned'));
       ALTER SEQUENCE "odd one".owned OWNED BY "odd one"."it's".o;
       CREATE TABLE "back\\slash"."pg_catalog.pg_class" (id serial PRIMARY KEY, other bigint REFERENCES "odd one"."it's");
       CREATE TABLE "information_schema.role_table_grants" (id int PRIMARY KEY REFERENCES "back\\slash"."pg_catalog.pg_class");
       CREATE VIEW seen AS SELECT id AS "$1" FROM "odd one"."it's";
       ALTER TABLE "odd one"."it's" ENABLE ROW LEVEL SECURITY;
       CREATE POLICY "may 'see'" ON "odd one"."it's" USING (n > 1);`,
    );
    const whole = Object.fromEntries(await renderFrom(database.settings));
    expect(Object.fromEntries(await renderInParts(database.settings, 1))).toEqual(whole);
    expect(Object.fromEntries(await renderInParts(database.settings, 2))).toEqual(whole);
  } finally {
    await database.drop();
  }
});

test("of a child that closes no connection, the server sees the last session only", async () => {
  const database = await createTestDatabase();
  const watch = await connect(database.settings);
  try {
    const names = Array.from({ length: 6 }, (_, index) => ({
      schema: "public",
      name: `t${index}`,
    }));
    await runOn(
      database.settings,
      names.map(({ name }) => `CREATE TABLE ${name} (id int);`).join(""),
    );
    const counts: Promise<number>[] = [];
    const count = async () => {
      const rows = await watch`SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'dbfirst pull'`;
      return rows.length;
    };
    const { parts } = await runKitPull({
      settings: database.settings,
      schemaFilter: ["*"],
      parts: divide({ asked: names, kept: [] }, 1),
      onPart: () => counts.push(count()),
      env: process.env,
      timeoutSeconds: 600,
    });
    expect(parts.length).toBe(6);
    // The last one may still be on its way out when the next begins.
    expect(Math.max(...(await Promise.all(counts)))).toBeLessThanOrEqual(2);
  } finally {
    await watch.end();
    await database.drop();
  }
});

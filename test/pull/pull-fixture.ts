import { readdirSync, readFileSync } from "node:fs";
import { readCatalog } from "../../src/catalog/read.ts";
import { bookkeepingTables } from "../../src/catalog/bookkeeping.ts";
import type { FileTree } from "../../src/pull/file-tree.ts";
import { pullSchema } from "../../src/pull/pull-schema.ts";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { render, type RenderOptions } from "../../src/pull/render/render.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";

const folder = new URL("../fixtures/pull/", import.meta.url);

/** Every fixture there is. */
export const fixtures = readdirSync(folder)
  .filter((file) => file.endsWith(".sql"))
  .map((file) => file.replace(/\.sql$/, ""))
  .sort();

export const renderOptions: RenderOptions = { toolVersion: "0.0.0-test", importExtension: ".ts" };

/** A database with a fixture in it. */
export async function loadFixture(name: string, before = ""): Promise<TestDatabase> {
  const database = await createTestDatabase();
  const sql = readFileSync(new URL(`${name}.sql`, folder), "utf8");
  await runOn(database.settings, `${before}${sql}`);
  return database;
}

export async function pullFrom(settings: ConnectionSettings): Promise<PulledSchema> {
  const catalog = await readCatalog(settings);
  const { env } = process;
  return pullSchema({ settings, catalog, leftOut: bookkeepingTables, env, timeoutSeconds: 600 });
}

export async function renderFrom(settings: ConnectionSettings): Promise<FileTree> {
  return render(await pullFrom(settings), renderOptions);
}

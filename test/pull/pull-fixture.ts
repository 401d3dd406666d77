import { readdirSync, readFileSync } from "node:fs";
import { readCatalog } from "../../src/catalog/read.ts";
import { bookkeepingTables } from "../../src/catalog/bookkeeping.ts";
import type { FileTree } from "../../src/pull/files/file-tree.ts";
import { reserveKit, type KitReserve } from "../../src/pull/kit/kit-reserve.ts";
import { locateDrizzleKit } from "../../src/pull/kit/locate.ts";
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

/** A process of drizzle-kit for one pull after another: loading it takes longer than pulling a fixture. Who opens it disposes of it. */
export async function openPulls(): Promise<KitReserve> {
  return reserveKit({ kit: await locateDrizzleKit(), env: process.env, lasting: true });
}

export async function pullFrom(
  settings: ConnectionSettings,
  reserve?: KitReserve,
): Promise<PulledSchema> {
  const catalog = await readCatalog(settings);
  const { env } = process;
  const limits = { env, timeoutSeconds: 600 };
  return pullSchema({ settings, catalog, leftOut: bookkeepingTables, reserve, ...limits });
}

export async function renderFrom(
  settings: ConnectionSettings,
  reserve?: KitReserve,
): Promise<FileTree> {
  return render(await pullFrom(settings, reserve), renderOptions);
}

import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { quoteIdentifier } from "../../src/postgres/quote.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { formatUrl } from "../../src/postgres/url.ts";

/** A database of one test on the run's server. */
export interface TestDatabase {
  settings: ConnectionSettings;
  url: string;
  /** Removes it with all its sessions. The server goes at the end of the run anyway. */
  drop(): Promise<void>;
}

/** The server that serves the whole run; `settings.database` is its maintenance database. */
export function testServer(): ConnectionSettings {
  return inject("testServer");
}

/** Makes an empty database, with a name of its own unless one is given. */
export async function createTestDatabase(
  name = `test_${randomBytes(6).toString("hex")}`,
): Promise<TestDatabase> {
  const server = testServer();
  await runOn(
    server,
    `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 STRATEGY file_copy`,
  );
  const settings = { ...server, database: name };
  return {
    settings,
    url: formatUrl(settings),
    drop: () => runOn(server, `DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`),
  };
}

/** Runs SQL without results on a database. */
export async function runOn(settings: ConnectionSettings, sql: string): Promise<void> {
  const session = await connect(settings, { applicationName: "dbfirst test" });
  try {
    await session.unsafe(sql);
  } finally {
    await session.end();
  }
}

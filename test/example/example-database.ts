import { readdirSync, readFileSync } from "node:fs";
import postgres, { type Sql } from "postgres";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/** The repository's folder: the example is the project that dbfirst itself is. */
export const exampleDirectory = new URL("../../", import.meta.url);

export interface ExampleFile {
  /** Relative to the repository's folder. */
  path: string;
  text: string;
}

/** Better Auth's SQL files in name order. */
export function authFiles(): ExampleFile[] {
  return readdirSync(new URL("better-auth_migrations/", exampleDirectory))
    .toSorted()
    .map((name) => read(`better-auth_migrations/${name}`));
}

/** Drizzle's migrations in name order. */
export function drizzleFiles(): ExampleFile[] {
  return readdirSync(new URL("drizzle/", exampleDirectory), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
    .map((name) => read(`drizzle/${name}/migration.sql`));
}

/**
 * Runs files by PostgreSQL's simple protocol, each in one transaction. On purpose not our own script engine: these
 * tests say whether the example is right, whatever the engine does.
 */
export async function runFiles(sql: Sql, files: readonly ExampleFile[]): Promise<void> {
  for (const file of files) {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(file.text);
    });
  }
}

/** A new database to which all of the example's files were applied. */
export async function createExampleDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    await runFiles(sql, [...authFiles(), ...drizzleFiles()]);
  } finally {
    await sql.end();
  }
  return database;
}

function read(path: string): ExampleFile {
  return { path, text: readFileSync(new URL(path, exampleDirectory), "utf8") };
}

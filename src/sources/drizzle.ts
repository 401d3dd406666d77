import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SourceError } from "../errors.ts";
import { drizzleBookkeeping, type DrizzleMigration } from "./drizzle-bookkeeping.ts";
import { endStatements } from "./drizzle-breakpoints.ts";
import { readMigration } from "./read.ts";
import { readSourceFile, refuseUnprintableNames } from "./read-file.ts";
import type { Source } from "./source.ts";
import { listFolder } from "./sql.ts";

/** The entry of one migration in `meta/_journal.json`, drizzle-kit's format up to 0.31. */
interface JournalEntry {
  idx: number;
  when: number;
  tag: string;
}

interface Named {
  name: string;
  directory: string;
}

/**
 * Drizzle's own migrations: `NAME/migration.sql` folders (drizzle-kit 1.0), or `meta/_journal.json` with
 * `NAME.sql` files (up to 0.31). Migrations that drizzle's migrators applied count as applied, and ours are recorded in
 * their table, so that `drizzle-kit migrate` and the run-time `migrate()` find nothing left to do.
 *
 * @throws SourceError when the folder or a file that the journal names is missing.
 */
export function readDrizzleSource(
  projectDirectory: string,
  source: Named,
  migrationsTable: { schema: string; table: string },
): Source {
  const journal = `${source.directory}/meta/_journal.json`;
  const line = existsSync(join(projectDirectory, journal)) ? "journal" : "folders";
  const migrations =
    line === "journal"
      ? fromJournal(projectDirectory, source, journal)
      : fromFolders(projectDirectory, source);
  return {
    name: source.name,
    migrations: migrations.map(({ migration }) => migration),
    bookkeeping: drizzleBookkeeping(migrations, migrationsTable, line),
  };
}

function fromFolders(projectDirectory: string, source: Named): DrizzleMigration[] {
  const names = listFolder(projectDirectory, source, "folders").filter((name) =>
    existsSync(join(projectDirectory, source.directory, name, "migration.sql")),
  );
  refuseUnprintableNames(names, source.directory);
  return names
    .toSorted((a, b) => a.localeCompare(b)) // as drizzle-orm's readMigrationFiles sorts them
    .map((name) => ({
      ...read(projectDirectory, source, { name, file: `${name}/migration.sql` }),
      createdAt: timestampOf(name, source.directory),
    }));
}

/** The `YYYYMMDDhhmmss` that begins a folder's name, read as UTC (drizzle-orm's formatToMillis). */
function timestampOf(name: string, directory: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})/.exec(name);
  if (match === null) {
    throw new SourceError(
      "SOURCE_INVALID",
      `${directory}/${name}: expected a name like 20251225131031_add_projects`,
      { hint: "drizzle-kit generate names its folders so; rename this one." },
    );
  }
  const [year = 0, month = 1, ...rest] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

function fromJournal(projectDirectory: string, source: Named, journal: string): DrizzleMigration[] {
  return readJournal(projectDirectory, journal).map(({ tag, when }) => ({
    ...read(projectDirectory, source, { name: tag, file: `${tag}.sql` }),
    createdAt: when,
  }));
}

function readJournal(projectDirectory: string, journal: string): JournalEntry[] {
  const text = readSourceFile(projectDirectory, journal).toString();
  let parsed: { entries?: unknown };
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch (error) {
    throw new SourceError(
      "SOURCE_INVALID",
      `${journal} isn't valid JSON: ${(error as Error).message}`,
      { hint: "A merge may have left conflict markers; drizzle-kit check helps.", cause: error },
    );
  }
  const entries: unknown[] = Array.isArray(parsed?.entries) ? parsed.entries : [];
  const wrong = entries.findIndex((entry) => !isEntry(entry));
  if (wrong >= 0 || !Array.isArray(parsed?.entries)) {
    throw new SourceError(
      "SOURCE_INVALID",
      `${journal}: ${wrong < 0 ? "expected a list of entries" : `entries[${wrong}] isn't { idx, when, tag }`}`,
      { hint: "drizzle-kit generate writes this file; put it back as it was (git)." },
    );
  }
  return (entries as JournalEntry[]).toSorted((a, b) => a.idx - b.idx);
}

function isEntry(value: unknown): value is JournalEntry {
  const { idx, when, tag } = (value ?? {}) as Partial<JournalEntry>;
  return typeof idx === "number" && typeof when === "number" && typeof tag === "string";
}

function read(
  projectDirectory: string,
  source: Named,
  { name, file }: { name: string; file: string },
): Omit<DrizzleMigration, "createdAt"> {
  const migration = readMigration({
    projectDirectory,
    source: source.name,
    name,
    file: `${source.directory}/${file}`,
    // drizzle-kit makes none; these are the names that people give them.
    downFile: `${source.directory}/${file.replace(/(\/migration)?\.sql$/, (_, folder) => (folder ? "/down.sql" : ".down.sql"))}`,
  });
  const { text } = migration;
  const unix = text.replaceAll("\r\n", "\n");
  const hashes = [text, unix, unix.replaceAll("\n", "\r\n")].map(hashOf);
  return { migration: { ...migration, text: endStatements(text) }, hashes: [...new Set(hashes)] };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

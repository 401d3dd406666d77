import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SourceError } from "../errors.ts";
import { quoteIdentifier, quoteLiteral } from "../postgres/quote.ts";
import type { Migration } from "./migration.ts";
import { readMigration } from "./read.ts";
import type { Bookkeeping, Source } from "./source.ts";
import { listFolder } from "./sql.ts";

/** The entry of one migration in `meta/_journal.json`, drizzle-kit's format up to 0.31. */
interface JournalEntry {
  idx: number;
  when: number;
  tag: string;
}

interface DrizzleMigration {
  migration: Migration;
  /** drizzle's `created_at`: milliseconds since 1970. */
  createdAt: number;
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
  source: { name: string; directory: string },
  migrationsTable: { schema: string; table: string },
): Source {
  const journal = `${source.directory}/meta/_journal.json`;
  const migrations = existsSync(join(projectDirectory, journal))
    ? fromJournal(projectDirectory, source, journal)
    : fromFolders(projectDirectory, source);
  return {
    name: source.name,
    migrations: migrations.map(({ migration }) => migration),
    bookkeeping: bookkeeping(migrations, migrationsTable),
  };
}

function fromFolders(
  projectDirectory: string,
  source: { name: string; directory: string },
): DrizzleMigration[] {
  return listFolder(projectDirectory, source, "folders")
    .filter((name) => existsSync(join(projectDirectory, source.directory, name, "migration.sql")))
    .toSorted((a, b) => a.localeCompare(b)) // as drizzle-orm's readMigrationFiles sorts them
    .map((name) => ({
      migration: readMigration({
        projectDirectory,
        source: source.name,
        name,
        file: `${source.directory}/${name}/migration.sql`,
      }),
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
      {
        hint: "drizzle-kit generate names its folders so; rename this one.",
      },
    );
  }
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function fromJournal(
  projectDirectory: string,
  source: { name: string; directory: string },
  journal: string,
): DrizzleMigration[] {
  let entries: JournalEntry[];
  try {
    const parsed = JSON.parse(readFileSync(join(projectDirectory, journal), "utf8")) as {
      entries?: JournalEntry[];
    };
    entries = (parsed.entries ?? []).toSorted((a, b) => a.idx - b.idx);
  } catch (error) {
    throw new SourceError(
      "SOURCE_INVALID",
      `${journal} isn't valid JSON: ${(error as Error).message}`,
      {
        hint: "A merge may have left conflict markers; drizzle-kit check helps.",
        cause: error,
      },
    );
  }
  return entries.map((entry) => ({
    migration: readMigration({
      projectDirectory,
      source: source.name,
      name: entry.tag,
      file: `${source.directory}/${entry.tag}.sql`,
    }),
    createdAt: entry.when,
  }));
}

/** drizzle-orm's own table, made and filled as its `migrate()` does. */
function bookkeeping(
  migrations: readonly DrizzleMigration[],
  at: { schema: string; table: string },
): Bookkeeping {
  const table = `${quoteIdentifier(at.schema)}.${quoteIdentifier(at.table)}`;
  const createdAt = new Map(migrations.map((item) => [item.migration.name, item.createdAt]));
  const nameOfHash = new Map(
    migrations.map(({ migration }) => [migration.checksum, migration.name]),
  );
  const unixHash = new Map(
    migrations.map(({ migration }) => [
      createHash("sha256").update(migration.text.replaceAll(/\r?\n/g, "\r\n")).digest("hex"),
      migration.checksum,
    ]),
  );
  return {
    table,
    create: [
      `create schema if not exists ${quoteIdentifier(at.schema)};`,
      `create table ${table} (id serial primary key, hash text not null, created_at bigint, name text, applied_at timestamp with time zone default now());`,
    ].join("\n"),
    // Tables of drizzle-orm before 1.0 lack the names and one column more; its migrate() adds them in the same way.
    isCurrent: `exists (select from pg_catalog.pg_attribute where attrelid = to_regclass(${quoteLiteral(table)}) and attname = 'applied_at' and not attisdropped)`,
    upgrade: [
      `alter table ${table} add column if not exists name text, add column if not exists applied_at timestamp with time zone default now();`,
      ...[...nameOfHash].map(
        ([hash, name]) =>
          `update ${table} set name = ${quoteLiteral(name)} where name is null and hash = ${quoteLiteral(hash)};`,
      ),
    ].join("\n"),
    // to_jsonb, so that a table without the column `name` can be read too.
    select: `select to_jsonb(t) ->> 'name' as name, t.hash from ${table} as t order by t.id`,
    applied: (rows) =>
      rows.flatMap((row) => {
        const recorded = String(row.hash);
        // drizzle hashes a file's bytes as they are, and a checkout on Windows may have turned its line endings.
        const checksum = unixHash.get(recorded) ?? recorded;
        const name = row.name === null ? nameOfHash.get(checksum) : String(row.name);
        return name === undefined ? [] : [{ name, checksum }];
      }),
    record: (migration) =>
      `insert into ${table} (hash, created_at, name) values (${quoteLiteral(migration.checksum)}, ${createdAt.get(migration.name)}, ${quoteLiteral(migration.name)})`,
  };
}

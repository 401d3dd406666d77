import type { Migration } from "./migration.ts";

/** One migration system with its migrations, in the order they run. */
export interface Source {
  name: string;
  migrations: readonly Migration[];
  /** The system's own table of applied migrations, which we keep as the system itself would. */
  bookkeeping?: Bookkeeping | undefined;
}

/** A migration that a tool says it has applied. */
export interface AppliedMigration {
  name: string;
  /** SHA-256 of the file as it was applied, lower-case hex. */
  checksum: string;
}

/** Keeps another migrator's bookkeeping, so that it and we may be used in turns. Pure: SQL and rows, no connection. */
export interface Bookkeeping {
  /** The quoted, qualified table. */
  table: string;
  /** Makes the table; runs only where it is missing. */
  create: string;
  /** A boolean expression: whether the table, which exists, has its present form. */
  isCurrent: string;
  /** Brings the table into its present form; runs only where it hasn't. */
  upgrade: string;
  /** Selects what the other migrator has applied; runs only where the table exists. */
  select: string;
  /** Reads the rows of `select`. */
  applied: (rows: readonly Record<string, unknown>[]) => AppliedMigration[];
  /** The statement that records one migration; runs in the migration's transaction. */
  record: (migration: Migration) => string;
}

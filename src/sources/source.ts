import type { Migration } from "./migration.ts";
import type { Tool } from "./tool.ts";

/** One migration system with its migrations, in the order they run. */
export interface Source {
  name: string;
  migrations: readonly Migration[];
  /** The system's own table of applied migrations, which we keep as the system itself would. */
  bookkeeping?: Bookkeeping | undefined;
  /** Another program runs the migrations, and keeps its own records. */
  tool?: Tool | undefined;
  /** Where that program's records can be read: they count, and our ledger has no row. */
  records?: AppliedTable | undefined;
  /** Tables that must be there before anything of it runs. */
  requires?: readonly string[] | undefined;
  /** Names of the sources that it builds on. */
  dependsOn?: readonly string[] | undefined;
}

/** A migration that a tool says it has applied. */
export interface AppliedMigration {
  name: string;
  /** SHA-256 of the file as it was applied, lower-case hex; undefined: its system keeps none. */
  checksum: string | undefined;
  /** When, as `ranAt` says it; undefined: its system's records are no witness for ours. */
  mark?: string | undefined;
}

/** Reads what another migrator has recorded. Pure: SQL and rows, no connection. */
export interface AppliedTable {
  /** The quoted, qualified table. */
  table: string;
  /** Selects what the other migrator has applied; runs only where the table exists. */
  select: string;
  /** Reads the rows of `select`. */
  applied: (rows: readonly Record<string, unknown>[]) => AppliedMigration[];
  /**
   * When a migration ran by these records, as an SQL expression: our ledger notes it with what the file held. Undefined: our
   * ledger has rows of its own.
   */
  ranAt?: ((migration: Migration) => string) | undefined;
}

/** Keeps another migrator's bookkeeping, so that it and we may be used in turns. */
export interface Bookkeeping extends AppliedTable {
  /** Makes the table; runs only where it is missing. */
  create: string;
  /** A boolean expression: whether the table, which exists, has its present form. */
  isCurrent: string;
  /** Brings the table into its present form; runs only where it hasn't. */
  upgrade: string;
  /** The statement that records one migration; runs in the migration's transaction. */
  record: (migration: Migration) => string;
  /** The statement that takes that record away. */
  forget: (migration: Migration) => string;
}

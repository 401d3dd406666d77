import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import type { LedgerRow } from "./ledger.ts";

/** What an earlier run began, and this one runs again. Its row stays until it begins: else nobody would know of it after a failure. */
export interface Retried {
  row: LedgerRow;
  /** Undefined: its file is gone, and there is nothing to run. */
  migration: Migration | undefined;
}

/**
 * The migrations that were begun and not completed. Pure.
 *
 * @param only paths of files; undefined: all.
 */
export function retriedIn(
  ledger: readonly LedgerRow[],
  sources: readonly Source[],
  only: readonly string[] | undefined,
): Retried[] {
  return ledger.flatMap((row) => {
    if (row.finished) return [];
    const migration = sources
      .find(({ name }) => name === row.source)
      ?.migrations.find(({ name }) => name === row.migration);
    const isChosen = only === undefined || (migration && only.includes(migration.file));
    return isChosen ? [{ row, migration }] : [];
  });
}

/** The rest of the ledger. Pure. */
export function withoutRetried(
  ledger: readonly LedgerRow[],
  retried: readonly Retried[],
): LedgerRow[] {
  const rows = new Set(retried.map(({ row }) => row));
  return ledger.filter((row) => !rows.has(row));
}

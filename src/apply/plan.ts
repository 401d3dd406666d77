import type { AppliedMigration, Source } from "../sources/source.ts";
import type { Migration } from "../sources/migration.ts";
import { ledgerChecksum } from "./checksum.ts";
import type { LedgerRow } from "./ledger.ts";

export type MigrationState =
  /** In the source, not in the ledger. */
  | "pending"
  | "applied"
  /** Applied, and the file is another one now. */
  | "changed"
  /** In the ledger, and the file is gone. */
  | "missing"
  /** Started outside a transaction and never finished. */
  | "interrupted";

/** One migration, seen from the source and from the database together. */
export interface PlannedMigration {
  source: string;
  name: string;
  state: MigrationState;
  /** Pending although a later one of its source is applied. */
  outOfOrder: boolean;
  /** Applied, by the ledger's times, when one that comes after it was already: what they made may stand in another order. */
  ranLate?: boolean | undefined;
  /** Missing, and a pending one of its source holds just what it held: that one's file. */
  renamedTo?: string | undefined;
  /** The file; undefined when it is missing. */
  migration: Migration | undefined;
  /** Which record says that it was applied; `program`: what the source's own program said when it was asked. */
  recordedBy: "ledger" | "bookkeeping" | "program" | undefined;
}

/**
 * Compares the sources with what the database has recorded. Pure.
 *
 * @param recorded what each source's own migrator has recorded, by source name.
 */
export function plan(
  sources: readonly Source[],
  ledger: readonly LedgerRow[],
  recorded: ReadonlyMap<string, readonly AppliedMigration[]>,
): PlannedMigration[] {
  const present = sources.flatMap((source) =>
    planSource(source, ledger, recorded.get(source.name) ?? []),
  );
  return [
    ...markLate(present, ledger),
    ...ledger
      .filter((row) => !sources.some((source) => isIn(source, row)))
      .filter((row) => !isTakenBack(row, sources, recorded))
      .filter((row) => !isRenamed(row, sources, recorded))
      .map((row): PlannedMigration => ({
        source: row.source,
        name: row.migration,
        state: "missing",
        outOfOrder: false,
        migration: undefined,
        renamedTo: renamedTo(row, sources, ledger),
        recordedBy: "ledger",
      })),
  ];
}

/** Across all sources: a replay runs one after the other, and the database may have got them in turns. */
function markLate(
  planned: readonly PlannedMigration[],
  ledger: readonly LedgerRow[],
): PlannedMigration[] {
  const times = new Map(
    ledger.map(({ source, migration, startedAt }) => [`${source}\0${migration}`, startedAt]),
  );
  let earliest = Number.POSITIVE_INFINITY;
  return planned
    .toReversed()
    .map((item): PlannedMigration => {
      const time = Number(times.get(`${item.source}\0${item.name}`) ?? Number.NaN);
      const isLate = item.state === "applied" && time > earliest;
      if (time < earliest) earliest = time;
      return isLate ? { ...item, ranLate: true } : item;
    })
    .toReversed();
}

function planSource(
  source: Source,
  ledger: readonly LedgerRow[],
  recorded: readonly AppliedMigration[],
): PlannedMigration[] {
  const rows = new Map(
    ledger.filter((row) => row.source === source.name).map((row) => [row.migration, row]),
  );
  const others = new Map(recorded.map((applied) => [applied.name, applied]));
  const planned = source.migrations.map((migration): PlannedMigration => {
    const row = rows.get(migration.name);
    const other = others.get(migration.name);
    const base = { source: source.name, name: migration.name, outOfOrder: false, migration };
    if (source.tool?.isOpaque) {
      // It keeps its own records, and takes up where it stopped.
      const same = row?.checksum === migration.checksum;
      return same
        ? { ...base, state: "applied", recordedBy: "ledger" }
        : { ...base, state: "pending", recordedBy: undefined };
    }
    if (source.records?.ranAt !== undefined) {
      // What it says is applied, is; the ledger knows what the file held when it ran.
      if (other === undefined) return { ...base, state: "pending", recordedBy: undefined };
      const isChanged = row?.mark === other.mark && row?.checksum !== migration.checksum;
      const state = row !== undefined && isChanged ? "changed" : "applied";
      return { ...base, state, recordedBy: "bookkeeping" };
    }
    if (row !== undefined) {
      const state = !row.finished
        ? "interrupted"
        : isAsRecorded(migration, row.checksum)
          ? "applied"
          : "changed";
      return { ...base, state, recordedBy: "ledger" };
    }
    if (other !== undefined) {
      return {
        ...base,
        state:
          (other.checksum ?? migration.checksum) === migration.checksum ? "applied" : "changed",
        recordedBy: "bookkeeping",
      };
    }
    return { ...base, state: "pending", recordedBy: undefined };
  });
  const lastApplied = planned.findLastIndex((item) => item.state !== "pending");
  return planned.map((item, index) => ({
    ...item,
    outOfOrder: item.state === "pending" && index < lastApplied,
  }));
}

/** A row of a migration that another program ran, and took back or ran again since: the row tells nothing any more. */
function isTakenBack(
  row: LedgerRow,
  sources: readonly Source[],
  recorded: ReadonlyMap<string, readonly AppliedMigration[]>,
): boolean {
  const source = sources.find(({ name }) => name === row.source);
  if (source?.records?.ranAt === undefined) return false;
  const applied = recorded.get(row.source) ?? [];
  return !applied.some(({ name, mark }) => name === row.migration && mark === row.mark);
}

/**
 * `drizzle-kit up` gives migrations other names, and Drizzle's own records follow: the migration of that row is there, and
 * applied, under its new name.
 */
function isRenamed(
  row: LedgerRow,
  sources: readonly Source[],
  recorded: ReadonlyMap<string, readonly AppliedMigration[]>,
): boolean {
  const source = sources.find(({ name }) => name === row.source);
  const applied = recorded.get(row.source) ?? [];
  return (source?.migrations ?? []).some(
    (migration) =>
      isAsRecorded(migration, row.checksum) && applied.some(({ name }) => name === migration.name),
  );
}

/** The file that a missing one's content is in now, unless it is applied by that name as well. */
function renamedTo(
  row: LedgerRow,
  sources: readonly Source[],
  ledger: readonly LedgerRow[],
): string | undefined {
  const source = sources.find(({ name }) => name === row.source);
  const isRecorded = ({ name }: Migration) =>
    ledger.some((other) => other.source === row.source && other.migration === name);
  return source?.migrations.find(
    (migration) => isAsRecorded(migration, row.checksum) && !isRecorded(migration),
  )?.file;
}

/** Rows that were written before included files counted hold the checksum of the migration's own file. */
function isAsRecorded(migration: Migration, checksum: string): boolean {
  return checksum === ledgerChecksum(migration) || checksum === migration.checksum;
}

function isIn(source: Source, row: LedgerRow): boolean {
  return (
    source.name === row.source &&
    source.migrations.some((migration) => migration.name === row.migration)
  );
}

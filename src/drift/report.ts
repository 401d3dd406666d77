import type { Catalog, UnmodeledObject } from "../catalog/fact.ts";
import type { IgnoredObjects } from "../catalog/without-ignored.ts";
import { compareFacts } from "./compare.ts";
import { explain } from "./explain.ts";
import type { Finding } from "./finding.ts";

/** A generated file that isn't what the facts give. */
export interface FileDifference {
  path: string;
  change: "added" | "removed" | "changed";
}

/** A migration that the database doesn't have, or not in its present form. */
export interface PendingMigration {
  source: string;
  migration: string;
  /**
   * `pending`: not applied yet; `changed`: edited after it was applied; `missing`: applied, but its file is gone;
   * `interrupted`: started outside a transaction and never finished.
   */
  state: "pending" | "changed" | "missing" | "interrupted";
}

/** The result of a drift check: what `check-drift --format json` prints. */
export interface DriftReport {
  schemaVersion: 1;
  verdict: "in-sync" | "drift" | "unknown";
  expected: "committed" | "migrations";
  actual: "database" | "migrations";
  findings: readonly Finding[];
  files: readonly FileDifference[];
  pending: readonly PendingMigration[];
  unmodeled: readonly UnmodeledObject[];
  /** What the project's rules left out, rule by rule. */
  ignored: readonly IgnoredObjects[];
}

export interface DriftInput {
  expected: { side: "committed" | "migrations"; catalog: Catalog };
  actual: { side: "database" | "migrations"; catalog: Catalog };
  files?: readonly FileDifference[] | undefined;
  pending?: readonly PendingMigration[] | undefined;
  /** What rules left out of the two sides: see `mergeIgnored`. Only repeated in the report. */
  ignored?: readonly IgnoredObjects[] | undefined;
  /** What the migrations give on an empty database, if that was tried: tells causes apart. */
  migrations?: Catalog | undefined;
  /** What the applied ones give; needed beside `migrations` only where some are pending. */
  applied?: Catalog | undefined;
}

/** Compares two catalogs and says what that means. Pure. */
export function reportDrift(input: DriftInput): DriftReport {
  const { expected, actual, files = [], pending = [], ignored = [], migrations } = input;
  const findings = explain(compareFacts(expected.catalog, actual.catalog), {
    side: actual.side,
    actual: actual.catalog,
    migrations,
    applied: input.applied ?? (pending.length === 0 ? migrations : undefined),
  });
  const unmodeled = mergeUnmodeled(expected.catalog.unmodeled, actual.catalog.unmodeled);
  return {
    schemaVersion: 1,
    verdict: verdictOf({ findings, files, pending, unmodeled }),
    expected: expected.side,
    actual: actual.side,
    findings,
    files,
    pending,
    unmodeled,
    ignored,
  };
}

/**
 * What isn't applied yet is no drift: the next `apply` brings it. What was applied and isn't what the repository holds
 * any more is, even where the schema is the same by chance: no other database will come to it the same way.
 */
export function verdictOf({
  findings,
  files,
  pending,
  unmodeled,
}: Pick<DriftReport, "findings" | "files" | "pending" | "unmodeled">): DriftReport["verdict"] {
  const isRewritten = pending.some(({ state }) => state !== "pending");
  if (findings.length > 0 || files.length > 0 || isRewritten) return "drift";
  return unmodeled.length > 0 ? "unknown" : "in-sync";
}

/** What either side couldn't read, each once. */
export function mergeUnmodeled(
  expected: readonly UnmodeledObject[],
  actual: readonly UnmodeledObject[],
): UnmodeledObject[] {
  const byName = [...expected, ...actual].map(
    (entry) => [`${entry.kind} ${entry.object}`, entry] as const,
  );
  return [...new Map(byName).values()];
}

import type { Catalog, UnmodeledObject } from "../catalog/fact.ts";
import type { IgnoredObjects } from "../catalog/without-ignored.ts";
import { compareFacts, compareFindingOrder } from "./compare/compare.ts";
import { explain } from "./explain.ts";
import type { Finding } from "./finding.ts";
import type { Repair } from "./plan/repair.ts";

/** A generated file that isn't what the last pull wrote: somebody edited, deleted or added it by hand. */
export interface FileDifference {
  path: string;
  /** What a pull would do: "added": it is gone; "removed": it shouldn't be there; "changed": its content was edited. */
  change: "added" | "removed" | "changed";
}

/** An option that shapes the generated files, and that isn't what it was when they were written. */
export interface SettingDifference {
  /** As in the configuration: `pull.casing`. */
  setting: string;
  /** What the committed files were written with. Null: it wasn't set. */
  expected: string | null;
  /** What the configuration says now. */
  actual: string | null;
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
  settings: readonly SettingDifference[];
  pending: readonly PendingMigration[];
  unmodeled: readonly UnmodeledObject[];
  /** What the project's rules left out, rule by rule. */
  ignored: readonly IgnoredObjects[];
  /** Why the causes aren't known, as a sentence's end. Null: they are, or there is nothing to explain. */
  unexplained: string | null;
  /** SQL for what somebody changed outside the migrations. Null: there is nothing of that sort, or it wasn't asked for. */
  repair: Repair | null;
}

/** The check of one of several databases. */
export interface DatabaseCheck {
  /** As the configuration calls it. */
  name: string;
  /** Null: it couldn't be checked. */
  report: DriftReport | null;
  /** Why it couldn't be. Null where there is a report. */
  failure: { message: string; hint: string | null } | null;
}

/** The checks of several databases, in the configuration's order. */
export interface DatabaseChecks {
  schemaVersion: 1;
  /** The worst of them: "unknown" where one couldn't be checked, else "drift" where one has some. */
  verdict: DriftReport["verdict"];
  databases: readonly DatabaseCheck[];
}

export interface DriftInput {
  expected: { side: "committed" | "migrations"; catalog: Catalog };
  actual: { side: "database" | "migrations"; catalog: Catalog };
  files?: readonly FileDifference[] | undefined;
  settings?: readonly SettingDifference[] | undefined;
  pending?: readonly PendingMigration[] | undefined;
  /** What rules left out of the two sides: see `mergeIgnored`. Only repeated in the report. */
  ignored?: readonly IgnoredObjects[] | undefined;
  /** What the migrations give on an empty database, if that was tried: tells causes apart. */
  migrations?: Catalog | undefined;
  /** What the applied ones give; needed beside `migrations` only where some are pending. */
  applied?: Catalog | undefined;
  /** See `Evidence`. By default where a migration isn't as it was applied: it may be what the sides agree against. */
  thorough?: boolean | undefined;
  /** See `Evidence`. */
  ranLate?: boolean | undefined;
}

/** Compares two catalogs and says what that means. Pure. */
export function reportDrift(input: DriftInput): DriftReport {
  const { expected, actual, files = [], settings = [], pending = [], ignored = [] } = input;
  const { migrations } = input;
  const compared = compareFacts(expected.catalog, actual.catalog);
  const findings = explain(
    compared.map((finding) => ({ ...finding, side: actual.side })),
    {
      side: actual.side,
      committed: expected.catalog,
      actual: actual.catalog,
      migrations,
      applied: input.applied ?? (pending.length === 0 ? migrations : undefined),
      thorough: input.thorough ?? pending.some(isRewritten),
      ranLate: input.ranLate ?? false,
    },
  ).toSorted(compareFindingOrder);
  const isOnlyUnseen = compared.length === 0 && findings.length > 0;
  const unmodeled = mergeUnmodeled(expected.catalog.unmodeled, actual.catalog.unmodeled);
  return {
    schemaVersion: 1,
    verdict: verdictOf({ findings, files, settings, pending, unmodeled }),
    expected: expected.side,
    actual: isOnlyUnseen ? "migrations" : actual.side,
    findings,
    files,
    settings,
    pending,
    unmodeled,
    ignored,
    unexplained: null,
    repair: null,
  };
}

/**
 * What isn't applied yet is no drift: the next `apply` brings it. What was applied and isn't what the repository holds
 * any more is, even where the schema is the same by chance: no other database will come to it the same way.
 */
export function verdictOf({
  findings,
  files,
  settings,
  pending,
  unmodeled,
}: Pick<
  DriftReport,
  "findings" | "files" | "settings" | "pending" | "unmodeled"
>): DriftReport["verdict"] {
  if (findings.length + files.length + settings.length > 0) return "drift";
  if (pending.some(isRewritten)) return "drift";
  return unmodeled.length > 0 ? "unknown" : "in-sync";
}

/** Is there nothing to explain, neither a difference of the database nor a migration? */
export function leavesNothing({ findings, pending }: DriftReport): boolean {
  return findings.length === 0 && pending.length === 0;
}

/** Was it applied, and is no longer what was applied? */
export function isRewritten({ state }: PendingMigration): boolean {
  return state !== "pending";
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

import { compareFindingOrder } from "./compare/compare.ts";
import type { Finding } from "./finding.ts";
import { mergeIgnored } from "./ignored.ts";
import { mergeUnmodeled, verdictOf, type DriftReport } from "./report.ts";

/**
 * One report of two checks of the same committed files: against what the SQL files give, and against the project's own
 * embedded database. Of the second, what the SQL files explain is dropped: files that weren't pulled again are in the
 * first, and migrations that aren't applied to it yet are no drift. All else counts: what somebody changed there by
 * hand, and what nobody can explain. Pure.
 */
export function mergeReports(fromMigrations: DriftReport, fromDatabase: DriftReport): DriftReport {
  const known = new Set(fromMigrations.findings.map(keyOf));
  const unexplained = fromDatabase.findings.filter(
    (finding) =>
      finding.cause !== "stale-files" &&
      finding.cause !== "pending-migration" &&
      !known.has(keyOf(finding)),
  );
  const merged = {
    ...fromMigrations,
    findings: [...informed(fromMigrations, fromDatabase), ...unexplained].toSorted(
      compareFindingOrder,
    ),
    pending: fromDatabase.pending,
    unmodeled: mergeUnmodeled(fromMigrations.unmodeled, fromDatabase.unmodeled),
    ignored: mergeIgnored(fromMigrations.ignored, fromDatabase.ignored),
    unexplained: fromMigrations.unexplained ?? fromDatabase.unexplained,
    repair: fromDatabase.repair,
  };
  return {
    ...merged,
    verdict: verdictOf(merged),
    actual:
      fromMigrations.findings.length === 0 && unexplained.length > 0
        ? "database"
        : fromMigrations.actual,
  };
}

/**
 * The findings against the SQL files, with what the database adds to their causes where it agrees with the committed files,
 * and the lines that were found while the database was looked into.
 */
function informed(fromMigrations: DriftReport, fromDatabase: DriftReport): Finding[] {
  const others = new Map(fromDatabase.findings.map((finding) => [keyOf(finding), finding]));
  return fromMigrations.findings.map((finding): Finding => {
    const other = others.get(keyOf(finding));
    if (other?.side === "migrations") return other;
    return { ...finding, origin: finding.origin ?? other?.origin ?? null };
  });
}

function keyOf({ kind, object, attribute }: Finding): string {
  return JSON.stringify([kind, object, attribute]);
}

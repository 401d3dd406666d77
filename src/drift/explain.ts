import type { Catalog } from "../catalog/fact.ts";
import { differences } from "./compare.ts";
import type { Cause, Finding } from "./finding.ts";

/** What is known beyond the two sides that were compared. */
export interface Evidence {
  /** What `actual` is: a database, or the migrations replayed where no database is named. */
  side: "database" | "migrations";
  /** The side that was compared with the committed files. */
  actual: Catalog;
  /** What all migrations give on an empty database, pending ones included. */
  migrations?: Catalog | undefined;
  /** What the migrations give that are applied; the same as `migrations` where none is pending. */
  applied?: Catalog | undefined;
}

/**
 * Gives each finding its cause, by a third witness: the migrations, replayed. If they agree with the database, the
 * committed files are old. If only those that are applied do, the others are pending. If none do, somebody changed the
 * database past the migrations.
 */
export function explain(findings: readonly Finding[], evidence: Evidence): Finding[] {
  const { migrations, applied, actual } = evidence;
  if (migrations === undefined) return [...findings];
  const unlikeAll = subjects(migrations, actual);
  const unlikeApplied = applied === undefined ? undefined : subjects(applied, actual);
  return findings.map((finding) => {
    const cause = causeOf(subject(finding), unlikeAll, unlikeApplied);
    const command = commandFor(cause, evidence.side);
    return { ...finding, cause, fix: { ...finding.fix, command } };
  });
}

/** What makes the committed files say what the compared side says. */
function commandFor(cause: Cause, side: Evidence["side"]): string {
  if (cause === "pending-migration") return "dbfirst apply";
  return side === "migrations" ? "dbfirst sync" : "dbfirst pull";
}

function causeOf(
  name: string,
  unlikeAll: ReadonlySet<string>,
  unlikeApplied: ReadonlySet<string> | undefined,
): Cause {
  if (!unlikeAll.has(name)) return "stale-files";
  if (unlikeApplied === undefined) return "unknown";
  return unlikeApplied.has(name) ? "out-of-band" : "pending-migration";
}

function subjects(expected: Catalog, actual: Catalog): Set<string> {
  return new Set(differences(expected, actual).map(subject));
}

function subject({ kind, object, attribute }: Finding): string {
  return [kind, object, attribute].join("\0");
}

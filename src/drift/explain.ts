import type { Catalog } from "../catalog/fact.ts";
import { apartFromRoles, compareFacts, differences, renamesBetween } from "./compare/compare.ts";
import { byKey, keyOf } from "./compare/facts-by-key.ts";
import type { Cause, Finding } from "./finding.ts";
import { joinedAttribute } from "./compare/joined.ts";

/** What is known beyond the two sides that were compared. */
export interface Evidence {
  /** What `actual` is: a database, or the migrations replayed where no database is named. */
  side: Finding["side"];
  committed: Catalog;
  /** The side that was compared with the committed files. */
  actual: Catalog;
  /** What all migrations give on an empty database, pending ones included. */
  migrations?: Catalog | undefined;
  /** What the migrations give that are applied; the same as `migrations` where none is pending. */
  applied?: Catalog | undefined;
  /**
   * Also tell where database and committed files agree and the applied migrations don't: a pull took over what somebody
   * had changed by hand. Without it, only migrations that are neither applied nor pulled.
   */
  thorough: boolean;
  /** Whether the database got some migration after one that comes behind it in the files. */
  ranLate: boolean;
}

/**
 * Gives each finding its cause, by a third witness: the migrations, replayed. If they agree with the database, the
 * committed files are old. If only those that are applied do, the others are pending. If none do, somebody changed the
 * database outside the migrations. Adds what only this witness sees: see `thorough`.
 */
export function explain(findings: readonly Finding[], evidence: Evidence): Finding[] {
  const { migrations, applied, committed, actual, side } = evidence;
  if (migrations === undefined) return [...findings];
  const all = subjects(migrations, actual);
  const filesAndAll = subjects(committed, migrations);
  const isAllApplied = applied === migrations;
  const unlike: Unlike = {
    all,
    applied: isAllApplied ? all : applied && subjects(applied, actual),
    filesAndAll,
    filesAndApplied: isAllApplied ? filesAndAll : applied && subjects(committed, applied),
  };
  const explained = [
    ...withoutFalseRenames(findings, evidence).map((finding) =>
      withCauses(finding, causesOf(subject(finding), unlike)),
    ),
    ...(side === "database" ? unseen(evidence, unlike) : []),
  ];
  return evidence.ranLate ? explained.map(asOrdered) : explained;
}

/** Columns that were added in turns stand in the order of these turns: nobody did that by hand. */
function asOrdered(finding: Finding): Finding {
  return finding.attribute === "columnOrder" && finding.cause === "out-of-band"
    ? withCauses(finding, ["applied-out-of-order", ...finding.alsoCauses])
    : finding;
}

/**
 * What a pending migration makes and what somebody made by hand may be alike in all but their names. That is no rename: the
 * applied migrations know neither.
 */
function withoutFalseRenames(
  findings: readonly Finding[],
  { committed, actual, applied, migrations }: Evidence,
): readonly Finding[] {
  if (applied === undefined || applied === migrations) return findings;
  const known = byKey(applied.facts);
  const pairs = renamesBetween(committed, actual).filter(
    (pair) => !known.has(keyOf(pair.expected)),
  );
  return findings.flatMap((finding): Finding[] => {
    const pair = pairs.find(
      ({ expected, attribute }) =>
        attribute === finding.attribute && keyOf(expected) === keyOf(finding),
    );
    if (pair === undefined) return [finding];
    const { object, parent, attributes } = pair.actual;
    const whole = { ...finding, attribute: null, includes: {} };
    return [
      { ...whole, change: "removed", expected: pair.expected.attributes, actual: null },
      { ...whole, change: "added", object, parent, expected: null, actual: attributes },
    ];
  });
}

/** Which subjects differ between two of the sides. */
interface Unlike {
  all: ReadonlySet<string>;
  applied: ReadonlySet<string> | undefined;
  filesAndAll: ReadonlySet<string>;
  filesAndApplied: ReadonlySet<string> | undefined;
}

function causesOf(name: string, unlike: Unlike): [Cause, ...Cause[]] {
  if (!unlike.all.has(name)) return ["stale-files"];
  if (unlike.applied === undefined || unlike.filesAndApplied === undefined) return ["unknown"];
  const filesAreNeither = unlike.filesAndAll.has(name) && unlike.filesAndApplied.has(name);
  const alsoStale: Cause[] = filesAreNeither ? ["stale-files"] : [];
  if (!unlike.applied.has(name)) return ["pending-migration", ...alsoStale];
  // The files have what is pending; the database has neither that nor what was before it.
  const alsoPending: Cause[] = unlike.filesAndApplied.has(name) ? ["pending-migration"] : [];
  return ["out-of-band", ...(filesAreNeither ? alsoStale : alsoPending)];
}

/** Where database and committed files agree, and the migrations say something else. */
function unseen(evidence: Evidence, unlike: Unlike): Finding[] {
  const { committed, actual, migrations, thorough } = evidence;
  if (unlike.applied === undefined || migrations === undefined) return [];
  const seen = subjects(committed, actual);
  return compareFacts(committed, migrations).flatMap((finding): Finding[] => {
    const name = subject(finding);
    if (seen.has(name)) return [];
    const other = { ...finding, side: "migrations" } as const;
    if (!unlike.applied?.has(name))
      return [withCauses(other, ["stale-files", "pending-migration"])];
    return thorough ? [withCauses(other, ["out-of-band"])] : [];
  });
}

function withCauses(finding: Finding, [cause, ...alsoCauses]: [Cause, ...Cause[]]): Finding {
  const command = commandFor(finding.side, cause, alsoCauses);
  return { ...finding, cause, alsoCauses, fix: { ...finding.fix, command } };
}

/** What makes files and database say the same, as far as one command does. */
function commandFor(
  side: Finding["side"],
  cause: Cause,
  alsoCauses: readonly Cause[],
): string | null {
  if (cause === "pending-migration" && alsoCauses.length === 0) return "dbfirst apply";
  if (cause === "stale-files" || cause === "pending-migration")
    return side === "migrations" || cause === "pending-migration" ? "dbfirst sync" : "dbfirst pull";
  // A pull would give the files an order that no other database has.
  if (cause === "applied-out-of-order") return null;
  // Pulled already: another pull changes nothing.
  return side === "migrations" ? null : "dbfirst pull";
}

/**
 * Everything that differs, unfolded, by name. What is taken for a rename differs as two objects, too: a pending migration's new
 * column and one that somebody made by hand may be alike in all but their names.
 */
function subjects(expected: Catalog, actual: Catalog): Set<string> {
  const renamed = renamesBetween(expected, actual).flatMap((rename) =>
    [rename.expected, rename.actual].map(({ kind, object }) => ({ kind, object, attribute: null })),
  );
  const roles = apartFromRoles(expected, actual);
  const unfolded = [
    ...differences(expected, actual),
    ...differences(roles.catalog, actual),
    ...roles.findings,
  ];
  const told = unfolded.flatMap((finding) => {
    const attribute = joinedAttribute(finding);
    return attribute === undefined ? [finding] : [finding, { ...finding, attribute }];
  });
  return new Set([...told, ...renamed].map(subject));
}

function subject({
  kind,
  object,
  attribute,
}: Pick<Finding, "kind" | "object" | "attribute">): string {
  return [kind, object, attribute].join("\0");
}

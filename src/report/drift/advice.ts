import type { DriftReport } from "../../drift/report.ts";

/**
 * What happened, and what to do about it: sentences with commands between backticks.
 *
 * @param showsSql whether the report shows the SQL that its repair holds.
 */
export function adviseOn(report: DriftReport, { showsSql = true } = {}): string[] {
  if (report.verdict !== "drift") return [];
  return [
    ...aboutDatabase(report, showsSql),
    ...aboutMigrations(report),
    ...aboutFiles(report),
    ...aboutTheRest(report),
  ];
}

function hasCause({ findings }: DriftReport, cause: string): boolean {
  return findings.some(
    (finding) => finding.cause === cause || finding.alsoCauses.includes(cause as never),
  );
}

function aboutDatabase(report: DriftReport, showsSql: boolean): string[] {
  if (!hasCause(report, "out-of-band")) return [];
  const hasSql = report.repair !== null && report.repair.revert.statements.length > 0;
  const how = !hasSql
    ? "there"
    : showsSql
      ? "with the SQL below"
      : "with the SQL that `dbfirst check-drift` prints";
  return [
    `Somebody changed the database outside the SQL files. Undo that ${how}, or keep it as a new SQL file (\`dbfirst pull\` alone adopts it without one).`,
  ];
}

function aboutMigrations(report: DriftReport): string[] {
  const states = new Set(report.pending.map(({ state }) => state));
  const isEdited =
    states.has("changed") || states.has("missing") || hasCause(report, "edited-migration");
  return [
    ...(isEdited
      ? [
          "An applied SQL file was edited or removed: put it back, and write the change as a new file.",
        ]
      : []),
    ...(states.has("interrupted")
      ? [
          "An SQL file broke off halfway, outside a transaction: see what it did, undo it or complete it by hand, then delete its row in dbfirst.ledger or set its finished_at.",
        ]
      : []),
    ...(hasCause(report, "pending-migration")
      ? ["Migrations are pending: `dbfirst apply` applies them."]
      : []),
  ];
}

function aboutFiles(report: DriftReport): string[] {
  const pull = report.actual === "database" ? "dbfirst pull" : "dbfirst sync";
  const isStale = hasCause(report, "stale-files");
  const isEdited = report.files.some(({ change }) => change === "changed");
  return [
    ...(isStale
      ? [`The generated files are behind the SQL files: \`${pull}\`, then commit what it writes.`]
      : []),
    ...(report.files.length > 0
      ? [
          `Generated files were changed by hand: \`${pull}${isEdited ? " --force" : ""}\` writes them anew; a wanted change belongs into the SQL.`,
        ]
      : []),
    ...(report.settings.length > 0
      ? [
          `The configuration isn't what the generated files were written with: \`${pull}\`, then commit what it writes.`,
        ]
      : []),
  ];
}

function aboutTheRest(report: DriftReport): string[] {
  if (!hasCause(report, "unknown")) return [];
  return [
    "If the database is right: `dbfirst pull`, then commit what it writes. If the files are: change the database by an SQL file.",
  ];
}

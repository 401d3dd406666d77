import type { DriftReport } from "../../drift/report.ts";

/**
 * What happened, and what to do about it: sentences with commands between backticks.
 *
 * @param showsSql whether the report shows the SQL that its repair holds.
 */
export function adviseOn(report: DriftReport, { showsSql = true } = {}): string[] {
  if (report.verdict === "in-sync") return [];
  return [
    ...(report.verdict === "drift" ? aboutDrift(report, showsSql) : []),
    ...aboutUnread(report),
  ];
}

function aboutDrift(report: DriftReport, showsSql: boolean): string[] {
  return [
    ...aboutDatabase(report, showsSql),
    ...aboutMigrations(report),
    ...aboutOrder(report),
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

/** A migration that came after a later one added columns: those of the database stand in another order than a replay's. */
function aboutOrder(report: DriftReport): string[] {
  const ignore =
    'where its rows are needed, a rule under `ignore` in dbfirst.config.ts leaves `attribute: "columnOrder"` out';
  if (hasCause(report, "applied-out-of-order"))
    return [
      `The database got the migrations in another order than the files have: \`dbfirst reset\` makes it anew; ${ignore}.`,
    ];
  if (!report.findings.some(isOrderOfFiles)) return [];
  return [
    `Columns stand in another order than the SQL files give: \`dbfirst sync\`, then commit what it writes. Where that changes nothing, the database got a migration after a later one: \`dbfirst reset\` makes it anew; ${ignore}.`,
  ];
}

/** Where no database is named, its ledger can't tell what order it got the migrations in. */
function isOrderOfFiles({ attribute, cause, side }: DriftReport["findings"][number]): boolean {
  return attribute === "columnOrder" && cause === "stale-files" && side === "migrations";
}

function aboutFiles(report: DriftReport): string[] {
  const pull = report.actual === "database" ? "dbfirst pull" : "dbfirst sync";
  const others = report.findings.filter((finding) => !isOrderOfFiles(finding));
  const isStale = hasCause({ ...report, findings: others }, "stale-files");
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

/** What is there and can't be read, as user mappings of others. It may be the committed files that lack it. */
function aboutUnread({ unmodeled }: DriftReport): string[] {
  if (unmodeled.length === 0) return [];
  return [
    "The role that checks, or the one that pulled, may not read what can't be compared: connect as one that may, and `dbfirst pull`; or leave it out by a rule under `ignore` in dbfirst.config.ts.",
  ];
}

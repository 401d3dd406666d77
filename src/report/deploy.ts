import type { DeployResult } from "../workflow/release/deploy.ts";
import type { DeployPreview } from "../workflow/release/preview-deploy.ts";
import { applyAsJson, renderApply, stoppedAsJson } from "./apply.ts";
import { applyPreviewAsJson, renderApplyPreview } from "./apply-preview.ts";
import { backupAsJson, renderBackup, renderRestore, restoreAsJson } from "./backup.ts";
import { errorAsJson } from "./error-text.ts";
import { formatDuration } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What a deployment would do. */
export function renderDeployPreview({ backup, applied }: DeployPreview, palette: Palette): string {
  return [
    ...linesOfBackup[backup],
    renderApplyPreview(applied, palette),
    "Would check for drift then.",
  ].join("\n");
}

const linesOfBackup: Readonly<Record<DeployPreview["backup"], readonly string[]>> = {
  dump: ["Would back the database up into .dbfirst/backups/, by pg_dump."],
  data: ["Would back the database up into .dbfirst/backups/, as a copy of the server's data."],
  none: ["Would make no backup."],
  // Told with what else it would be refused for.
  refused: [],
};

/** The same as data, for `--format json`. */
export function deployPreviewAsJson({ backup, applied }: DeployPreview): unknown {
  return { ...applyPreviewAsJson(applied), backup };
}

/** What a deployment did before its drift check, whose report follows. */
export function renderDeploy({ backup, applied }: DeployResult, palette: Palette): string {
  return [
    ...(backup === undefined ? [] : [renderBackup(backup, palette)]),
    ...(applied === undefined ? [] : [renderApply(applied, palette)]),
  ].join("\n");
}

/** What a failed deployment leaves; the error itself is shown apart. */
export function renderDeployFailure(
  { backup, failure, duration }: DeployResult,
  palette: Palette,
): string {
  const after = formatDuration(duration);
  if (failure?.stage === "check-drift") {
    return [
      `${palette.red("✗")} All migrations are applied, but whether the database is in sync can't be told`,
      `    Nothing was taken back. When it is mended: dbfirst check-drift`,
    ].join("\n");
  }
  const headline = `${palette.red("✗")} The deployment failed after ${after}; nothing more was applied`;
  const by = `dbfirst restore ${backup?.file ?? "FILE"} --replace`;
  switch (failure?.remedy.kind) {
    case "restored":
      return `${headline}\n${renderRestore(failure.remedy.result, palette)}`;
    case "failed": {
      const { error } = failure.remedy;
      const reason = error instanceof Error ? error.message : String(error);
      return `${headline}\n${palette.red("✗")} The database couldn't be restored: ${reason}\n    Try again: ${by}`;
    }
    default:
      return backup === undefined
        ? `${headline}\n    There is no backup of the state before it`
        : `${headline}\n    The state before it is in ${backup.file}: ${by}`;
  }
}

/** `failed`: not all migrations are applied. `unknown`: they are, and what differs can't be told. */
function verdictOf({ failure, report }: DeployResult): string | undefined {
  if (failure === undefined) return report?.verdict;
  return failure.stage === "apply" ? "failed" : "unknown";
}

/** The same as data, for `--format json`. */
export function deployAsJson(result: DeployResult, report: unknown): unknown {
  const { backup, applied, failure, duration } = result;
  const remedy = failure?.remedy;
  return {
    schemaVersion: 1,
    verdict: verdictOf(result),
    failedStage: failure?.stage ?? null,
    backup: backup === undefined ? null : backupAsJson(backup),
    applied: applied === undefined ? null : applyAsJson(applied),
    ...stoppedAsJson(failure?.stoppedAfter ?? []),
    drift: report,
    error: failure === undefined ? null : errorAsJson(failure.error),
    remedy:
      remedy === undefined
        ? null
        : {
            kind: remedy.kind,
            restored: remedy.kind === "restored" ? restoreAsJson(remedy.result) : null,
            error: remedy.kind === "failed" ? errorAsJson(remedy.error) : null,
          },
    durationMs: Math.round(duration),
  };
}

import type { AppliedNow, ApplyResult } from "../apply/apply.ts";
import { formatCount, formatDuration } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What an apply did, one line per migration. */
export function renderApply(result: ApplyResult, palette: Palette): string {
  const { applied, alreadyApplied } = result;
  if (applied.length === 0) {
    return `${palette.green("✓")} Nothing to apply; ${formatCount(alreadyApplied, "migration")} applied before`;
  }
  const width = Math.max(...applied.map(({ file }) => file.length));
  const { outOfOrder } = result;
  return [
    `${palette.green("✓")} Applied ${formatCount(applied.length, "migration")}${alreadyApplied === 0 ? "" : ` (${alreadyApplied} applied before)`}`,
    ...applied.map(
      ({ file, duration }) => `    ${file.padEnd(width)}  ${palette.dim(formatDuration(duration))}`,
    ),
    ...outOfOrder.map(
      (file) =>
        `${palette.yellow("!")} ${file} came after later ones had been applied; is its order right?`,
    ),
  ].join("\n");
}

/** The same as data, for `--format json`. */
export function applyAsJson(result: ApplyResult): unknown {
  return {
    schemaVersion: 1,
    applied: result.applied.map(migrationAsJson),
    alreadyApplied: result.alreadyApplied,
    outOfOrder: result.outOfOrder,
  };
}

/** What had been applied when an error ended the run, beside the error; nothing where nothing had. */
export function stoppedAsJson(applied: readonly AppliedNow[]): Record<string, unknown> {
  return applied.length === 0 ? {} : { stoppedAfter: applied.map(migrationAsJson) };
}

function migrationAsJson({ source, name, file, duration }: AppliedNow) {
  return { source, migration: name, file, durationMs: Math.round(duration) };
}

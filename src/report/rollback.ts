import type { RollbackResult } from "../apply/rollback.ts";
import { formatCount, formatDuration } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What was, or would be, taken back, one line per migration. */
export function renderRollback(
  { source, undone }: RollbackResult,
  dryRun: boolean,
  palette: Palette,
): string {
  if (undone.length === 0) return `${palette.green("✓")} Nothing of ${source} to take back`;
  const width = Math.max(...undone.map(({ file }) => file.length));
  const count = `${formatCount(undone.length, "migration")} of ${source}`;
  const lines = undone.map(({ file, duration }) =>
    dryRun ? `    ${file}` : `    ${file.padEnd(width)}  ${palette.dim(formatDuration(duration))}`,
  );
  const title = dryRun ? `Would take back ${count}` : `${palette.green("✓")} Took back ${count}`;
  return [title, ...lines].join("\n");
}

export function rollbackAsJson({ source, undone }: RollbackResult, dryRun: boolean): unknown {
  return {
    schemaVersion: 1,
    dryRun,
    source,
    undone: undone.map(({ name, file, duration }) => ({
      migration: name,
      file,
      durationMs: Math.round(duration),
    })),
  };
}

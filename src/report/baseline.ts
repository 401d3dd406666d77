import type { Migration } from "../sources/migration.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What was recorded as applied, or would be. */
export function renderBaseline(
  recorded: readonly Migration[],
  { dryRun }: { dryRun: boolean },
  palette: Palette,
): string {
  const tick = palette.green("✓");
  if (recorded.length === 0) return `${tick} Nothing is pending, so there is nothing to record`;
  return [
    dryRun
      ? `Would record ${formatCount(recorded.length, "migration")} as applied. Nothing was written.`
      : `${tick} Recorded ${formatCount(recorded.length, "migration")} as applied; nothing was run`,
    ...recorded.map(({ file }) => `    ${file}`),
  ].join("\n");
}

/** The same as data, for `--format json`. */
export function baselineAsJson(
  recorded: readonly Migration[],
  { dryRun }: { dryRun: boolean },
): unknown {
  return {
    schemaVersion: 1,
    dryRun,
    recorded: recorded.map(({ source, name, file }) => ({ source, migration: name, file })),
  };
}

import type { Migration } from "../sources/migration.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What was recorded as applied. */
export function renderBaseline(recorded: readonly Migration[], palette: Palette): string {
  const tick = palette.green("✓");
  if (recorded.length === 0) return `${tick} Nothing is pending, so there is nothing to record`;
  return [
    `${tick} Recorded ${formatCount(recorded.length, "migration")} as applied; nothing was run`,
    ...recorded.map(({ file }) => `    ${file}`),
  ].join("\n");
}

export function baselineAsJson(recorded: readonly Migration[]): unknown {
  return {
    schemaVersion: 1,
    recorded: recorded.map(({ source, name, file }) => ({ source, migration: name, file })),
  };
}

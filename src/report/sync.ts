import type { SyncResult } from "../workflow.ts";
import { applyAsJson, renderApply } from "./apply.ts";
import { formatDuration } from "./measure.ts";
import type { Palette } from "./palette.ts";
import { pullAsJson, renderPull } from "./pull.ts";

/** The summary at the end of a sync: what was applied, what changed in the files, what Drizzle can't express. */
export function renderSync(result: SyncResult, style: { palette: Palette; width: number }): string {
  const { palette } = style;
  return [
    renderApply(result.applied, palette),
    renderPull(result.pulled, style),
    `${palette.green("✓")} Database, TypeScript and snapshot agree ${palette.dim(`(${formatDuration(result.duration)})`)}`,
  ].join("\n");
}

/** The same as data, for `--format json`. */
export function syncAsJson(result: SyncResult): unknown {
  return {
    schemaVersion: 1,
    apply: applyAsJson(result.applied),
    pull: pullAsJson(result.pulled),
    durationMs: Math.round(result.duration),
  };
}

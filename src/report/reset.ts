import type { ResetResult } from "../workflow/apply/reset.ts";
import { formatCount } from "./measure.ts";
import { renderSync, syncAsJson } from "./sync.ts";

/** What a reset dropped, and what it made again. */
export function renderReset(
  { dropped, synced, seeded }: ResetResult,
  style: Parameters<typeof renderSync>[1],
): string {
  const tick = style.palette.green("✓");
  return [
    `${tick} Dropped ${formatCount(dropped, "object")} with their parts`,
    renderSync(synced, style),
    ...(seeded ? [`${tick} Seeded`] : []),
  ].join("\n");
}

/** The same as data, for `--format json`. */
export function resetAsJson({ dropped, synced, seeded }: ResetResult): unknown {
  return { schemaVersion: 1, dropped, seeded, sync: syncAsJson(synced) };
}

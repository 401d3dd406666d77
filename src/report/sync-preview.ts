import type { SyncPreview } from "../workflow/apply/preview-sync.ts";
import { applyPreviewAsJson, renderApplyPreview } from "./apply-preview.ts";
import type { Palette } from "./palette.ts";
import { previewAsJson, renderPreview } from "./pull-preview.ts";

/** What a sync would apply, and what it would change in the files. */
export function renderSyncPreview(
  { applied, pulled }: SyncPreview,
  style: { palette: Palette },
): string {
  const then =
    pulled === undefined
      ? `Then it would pull. \`dbfirst pull --from migrations --dry-run\` shows what that changes in the files, without your database.`
      : renderPreview(pulled, style);
  return [renderApplyPreview(applied, style.palette), then].join("\n");
}

/** The same as data, for `--format json`. */
export function syncPreviewAsJson({ applied, pulled }: SyncPreview): unknown {
  return {
    schemaVersion: 1,
    dryRun: true,
    apply: applyPreviewAsJson(applied),
    pull: pulled === undefined ? null : previewAsJson(pulled),
  };
}

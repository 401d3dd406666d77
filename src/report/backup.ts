import type { BackupResult } from "../workflow/release/backup.ts";
import type { RestoreResult } from "../workflow/release/restore.ts";
import { formatCount, formatDuration } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What was backed up, and where it is. */
export function renderBackup(
  { file, manifest, removed, duration }: BackupResult,
  palette: Palette,
) {
  const { database, serverMajor, migrations, size, sha256 } = manifest;
  const last = migrations.at(-1);
  return [
    `${palette.green("✓")} Backed up ${database} (PostgreSQL ${serverMajor}) in ${formatDuration(duration)}`,
    `    ${file}  ${palette.dim(formatSize(size))}`,
    palette.dim(`    SHA-256 ${sha256}`),
    ...(last === undefined
      ? []
      : [palette.dim(`    last migration ${last.source}: ${last.migration}`)]),
    ...(removed.length === 0
      ? []
      : [
          `    Removed ${formatCount(removed.length, "older backup")}:`,
          ...removed.map((path) => `      ${path}`),
        ]),
  ].join("\n");
}

/** The same as data, for `--format json`. */
export function backupAsJson({ file, manifest, removed, duration }: BackupResult): unknown {
  return { schemaVersion: 1, file, backup: manifest, removed, durationMs: Math.round(duration) };
}

/** What was restored, and whether it is what was backed up. */
export function renderRestore(result: RestoreResult, palette: Palette): string {
  const { manifest, dropped, duration } = result;
  const tick = palette.green("✓");
  return [
    ...(dropped === 0
      ? []
      : [`${tick} Dropped ${formatCount(dropped, "object")} with their parts`]),
    `${tick} Restored ${manifest.database} as of ${manifest.createdAt} in ${formatDuration(duration)}`,
    verdict(result, palette),
  ].join("\n");
}

function verdict(result: RestoreResult, palette: Palette): string {
  const { manifest, serverMajor, verified, partial } = result;
  if (verified) return `${palette.green("✓")} The schema has the fingerprint of the backup`;
  if (partial)
    return `${palette.green("✓")} Without owners or privileges, as you asked: the schema's fingerprint isn't the backup's`;
  const other =
    serverMajor === manifest.serverMajor
      ? "something was left behind or couldn't be made as it was"
      : `PostgreSQL ${serverMajor} may print it otherwise than ${manifest.serverMajor}`;
  return `${palette.yellow("!")} The schema doesn't have the fingerprint of the backup: ${other}. \`dbfirst check-drift\` compares it with the committed files`;
}

/** The same as data, for `--format json`. */
export function restoreAsJson({
  manifest,
  serverMajor,
  verified,
  partial,
  dropped,
  duration,
}: RestoreResult): unknown {
  return {
    schemaVersion: 1,
    backup: manifest,
    serverMajor,
    verified,
    partial,
    dropped,
    durationMs: Math.round(duration),
  };
}

/** Bytes as a person reads them: `812 B`, `1.4 MB`. */
function formatSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

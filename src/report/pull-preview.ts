import type { PullPreview } from "../workflow.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";
import { renderTables } from "./pull.ts";

/** What a pull would change, as a unified diff that `git apply` and `patch` take. */
export function renderPreview(
  { changes, schemaDirectory }: PullPreview,
  { palette }: { palette: Palette },
): string {
  const { added, changed, removed, unchanged, edited } = changes;
  const count = added.length + changed.length + removed.length;
  if (count === 0)
    return [
      `${palette.green("✓")} Nothing would change in ${schemaDirectory}/ ${palette.dim(`(${formatCount(unchanged.length, "file")})`)}`,
      ...renderSnapshot(changes, palette),
      ...renderTables(changes.tables, palette),
    ].join("\n");
  const counts = [
    ...(added.length > 0 ? [`${added.length} new`] : []),
    ...(changed.length > 0 ? [`${changed.length} changed`] : []),
    ...(removed.length > 0 ? [`${removed.length} gone`] : []),
  ];
  return [
    ...changes.diffs.flatMap((diff) => renderDiff(diff, schemaDirectory, palette)),
    "",
    `${palette.cyan("i")} A pull would change ${formatCount(count, "file")} in ${schemaDirectory}/: ${counts.join(", ")}. Nothing was written.`,
    ...renderTables(changes.tables, palette),
    ...edited.map(
      (path) =>
        `${palette.yellow("!")} ${path} was edited by hand: without --force the pull would be refused.`,
    ),
  ].join("\n");
}

/** What a change is that isn't one of the files: a comment, a trigger, an option without effect. */
function renderSnapshot({ snapshot }: PullPreview["changes"], palette: Palette): string[] {
  return snapshot === "unchanged"
    ? []
    : [`${palette.cyan("i")} The catalog snapshot would be ${snapshot}; nothing was written.`];
}

function renderDiff(
  { path, change, lines }: PullPreview["changes"]["diffs"][number],
  schemaDirectory: string,
  palette: Palette,
): string[] {
  const file = within(schemaDirectory, path);
  const before = change === "added" ? "/dev/null" : `a/${file}`;
  const after = change === "removed" ? "/dev/null" : `b/${file}`;
  return [
    palette.bold(`--- ${before}`),
    palette.bold(`+++ ${after}`),
    ...lines.map((line) => colored(line, palette)),
  ];
}

/** A file of another folder begins with `../`. */
function within(folder: string, path: string): string {
  const parts = folder.split("/");
  let rest = path;
  while (rest.startsWith("../")) {
    rest = rest.slice(3);
    parts.pop();
  }
  return [...parts, rest].join("/");
}

function colored(line: string, palette: Palette): string {
  if (line.startsWith("@@")) return palette.cyan(line);
  if (line.startsWith("+")) return palette.green(line);
  return line.startsWith("-") ? palette.red(line) : line;
}

/** The same as data, for `--format json`. */
export function previewAsJson({ changes, schemaDirectory }: PullPreview): unknown {
  const { added, changed, removed, unchanged, snapshot, tables, edited, diffs } = changes;
  return {
    schemaVersion: 1,
    dryRun: true,
    schemaDirectory,
    snapshot,
    tables,
    files: { added, changed, removed, unchanged },
    edited,
    diffs: diffs.map(({ path, change, lines }) => ({
      path: within(schemaDirectory, path),
      change,
      diff: lines.map((line) => `${line}\n`).join(""),
    })),
  };
}

import type { DriftReport } from "../../drift/report.ts";
import type { Palette } from "../palette.ts";
import { printable } from "../printable.ts";
import { describeIgnored } from "./ignored.ts";
import { marks } from "./text-finding.ts";
import { fileNotes, pendingNotes } from "./words.ts";

/** What a report has besides findings, each sort under a heading of its own. */
export function renderRemainder(report: DriftReport, palette: Palette): string[] {
  return [
    ...section("generated files", files(report, palette), palette),
    ...section("settings", settings(report, palette), palette),
    ...section(
      "migrations that the database doesn't have as they are",
      pending(report, palette),
      palette,
    ),
    ...section("can't be compared", unmodeled(report, palette), palette),
    ...section("ignored", ignored(report, palette), palette),
  ];
}

function section(title: string, lines: readonly string[], palette: Palette): string[] {
  if (lines.length === 0) return [];
  return ["", `  ${palette.bold(title)}`, ...lines.map((line) => `    ${line}`)];
}

function files({ files: differences }: DriftReport, palette: Palette): string[] {
  const color = { added: palette.red, removed: palette.green, changed: palette.yellow };
  const mark = { added: marks.removed, removed: marks.added, changed: marks.changed };
  return differences.map(
    ({ path, change }) => `${color[change](mark[change])} ${printable(path)} ${fileNotes[change]}`,
  );
}

function settings({ settings: differences }: DriftReport, palette: Palette): string[] {
  const shown = (value: string | null) => printable(value ?? "not set");
  return differences.map(
    ({ setting, expected, actual }) =>
      `${palette.yellow(marks.changed)} ${printable(setting)}: ${palette.red(shown(expected))} → ${palette.green(shown(actual))}`,
  );
}

function pending({ pending: migrations }: DriftReport, palette: Palette): string[] {
  return migrations.map(({ source, migration, state }) => {
    const name = printable(`${source}: ${migration}`);
    return state === "pending"
      ? `${palette.yellow("…")} ${name} (${pendingNotes[state]})`
      : `${palette.red("✗")} ${name} (${pendingNotes[state]})`;
  });
}

function unmodeled({ unmodeled: objects }: DriftReport, palette: Palette): string[] {
  return objects.map(({ kind, object }) => `${palette.yellow("?")} ${kind} ${printable(object)}`);
}

function ignored({ ignored: rules }: DriftReport, palette: Palette): string[] {
  return rules.flatMap((entry) => {
    const { effect, rule } = describeIgnored(entry);
    const text = `${effect}: ${printable(entry.reason)} ${palette.dim(`(${rule})`)}`;
    const mark = entry.count === 0 ? palette.yellow("warning:") : palette.dim("·");
    const names = (entry.objects ?? []).map(
      ({ kind, object }) => `    ${kind} ${printable(object)}`,
    );
    return [`${mark} ${text}`, ...names];
  });
}

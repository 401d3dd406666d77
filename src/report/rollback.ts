import type { DataLoss, PlannedUndo } from "../apply/planned-undo.ts";
import type { RollbackResult } from "../apply/rollback.ts";
import { formatCount, formatDuration } from "./measure.ts";
import type { Palette } from "./palette.ts";
import { printable } from "./printable.ts";
import { leftovers } from "./drift/repair-text.ts";
import { showScript } from "./drift/text-repair.ts";
import { shellWord } from "../shell-word.ts";

export interface RollbackStyle {
  palette: Palette;
  /** The command that was given, with more options. */
  command: (added: readonly string[]) => string;
}

/** What was, or would be, taken back, one line per migration; and the plan for it. */
export function renderRollback(
  { undone, plan, done }: RollbackResult,
  { palette, command }: RollbackStyle,
): string {
  if (undone.length === 0) return `${palette.green("✓")} Nothing to take back`;
  const width = Math.max(...undone.map(({ file }) => file.length));
  const sources = [...new Set(undone.map(({ source }) => source))].join(" and ");
  const count = `${formatCount(undone.length, "migration")} of ${sources}`;
  const lines = undone.map(({ file, duration }) =>
    done && plan === undefined
      ? `    ${file.padEnd(width)}  ${palette.dim(formatDuration(duration))}`
      : `    ${file}`,
  );
  const by = plan === undefined ? "" : " by a plan";
  const title = done
    ? `${palette.green("✓")} Took back ${count}${by}`
    : `Would take back ${count}${by}`;
  const rest =
    plan === undefined ? [] : done ? remarks(plan, palette) : planLines(plan, { palette, command });
  return [title, ...lines, ...rest].join("\n");
}

function planLines(plan: PlannedUndo, { palette, command }: RollbackStyle): string[] {
  const { statements, losses } = plan;
  const script = showScript({ statements, reason: null, leaves: [] }, "psql", palette);
  const allow = losses.map(({ name }) => `--allow-data-loss ${printable(shellWord(name))}`);
  return [
    "",
    statements.length === 0
      ? "  The schema is the same without it: only the records would go."
      : "  SQL that gives the schema of before, tried on a copy (nothing was run):",
    ...script,
    "",
    ...losses.map(
      (loss) =>
        `  ${palette.red(loss.isCast ? "may cut values of" : "loses")} ${describeLoss(loss)}`,
    ),
    ...remarks(plan, palette),
    ...commandLines(command(["--yes"]), allow, palette),
  ];
}

/** One line, or one for each option where these are many. */
function commandLines(command: string, options: readonly string[], palette: Palette): string[] {
  const whole = [command, ...options].join(" ");
  if (options.length < 3) return [`  To run it: ${palette.cyan(whole)}`];
  const lines = [command, ...options.map((option) => `  ${option}`)].join(" \\\n").split("\n");
  return ["  To run it:", ...lines.map((line) => `    ${palette.cyan(line)}`)];
}

/** What a plan can't do. */
function remarks(plan: PlannedUndo, palette: Palette): string[] {
  const { comesBackEmpty, rowChanges, drift, again, majors } = plan;
  const rest = leftovers({ statements: [], reason: null, leaves: plan.leaves });
  const note = (label: string, text: string) => `  ${palette.yellow(label)} ${text}`;
  const places = rowChanges.map(({ command, file, line }) => `${command} at ${file}:${line}`);
  return [
    ...comesBackEmpty.map((name) => note("comes back empty:", printable(name))),
    ...(places.length === 0
      ? []
      : [note("rows stay as they are now:", `what ${some(places)} did isn't taken back`)]),
    ...(rest.length === 0 ? [] : [note("stays different:", some(rest))]),
    ...(majors.tried === majors.target
      ? []
      : [
          note(
            "tried on another version:",
            `PostgreSQL ${majors.tried}, and not ${majors.target}, of which no binaries are installed here`,
          ),
        ]),
    ...(again === null ? [] : [note("can't be applied again as it is:", printable(again))]),
    ...(drift === 0
      ? []
      : [
          note(
            "other changes by hand:",
            `${formatCount(drift, "difference")} between the database and its migrations stay; dbfirst check-drift names them`,
          ),
        ]),
  ];
}

function some(texts: readonly string[]): string {
  const shown = texts.slice(0, 5);
  return `${shown.join(", ")}${texts.length > 5 ? ` and ${texts.length - 5} more` : ""}`;
}

function describeLoss({ name, rows, isCast }: DataLoss): string {
  const unit = name.startsWith("table:") ? "row" : "value";
  const count = rows === null ? "" : ` (${formatCount(rows, unit)}${isCast ? " now" : ""})`;
  return `${printable(name)}${count}`;
}

/** The same as data, for `--format json`. */
export function rollbackAsJson({ undone, plan, done }: RollbackResult): unknown {
  const sources = new Set(undone.map(({ source }) => source));
  return {
    schemaVersion: 1,
    dryRun: !done,
    source: sources.size === 1 ? [...sources][0] : null,
    undone: undone.map(({ source, name, file, duration }) => ({
      source,
      migration: name,
      file,
      durationMs: Math.round(duration),
    })),
    plan:
      plan === undefined
        ? null
        : {
            statements: plan.statements,
            losses: plan.losses,
            comesBackEmpty: plan.comesBackEmpty,
            rowChanges: plan.rowChanges,
            leaves: plan.leaves,
            majors: plan.majors,
            otherDifferences: plan.drift,
            cannotBeAppliedAgain: plan.again,
          },
  };
}

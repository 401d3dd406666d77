import type { PreviewedStep } from "../apply/preview.ts";
import type { ProjectPreview, StartedCommand } from "../workflow/apply/preview.ts";
import { errorAsJson, renderError } from "./error-text.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";
import { programAsJson, renderProgram } from "./program-status.ts";

/** What an apply would do, in order, and what would keep it from it. */
export function renderApplyPreview(preview: ProjectPreview, palette: Palette): string {
  const { steps, alreadyApplied, problems, programs, commands } = preview;
  const pending = steps.filter((step) => step.pending).length;
  const headline =
    pending === 0
      ? `Nothing is pending; ${formatCount(alreadyApplied, "migration")} applied before`
      : `Would apply ${formatCount(pending, "migration")}${alreadyApplied === 0 ? "" : ` (${alreadyApplied} applied before)`}, in this order`;
  const width = Math.max(0, ...steps.map(({ source }) => source.length));
  const lines = steps.map((step) => {
    const remarks = remarksOn(step, commands.get(step.source)).join("; ");
    const dimmed = remarks === "" ? "" : palette.dim(`  ${remarks}`);
    return `    ${palette.dim(step.source.padEnd(width))}  ${shownName(step, commands)}${dimmed}`;
  });
  return [
    `${palette.bold(headline)}. Nothing was run, nothing was written.`,
    ...lines,
    ...programs.map((program) => renderProgram(program, palette)),
    ...steps
      .filter(({ outOfOrder }) => outOfOrder)
      .map(
        ({ file }) =>
          `${palette.yellow("!")} ${file} comes before later ones that are applied; is its order right?`,
      ),
    ...(problems.length === 0 ? [] : [palette.red("As it is, it would be refused:")]),
    ...problems.map((problem) => renderError(problem, palette, { verbose: false })),
  ].join("\n");
}

/** A program with records of its own is shown by what starts it. */
function shownName(
  { source, file }: PreviewedStep,
  commands: ReadonlyMap<string, StartedCommand>,
): string {
  const started = commands.get(source);
  if (!started?.isOpaque) return file;
  const { command, workingDirectory } = started;
  return `\`${command}\`${workingDirectory === "." ? "" : ` in ${workingDirectory}/`}`;
}

function remarksOn(
  { runs, pending, awaits }: PreviewedStep,
  started: StartedCommand | undefined,
): string[] {
  return [
    ...(runs === "statements" ? ["each statement is a transaction of its own"] : []),
    ...(started?.isOpaque === false ? [`by ${runs}`] : []),
    ...(pending ? [] : ["would be asked; nothing new is in its folder"]),
    ...(awaits.length === 0
      ? []
      : [`needs ${awaits.join(", ")}, for what comes before it to make`]),
  ];
}

/** The same as data, for `--format json`. */
export function applyPreviewAsJson(preview: ProjectPreview): Record<string, unknown> {
  const { steps, alreadyApplied, problems, programs, commands } = preview;
  return {
    schemaVersion: 1,
    dryRun: true,
    steps: steps.map(({ source, name, file, runs, pending, outOfOrder, awaits }) => ({
      source,
      migration: name,
      file,
      runs,
      command: commands.get(source)?.command ?? null,
      workingDirectory: commands.get(source)?.workingDirectory ?? null,
      pending,
      outOfOrder,
      awaits,
    })),
    alreadyApplied,
    programs: programs.map(programAsJson),
    problems: problems.map(errorAsJson),
  };
}

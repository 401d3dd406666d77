import type { Palette } from "./palette.ts";
import { printable } from "./printable.ts";

interface InitReport {
  found: readonly string[];
  plan: { remarks: readonly string[] };
  diffs: readonly { name: string; isNew: boolean; lines: readonly string[] }[];
  commands: readonly { command: string; says: string }[];
}

/** What was found, and what would be written, as a unified diff that `git apply` takes. */
export function renderInitPlan({ found, plan, diffs }: InitReport, palette: Palette): string {
  return [
    palette.bold("Found"),
    ...found.map((line) => `  ${printable(line)}`),
    ...diffs.flatMap(({ name, isNew, lines }) => [
      "",
      palette.bold(`--- ${isNew ? "/dev/null" : `a/${name}`}`),
      palette.bold(`+++ b/${name}`),
      ...lines.map((line) => colored(printable(line), palette)),
    ]),
    ...(plan.remarks.length === 0
      ? []
      : ["", ...plan.remarks.map((line) => `${palette.yellow("!")} ${printable(line)}`)]),
  ].join("\n");
}

/** The commands that follow, each with what it is for. */
export function renderNextCommands({ commands }: InitReport, palette: Palette): string {
  return [
    palette.bold("Next"),
    ...commands.flatMap(({ command, says }, index) => [
      `  ${index + 1}. ${command}`,
      `     ${palette.dim(says)}`,
    ]),
    "",
    "Then commit everything: the workflow checks each pull request.",
  ].join("\n");
}

function colored(line: string, palette: Palette): string {
  if (line.startsWith("+")) return palette.green(line);
  if (line.startsWith("-")) return palette.red(line);
  return line.startsWith("@@") ? palette.cyan(line) : line;
}

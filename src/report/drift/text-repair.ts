import type { RepairPlan } from "../../drift/plan/repair.ts";
import type { DriftReport } from "../../drift/report.ts";
import { wrapLine } from "../display-width.ts";
import type { Palette } from "../palette.ts";
import { printable } from "../printable.ts";
import { leftovers, planAsScript, summarizePlan } from "./repair-text.ts";
import { renderSentence } from "./text-sentence.ts";

/**
 * The SQL that undoes what somebody did to the database by hand, and the SQL that keeps it.
 *
 * @param style.lines how long a script may be; a longer one is only summed up.
 */
export function renderRepair(
  { repair }: DriftReport,
  { palette, width, lines }: { palette: Palette; width: number; lines: number },
): string[] {
  if (repair === null) return [];
  const plans = [
    [
      "SQL that makes the database what the SQL files say (nothing was run):",
      repair.revert,
      "psql",
    ],
    ["SQL for a new file that keeps what the database has:", repair.keep, "migration"],
  ] as const;
  return plans.flatMap(([title, plan, use]) => {
    const heading = ["", ...wrapLine(title, width - 2).map((line) => `  ${line}`)];
    if (plan.statements.length === 0)
      return plan.reason === null
        ? []
        : [...heading, `    ${palette.dim(`none: ${printable(plan.reason)}`)}`];
    const script = planAsScript(plan, use);
    const rest = leftovers(plan);
    return [
      ...heading,
      ...(script.length > lines
        ? renderSentence(tooLong(plan), { palette, width, indent: 4 })
        : script.map((line) => asShown(line, palette))),
      ...(rest.length === 0
        ? []
        : [`    ${palette.yellow("stays different:")} ${rest.join(", ")}`]),
    ];
  });
}

function asShown(line: string, palette: Palette): string {
  return `    ${line.startsWith("-- ") ? palette.dim(line) : line}`;
}

function tooLong(plan: RepairPlan): string {
  return `${summarizePlan(plan)}: \`--all\` prints it, \`--output drift.html\` has it`;
}

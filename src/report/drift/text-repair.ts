import type { RepairPlan } from "../../drift/plan/repair.ts";
import type { DriftReport } from "../../drift/report.ts";
import { wrapLine } from "../display-width.ts";
import type { Palette } from "../palette.ts";
import { printable } from "../printable.ts";
import { hasLongText } from "./copyable-sql.ts";
import { leftovers, planAsScript, summarizePlan, type ScriptUse } from "./repair-text.ts";
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
    const body = renderPlan(plan, use, { palette, width, lines });
    if (body.length === 0) return [];
    return ["", ...wrapLine(title, width - 2).map((line) => `  ${line}`), ...body];
  });
}

function renderPlan(
  plan: RepairPlan,
  use: ScriptUse,
  { palette, width, lines }: { palette: Palette; width: number; lines: number },
): string[] {
  if (plan.statements.length === 0) {
    if (plan.reason === null) return [];
    const reason = wrapLine(`none: ${printable(plan.reason)}`, width - 4);
    return reason.map((line) => `    ${palette.dim(line)}`);
  }
  const script = showScript(plan, use, palette);
  const rest = leftovers(plan);
  return [
    ...(script.length > lines
      ? renderSentence(tooLong(plan), { palette, width, indent: 4 })
      : script),
    ...(rest.length === 0 ? [] : [`    ${palette.yellow("stays different:")} ${rest.join(", ")}`]),
  ];
}

/**
 * A plan's script for a terminal: indented, but for one with a text of several lines, such as a function's body. Whoever
 * copies it would put the indentation into that text.
 */
export function showScript(plan: RepairPlan, use: ScriptUse, palette: Palette): string[] {
  const indent = plan.statements.some(({ sql }) => hasLongText(sql)) ? "" : "    ";
  return planAsScript(plan, use).map(
    (line) => indent + (line.startsWith("-- ") ? palette.dim(line) : line),
  );
}

function tooLong(plan: RepairPlan): string {
  return `${summarizePlan(plan)}: \`--all\` prints it, \`--output drift.html\` has it`;
}

import type { DriftReport } from "../../drift/report.ts";
import { wrapLine } from "../display-width.ts";
import type { Palette } from "../palette.ts";
import { printable } from "../printable.ts";
import { leftovers, planAsScript } from "./repair-text.ts";

/** The SQL that undoes what somebody did to the database by hand, and the SQL that keeps it. */
export function renderRepair(
  { repair }: DriftReport,
  { palette, width, limit }: { palette: Palette; width: number; limit: number },
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
    const rest = leftovers(plan);
    return [
      ...heading,
      ...planAsScript(plan, use, limit).map(
        (line) => `    ${line.startsWith("--") ? palette.dim(line) : line}`,
      ),
      ...(rest.length === 0
        ? []
        : [`    ${palette.yellow("stays different:")} ${rest.join(", ")}`]),
    ];
  });
}

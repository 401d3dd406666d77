import type { Project } from "../config/load.ts";
import { ExitCode, UsageError } from "../errors.ts";
import type { Context } from "./command.ts";
import { progressOn } from "./progress.ts";
import type { DriftFormat } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

/** Of each sort, enough to meet two kinds of object. */
const samples = 2;

/** Seconds. */
const defaultPatience = 300;

interface SelfTestChoice {
  format: DriftFormat | undefined;
  output: readonly string[];
  patience: number | undefined;
}

/**
 * `check-drift --self-test`: 0 where every change that took effect would be caught, 1 where one wouldn't.
 *
 * @throws UsageError for a format that there isn't.
 */
export async function runSelfTest(
  context: Context,
  project: Project,
  { format, output, patience = defaultPatience }: SelfTestChoice,
): Promise<number> {
  if (format !== undefined && format !== "text" && format !== "json")
    throw new UsageError(`--self-test has the formats text and json, found "${format}"`);
  const [{ selfTest }, { renderSelfTest }] = await Promise.all([
    import("../workflow/check/self-test.ts"),
    import("../report/self-test.ts"),
  ]);
  const result = await selfTest(project, { samples, patience }, progressOn(context));
  context.console.done();
  writeReport(
    context,
    { format, output },
    { text: (style) => renderSelfTest(result, style), json: () => result },
  );
  return result.passed ? ExitCode.ok : ExitCode.different;
}

import type { Project } from "../config/load.ts";
import { ExitCode } from "../errors.ts";
import type { Context } from "./command.ts";
import { withTarget, type DatabaseChoice } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { reportApplyPreview } from "./report-apply-preview.ts";
import { writeReport } from "./write-report.ts";

/** Applies what is pending of one source to the chosen database, or finds out what that would be, and reports it. */
export async function applyOneSource(
  context: Context,
  project: Project,
  source: string,
  options: DatabaseChoice & {
    "dry-run": boolean;
    format: "text" | "json" | undefined;
    output: readonly string[];
  },
): Promise<number> {
  const { applySource, previewSource } = await import("../workflow/apply/apply-source.ts");
  const { checkFiles } = await import("../workflow/check-ready.ts");
  checkFiles(project);
  const run = progressOn(context);
  if (options["dry-run"]) {
    const preview = await withTarget(context, project, options, (target) =>
      previewSource(project, target, source, run),
    );
    return reportApplyPreview(context, options, preview);
  }
  const { renderApply, applyAsJson } = await import("../report/apply.ts");
  const result = await withTarget(context, project, options, (target) =>
    applySource(project, target, source, run),
  );
  writeReport(context, options, {
    text: ({ palette }) => renderApply(result, palette),
    json: () => applyAsJson(result),
  });
  return ExitCode.ok;
}

import { ExitCode } from "../errors.ts";
import type { ProjectPreview } from "../workflow/apply/preview.ts";
import type { Context } from "./command.ts";
import { writeReport } from "./write-report.ts";

/** Reports what an apply would do. That something would be refused is a result, too. */
export async function reportApplyPreview(
  context: Context,
  options: { format: "text" | "json" | undefined; output: readonly string[] },
  preview: ProjectPreview,
): Promise<number> {
  const { renderApplyPreview, applyPreviewAsJson } = await import("../report/apply-preview.ts");
  writeReport(context, options, {
    text: ({ palette }) => renderApplyPreview(preview, palette),
    json: () => applyPreviewAsJson(preview),
  });
  return ExitCode.ok;
}

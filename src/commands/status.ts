import { ExitCode } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { openProject, withTarget } from "./open-project.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const statusCommand = defineCommand({
  name: "status",
  summary: "Each source's migrations: applied, pending, changed, missing.",
  description: `Compares the sources with what the database has recorded. Writes nothing.`,
  options: {
    ...databaseOptions,
    ...reportOptions,
    "exit-code": { type: "boolean", help: "Exit with 1 unless everything is applied." },
  },
  examples: [
    ["dbfirst status", "what is applied and what isn't"],
    ["dbfirst status --exit-code --quiet", "in a script: 0 when nothing is pending"],
  ],
  async run(context, { options }) {
    const project = await openProject(context);
    const { status } = await import("../workflow.ts");
    const { renderStatus, statusAsJson } = await import("../report/status.ts");
    const planned = await withTarget(context, project, options, (target) =>
      status(project, target, context.signal),
    );
    writeReport(context, options, {
      text: ({ palette }) => renderStatus(planned, palette),
      json: () => statusAsJson(planned),
    });
    const settled = planned.every((item) => item.state === "applied");
    return options["exit-code"] && !settled ? ExitCode.different : ExitCode.ok;
  },
});

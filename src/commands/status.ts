import { ExitCode } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const statusCommand = defineCommand({
  name: "status",
  summary: "Each source's migrations: applied, pending, changed, missing.",
  description: `Compares the sources with what the database has recorded, and runs the \`status\` commands of the sources that have one.
Writes nothing. Exit code 2 where such a command fails: then what it would have said isn't known.`,
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
    const { readProjectStatus } = await import("../workflow/status.ts");
    const { renderStatus, statusAsJson } = await import("../report/status.ts");
    const status = await withTarget(context, project, options, (target) =>
      readProjectStatus(project, target, progressOn(context)),
    );
    writeReport(context, options, {
      text: ({ palette }) => renderStatus(status, palette),
      json: () => statusAsJson(status),
    });
    if (status.programs.some(({ failure }) => failure !== null)) return ExitCode.trouble;
    const settled = status.migrations.every((item) => item.state === "applied");
    return options["exit-code"] && !settled ? ExitCode.different : ExitCode.ok;
  },
});

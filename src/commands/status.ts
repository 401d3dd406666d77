import type { Project } from "../config/load.ts";
import { ExitCode } from "../errors.ts";
import type { NamedTarget } from "../workflow/check/check-databases.ts";
import { defineCommand, type Context } from "./command.ts";
import { announceDatabases, namedDatabases } from "./named-databases.ts";
import { openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const statusCommand = defineCommand({
  name: "status",
  summary: "Each source's migrations: applied, pending, changed, missing.",
  description: `Compares the sources with what the database has recorded, and runs the \`status\` commands of the sources that have one.
Writes nothing. Exit code 2 if such a command fails, because then it isn't known what is pending.`,
  options: {
    ...databaseOptions,
    ...reportOptions,
    database: {
      type: "list",
      value: "NAME",
      help: "Look at this one of the `databases` in dbfirst.config.ts; may be repeated.",
    },
    databases: {
      type: "boolean",
      help: "Look at all `databases` of dbfirst.config.ts, each with its own sources.",
    },
    "exit-code": { type: "boolean", help: "Exit with 1 unless everything is applied." },
  },
  examples: [
    ["dbfirst status", "what is applied and what isn't"],
    ["dbfirst status --databases", "the same for every database that dbfirst.config.ts lists"],
    ["dbfirst status --exit-code --quiet", "in a script: 0 when nothing is pending"],
  ],
  async run(context, { options }) {
    const project = await openProject(context);
    const several = await namedDatabases(context, project, options);
    if (several !== undefined) return showAll(context, project, several, options);
    const [{ readProjectSources }, { isSettled, readSourcesStatus }] = await Promise.all([
      import("../workflow/project-sources.ts"),
      import("../workflow/apply/status.ts"),
    ]);
    const { renderStatus, statusAsJson } = await import("../report/status.ts");
    // What is wrong with the files is told before a server is started or waited for.
    const sources = readProjectSources(project);
    const status = await withTarget(context, project, options, ({ settings }) =>
      readSourcesStatus(project, settings, sources, progressOn(context)),
    );
    writeReport(context, options, {
      text: ({ palette }) => renderStatus(status, palette),
      json: () => statusAsJson(status),
    });
    if (status.programs.some(({ failure }) => failure !== null)) return ExitCode.trouble;
    return options["exit-code"] && !isSettled(status) ? ExitCode.different : ExitCode.ok;
  },
});

/** Each database for itself, and one summary. */
async function showAll(
  context: Context,
  project: Project,
  targets: readonly NamedTarget[],
  options: {
    timeout: number | undefined;
    "exit-code": boolean;
    format: "text" | "json" | undefined;
    output: readonly string[];
  },
): Promise<number> {
  const [{ isSettled }, { readDatabasesStatus }, report, { renderStatus, statusAsJson }] =
    await Promise.all([
      import("../workflow/apply/status.ts"),
      import("../workflow/apply/apply-databases.ts"),
      import("../report/apply-databases.ts"),
      import("../report/status.ts"),
    ]);
  await announceDatabases(context, targets);
  const results = await readDatabasesStatus(project, targets, options, progressOn(context));
  const isDone = results.every(({ result }) => result !== null && isSettled(result));
  const done = isDone ? report.upToDate(results.length) : "could be looked at";
  writeReport(context, options, {
    text: ({ palette }) => report.renderDatabases(results, palette, { render: renderStatus, done }),
    json: () => report.databasesAsJson(results, statusAsJson),
  });
  const isUnknown = results.some(
    ({ result }) => result === null || result.programs.some(({ failure }) => failure !== null),
  );
  if (isUnknown) return ExitCode.trouble;
  return options["exit-code"] && !isDone ? ExitCode.different : ExitCode.ok;
}

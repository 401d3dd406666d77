import { ExitCode, UsageError } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { openProject, withTarget } from "./open-project.ts";
import { projectPath } from "./project-path.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const baselineCommand = defineCommand({
  name: "baseline",
  summary:
    "Record migrations as applied without running them; for a database that has their objects.",
  description: `For a database that existed before you used dbfirst. The migrations first run on a throw-away database: your database
must have everything that they make, or nothing is recorded. A FILE may also be a migration that an earlier run started and
couldn't complete. Drizzle's and node-pg-migrate's own records are written too; other programs have to write theirs.
With --forget-missing it is for files that were squashed: write one file in place of many, delete those, and run it on
each database that had them. The files that are there now must make just what that database is.`,
  arguments: "[FILE…]",
  options: {
    ...databaseOptions,
    force: {
      type: "boolean",
      help: "Record them even if the database lacks something that they make.",
    },
    "forget-missing": {
      type: "boolean",
      help: "Also take away the records of applied migrations whose files are gone.",
    },
    "dry-run": {
      type: "boolean",
      help: "Say what would be recorded, after the same check; nothing is written.",
    },
    ...reportOptions,
  },
  examples: [
    ["dbfirst baseline", "everything that is pending"],
    ["dbfirst baseline better-auth_migrations/2025-12-25T13-10-31.651Z.sql", "just that file"],
    ["dbfirst baseline --forget-missing", "after older files were replaced by one"],
  ],
  async run(context, { options, arguments: files }) {
    const { force, "dry-run": dryRun, "forget-missing": forgetsMissing } = options;
    if (forgetsMissing && files.length > 0)
      throw new UsageError("--forget-missing is about all files: name none");
    const project = await openProject(context);
    const { recordBaseline } = await import("../workflow/apply/baseline.ts");
    const { renderBaseline, baselineAsJson } = await import("../report/baseline.ts");
    const only =
      files.length === 0 ? undefined : files.map((file) => projectPath(context.directory, file));
    const { checkFiles } = await import("../workflow/check-ready.ts");
    checkFiles(project, only);
    const request = { only, force, forgetsMissing, dryRun };
    const result = await withTarget(context, project, options, (target) =>
      recordBaseline(project, target, request, progressOn(context)),
    );
    writeReport(context, options, {
      text: ({ palette }) => renderBaseline(result, { dryRun }, palette),
      json: () => baselineAsJson(result, { dryRun }),
    });
    return ExitCode.ok;
  },
});

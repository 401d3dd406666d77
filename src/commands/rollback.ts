import { ExitCode, UsageError } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { namedTarget, openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const rollbackCommand = defineCommand({
  name: "rollback",
  summary: "Take the last migrations of a source back.",
  description: `Runs what undoes a migration: NAME.down.sql beside NAME.sql (down.sql in a folder of Drizzle's), node-pg-migrate's down,
or the \`down\` command of the source; each script in one transaction with the ledger. A database that isn't local is refused
unless its name is passed as --confirm NAME. Afterwards the schema files are those of before: run dbfirst pull.`,
  options: {
    ...databaseOptions,
    source: {
      type: "string",
      value: "NAME",
      help: "Which source. Default: the last one that has something applied.",
    },
    steps: { type: "count", value: "N", help: "How many migrations. Default: 1." },
    to: {
      type: "string",
      value: "MIGRATION",
      help: "Take back what came after this one, by name or file; it stays.",
    },
    "dry-run": { type: "boolean", help: "Only say what would be taken back." },
    confirm: {
      type: "string",
      value: "NAME",
      help: "The name of a database that isn't local, to take something back there.",
    },
    ...reportOptions,
  },
  examples: [
    ["dbfirst rollback", "the last migration"],
    ["dbfirst rollback --source api --steps 2", "two steps of one source"],
  ],
  async run(context, { options }) {
    const { source, steps, to } = options;
    if (steps !== undefined && to !== undefined) {
      throw new UsageError("--steps and --to exclude each other");
    }
    const project = await openProject(context);
    const { refuseUnlessLocal } = await import("./refuse-remote.ts");
    const named = await namedTarget(context, project, options);
    const dryRun = options["dry-run"];
    if (named !== undefined && !dryRun) refuseUnlessLocal(named, "rollback", options.confirm);
    const { takeBack } = await import("../workflow/take-back.ts");
    const { renderRollback, rollbackAsJson } = await import("../report/rollback.ts");
    const result = await withTarget(context, project, options, (target) =>
      takeBack(project, target, { request: { source, steps, to }, dryRun }, progressOn(context)),
    );
    writeReport(context, options, {
      text: ({ palette }) => renderRollback(result, dryRun, palette),
      json: () => rollbackAsJson(result, dryRun),
    });
    return ExitCode.ok;
  },
});

import { ExitCode } from "../errors.ts";
import type { CheckOptions } from "../workflow.ts";
import { defineCommand } from "./command.ts";
import { checkNamedDatabases, namedDatabases } from "./named-databases.ts";
import { openProject, withCheckedDatabases } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { runSelfTest } from "./run-self-test.ts";
import { databaseOptions, driftReportOptions } from "./shared-options.ts";
import { writeDriftReport } from "./write-drift-report.ts";

/** Seconds for each of the two searches that a drift sets off. */
const defaultPatience = 10;

function checkOptionsOf(options: {
  quick: boolean;
  replay: boolean;
  patience: number | undefined;
}): CheckOptions {
  const { quick, replay, patience = defaultPatience } = options;
  return { explain: !quick, replay, patience };
}

export const checkDriftCommand = defineCommand({
  name: "check-drift",
  summary: "Exit 1 when database, SQL files and committed schema disagree. For pull requests.",
  description: `Compares the committed catalog snapshot and schema files with a database: the one you name or, if you name none,
a throw-away one built from the committed SQL files (and the embedded one, if this project has one). Lists every object
that differs, why, and the line of the SQL files that it comes from; for changes made outside the SQL files, also the SQL
that undoes them and the SQL that keeps them. Never writes. Exit code 0: in sync, 1: drift, 2: can't tell.`,
  options: {
    ...databaseOptions,
    ...driftReportOptions,
    quick: {
      type: "boolean",
      help: "Only say what differs: no causes, no lines, no SQL. Needs no throw-away database beside a named one.",
    },
    replay: {
      type: "boolean",
      help: "Compare with the SQL files also where the database agrees with the committed files: finds changes by hand that a pull took over.",
    },
    database: {
      type: "list",
      value: "NAME",
      help: "Check this one of the `databases` in dbfirst.config.ts; may be repeated.",
    },
    databases: {
      type: "boolean",
      help: "Check all `databases` of dbfirst.config.ts. One report each; the worst decides the exit code.",
    },
    concurrency: {
      type: "count",
      value: "N",
      help: "How many databases are checked at the same time. Default: 4.",
    },
    "self-test": {
      type: "boolean",
      help: "Try every sort of change on a throw-away database built from the SQL files, and tell which a check would catch.",
    },
    patience: {
      type: "seconds",
      value: "SECONDS",
      help: "How long looking for the lines may take, and planning the SQL. Default: 10 for each; 300 for the self-test.",
    },
  },
  examples: [
    ["dbfirst check-drift", "in a pull request, with no database at hand"],
    ["DATABASE_URL=… dbfirst check-drift", "is production what the repository says?"],
    ["dbfirst check-drift --databases", "every database that dbfirst.config.ts lists"],
    ["dbfirst check-drift --self-test", "would it notice? On a copy of this schema"],
    ["dbfirst check-drift --format json", "for machines"],
    [
      "dbfirst check-drift --output drift.html --output drift.sarif",
      "for a browser and for code scanning",
    ],
  ],
  async run(context, { options }) {
    const project = await openProject(context);
    if (options["self-test"]) return runSelfTest(context, project, options);
    const { checkDrift } = await import("../workflow/check/check.ts");
    const run = progressOn(context);
    const several = await namedDatabases(context, project, options);
    const report =
      several === undefined
        ? await withCheckedDatabases(context, project, options, (databases) =>
            checkDrift(project, databases, checkOptionsOf(options), run),
          )
        : await checkNamedDatabases(context, project, several, {
            ...checkOptionsOf(options),
            timeout: options.timeout,
            concurrency: options.concurrency,
          });
    context.console.done();
    await writeDriftReport(context, project, options, report);
    return { "in-sync": ExitCode.ok, drift: ExitCode.different, unknown: ExitCode.trouble }[
      report.verdict
    ];
  },
});

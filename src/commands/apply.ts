import { ExitCode } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { openProject, withTarget } from "./open-project.ts";
import { projectPath } from "./project-path.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const applyCommand = defineCommand({
  name: "apply",
  summary: "Apply the pending migrations of all sources, in order; with files: only those.",
  description: `Runs each pending SQL file as psql would, in one transaction together with its row in the ledger
(dbfirst.ledger), under a lock, in order. Stops at the first error, with file, line and column; what was applied
before it stays. A file that can't run in a transaction begins with: -- dbfirst: no-transaction`,
  arguments: "[FILE…]",
  options: {
    ...databaseOptions,
    executor: {
      type: "choice",
      choices: ["builtin", "psql"],
      help: "What runs the scripts: dbfirst itself, or the psql that is installed. Default: psql.executor of dbfirst.config.ts, else builtin.",
    },
    retry: {
      type: "boolean",
      help: "Run migrations again that an earlier run began outside a transaction and didn't complete.",
    },
    ...reportOptions,
  },
  examples: [
    ["dbfirst apply", "everything that is pending"],
    [
      "dbfirst apply better-auth_migrations/2025-12-25T13-10-31.651Z.sql",
      "just that file, if it is pending",
    ],
  ],
  async run(context, { options, arguments: files }) {
    const configured = await openProject(context);
    const executor = options.executor === "psql" ? "psql" : options.executor && "builtin";
    const project: typeof configured = {
      ...configured,
      scripts: { ...configured.scripts, ...(executor && { executor }) },
    };
    const { applyPending } = await import("../workflow.ts");
    const { renderApply, applyAsJson } = await import("../report/apply.ts");
    const only =
      files.length === 0 ? undefined : files.map((file) => projectPath(context.directory, file));
    const result = await withTarget(context, project, options, (target) =>
      applyPending(project, target, { ...progressOn(context), only, retry: options.retry }),
    );
    writeReport(context, options, {
      text: ({ palette }) => renderApply(result, palette),
      json: () => applyAsJson(result),
    });
    return ExitCode.ok;
  },
});

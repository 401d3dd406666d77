import type { Project } from "../config/load.ts";
import { ExitCode, UsageError } from "../errors.ts";
import type { DatabaseResult } from "../workflow/apply/apply-databases.ts";
import type { NamedTarget } from "../workflow/check/check-databases.ts";
import { defineCommand, type Context } from "./command.ts";
import { announceDatabases, namedDatabases } from "./named-databases.ts";
import { openProject, withTarget } from "./open-project.ts";
import { projectPath } from "./project-path.ts";
import { progressOn } from "./progress.ts";
import { reportApplyPreview } from "./report-apply-preview.ts";
import { databaseOptions, dryRunOption, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const applyCommand = defineCommand({
  name: "apply",
  summary: "Apply the pending migrations of all sources, in order; with files: only those.",
  description: `Runs each pending SQL file as psql would, in order, under a lock, each in one transaction together with its row in
the ledger (dbfirst.ledger). Stops at the first error and names file, line and column; what was applied before it stays.
A file that can't run in a transaction starts with: -- dbfirst: no-transaction`,
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
    database: {
      type: "list",
      value: "NAME",
      help: "Apply to this one of the `databases` in dbfirst.config.ts; may be repeated.",
    },
    databases: {
      type: "boolean",
      help: "Apply to all `databases` of dbfirst.config.ts, one after the other. One that fails doesn't stop the others.",
    },
    ...dryRunOption,
    ...reportOptions,
  },
  examples: [
    ["dbfirst apply", "everything that is pending"],
    ["dbfirst apply --dry-run", "what that would be"],
    ["dbfirst apply --databases", "to every database that dbfirst.config.ts lists"],
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
    const several = await namedDatabases(context, project, options);
    if (several !== undefined) {
      if (files.length > 0) throw new UsageError("--databases takes no files");
      return applyToAll(context, project, several, options);
    }
    const only =
      files.length === 0 ? undefined : files.map((file) => projectPath(context.directory, file));
    const run = { ...progressOn(context), only, retry: options.retry };
    const { checkFiles, checkReady } = await import("../workflow/check-ready.ts");
    if (options["dry-run"]) {
      checkFiles(project, only);
      const { previewPending } = await import("../workflow/apply/preview.ts");
      const preview = await withTarget(context, project, options, (target) =>
        previewPending(project, target, run),
      );
      return reportApplyPreview(context, options, preview);
    }
    await checkReady(project, run);
    const { applyPending } = await import("../workflow.ts");
    const { renderApply, applyAsJson } = await import("../report/apply.ts");
    const result = await withTarget(context, project, options, (target) =>
      applyPending(project, target, run),
    );
    writeReport(context, options, {
      text: ({ palette }) => renderApply(result, palette),
      json: () => applyAsJson(result),
    });
    return ExitCode.ok;
  },
});

/** Each database for itself, and one summary. */
async function applyToAll(
  context: Context,
  project: Project,
  targets: readonly NamedTarget[],
  options: {
    timeout: number | undefined;
    "dry-run": boolean;
    format: "text" | "json" | undefined;
    output: readonly string[];
  },
): Promise<number> {
  const { renderDatabases, databasesAsJson, upToDate } =
    await import("../report/apply-databases.ts");
  const { applyDatabases, previewDatabases } = await import("../workflow/apply/apply-databases.ts");
  const run = progressOn(context);
  await announceDatabases(context, targets);
  const report = <T>(
    results: readonly DatabaseResult<T>[],
    form: Parameters<typeof renderDatabases<T>>[2],
    asJson: (result: T) => unknown,
  ) => {
    writeReport(context, options, {
      text: ({ palette }) => renderDatabases(results, palette, form),
      json: () => databasesAsJson(results, asJson),
    });
    return results.some(({ failure }) => failure !== null) ? ExitCode.trouble : ExitCode.ok;
  };
  if (options["dry-run"]) {
    const { renderApplyPreview, applyPreviewAsJson } = await import("../report/apply-preview.ts");
    const previews = await previewDatabases(project, targets, options, run);
    return report(
      previews,
      { render: renderApplyPreview, done: "could be looked at" },
      applyPreviewAsJson,
    );
  }
  const { renderApply, applyAsJson } = await import("../report/apply.ts");
  const results = await applyDatabases(project, targets, options, run);
  return report(results, { render: renderApply, done: upToDate(results.length) }, applyAsJson);
}

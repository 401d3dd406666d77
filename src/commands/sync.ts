import { ExitCode } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { openProject, withTarget } from "./open-project.ts";
import { writeReport } from "./write-report.ts";
import { databaseOptions, dryRunOption, pullOptions, reportOptions } from "./shared-options.ts";
import { progressOn } from "./progress.ts";

export const syncCommand = defineCommand({
  name: "sync",
  summary: "Apply what is pending, pull the TypeScript schema, verify it. The main job.",
  description: `Waits for the database, applies the pending migrations of all sources in order, reads the catalog, runs
drizzle-kit pull, writes one TypeScript file per table and the catalog snapshot, and verifies the result.
A second run right after it changes nothing.`,
  options: {
    ...databaseOptions,
    ...dryRunOption,
    ...reportOptions,
    ...pullOptions,
  },
  examples: [
    ["dbfirst sync", "with the embedded PostgreSQL, or the database that drizzle.config.ts names"],
    ["dbfirst sync --dry-run", "what would be applied, and what would change in the files"],
    ["DATABASE_URL=postgres://app@localhost/app dbfirst sync", "on a database of yours"],
  ],
  async run(context, { options }) {
    const project = await openProject(context);
    const run = progressOn(context, options);
    const choice = { ...options, timeout: options.timeout ?? 10 };
    if (options["dry-run"]) {
      const { previewSync } = await import("../workflow/preview-sync.ts");
      const { renderSyncPreview, syncPreviewAsJson } = await import("../report/sync-preview.ts");
      const preview = await withTarget(context, project, choice, (target) =>
        previewSync(project, target, run),
      );
      writeReport(context, options, {
        text: (style) => renderSyncPreview(preview, style),
        json: () => syncPreviewAsJson(preview),
      });
      return ExitCode.ok;
    }
    const { checkReady } = await import("../workflow/check-ready.ts");
    await checkReady(project, run);
    const { sync } = await import("../workflow.ts");
    const { renderSync, syncAsJson } = await import("../report/sync.ts");
    const result = await withTarget(context, project, choice, (target) =>
      sync(project, target, run),
    );
    writeReport(context, options, {
      text: (style) => renderSync(result, style),
      json: () => syncAsJson(result),
    });
    return ExitCode.ok;
  },
});

import { ExitCode, UsageError } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { keepHeapModest } from "./modest-heap.ts";
import { openProject, withTarget } from "./open-project.ts";
import { writeReport } from "./write-report.ts";
import { dryRunOption, pullOptions, reportOptions, waitingOptions } from "./shared-options.ts";
import { progressOn } from "./progress.ts";

/** Seconds: a database that is being started beside it answers by then. */
const usualWait = 10;

export const syncCommand = defineCommand({
  name: "sync",
  summary: "Apply what is pending, pull the TypeScript schema, verify it. The main job.",
  description: `Waits for the database, applies the pending migrations of all sources in order, reads the catalog, runs
drizzle-kit pull, writes one TypeScript file per table and the catalog snapshot, and verifies the result.
Running it again changes nothing. With --watch it keeps running, and syncs again whenever an SQL file or the configuration
is saved; if a migration that was already applied is edited, the embedded database is rebuilt and seeded.`,
  options: {
    watch: {
      type: "boolean",
      help: "Keep running until Ctrl-C, and sync whenever a file is saved. Only for a database on this machine.",
    },
    ...waitingOptions(usualWait),
    ...dryRunOption,
    ...reportOptions,
    ...pullOptions,
  },
  examples: [
    ["dbfirst sync", "with the embedded PostgreSQL, or the database that drizzle.config.ts names"],
    ["dbfirst sync --dry-run", "what would be applied, and what would change in the files"],
    ["DATABASE_URL=postgres://app@localhost/app dbfirst sync", "on a database of yours"],
    ["dbfirst sync --watch", "while you write SQL"],
  ],
  endsOnSignal: ({ watch }) => watch,
  async run(context, { options }) {
    keepHeapModest();
    const choice = { ...options, timeout: options.timeout ?? usualWait };
    if (options.watch) {
      if (options["dry-run"]) throw new UsageError("--watch and --dry-run exclude each other");
      refuseReports(options);
      const { watchSync } = await import("./watch-sync.ts");
      return watchSync(context, choice);
    }
    const project = await openProject(context);
    const run = progressOn(context, options);
    const { checkFiles, checkReady } = await import("../workflow/check-ready.ts");
    if (options["dry-run"]) {
      checkFiles(project);
      const { previewSync } = await import("../workflow/apply/preview-sync.ts");
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

/** A watch has no result that could be one document. */
function refuseReports({
  format,
  output,
}: {
  format: string | undefined;
  output: readonly string[];
}): void {
  if (format !== "json" && output.length === 0) return;
  throw new UsageError("--watch prints text only; leave --format and --output out");
}

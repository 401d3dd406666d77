import type { Project } from "../config/load.ts";
import { ExitCode, UsageError } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";
import type { Run } from "../workflow.ts";
import { defineCommand } from "./command.ts";
import { keepHeapModest } from "./modest-heap.ts";
import { openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, pullOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const pullCommand = defineCommand({
  name: "pull",
  summary: "Regenerate the TypeScript schema and the catalog snapshot from the database.",
  description: `Runs drizzle-kit pull in a scratch folder with pinned settings, corrects its mistakes, and writes one
TypeScript file per table, relations and an index into the schema folder of drizzle.config.ts, and the catalog
snapshot catalog.json into its out folder. It writes everything or nothing, and never touches files that aren't generated.

Before anything is written, the TypeScript is proved: drizzle-kit exports it as SQL, a throw-away server of the database's
version runs that, and the two catalogs are compared in everything that Drizzle can express. A difference fails the pull.

A generated file that was edited by hand is shown and not overwritten. To change types, names, modes or files for good, use
pull in dbfirst.config.ts. See docs/pull.md.`,
  options: {
    ...databaseOptions,
    ...reportOptions,
    ...pullOptions,
    from: {
      type: "choice",
      choices: ["database", "migrations"],
      help: "migrations: pull from a throw-away database built from the SQL files; no other is needed. Default: database.",
    },
    "dry-run": {
      type: "boolean",
      help: "Show what would change in the files, as a diff; nothing is written or proved.",
    },
  },
  examples: [
    ["dbfirst pull", "after the database was changed"],
    ["dbfirst pull --dry-run", "what it would write"],
    ["dbfirst pull --from migrations", "without a database of one's own"],
  ],
  async run(context, { options }) {
    keepHeapModest();
    const project = await openProject(context);
    const run = progressOn(context, options);
    const { withKitAhead } = await import("../workflow/pull/with-reserve.ts");
    const withSource = <T>(work: (target: Target, run: Run) => Promise<T>) =>
      withKitAhead(project, run, (own) =>
        options.from === "migrations"
          ? withMigratedShadow(project, { url: options.url, run: own }, work)
          : withTarget(context, project, { ...options, readsFirst: true }, (target) =>
              work(target, own),
            ),
      );
    if (options["dry-run"]) {
      const { previewPull } = await import("../workflow.ts");
      const { previewAsJson, renderPreview } = await import("../report/pull-preview.ts");
      const preview = await withSource((target, own) => previewPull(project, target, own));
      writeReport(context, options, {
        text: (style) => renderPreview(preview, style),
        json: () => previewAsJson(preview),
      });
      return ExitCode.ok;
    }
    const { pull } = await import("../workflow/pull/pull.ts");
    const { renderPull, pullAsJson } = await import("../report/pull.ts");
    const result = await withSource((target, own) => pull(project, target, own));
    writeReport(context, options, {
      text: (style) => renderPull(result, style),
      json: () => pullAsJson(result),
    });
    return ExitCode.ok;
  },
});

async function withMigratedShadow<T>(
  project: Project,
  { url, run }: { url: string | undefined; run: Run },
  work: (target: Target, run: Run) => Promise<T>,
): Promise<T> {
  if (url !== undefined)
    throw new UsageError("--from migrations builds its own database: it takes no --url.");
  const { withMigrations } = await import("../workflow/pull/with-migrations.ts");
  return withMigrations(project, run, (settings, own) => work({ settings, origin: "shadow" }, own));
}

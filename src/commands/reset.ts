import { ExitCode } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";
import { defineCommand } from "./command.ts";
import { namedTarget, openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, pullOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const resetCommand = defineCommand({
  name: "reset",
  summary: "Drop what the sources made, apply them from the start, pull, and seed.",
  description: `Runs the \`reset\` commands of sources that have one, last source first. Then drops what remains of what the sources
make (a throw-away database tells what that is), together with the ledger, in one transaction; in the embedded database,
drops everything. Then does what sync does, and runs \`seed\` of dbfirst.config.ts. If other objects depend on what would be
dropped, it refuses, unless you pass --cascade. If the database isn't on this machine, you have to type its name at a
terminal, or pass it as --confirm NAME.`,
  options: {
    ...databaseOptions,
    all: {
      type: "boolean",
      help: "Drop everything in the database, not only what the sources make.",
    },
    cascade: { type: "boolean", help: "Also drop what else depends on what is dropped." },
    confirm: {
      type: "string",
      value: "NAME",
      help: "The name of a database that isn't local, to reset it.",
    },
    "dry-run": {
      type: "boolean",
      help: "Say what would be dropped, applied and started; nothing is run or written.",
    },
    ...reportOptions,
    ...pullOptions,
  },
  examples: [
    ["dbfirst reset", "a fresh embedded database"],
    ["dbfirst reset --dry-run", "what it would drop"],
    ["DATABASE_URL=… dbfirst reset --confirm staging", "one on another machine"],
  ],
  async run(context, { options }) {
    const project = await openProject(context);
    const named = await namedTarget(context, project, options);
    const { previewReset, reset } = await import("../workflow/apply/reset.ts");
    const run = progressOn(context, options);
    const extentOn = (target: Target) => {
      const all = options.all || target.origin === "embedded";
      return { all, cascade: options.cascade || all };
    };
    const { checkFiles, checkReady } = await import("../workflow/check-ready.ts");
    if (options["dry-run"]) {
      checkFiles(project);
      const { renderResetPreview, resetPreviewAsJson } = await import("../report/reset-preview.ts");
      const preview = await withTarget(context, project, options, (target) =>
        previewReset(project, target, extentOn(target), run),
      );
      writeReport(context, options, {
        text: ({ palette }) => renderResetPreview(preview, palette),
        json: () => resetPreviewAsJson(preview),
      });
      return ExitCode.ok;
    }
    await checkReady(project, run);
    const { confirmUnlessLocal } = await import("./confirm-unless-local.ts");
    if (named !== undefined) await confirmUnlessLocal(context, named, "reset", options.confirm);
    const { renderReset, resetAsJson } = await import("../report/reset.ts");
    const result = await withTarget(context, project, options, (target) =>
      reset(project, target, extentOn(target), run),
    );
    writeReport(context, options, {
      text: (style) => renderReset(result, style),
      json: () => resetAsJson(result),
    });
    return ExitCode.ok;
  },
});

import { ExitCode, UsageError } from "../errors.ts";
import { shellWord } from "../shell-word.ts";
import type { TakeBackOptions } from "../workflow/rollback/take-back.ts";
import { defineCommand, type OptionValues } from "./command.ts";
import { namedTarget, openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

const rollbackOptions = {
  ...databaseOptions,
  source: {
    type: "string",
    value: "NAME",
    help: "Only migrations of this source. Default: what was applied last, of whichever source.",
  },
  steps: { type: "count", value: "N", help: "How many migrations. Default: 1." },
  to: {
    type: "string",
    value: "MIGRATION",
    help: "Undo what was applied after this migration, named by name or file, which stays.",
  },
  plan: {
    type: "boolean",
    help: "Plan the way back even if there are down scripts.",
  },
  yes: { type: "boolean", help: "Run the plan; without it, a plan is only shown." },
  "allow-data-loss": {
    type: "list",
    value: "NAME",
    help: "Allow the plan to lose this, such as table:public.label; may be repeated. The plan lists what it loses.",
  },
  "dry-run": { type: "boolean", help: "Only say what would be undone." },
  confirm: {
    type: "string",
    value: "NAME",
    help: "The name of the database, to undo something in one that isn't local.",
  },
  ...reportOptions,
} as const;

export const rollbackCommand = defineCommand({
  name: "rollback",
  summary: "Undo the last migrations.",
  description: `Runs whatever undoes a migration: NAME.down.sql beside NAME.sql (down.sql in a Drizzle migration's folder),
node-pg-migrate's down, or the source's \`down\` command; each script in one transaction with the ledger. If there is none,
dbfirst plans the way back from the schema before and after the migration, tries it on a throw-away copy, and shows it with
its locks and losses: nothing has been undone then, and the exit code is 0. Add --yes to run the plan. If the database isn't
on this machine, you have to type its name at a terminal, or pass it as --confirm NAME. Run dbfirst pull afterwards, to
bring the schema files back in line.`,
  options: rollbackOptions,
  examples: [
    ["dbfirst rollback", "undo the last migration, or show how"],
    ["dbfirst rollback --source api --steps 2", "two steps of one source"],
    ["dbfirst rollback --yes --allow-data-loss table:public.label", "run the plan that was shown"],
  ],
  async run(context, { options }) {
    const { console: terminal } = context;
    const { source, steps, to, plan, yes } = options;
    if (steps !== undefined && to !== undefined) {
      throw new UsageError("--steps and --to exclude each other");
    }
    const dryRun = options["dry-run"];
    if (yes && dryRun) throw new UsageError("--yes and --dry-run exclude each other");
    const project = await openProject(context);
    const { isLocal } = await import("./refuse-remote.ts");
    const { confirmUnlessLocal } = await import("./confirm-unless-local.ts");
    const named = await namedTarget(context, project, options);
    if (yes && named !== undefined)
      await confirmUnlessLocal(context, named, "rollback", options.confirm);
    // A plan is only shown without --yes, wherever it is for; that there are scripts instead is known later.
    const onChange = async (files: readonly string[]) => {
      if (yes || named === undefined) return;
      if (!isLocal(named) && options.confirm === undefined)
        terminal.error(`Would take back:\n    ${files.join("\n    ")}`);
      await confirmUnlessLocal(context, named, "rollback", options.confirm);
    };
    const wanted: TakeBackOptions = {
      request: { source, steps, to, plan },
      dryRun,
      confirmed: yes,
      allowDataLoss: options["allow-data-loss"],
      onChange,
    };
    const { takeBack } = await import("../workflow/rollback/take-back.ts");
    const { renderRollback, rollbackAsJson } = await import("../report/rollback.ts");
    const result = await withTarget(context, project, options, (target) =>
      takeBack(project, target, wanted, progressOn(context)),
    );
    const confirm = named === undefined || isLocal(named) ? undefined : named.settings.database;
    const command = (added: readonly string[]) =>
      ["dbfirst rollback", ...given({ ...options, confirm }), ...added].join(" ");
    writeReport(context, options, {
      text: ({ palette }) => renderRollback(result, { palette, command }),
      json: () => rollbackAsJson(result),
    });
    const { length } = result.undone;
    if (steps !== undefined && length < steps) {
      const whose = source === undefined ? "" : ` of source "${source}"`;
      terminal.note(`${length} of ${steps} steps: nothing else${whose} is applied`);
    }
    return ExitCode.ok;
  },
});

/** The options that say what is to be taken back, as they were given. */
function given({
  source,
  steps,
  to,
  plan,
  confirm,
}: OptionValues<typeof rollbackOptions>): string[] {
  const option = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}`, shellWord(String(value))];
  return [
    ...option("source", source),
    ...option("steps", steps),
    ...option("to", to),
    ...(plan ? ["--plan"] : []),
    ...option("confirm", confirm),
  ];
}

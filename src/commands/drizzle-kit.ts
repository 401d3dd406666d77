import { resolve } from "node:path";
import type { Project } from "../config/load.ts";
import { ExitCode, SourceError, UsageError } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";
import { defineCommand, type Context } from "./command.ts";
import { namedTarget, openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions } from "./shared-options.ts";

export const pushCommand = defineCommand({
  name: "push",
  summary:
    "drizzle-kit push: make a local database match the TypeScript schema, to try things out.",
  description: `Runs drizzle-kit push on the chosen database. It changes, and may drop, whatever differs. So if the database isn't on
this machine, you have to type its name at a terminal or pass it as --confirm NAME. A push is refused while another source
has pending migrations, or has made something since the last pull that push would drop. Options after -- are drizzle-kit's.`,
  arguments: "[-- DRIZZLE-KIT OPTIONS]",
  options: {
    ...databaseOptions,
    confirm: {
      type: "string",
      value: "NAME",
      help: "The name of a database that isn't local, to push to it.",
    },
  },
  examples: [["dbfirst push", "try a change of the TypeScript schema on the embedded database"]],
  async run(context, { options, arguments: args }) {
    refuseConnectionOptions("push", args);
    const project = await openProject(context);
    const { confirmUnlessLocal } = await import("./confirm-unless-local.ts");
    const named = await namedTarget(context, project, options);
    if (named !== undefined) await confirmUnlessLocal(context, named, "push", options.confirm);
    const { refuseUnsafePush } = await import("../workflow/drizzle-kit/before-push.ts");
    return withTarget(context, project, options, async (target) => {
      await refuseUnsafePush(project, target, progressOn(context));
      context.console.done();
      return runPush(context, project, target, args);
    });
  },
});

async function runPush(
  context: Context,
  project: Project,
  target: Target,
  args: readonly string[],
): Promise<number> {
  const [{ runDrizzleKit }, { hiddenFromPush }] = await Promise.all([
    import("../pull/kit/run-drizzle-kit.ts"),
    import("../workflow.ts"),
  ]);
  const code = await runDrizzleKit("push", {
    projectDirectory: project.directory,
    settings: target.settings,
    leftOut: hiddenFromPush(project),
    args,
    env: context.env,
    signal: context.signal,
  });
  // drizzle-kit's 1 is any failure; ours is drift.
  return code === 0 ? ExitCode.ok : ExitCode.trouble;
}

/**
 * What drizzle-kit writes goes into its folder, which has to be a source's: nothing else would ever run it.
 *
 * @throws SourceError SOURCE_MISSING.
 */
export function refuseWithoutSource({
  directory,
  sources,
  listsSources,
  outDirectory,
}: Project): void {
  const out = resolve(directory, outDirectory);
  const isRun = sources.some((source) => resolve(directory, source.directory) === out);
  if (isRun || !listsSources) return;
  throw new SourceError(
    "SOURCE_MISSING",
    `No source of dbfirst.config.ts runs Drizzle's migrations in ${outDirectory}/`,
    {
      hint: `Add it to \`sources\`: { name: "drizzle", kind: "drizzle", directory: "${outDirectory}" }`,
    },
  );
}

/** drizzle-kit would take the last of two, and work on another database than the one that was chosen and checked. */
export function refuseConnectionOptions(command: string, args: readonly string[]): void {
  const found = args.find((arg) =>
    /^--(config|url|host|port|user|password|database|ssl)\b/.test(arg),
  );
  if (found === undefined) return;
  throw new UsageError(`${found.split("=")[0]} can't be passed on to drizzle-kit ${command}`, {
    hint: "Which database: dbfirst's --url, DATABASE_URL or drizzle.config.ts.",
  });
}

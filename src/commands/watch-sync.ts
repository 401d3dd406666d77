import { isDeepStrictEqual } from "node:util";
import type { Project } from "../config/load.ts";
import { DbfirstError, ExitCode, UsageError } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";
import type { WatchStyle } from "../report/watch.ts";
import type { Context, OptionValues } from "./command.ts";
import { namedTarget, openProject, readProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { isLocal } from "./refuse-remote.ts";
import type { databaseOptions, pullOptions } from "./shared-options.ts";

/** `sync --watch`: until a signal, which is no failure of it. */
export async function watchSync(
  context: Context,
  options: OptionValues<typeof databaseOptions & typeof pullOptions>,
): Promise<number> {
  const project = await openProject(context);
  const named = await namedTarget(context, project, options);
  if (named !== undefined) refuseRemote(named);
  await withTarget(context, project, options, (target) =>
    watchTarget(context, { project, target, named }, options),
  );
  return ExitCode.ok;
}

async function watchTarget(
  context: Context,
  { project, target, named }: { project: Project; target: Target; named: Target | undefined },
  options: OptionValues<typeof databaseOptions & typeof pullOptions>,
): Promise<void> {
  const { console: terminal } = context;
  const [{ watch }, { renderWatch }, { configFiles }] = await Promise.all([
    import("../workflow/watch/watch.ts"),
    import("../report/watch.ts"),
    import("../config/find-configs.ts"),
  ]);
  const reload = async (): Promise<Project> => {
    const now = await readProject(context);
    const database = await namedTarget(context, now, options);
    const isSame = isDeepStrictEqual(database?.settings, named?.settings);
    if (!isSame || now.postgresMajor !== project.postgresMajor) throw otherDatabase();
    return now;
  };
  const progress = progressOn(context, options);
  const run = { ...progress, warn: once(progress.warn) };
  const isProved = await watch(
    {
      project,
      target,
      configFiles: configFiles(context.configFile),
      reload,
      tell: (news) => {
        const text = renderWatch(news, styleOf(context));
        terminal.done();
        if (text === undefined) return;
        if (news.kind === "failed" || news.kind === "not proved") terminal.error(text);
        else terminal.print(text);
      },
    },
    run,
  );
  if (!isProved && run.prove)
    terminal.note("The last change isn't proved yet: the next dbfirst sync does it.");
}

function styleOf({ console }: Context): WatchStyle {
  const { palette, width, verbose } = console;
  return { palette, width, verbose, time: new Date().toTimeString().slice(0, 8) };
}

/** Says each thing the first time only. */
function once(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text)) return;
    said.add(text);
    say(text);
  };
}

function refuseRemote(target: Target): void {
  if (isLocal(target)) return;
  const { database, host } = target.settings;
  throw new UsageError(
    `--watch applies every file as soon as it is saved, and "${database}" is on ${host}, not on this machine`,
    {
      hint: "Watch with the embedded database (--url, DATABASE_URL and dbCredentials left out); dbfirst sync applies to another one.",
    },
  );
}

function otherDatabase(): DbfirstError {
  return new DbfirstError("DATABASE_CHANGED", "The configuration names another database now", {
    hint: "End the watch and start it again.",
  });
}

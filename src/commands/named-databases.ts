import type { Project } from "../config/load.ts";
import type { DatabaseConfig } from "../config/schema.ts";
import { DbfirstError, UsageError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { DatabaseChecks } from "../drift/report.ts";
import type { Target } from "../postgres/settings.ts";
import type { CheckOptions } from "../workflow.ts";
import type { NamedTarget } from "../workflow/check/check-databases.ts";
import type { Context } from "./command.ts";
import { progressOn } from "./progress.ts";

/**
 * The databases of dbfirst.config.ts that are to be checked; undefined: none of them, but the one of the other options. Their
 * passwords are kept out of everything that is shown.
 *
 * @throws UsageError for a name that isn't there.
 */
export async function namedDatabases(
  context: Context,
  project: Project,
  options: { database: readonly string[]; databases: boolean; url: string | undefined },
): Promise<NamedTarget[] | undefined> {
  const { database: names, databases: all, url } = options;
  if (names.length === 0 && !all) return undefined;
  if (url !== undefined)
    throw new UsageError("--url names one database, --database and --databases name others", {
      hint: "Leave one of them out.",
    });
  if (project.databases.length === 0)
    throw new UsageError("dbfirst.config.ts lists no `databases`", {
      hint: 'Add them: databases: [{ name: "staging", url: … }], the URL from the environment.',
    });
  const known = project.databases.map(({ name }) => name);
  for (const name of names) if (!known.includes(name)) throw unknownDatabase(name, known);
  const chosen = all
    ? project.databases
    : project.databases.filter(({ name }) => names.includes(name));
  const targets = await Promise.all(chosen.map((database) => targetOf(database, context)));
  for (const { target } of targets)
    if (!(target instanceof DbfirstError)) context.console.hidePasswords(target.settings);
  return targets;
}

async function targetOf(
  { name, url, sources }: DatabaseConfig,
  { env, console }: Context,
): Promise<NamedTarget> {
  const { parseUrl } = await import("../postgres/url.ts");
  try {
    if (url === undefined || url === "")
      throw new UsageError(`databases: "${name}" has no URL`, {
        hint: "Is the environment variable set that dbfirst.config.ts reads it from?",
      });
    const settings = parseUrl(url, { env, warn: (text) => console.note(text) });
    return { name, sources, target: { settings, origin: "dbfirst.config.ts" } };
  } catch (error) {
    if (error instanceof DbfirstError) return { name, sources, target: error };
    throw error;
  }
}

function unknownDatabase(name: string, known: readonly string[]): UsageError {
  const suggestion = nearest(name, known);
  return new UsageError(`dbfirst.config.ts lists no database "${name}"`, {
    hint:
      suggestion === undefined ? `There are ${known.join(", ")}.` : `Did you mean "${suggestion}"?`,
  });
}

/** Says which databases they are. */
export async function announceDatabases(
  { console }: Context,
  targets: readonly NamedTarget[],
): Promise<void> {
  const { describeDatabase } = await import("../postgres/format-url.ts");
  for (const { name, target } of targets)
    if (!(target instanceof DbfirstError))
      console.note(`Database ${name}: ${describeDatabase(target.settings)} (${target.origin})`);
}

/** So many sessions and throw-away servers at once are no burden. On one server, roles of several replays would be in each other's way. */
const concurrencyOf = ({ shadow }: Project, wanted = 4) => (shadow === undefined ? wanted : 1);

/** Checks them, and says which they are. */
export async function checkNamedDatabases(
  context: Context,
  project: Project,
  targets: readonly NamedTarget[],
  options: CheckOptions & { timeout: number | undefined; concurrency: number | undefined },
): Promise<DatabaseChecks> {
  const { console, signal } = context;
  const { timeout, concurrency, ...check } = options;
  const { checkDatabases } = await import("../workflow/check/check-databases.ts");
  const ofThisSchema = targets.filter(({ sources }) => sources === undefined);
  for (const { name, sources } of targets)
    if (sources !== undefined)
      console.note(`Database ${name} has sources of its own (${sources.join(", ")}): passed over`);
  if (ofThisSchema.length === 0)
    throw new UsageError("Each of these databases has sources of its own, and so another schema", {
      hint: "The committed files are compared with databases that have all sources: name one by --url, or take `sources` out of its entry.",
    });
  await announceDatabases(context, ofThisSchema);
  // Without a time to wait, the check's own session is the one try.
  const wait = async (target: Target): Promise<Target> => {
    if (!timeout && target.settings.servers === undefined) return target;
    const { waitForServer } = await import("../postgres/wait.ts");
    const settings = await waitForServer(target.settings, {
      timeoutSeconds: timeout ?? 0,
      signal,
    });
    return { ...target, settings };
  };
  return checkDatabases(
    project,
    ofThisSchema,
    { ...check, concurrency: concurrencyOf(project, concurrency), wait },
    progressOn(context),
  );
}

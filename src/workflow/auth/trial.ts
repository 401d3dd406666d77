import { createdTables, unspokenChanges } from "../../better-auth/compare-tables.ts";
import { fileText, mendIndexes } from "../../better-auth/mend-sql.ts";
import type { AuthPlan, AuthSql } from "../../better-auth/messages.ts";
import { readColumns } from "../../better-auth/tables.ts";
import type { Project } from "../../config/load.ts";
import type { SourceConfig } from "../../config/schema.ts";
import { DbfirstError, ScriptError } from "../../errors.ts";
import { connect } from "../../postgres/connect.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import type { Migration } from "../../sources/migration.ts";
import type { Source } from "../../sources/source.ts";
import { applySources } from "../replay.ts";
import { unannounced, type Run } from "../run.ts";

/** Where Better Auth's SQL is tried. */
export interface Trial {
  project: Project;
  run: Run;
  shadow: Shadow;
}

/** The new file isn't on the disk yet, where psql would look for it. */
export function trialOf(project: Project, run: Run, shadow: Shadow): Trial {
  return {
    project: { ...project, scripts: { ...project.scripts, executor: "builtin" } },
    run,
    shadow,
  };
}

/** What is tried, and where it belongs. */
export interface Place {
  plan: AuthPlan;
  /** As they are committed, Better Auth's among them. */
  sources: readonly Source[];
  source: SourceConfig;
  migration: Migration;
}

/** A database with what the committed files make. */
export interface Replayed {
  settings: ConnectionSettings;
  /** Why the files of later sources aren't in it; undefined: everything is. */
  failure: DbfirstError | undefined;
}

/**
 * Replays the committed files of all sources. Where those of a later source fail, as they do for want of tables that Better
 * Auth is yet to make, only the sources up to Better Auth's.
 *
 * @throws what these fail with.
 */
export async function replayCommitted(
  { project, run, shadow }: Trial,
  sources: readonly Source[],
  name: string,
): Promise<Replayed> {
  const replay = async (some: readonly Source[]) => {
    const settings = await shadow.createDatabase();
    await applySources(project, settings, some, unannounced(run));
    return settings;
  };
  run.step("Replaying the committed migrations on a throw-away database");
  try {
    return { settings: await replay(sources), failure: undefined };
  } catch (error) {
    run.signal.throwIfAborted();
    const end = sources.findIndex((source) => source.name === name) + 1;
    if (!(error instanceof DbfirstError) || end === sources.length) throw error;
    await shadow.clear();
    return { settings: await replay(sources.slice(0, end)), failure: error };
  }
}

function withMigration({ sources, source, migration }: Place): Source[] {
  return sources.map((one) =>
    one.name === source.name ? { ...one, migrations: [...one.migrations, migration] } : one,
  );
}

/** As on a database that has all the committed files that could be applied without it. */
export async function tryOn(
  trial: Trial,
  { settings, failure }: Replayed,
  place: Place,
): Promise<void> {
  trial.run.step("Trying the new file");
  try {
    await applySources(trial.project, settings, withMigration(place), unannounced(trial.run));
  } catch (error) {
    trial.run.signal.throwIfAborted();
    // A later source fails without the file, and with it: the file isn't to blame.
    if (failure !== undefined) throw error;
    throw doesNotWork(place, error, {
      hint: "Nothing was written. Where a committed file fills the table with rows, a required column needs a default: give the field a defaultValue, or required: false.",
    });
  }
}

/** As on a new database, where sources that come later haven't run yet. */
export async function tryOnNew(trial: Trial, place: Place): Promise<void> {
  if (place.sources.at(-1)?.name === place.source.name) return;
  trial.run.step("Trying the new file on a new database");
  await trial.shadow.clear();
  const settings = await trial.shadow.createDatabase();
  try {
    await applySources(trial.project, settings, withMigration(place), unannounced(trial.run));
  } catch (error) {
    trial.run.signal.throwIfAborted();
    throw doesNotWork(place, error, {
      hint: `It works where all migrations are applied, but not on a new database, where source "${place.source.name}" comes before others. Nothing was written. If a later source makes or changes a table of Better Auth's, move that into a file of ${place.source.directory}/.`,
    });
  }
}

function doesNotWork({ plan }: Place, cause: unknown, { hint }: { hint: string }): unknown {
  if (!(cause instanceof DbfirstError)) return cause;
  const statement = cause instanceof ScriptError ? cause.statement : undefined;
  return new DbfirstError(
    "AUTH_SQL_INVALID",
    `The SQL of better-auth ${plan.version} doesn't work: ${cause.message}${statement === undefined ? "" : `, in: ${statement}`}`,
    { hint, cause },
  );
}

/** What Better Auth would make another way today, and writes nothing for. */
export async function lostChanges(
  { current, empty }: { current: ConnectionSettings; empty: ConnectionSettings },
  { plan, sources, source }: Place,
): Promise<string[]> {
  await runText(empty, fileText(plan, compiled(plan.fresh), []));
  const schema = plan.schema ?? "public";
  const [fresh, actual] = await Promise.all([
    readColumns(empty, schema),
    readColumns(current, schema),
  ]);
  const earlier = sources.find(({ name }) => name === source.name)?.migrations ?? [];
  return unspokenChanges(fresh, actual, createdTables(earlier.map(({ text }) => text)));
}

function compiled({ statements, addedColumns }: AuthSql): string[] {
  return mendIndexes(statements, addedColumns);
}

async function runText(settings: ConnectionSettings, text: string): Promise<void> {
  const sql = await connect(settings, { applicationName: "dbfirst auth generate" });
  try {
    await sql.unsafe(text).simple();
  } finally {
    await sql.end();
  }
}

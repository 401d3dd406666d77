import type { PlannedMigration } from "../../apply/plan.ts";
import type { Catalog } from "../../catalog/fact.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import type { Migration } from "../../sources/migration.ts";
import type { Source } from "../../sources/source.ts";
import { withMissingRoles } from "../missing-roles.ts";
import type { Observation, Replay } from "./observation.ts";
import { replayObserved } from "./observe.ts";
import type { Run } from "../run.ts";

/** What the migrations say, replayed on a throw-away server. */
export interface Witness {
  /** A database with the applied migrations only. Nobody is connected to it. */
  database: ConnectionSettings;
  /** A database with the pending ones, too: the same where there are none. Nobody is connected to it. */
  latest: ConnectionSettings;
  /** What `database` holds, without what the project ignores. */
  applied: Catalog;
  /** The same with the pending ones. */
  migrations: Catalog;
  /** Every migration in the order of this replay: what is applied, then what is pending. */
  order: readonly Migration[];
  /** Roles that the migrations need and don't make: they were made first. */
  roles: readonly string[];
}

/**
 * Replays what a database says it has applied, then the rest on top, and looks on the way at what is to be explained. Roles
 * that are missing are made.
 *
 * @param planned as the database records it; undefined: everything counts as applied.
 * @param read see `Replay`.
 * @throws ScriptError for a statement that fails on the empty database; DatabaseError.
 */
export async function callWitness(
  project: Project,
  shadow: Shadow,
  {
    sources,
    planned,
    observation,
    read,
  }: {
    sources: readonly Source[];
    planned: readonly PlannedMigration[];
    observation: Observation;
    read?: Replay["read"];
  },
  run: Run,
): Promise<Witness> {
  const pending = new Set(
    planned.flatMap(({ state, migration }) => (state === "pending" ? [migration] : [])),
  );
  const all = sources.flatMap((source) => source.migrations);
  const appliedOnes = all.filter((migration) => !pending.has(migration));
  const order = [...appliedOnes, ...all.filter((migration) => pending.has(migration))];
  const replay = { project, shadow, sources, order, run, read };
  const replayTo = async (database: ConnectionSettings, from: number, to: number) =>
    withoutIgnored(
      await replayObserved(replay, database, { from, to }, observation),
      project.ignore,
    );
  return withMissingRoles(shadow, async (roles) => {
    const database = await shadow.createDatabase();
    const applied = await replayTo(database, 0, appliedOnes.length);
    if (pending.size === 0)
      return { database, latest: database, applied, migrations: applied, order, roles };
    const copy = await shadow.copyDatabase(database);
    const migrations = await replayTo(copy, appliedOnes.length, order.length);
    return { database, latest: copy, applied, migrations, order, roles };
  });
}

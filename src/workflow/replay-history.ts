import type { Catalog } from "../catalog/fact.ts";
import { withoutIgnored } from "../catalog/without-ignored.ts";
import type { Project } from "../config/load.ts";
import { historyOf, type HistoryEvent } from "../drift/history.ts";
import { DbfirstError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { Shadow } from "../postgres/shadow.ts";
import { applySome, type Replay } from "./observe.ts";
import { readProjectSources } from "./project-sources.ts";
import { readProjectCatalog } from "./replay.ts";
import type { Run } from "./run.ts";
import { withShadowLike } from "./target-shadow.ts";
import { missingRole, mostRoles } from "./witness.ts";

/** Which migration made what. */
export interface SchemaHistory {
  /** In the order in which they run; by the paths of their files. */
  migrations: readonly string[];
  events: readonly HistoryEvent[];
  /** Why it isn't known, or not all of it; null: it is. */
  unknown: string | null;
}

/**
 * Replays the migrations on a throw-away server and looks at the catalog after each. Where that can't be done, or takes too
 * long, the history says so.
 *
 * @param major of the server: definitions are to be printed as the committed ones are.
 * @param patience seconds; no further migration is begun then.
 */
export async function replayHistory(
  project: Project,
  { major, patience }: { major: number; patience: number },
  run: Run,
): Promise<SchemaHistory> {
  try {
    const sources = readProjectSources(project);
    const order = sources.flatMap((source) => source.migrations);
    if (order.length === 0)
      return { migrations: [], events: [], unknown: "There are no migrations." };
    return await withShadowLike(project, major, run, (shadow) =>
      observe({ project, shadow, sources, order, run }, performance.now() + patience * 1000),
    );
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    const unknown = `Which migration made what isn’t known: ${error.message}`;
    run.warn(`Which migration made what isn't known: ${error.message}`);
    return { migrations: [], events: [], unknown };
  }
}

async function observe(replay: Replay, deadline: number): Promise<SchemaHistory> {
  const { shadow, order, project, run } = replay;
  const migrations = order.map(({ file }) => file);
  const roles: string[] = [];
  for (;;) {
    try {
      const database = await shadow.createDatabase();
      const before = await look(project, database, run);
      const catalogs = await lookAfterEach(replay, database, deadline);
      const events = historyOf(before, catalogs);
      const unknown =
        catalogs.length === order.length
          ? null
          : `Only the first ${catalogs.length} of ${order.length} migrations were looked at: all would take longer than --patience allows.`;
      if (unknown !== null) run.warn(unknown);
      return { migrations: migrations.slice(0, catalogs.length), events, unknown };
    } catch (error) {
      const role = missingRole(error);
      if (role === undefined || roles.includes(role) || roles.length >= mostRoles) throw error;
      roles.push(role);
      await makeRoles(shadow, roles);
    }
  }
}

async function makeRoles(shadow: Shadow, roles: readonly string[]): Promise<void> {
  await shadow.clear();
  await shadow.createRoles(roles);
}

async function lookAfterEach(
  replay: Replay,
  database: ConnectionSettings,
  deadline: number,
): Promise<Catalog[]> {
  const { order, project, run } = replay;
  const catalogs: Catalog[] = [];
  for (const index of order.keys()) {
    if (performance.now() > deadline) break;
    run.step(`Looking at what migrations make (${index + 1} of ${order.length})`);
    await applySome(replay, database, { from: index, to: index + 1 });
    catalogs.push(await look(project, database, run));
  }
  return catalogs;
}

async function look(project: Project, database: ConnectionSettings, run: Run): Promise<Catalog> {
  return withoutIgnored(await readProjectCatalog(project, database, run), project.ignore);
}

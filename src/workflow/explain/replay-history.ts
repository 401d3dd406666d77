import type { Catalog } from "../../catalog/fact.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { historyOf, type HistoryEvent } from "../../drift/origins/history.ts";
import { DbfirstError } from "../../errors.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { withMissingRoles } from "../missing-roles.ts";
import type { Replay } from "./observation.ts";
import { applySome } from "./observe.ts";
import { readProjectSources } from "../project-sources.ts";
import { readProjectCatalog } from "../replay.ts";
import type { Run } from "../run.ts";
import { withShadowLike } from "../target-shadow.ts";

/** Which migration made what. */
export interface SchemaHistory {
  /** In the order in which they run, by the paths of their files; several that were looked at together are one. */
  migrations: readonly string[];
  events: readonly HistoryEvent[];
  /** Why it isn't known, or not all of it; null: it is. */
  unknown: string | null;
}

/**
 * Replays the migrations on a throw-away server and looks at the catalog after each. Where that can't be done, the
 * history says so.
 *
 * @param major of the server: definitions are to be printed as the committed ones are.
 * @param patience seconds; where they won't do for a look after each migration, several are looked at together.
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
      withMissingRoles(shadow, () => observe({ project, shadow, sources, order, run }, patience)),
    );
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    const unknown = `Which migration made what isn’t known: ${error.message}`;
    run.warn(`Which migration made what isn't known: ${error.message}`);
    return { migrations: [], events: [], unknown };
  }
}

async function observe(replay: Replay, patience: number): Promise<SchemaHistory> {
  const { shadow, order, project, run } = replay;
  const database = await shadow.createDatabase();
  const before = await look(project, database, run);
  const looks = await lookAfterEach(replay, database, patience);
  const isWhole = looks.length === order.length;
  if (!isWhole) run.warn(`${together} --patience gives them more time.`);
  return {
    migrations: looks.map(({ migrations }) => migrations),
    events: historyOf(
      before,
      looks.map(({ catalog }) => catalog),
    ),
    unknown: isWhole ? null : together,
  };
}

const together = "There are so many migrations that some were looked at together.";

/** What there was after a migration, or after several. */
interface Look {
  migrations: string;
  catalog: Catalog;
}

/** Looks after each migration; where the time won't do for that, after as few together as it will do for. */
async function lookAfterEach(
  replay: Replay,
  database: ConnectionSettings,
  patience: number,
): Promise<Look[]> {
  const { order, project, run } = replay;
  const looks: Look[] = [];
  /** Milliseconds. */
  const spent = { applying: 0, looking: 0 };
  for (let from = 0; from < order.length;) {
    const left = order.length - from;
    const perMigration = spent.applying / Math.max(from, 1);
    const perLook = spent.looking / Math.max(looks.length, 1);
    const forLooks = patience * 1000 - spent.applying - spent.looking - left * perMigration;
    const affordable = looks.length === 0 ? left : Math.max(1, forLooks / perLook);
    // The first few tell too little of the rest to take many together.
    const to = from + Math.min(Math.ceil(left / Math.min(affordable, left)), Math.max(from, 1));
    run.step(`Looking at what migrations make (${from + 1} of ${order.length})`);
    const started = performance.now();
    await applySome(replay, database, { from, to });
    const applied = performance.now();
    const [first, last] = [order[from]!, order[to - 1]!];
    const migrations = first === last ? first.file : `${first.file} … ${last.file}`;
    looks.push({ migrations, catalog: await look(project, database, run) });
    spent.applying += applied - started;
    spent.looking += performance.now() - applied;
    from = to;
  }
  return looks;
}

async function look(project: Project, database: ConnectionSettings, run: Run): Promise<Catalog> {
  return withoutIgnored(await readProjectCatalog(project, database, run), project.ignore);
}

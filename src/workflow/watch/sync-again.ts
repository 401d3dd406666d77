import type { PlannedMigration } from "../../apply/plan.ts";
import { readStatus } from "../../apply/status.ts";
import type { Project } from "../../config/load.ts";
import { SourceError } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import { editedSinceCommit } from "../../tools/git.ts";
import { sync, type SyncResult } from "../../workflow.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { reset } from "../apply/reset.ts";
import type { Run } from "../run.ts";

/** Why an embedded database was made anew, and with what. */
export interface Rebuild {
  /** The migrations that aren't what was applied. */
  because: { file: string; state: StaleState }[];
  /** Those of them that the last commit has in another form: other databases may have applied that. */
  committed: string[];
  seeded: boolean;
}

export type StaleState = "changed" | "missing" | "interrupted";

export interface SyncedAgain {
  synced: SyncResult;
  rebuilt: Rebuild | undefined;
}

/** A sync of a database that may be made anew, as often as files change. */
export interface Resync {
  project: Project;
  target: Target;
  sources: readonly Source[];
  rehearsal: Rehearsal;
  /** A rebuild that failed when the database was empty already; kept from one time to the next. */
  unfinished: { rebuild: Reasons | undefined };
}

/** Why it is to be made anew. */
export type Reasons = Omit<Rebuild, "seeded">;

/** The files can't be applied from the start, so that the database was left as it is; its cause says why. */
export class RehearsalFailed extends Error {
  readonly reasons: Reasons;
  constructor(reasons: Reasons, cause: unknown) {
    super("The rehearsal failed", { cause });
    this.reasons = reasons;
  }
}

/**
 * A sync; where migrations were edited or removed after they were applied, the embedded database is made anew. That is
 * rehearsed first: files that can't be applied leave it as it is. What another hand keeps is never dropped, and
 * nothing for migrations that are all gone: then it is rather the configuration that is wrong.
 *
 * @throws RehearsalFailed; what sync and reset throw.
 */
export async function syncAgain(resync: Resync, run: Run): Promise<SyncedAgain> {
  const { project, target, sources, unfinished } = resync;
  if (unfinished.rebuild === undefined) {
    try {
      return { synced: await sync(project, target, run), rebuilt: undefined };
    } catch (error) {
      const isEmpty = sources.every(({ migrations }) => migrations.length === 0);
      if (target.origin !== "embedded" || isEmpty || !isStale(error)) throw error;
    }
  }
  const why = unfinished.rebuild ?? (await findStale(project, target, sources, run));
  try {
    await resync.rehearsal.rehearse(project, sources, run);
  } catch (error) {
    run.signal.throwIfAborted();
    throw new RehearsalFailed(why, error);
  }
  unfinished.rebuild = why;
  const result = await reset(project, target, { all: true, cascade: true }, run);
  unfinished.rebuild = undefined;
  return { synced: result.synced, rebuilt: { ...why, seeded: result.seeded } };
}

const staleCodes = new Set(["MIGRATION_CHANGED", "MIGRATION_MISSING", "MIGRATION_INTERRUPTED"]);

function isStale(error: unknown): boolean {
  return error instanceof SourceError && staleCodes.has(error.code);
}

async function findStale(
  project: Project,
  target: Target,
  sources: readonly Source[],
  run: Run,
): Promise<Reasons> {
  const planned = await readStatus(target.settings, sources, run.signal);
  const stale = planned.flatMap((item) => {
    const { state } = item;
    return state === "pending" || state === "applied" ? [] : [{ file: fileOf(item), state }];
  });
  const changed = stale.flatMap(({ file, state }) => (state === "changed" ? [file] : []));
  const committed = await editedSinceCommit(project.directory, changed, run.env);
  return { because: stale, committed };
}

function fileOf({ migration, source, name }: PlannedMigration): string {
  return migration?.file ?? `${source}/${name}`;
}

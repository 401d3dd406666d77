import type { Catalog } from "../catalog/fact.ts";
import { withoutIgnored } from "../catalog/without-ignored.ts";
import type { Project } from "../config/load.ts";
import { renamesBetween } from "../drift/compare.ts";
import type { RelationName } from "../drift/plan-excerpt.ts";
import type { PlannedState } from "../drift/plan-statements.ts";
import { presumedRenames } from "../drift/presumed-renames.ts";
import { renamedLabels, renameStatement } from "../drift/rename-statements.ts";
import type { Rename } from "../drift/renames.ts";
import type { RepairStatement } from "../drift/repair.ts";
import { connect } from "../postgres/connect.ts";
import { serverReport } from "../postgres/failure.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { readState } from "./planned-states.ts";
import type { PlacedOptions } from "./repair.ts";
import { readProjectCatalog } from "./replay.ts";
import type { Run } from "./run.ts";

/** What the migrations make, with the names that the target has for it: a plan from there, or to it, has no renames in it. */
export interface RenamedCopy {
  state: PlannedState;
  /** Without what the project ignores. */
  catalog: Catalog;
  /** What gives the target's names, and what takes them back. */
  keep: readonly RepairStatement[];
  revert: readonly RepairStatement[];
}

/**
 * Renames on a copy of the replayed migrations what has another name in the target, first the tables that were changed in more. Undefined
 * where nothing has, or where a name is taken.
 *
 * @throws DatabaseError; the signal's reason.
 */
export async function renameOnCopy(
  project: Project,
  { place, witness, actual }: PlacedOptions,
  reading: { timeoutMs: number; only?: readonly RelationName[] | undefined },
  run: Run,
): Promise<RenamedCopy | undefined> {
  const tables = bothWays(presumedRenames(witness.applied, actual));
  const rest = tables.keep.length === 0 ? namesBetween(witness.applied, actual) : undefined;
  if (rest?.keep.length === 0) return undefined;
  const copy = await place.copy();
  const readCopy = async () =>
    withoutIgnored(await readProjectCatalog(project, copy, run), project.ignore);
  const isRenamed = (statements: readonly RepairStatement[]) => areRun(copy, statements, run);
  if (!(await isRenamed(tables.keep))) return undefined;
  // What stands on the tables may have other names, too.
  const names = rest ?? namesBetween(await readCopy(), actual);
  if (!(await isRenamed(names.keep))) return undefined;
  const [state, catalog] = await Promise.all([readState(copy, reading, run), readCopy()]);
  return {
    state,
    catalog,
    keep: [...tables.keep, ...names.keep],
    revert: [...names.revert, ...tables.revert],
  };
}

type BothWays = Pick<RenamedCopy, "keep" | "revert">;

/** Of all that is called otherwise, and is the same in everything else. */
function namesBetween(expected: Catalog, actual: Catalog): BothWays {
  const names = bothWays(renamesBetween(expected, actual));
  const labels = renamedLabels(expected, actual);
  return {
    keep: [...names.keep, ...labels.keep],
    revert: [...names.revert, ...labels.revert],
  };
}

function bothWays(renames: readonly Rename[]): BothWays {
  return {
    keep: renames.map((rename) => renameStatement(rename, "actual")),
    revert: renames.map((rename) => renameStatement(rename, "expected")),
  };
}

/** False: the server refuses one of the statements. */
async function areRun(
  copy: ConnectionSettings,
  statements: readonly RepairStatement[],
  run: Run,
): Promise<boolean> {
  const sql = await connect(copy, { applicationName: "dbfirst plan", signal: run.signal });
  try {
    for (const statement of statements) await sql.unsafe(statement.sql);
    return true;
  } catch (error) {
    run.signal.throwIfAborted();
    if (serverReport(error) === undefined) throw error;
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

import type { Catalog } from "../catalog/fact.ts";
import { withoutIgnored } from "../catalog/without-ignored.ts";
import type { Project } from "../config/load.ts";
import { renamesBetween } from "../drift/compare.ts";
import type { RelationName } from "../drift/plan-excerpt.ts";
import type { PlannedState } from "../drift/plan-statements.ts";
import { renamedLabels, renameStatement } from "../drift/rename-statements.ts";
import type { RepairStatement } from "../drift/repair.ts";
import { connect } from "../postgres/connect.ts";
import { serverReport } from "../postgres/failure.ts";
import { readState } from "./planned-states.ts";
import type { RepairOptions } from "./repair.ts";
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
 * Renames on a copy of the replayed migrations what has another name in the target. Undefined where nothing has, or where a name
 * is taken.
 *
 * @throws DatabaseError; the signal's reason.
 */
export async function renameOnCopy(
  project: Project,
  { shadow, witness, actual }: RepairOptions,
  reading: { timeoutMs: number; only?: readonly RelationName[] | undefined },
  run: Run,
): Promise<RenamedCopy | undefined> {
  const renames = renamesBetween(witness.applied, actual);
  const labels = renamedLabels(witness.applied, actual);
  const keep = [...renames.map((rename) => renameStatement(rename, "actual")), ...labels.keep];
  if (keep.length === 0) return undefined;
  const copy = await shadow.copyDatabase(witness.database);
  const sql = await connect(copy, { applicationName: "dbfirst plan", signal: run.signal });
  try {
    for (const statement of keep) await sql.unsafe(statement.sql);
  } catch (error) {
    run.signal.throwIfAborted();
    if (serverReport(error) === undefined) throw error;
    return undefined;
  } finally {
    await sql.end({ timeout: 1 });
  }
  const [state, catalog] = await Promise.all([
    readState(copy, reading, run),
    readProjectCatalog(project, copy, run),
  ]);
  return {
    state,
    catalog: withoutIgnored(catalog, project.ignore),
    keep,
    revert: [...renames.map((rename) => renameStatement(rename, "expected")), ...labels.revert],
  };
}

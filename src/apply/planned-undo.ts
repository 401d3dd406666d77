import type { RepairStatement, Unrepaired } from "../drift/plan/repair.ts";
import type { ScriptSession } from "../psql/session.ts";
import type { Migration } from "../sources/migration.ts";
import type { Source } from "../sources/source.ts";
import type { RowChange } from "./row-changes.ts";

/** Something that is lost with its data when a plan runs. */
export interface DataLoss {
  /** By which it is allowed: `table:public.label`, `column:public.issue.estimate`. */
  name: string;
  /** How many rows, or values, it has now; null: nobody counted, or there are very many. */
  rows: number | null;
  /** It stays, and a cast to another type may cut or round its values. */
  isCast: boolean;
}

/** The way back of migrations that have no script for it. It was run on a copy of the schema first. */
export interface PlannedUndo {
  /** In the order in which they have to run. */
  statements: readonly RepairStatement[];
  losses: readonly DataLoss[];
  /** What the migrations had dropped, and comes back without its data: `column:public.issue.estimate`. */
  comesBackEmpty: readonly string[];
  /** What the migrations did to rows: that stays. */
  rowChanges: readonly RowChange[];
  /** What is another than before afterwards: the order of columns, which only a new table could restore. */
  leaves: readonly Unrepaired[];
  /** The major version of the server that it was tried on, and of the database's. */
  majors: { tried: number; target: number };
  /** How many differences between the database and its migrations it leaves alone. */
  drift: number;
  /** Why the migrations can't be applied again afterwards as they are; null: they can, which was tried. */
  again: string | null;
  /**
   * Compares what the database holds after the statements with what it should, in their transaction.
   *
   * @throws DbfirstError ROLLBACK_UNEXPECTED.
   */
  verify: (execute: ScriptSession["execute"]) => Promise<void>;
}

/**
 * Plans the way back of migrations, the last one first.
 *
 * @throws DbfirstError NO_WAY_BACK, ROLLBACK_DRIFT, ROLLBACK_BLOCKED; what a throw-away server fails with.
 */
export type PlanUndo = (work: {
  /** What the database has of each source. */
  sources: readonly Source[];
  migrations: readonly Migration[];
}) => Promise<PlannedUndo>;

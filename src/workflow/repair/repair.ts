import type { Catalog } from "../../catalog/fact.ts";
import type { Project } from "../../config/load.ts";
import { isRepairable } from "../../drift/plan/assign-fixes.ts";
import { refused } from "../../drift/plan/prove-plan.ts";
import type { DriftReport } from "../../drift/report.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import { planAmong } from "./choose-draft.ts";
import { clockOf } from "./clock.ts";
import { relationsToPlan } from "./draft-plans.ts";
import type { PlanAhead } from "./plan-ahead.ts";
import type { Run } from "../run.ts";
import { openTrialPlace, type TrialPlace } from "./trial-place.ts";
import { unlessStopped } from "./try-draft.ts";
import type { Witness } from "../explain/witness.ts";

export interface RepairOptions {
  report: DriftReport;
  target: Target;
  /** What the target holds, without what the project ignores. */
  actual: Catalog;
  /** What the project ignores of it. */
  whole: Catalog;
  shadow: Shadow;
  witness: Witness;
  /** What was begun already. */
  ahead?: PlanAhead | undefined;
  /** Seconds that it may take. */
  patience: number;
}

/** The options, with a place for trials. */
export type PlacedOptions = RepairOptions & { place: TrialPlace };

export interface Planned {
  report: DriftReport;
  /** There was time enough. */
  isWhole: boolean;
}

/**
 * Plans the SQL that makes the database what its applied migrations say, and the SQL for a migration that makes of these what
 * the database is. Both run on a throw-away copy of the applied migrations: first the latter, which gives a copy with the
 * database's schema, then the former. Only what gave the wanted facts there is shown. On the target nothing runs but reads.
 */
export async function planRepair(
  project: Project,
  given: RepairOptions,
  run: Run,
): Promise<Planned> {
  const { report, patience } = given;
  if (!report.findings.some(isRepairable)) return { report, isWhole: true };
  const clock = given.ahead?.clock ?? clockOf(patience);
  clock.start();
  const limited = { ...run, signal: AbortSignal.any([run.signal, clock.signal]) };
  const place = given.ahead?.place ?? placeOf(given, limited);
  const options = { ...given, place };
  try {
    run.step("Planning the SQL that takes the changes back");
    const only =
      options.ahead?.only ??
      (await relationsToPlan(options, limited).catch(unlessStopped(limited)));
    if (only !== undefined) {
      const planned = await planAmong(project, options, only, limited).catch(
        unlessStopped(limited),
      );
      if (planned !== undefined && isProved(planned)) return planned;
    }
    return await planAmong(project, options, undefined, limited);
  } catch (error) {
    run.signal.throwIfAborted();
    const reason = clock.signal.aborted
      ? `it would take more than ${patience} s; --patience gives it more`
      : (error as Error).message;
    const plan = refused(reason);
    const isWhole = !clock.signal.aborted;
    return { report: { ...report, repair: { revert: plan, keep: plan } }, isWhole };
  } finally {
    await place.end();
  }
}

function placeOf({ shadow, witness, actual }: RepairOptions, run: Run): TrialPlace {
  const kinds = [witness.applied, actual].flatMap(({ facts }) => facts.map(({ kind }) => kind));
  return openTrialPlace(shadow, witness.database, [...new Set(kinds)], run);
}

/** Do both plans all that they could? What an excerpt leaves undone, the whole may do. */
export function isProved({ report: { repair } }: Pick<Planned, "report">): boolean {
  return [repair?.revert, repair?.keep].every(
    (plan) =>
      plan?.reason === null && plan.leaves.every(({ attribute }) => attribute === "columnOrder"),
  );
}

import type { Catalog, FactKind } from "../../catalog/fact.ts";
import type { Project } from "../../config/load.ts";
import { isRepairable } from "../../drift/plan/assign-fixes.ts";
import type { Finding } from "../../drift/finding.ts";
import type { RelationName } from "../../drift/plan/excerpt.ts";
import type { PlannedState } from "../../drift/plan/statements.ts";
import type { ConnectionSettings, Target } from "../../postgres/settings.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import { clockOf, type Clock } from "./clock.ts";
import { readState } from "./planned-states.ts";
import { projectScope } from "../project-scope.ts";
import type { Run } from "../run.ts";
import { openTrialPlace, type TrialPlace } from "./trial-place.ts";
import { scopeOfLooks } from "./try-plan.ts";

// A plan needs the target, which can be read while the migrations are replayed, and the database of the replay, which the planner
// reads while it is compared with what it should be.

/** A reading of the target for a plan. */
export interface TargetAhead {
  /** The relations that the plan will be about. */
  only: readonly RelationName[];
  target: Promise<PlannedState>;
  /** How long each of the planner's queries may take, in milliseconds. */
  timeoutMs: number;
  /** Of the planning. */
  clock: Clock;
  /** Ends with that, too. */
  run: Run;
}

/** @param patience seconds that planning may take, once it begins. */
export function readTargetAhead(
  { settings }: Target,
  { only, patience }: Pick<TargetAhead, "only"> & { patience: number },
  run: Run,
): TargetAhead {
  const clock = clockOf(patience);
  const limited = { ...run, signal: AbortSignal.any([run.signal, clock.signal]) };
  const timeoutMs = patience * 1000;
  const target = begun(readState(settings, { only, timeoutMs }, limited));
  return { only, target, timeoutMs, clock, run: limited };
}

/** What was begun of a plan before it is asked for. */
export interface PlanAhead extends TargetAhead {
  migrations: Promise<PlannedState>;
  /** On the database of the replayed migrations. */
  place: TrialPlace;
}

/**
 * Begins to read the database of the replayed migrations.
 *
 * @param about what the plan will be about, and which kinds of fact it may meet.
 */
export function planAhead(
  ahead: TargetAhead,
  shadow: Shadow,
  database: ConnectionSettings,
  mayHave: readonly FactKind[],
): PlanAhead {
  const { only, timeoutMs, run } = ahead;
  const migrations = begun(readState(database, { only, timeoutMs }, run));
  return { ...ahead, migrations, place: openTrialPlace(shadow, database, mayHave, run) };
}

/** Whoever waits for it is told of failures. */
function begun(state: Promise<PlannedState>): Promise<PlannedState> {
  state.catch(() => undefined);
  return state;
}

/** What the database of the replayed migrations holds, read where a plan for the findings will be tried. */
export async function readWhereTried(
  project: Project,
  { place, run }: PlanAhead,
  findings: readonly Finding[],
): Promise<Catalog> {
  const bench = await place.bench();
  const catalog = await bench.read(projectScope(project, run));
  place.prepare(scopeOfLooks(project, findings.filter(isRepairable), run));
  return catalog;
}

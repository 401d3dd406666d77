import type { Project } from "../../config/load.ts";
import { needsNewTable } from "../../drift/plan/prove-plan.ts";
import { tablesMadeAnew } from "../../drift/plan/losses.ts";
import type { RelationName } from "../../drift/plan/excerpt.ts";
import { serverReport } from "../../postgres/failure.ts";
import { draftPlans } from "./draft-plans.ts";
import type { Planned, PlacedOptions } from "./repair.ts";
import type { Run } from "../run.ts";
import { tryDraft, unlessStopped } from "./try-draft.ts";

/**
 * Tries one draft after the other until one does all that it should.
 *
 * @param only the relations that the planner looks at; undefined: all.
 */
export async function planAmong(
  project: Project,
  options: PlacedOptions,
  only: readonly RelationName[] | undefined,
  run: Run,
): Promise<Planned> {
  const drafts = await draftPlans(project, options, { ...run, only });
  run.step("Trying it on a copy");
  let best: Planned | undefined;
  let failure: unknown;
  for (const draft of drafts) {
    const tried = await tryDraft(project, options, draft, run).catch((error: unknown) => {
      run.signal.throwIfAborted();
      failure = error;
    });
    if (tried === undefined) continue;
    if (leftBy(tried) === 0 && madeAnewBy(tried) === 0) return tried;
    best = better(best, tried);
  }
  if (best?.report.repair?.revert.reason === null) return best;
  if (failure !== undefined && only === undefined) {
    // What is wrong with one statement shouldn't take all others with it.
    const attempts = [...(isOfRows(failure) ? [{ empties: true }] : []), { skips: true }];
    for (const attempt of attempts) {
      const draft = { ...drafts[0]!, ...attempt };
      const tried = await tryDraft(project, options, draft, run).catch(unlessStopped(run));
      if (tried?.report.repair?.keep.reason === null) return tried;
    }
  }
  if (best === undefined) throw failure;
  return best;
}

/** The first of two, unless the second leaves less as it is and costs no more data, or keeps the rows of tables that the first doesn't. */
function better(one: Planned | undefined, other: Planned): Planned {
  if (one === undefined) return other;
  const [anew, less] = [madeAnewBy(one), madeAnewBy(other)];
  if (anew !== less) return less < anew ? other : one;
  return leftBy(other) < leftBy(one) && lossesOf(other) <= lossesOf(one) ? other : one;
}

/** How much isn't as it should be that a plan could have brought about; infinite where there is none. */
function leftBy({ report: { repair } }: Planned): number {
  if (repair?.revert.reason !== null) return Infinity;
  return repair.revert.leaves.filter((left, _, all) => !needsNewTable(left, all)).length;
}

/** How many tables are dropped and made anew, without their rows; infinite where there is no plan. */
function madeAnewBy({ report: { repair } }: Planned): number {
  if (repair?.revert.reason !== null) return Infinity;
  return tablesMadeAnew(repair.keep.statements) + tablesMadeAnew(repair.revert.statements);
}

function lossesOf({ report: { repair } }: Planned): number {
  if (repair?.revert.reason !== null) return Infinity;
  return repair.revert.statements.filter(({ losesData }) => losesData).length;
}

/** Did rows stand in a statement's way? https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isOfRows(failure: unknown): boolean {
  const report = serverReport((failure as Error).cause);
  return report?.sqlstate.startsWith("23") === true;
}

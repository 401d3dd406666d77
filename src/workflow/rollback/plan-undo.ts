import { downName } from "../../apply/plan-rollback.ts";
import type { PlannedUndo } from "../../apply/planned-undo.ts";
import { rowChanges, stayingChanges } from "../../apply/row-changes.ts";
import type { Catalog } from "../../catalog/fact.ts";
import { readCatalogWithin } from "../../catalog/read-within.ts";
import type { Project } from "../../config/load.ts";
import { differences } from "../../drift/compare/compare.ts";
import type { Finding } from "../../drift/finding.ts";
import { withLosses, type PlannedLoss } from "../../drift/plan/losses.ts";
import { plainName } from "../../drift/plan/names.ts";
import { touchedBy } from "../../drift/origins/touched.ts";
import { DbfirstError, SourceError } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Migration } from "../../sources/migration.ts";
import type { Source } from "../../sources/source.ts";
import { countLosses } from "./count-losses.ts";
import { observationOf } from "../explain/observation.ts";
import { projectBookkeeping } from "../project-scope.ts";
import { readProjectCatalog } from "../replay.ts";
import { unannounced, type Run } from "../run.ts";
import { withShadowLike } from "../target-shadow.ts";
import { tryUndo, type Trial } from "./try-undo.ts";
import { callWitness, type Witness } from "../explain/witness.ts";

/** What is to be taken back. */
export interface UndoWork {
  /** With the migrations that the database has. */
  sources: readonly Source[];
  /** The last one first. */
  migrations: readonly Migration[];
}

/**
 * Plans the way back of migrations: replays what stays on a throw-away server, then them on top, and lets the planner find
 * the statements that lead from the latter schema to the former. These are tried on a copy. Nothing runs on the target but
 * reads, which make sure that it has what the migrations made.
 *
 * @throws DbfirstError ROLLBACK_BLOCKED where what stays can't be replayed without them; ROLLBACK_DRIFT; NO_WAY_BACK where no
 *   plan holds what it promises.
 */
export async function planUndo(
  project: Project,
  target: Target,
  work: UndoWork,
  run: Run,
): Promise<PlannedUndo> {
  // What the project ignores, or doesn't look at, is taken back all the same.
  const whole: Project = { ...project, ignore: [], schemas: undefined };
  run.step("Reading the catalog");
  const actual = await readProjectCatalog(whole, target.settings, run);
  return withShadowLike(whole, actual.serverMajor, run, async (shadow) => {
    const witness = await replayBoth(whole, shadow, work, run);
    const drift = refuseTouched(actual, witness, work.migrations);
    const trial = await tryUndo(whole, { target, shadow, witness, ...work }, run);
    const { applied: before, migrations: after } = witness;
    if (trial.reason !== null) throw noWayBack(work.migrations, trial.reason);
    const { statements, losses } = withLosses(trial.statements, {
      from: trial.renamed,
      to: before,
    });
    return {
      statements,
      losses: await countLosses(target.settings, losses.map(asNow(trial.asides)), run),
      comesBackEmpty: missingFrom(after, trial.renamed, before),
      rowChanges: stayingChanges(
        work.migrations.flatMap((migration) => rowChanges(migration, project.directory)),
        tablesThatGo(trial.renamed, before),
      ),
      leaves: trial.leaves,
      majors: { tried: shadow.major, target: actual.serverMajor },
      drift: drift.length,
      again: trial.again,
      verify: async (execute) => {
        const bookkeeping = projectBookkeeping(project);
        const now = await readCatalogWithin(execute, { bookkeeping });
        refuseUnexpected(differences(before, now), drift);
      },
    };
  });
}

/** @throws DbfirstError ROLLBACK_BLOCKED */
async function replayBoth(
  project: Project,
  shadow: Parameters<typeof callWitness>[1],
  { sources, migrations }: UndoWork,
  run: Run,
): Promise<Witness> {
  run.step("Replaying the migrations that stay");
  const taken = new Set(migrations);
  const all = sources.flatMap((source) => source.migrations);
  const planned = all.map((migration) => ({
    source: migration.source,
    name: migration.name,
    state: taken.has(migration) ? ("pending" as const) : ("applied" as const),
    outOfOrder: false,
    migration,
    recordedBy: undefined,
  }));
  try {
    const observation = observationOf([], 0);
    return await callWitness(project, shadow, { sources, planned, observation }, unannounced(run));
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    const files = migrations.map(({ file }) => file).join(", ");
    throw new SourceError(
      "ROLLBACK_BLOCKED",
      `The other migrations can't be replayed without ${files}: ${error.message}`,
      {
        hint: "Where one of them needs what it made, take that one back first, or together: --to names the one that stays as the last. Nothing was taken back.",
        cause: error,
      },
    );
  }
}

/**
 * @returns the differences between the target and its migrations that have nothing to do with what is taken back.
 * @throws SourceError ROLLBACK_DRIFT naming those that have.
 */
function refuseTouched(
  actual: Catalog,
  { applied: before, migrations: after }: Witness,
  migrations: readonly Migration[],
): Finding[] {
  const drift = differences(after, actual).filter(isNotOrder);
  const facts = [...before.facts, ...after.facts, ...actual.facts];
  const touched = touchedBy(differences(before, after), drift, facts);
  if (touched.length === 0) return drift;
  const lines = touched.slice(0, mostShown).map(describe);
  const more = touched.length > mostShown ? [`    and ${touched.length - mostShown} more`] : [];
  const files = migrations.map(({ file }) => file).join(", ");
  throw new SourceError(
    "ROLLBACK_DRIFT",
    [`The database isn't what ${files} made, so no plan fits it:`, ...lines, ...more].join("\n"),
    {
      hint: "`dbfirst check-drift` tells more, and how to undo what was done by hand. Nothing was taken back.",
    },
  );
}

const mostShown = 10;

function describe({ kind, object, attribute, change }: Finding): string {
  return attribute === null
    ? `    ${kind} ${object} was ${change} by hand`
    : `    ${kind} ${object}: ${attribute} was changed by hand`;
}

/** A column that came back stands at the end. */
function isNotOrder({ attribute }: Finding): boolean {
  return attribute !== "columnOrder";
}

/**
 * @param now how the database differs from what it should be, `drift` how it did before from what it was.
 * @throws SourceError ROLLBACK_UNEXPECTED for what differs now and didn't, or did and has gone: a partition that no migration
 *   made goes with its table.
 */
function refuseUnexpected(now: readonly Finding[], drift: readonly Finding[]): void {
  const [before, after] = [drift, now.filter(isNotOrder)].map((list) => new Set(list.map(keyOf)));
  const more = outermost(now.filter(isNotOrder).filter((one) => !before!.has(keyOf(one))));
  const gone = outermost(drift.filter((one) => !after!.has(keyOf(one))));
  const wrong = more ?? gone;
  if (wrong === undefined) return;
  const what = `${wrong.kind} ${wrong.object}${wrong.attribute === null ? "" : `, ${wrong.attribute}`}`;
  throw new SourceError(
    "ROLLBACK_UNEXPECTED",
    more === undefined
      ? `The plan would take along what isn't in the migrations: ${what}`
      : `The database isn't what it was before the migration: ${what}`,
    {
      hint:
        more === undefined
          ? "Move or drop it by hand first. The transaction was rolled back."
          : "Somebody else may have changed the schema meanwhile. The transaction was rolled back.",
    },
  );
}

/** A table rather than its columns. */
function outermost(findings: readonly Finding[]): Finding | undefined {
  const names = new Set(findings.map(({ object }) => object));
  return findings.find(({ parent }) => parent === null || !names.has(parent));
}

function keyOf({ kind, object, attribute, change }: Finding): string {
  return JSON.stringify([kind, object, attribute, change]);
}

/** By the name that the target knows, where the plan calls it otherwise meanwhile. */
function asNow(asides: Trial["asides"]): (loss: PlannedLoss) => PlannedLoss {
  const now = (text: string) =>
    [...asides].reduce((result, [aside, name]) => result.replaceAll(aside, name), text);
  return (loss) => ({
    ...loss,
    name: now(loss.name),
    table: loss.table === undefined ? undefined : now(loss.table),
  });
}

/** Which tables the way back drops, of all that there are. */
function tablesThatGo(now: Catalog, before: Catalog): { gone: Set<string>; all: string[] } {
  const tablesOf = ({ facts }: Catalog) =>
    facts.flatMap(({ kind, object }) => (kind === "table" ? [object] : []));
  const all = tablesOf(now);
  const stay = new Set(tablesOf(before));
  return { gone: new Set(all.filter((table) => !stay.has(table))), all };
}

/** Tables and columns that the migrations dropped. */
function missingFrom(after: Catalog, renamed: Catalog, before: Catalog): string[] {
  const there = new Set([...after.facts, ...renamed.facts].map(nameOf));
  const tables = new Set(
    before.facts.flatMap(({ kind, object }) => (kind === "table" ? [object] : [])),
  );
  const gone = before.facts.filter((fact) => !there.has(nameOf(fact)));
  const goneTables = new Set(
    gone.flatMap(({ kind, object }) => (kind === "table" ? [object] : [])),
  );
  return gone
    .filter(({ kind, parent }) =>
      kind === "column"
        ? tables.has(parent ?? "") && !goneTables.has(parent ?? "")
        : kind === "table",
    )
    .map(nameOf);
}

function nameOf({ kind, object }: { kind: string; object: string }): string {
  return `${kind}:${plainName(object)}`;
}

function noWayBack(migrations: readonly Migration[], reason: Trial["reason"]): SourceError {
  const [last] = migrations;
  const files = migrations.map(({ file }) => file).join(", ");
  return new SourceError("NO_WAY_BACK", `No plan takes ${files} back: ${reason}`, {
    hint: `Write a script that undoes it, named ${downName(last!.file)}, or restore a backup. Nothing was taken back.`,
  });
}

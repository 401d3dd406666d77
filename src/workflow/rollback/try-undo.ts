import { recordUndone } from "../../apply/record-statements.ts";
import type { Catalog } from "../../catalog/fact.ts";
import type { Project } from "../../config/load.ts";
import { differences } from "../../drift/compare/compare.ts";
import type { Finding } from "../../drift/finding.ts";
import { correctedPlan } from "../../drift/plan/corrected-plan.ts";
import { ownerGrants } from "../../drift/plan/facts/owner-grants.ts";
import { planStatements } from "../../drift/plan/statements.ts";
import type { RepairStatement, Unrepaired } from "../../drift/plan/repair.ts";
import { ownStatement } from "../../drift/plan/own-statement.ts";
import { withRisks } from "../../drift/plan/statement-risks.ts";
import { DbfirstError } from "../../errors.ts";
import { connect } from "../../postgres/connect.ts";
import { serverReport } from "../../postgres/failure.ts";
import type { ConnectionSettings, Target } from "../../postgres/settings.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import type { Migration } from "../../sources/migration.ts";
import type { Source } from "../../sources/source.ts";
import { hiddenNames } from "../repair/hidden-names.ts";
import { rolesOf, readState, schemasOf, withOwner } from "../repair/planned-states.ts";
import { renameStatements, type Renames } from "./renamed-objects.ts";
import { applySources, readProjectCatalog } from "../replay.ts";
import { unannounced, type Run } from "../run.ts";
import type { Witness } from "../explain/witness.ts";

export interface UndoTrial {
  target: Target;
  shadow: Shadow;
  /** What stays, and the same with the migrations on top. */
  witness: Witness;
  sources: readonly Source[];
  /** The last one first. */
  migrations: readonly Migration[];
}

/** What came of a plan on a copy. */
export interface Trial {
  statements: readonly RepairStatement[];
  /** What the copy held after the renames that the plan begins with. */
  renamed: Catalog;
  asides: Renames["asides"];
  leaves: readonly Unrepaired[];
  /** Why it can't be used. */
  reason: string | null;
  /** Why the migrations can't be applied again afterwards. */
  again: string | null;
}

/** Milliseconds that the planner may read a database for. */
const readingTime = 120_000;

/**
 * Plans the statements that lead back, and runs them on a copy, where they have to give the very schema of before. What only
 * has another name is renamed. Then the migrations are applied to the copy again.
 *
 * @throws what a server fails with, but for the statements.
 */
export async function tryUndo(project: Project, subject: UndoTrial, run: Run): Promise<Trial> {
  const { witness } = subject;
  run.step("Planning the way back");
  const renames = await renameStatements(witness.latest, witness.database, run.signal);
  const first = await tryWith(project, subject, renames, run);
  if (first.reason === null || renames.statements.length === 0) return first;
  // A plan that drops and makes anew is worse than a rename, and better than none.
  const second = await tryWith(project, subject, { statements: [], asides: new Map() }, run);
  return second.reason === null ? second : first;
}

async function tryWith(
  project: Project,
  { target, shadow, witness, sources, migrations }: UndoTrial,
  { statements: renames, asides }: Renames,
  run: Run,
): Promise<Trial> {
  const { applied: before, migrations: after } = witness;
  const copy = await shadow.copyDatabase(witness.latest);
  const read = () => readProjectCatalog(project, copy, run);
  const none = { statements: [], renamed: after, asides, leaves: [], again: null };
  const renameFailure = await runAll(copy, renames, run);
  if (renameFailure !== null) return { ...none, reason: renameFailure };
  const renamed = renames.length === 0 ? after : await read();
  const time = { timeoutMs: readingTime };
  const [there, from, to] = [
    await readState(target.settings, time, run),
    await readState(copy, time, run),
    await readState(witness.database, time, run),
  ];
  const planned = await planStatements(from, to, {
    isHidden: hiddenNames(project, renamed, renamed),
    schemas: schemasOf(before, after, renamed),
    owner: there.owner,
    renames: "off",
  }).catch((error: unknown) => (error as Error).message);
  if (typeof planned === "string") return { ...none, reason: `the planner says: ${planned}` };
  const grants = ownerGrants(renamed, before, there.owner);
  const catalogs = { from: renamed, to: before };
  const statements = withRisks(
    [
      ...renames.map(ownStatement),
      ...correctedPlan(planned, catalogs),
      ...grants.map(ownStatement),
    ],
    catalogs,
  );
  run.step("Trying it on a copy");
  await shadow.createRoles([...rolesOf(there), ...rolesOf(to)]);
  const own = { from: there.owner, to: from.owner };
  const rest = [
    ...statements
      .slice(renames.length, statements.length - grants.length)
      .map(({ sql }) => withOwner(sql, own)),
    ...ownerGrants(renamed, before, from.owner),
  ];
  const isAtomic = statements.every(({ transactional }) => transactional);
  const failure = await runAll(copy, isAtomic ? ["begin", ...rest, "commit"] : rest, run);
  if (failure !== null) return { ...none, reason: failure };
  const left = differences(before, await read());
  const wrong = left.find(({ attribute }) => attribute !== "columnOrder");
  if (wrong !== undefined) return { ...none, reason: `a trial on a copy left ${describe(wrong)}` };
  return {
    statements,
    renamed,
    asides,
    leaves: left.map(({ kind, object, attribute }) => ({ kind, object, attribute })),
    reason: null,
    again: await applyAgain(project, { copy, sources, migrations, after }, run),
  };
}

/** Runs statements as psql would. Null: all of them succeeded. */
async function runAll(
  copy: ConnectionSettings,
  statements: readonly string[],
  { signal }: Run,
): Promise<string | null> {
  const sql = await connect(copy, { applicationName: "dbfirst trial", signal });
  try {
    for (const statement of statements) {
      try {
        await sql.unsafe(statement);
      } catch (error) {
        signal.throwIfAborted();
        if (serverReport(error) === undefined) throw error;
        return `a trial on a copy failed: ${(error as Error).message}, in: ${statement}`;
      }
    }
    return null;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Null: they can be, and make what they made. */
async function applyAgain(
  project: Project,
  wanted: {
    copy: ConnectionSettings;
    sources: readonly Source[];
    migrations: readonly Migration[];
    after: Catalog;
  },
  run: Run,
): Promise<string | null> {
  const { copy, sources, migrations, after } = wanted;
  const records = migrations.flatMap((migration) => {
    const { bookkeeping } = sources.find(({ name }) => name === migration.source)!;
    return [recordUndone(migration), ...(bookkeeping ? [bookkeeping.forget(migration)] : [])];
  });
  const failure = await runAll(copy, records, run);
  if (failure !== null) return failure;
  try {
    const only = migrations.map(({ file }) => file);
    await applySources(project, copy, sources, { ...unannounced(run), only });
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof DbfirstError)) throw error;
    return error.message;
  }
  const now = await readProjectCatalog(project, copy, run);
  const wrong = differences(after, now).find(({ attribute }) => attribute !== "columnOrder");
  return wrong === undefined ? null : `it gives another ${describe(wrong)}`;
}

function describe({ kind, object, attribute }: Finding): string {
  return attribute === null ? `${kind} ${object}` : `${attribute} of ${kind} ${object}`;
}

import { fingerprint } from "../../catalog/fingerprint.ts";
import { rawStateReader } from "../../catalog/raw-state.ts";
import { executeOn, readCatalogWithin, type Execute } from "../../catalog/read-within.ts";
import { withoutIgnoredObjects } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import type { Change } from "../../drift/self-test/change.ts";
import { chooseChanges } from "../../drift/self-test/choose-changes.ts";
import { selfTestOf, type SelfTest, type TriedChange } from "../../drift/self-test/outcome.ts";
import { DatabaseError } from "../../errors.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { projectScope } from "../project-scope.ts";
import { readProjectSources } from "../project-sources.ts";
import { replay, withShadow } from "../replay.ts";
import type { Run } from "../run.ts";

export interface SelfTestOptions {
  /** How many objects each sort of change is tried on, at most. */
  samples: number;
  /** Seconds after which no further change is tried. */
  patience: number;
}

/**
 * Builds a throw-away database from the migrations and changes it in every way that fits, one at a time, to see which changes a
 * check notices. Each runs in a transaction that is rolled back. That it took effect is told by the rows of the system
 * catalogs themselves.
 *
 * @throws ScriptError, DatabaseError where the migrations can't be replayed.
 */
export async function selfTest(
  project: Project,
  options: SelfTestOptions,
  run: Run,
): Promise<SelfTest> {
  const deadline = performance.now() + options.patience * 1000;
  return withShadow(project, run, async (shadow) => {
    const database = await shadow.createDatabase();
    const whole = await replay(project, database, readProjectSources(project), run);
    const changes = chooseChanges(withoutIgnoredObjects(whole, project.ignore), {
      samples: options.samples,
      onlySchemas: project.schemas !== undefined,
    });
    const tried = await tryChanges(project, { database, changes, deadline }, run);
    return selfTestOf(tried, { untried: changes.length - tried.length });
  });
}

async function tryChanges(
  project: Project,
  test: { database: ConnectionSettings; changes: readonly Change[]; deadline: number },
  run: Run,
): Promise<TriedChange[]> {
  const { database, changes, deadline } = test;
  const { signal } = run;
  const session = await openReadingSession(database, {
    applicationName: "dbfirst self-test",
    signal,
  });
  const execute = executeOn(session);
  try {
    const rawState = await rawStateReader(execute);
    const look = async () => ({
      raw: await rawState(),
      facts: await factsNow(project, execute, run),
    });
    await execute("begin");
    const before = await look();
    await execute("rollback");
    const tried: TriedChange[] = [];
    for (const [index, change] of changes.entries()) {
      if (performance.now() > deadline) break;
      run.step(`Trying change ${index + 1} of ${changes.length}: ${change.name}`);
      tried.push(await tryChange(execute, change, { before, look }));
    }
    return tried;
  } finally {
    session.end();
  }
}

interface Seen {
  raw: string;
  facts: string;
}

async function tryChange(
  execute: Execute,
  change: Change,
  { before, look }: { before: Seen; look: () => Promise<Seen> },
): Promise<TriedChange> {
  await execute("begin");
  try {
    await execute(change.sql);
    const { raw, facts } = await look();
    const outcome = facts !== before.facts ? "caught" : raw !== before.raw ? "missed" : "no effect";
    return { ...change, outcome, message: null };
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.sqlstate === undefined) throw error;
    // As the server says it: which throw-away server it was is of no interest.
    const { message } = error.cause instanceof Error ? error.cause : error;
    return { ...change, outcome: "refused", message };
  } finally {
    await execute("rollback");
  }
}

/** Everything that a check compares: the facts, and what it can't read. */
async function factsNow(project: Project, execute: Execute, run: Run): Promise<string> {
  const whole = await readCatalogWithin(execute, projectScope(project, run));
  const { facts, unmodeled } = withoutIgnoredObjects(whole, project.ignore);
  return `${fingerprint(facts)} ${JSON.stringify(unmodeled)}`;
}

import type { Catalog, FactKind } from "../../catalog/fact.ts";
import { parseCatalog } from "../../catalog/fact-text.ts";
import { readCatalogText, type ReadCatalogOptions } from "../../catalog/read.ts";
import { executeOn, readCatalogWithin } from "../../catalog/read-within.ts";
import type { Project } from "../../config/load.ts";
import { seeFindings, type Trial } from "../../drift/plan/assign-fixes.ts";
import type { Finding } from "../../drift/finding.ts";
import type { RepairStatement } from "../../drift/plan/repair.ts";
import { DbfirstError } from "../../errors.ts";
import { connect } from "../../postgres/connect.ts";
import { serverReport } from "../../postgres/failure.ts";
import { openReadingSession } from "../../postgres/reading-session.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import { projectScope } from "../project-scope.ts";
import type { Run } from "../run.ts";

/** After more statements than this, a finding has none of its own: each would be followed by a look at the catalog. */
const mostTrials = 60;

/** A throw-away database to try plans on. */
export interface Bench {
  run: (statement: string) => Promise<unknown>;
  /** The same for a statement that may fail: then it leaves no trace. */
  attempt: (statement: string) => Promise<unknown>;
  read: (scope: ReadCatalogOptions) => Promise<Catalog>;
}

/** One on a copy of its own. */
export interface CopyBench extends Bench {
  end: () => Promise<void>;
}

/** One that leaves the database as it was. */
export interface PassingBench extends Bench {
  /** Undoes what was run. */
  takeBack: () => Promise<unknown>;
  end: () => void;
}

/** Runs each statement by itself, as psql would. */
export async function openBench(settings: ConnectionSettings, run: Run): Promise<CopyBench> {
  const session = { applicationName: "dbfirst trial", signal: run.signal };
  const sql = await connect(settings, session);
  const eyes = await openReadingSession(settings, session);
  const runIt = (statement: string) => sql.unsafe(statement);
  return {
    run: runIt,
    attempt: runIt,
    read: async (scope) => parseCatalog(await readCatalogText(eyes, scope)),
    end: async () => {
      eyes.end();
      await sql.end({ timeout: 1 });
    },
  };
}

/**
 * Runs everything in one transaction, which leaves the database as it was: no copy has to be made for it.
 *
 * @param mayHave the kinds of fact that the database has, and that it may come to have.
 */
export async function openPassingBench(
  settings: ConnectionSettings,
  mayHave: readonly FactKind[],
  run: Run,
): Promise<PassingBench> {
  const { signal } = run;
  const session = await openReadingSession(settings, { applicationName: "dbfirst trial", signal });
  const execute = executeOn(session);
  const runIt = (statement: string) => execute(statement).catch(asTheServerSays);
  await execute("BEGIN");
  return {
    run: runIt,
    attempt: async (statement) => {
      await execute("SAVEPOINT attempt");
      try {
        return await runIt(statement);
      } catch (error) {
        await execute("ROLLBACK TO attempt");
        throw error;
      }
    },
    read: (scope) =>
      readCatalogWithin(execute, { ...scope, repeated: { mayHave: scope.kinds ?? mayHave } }),
    takeBack: () => execute("ROLLBACK; BEGIN"),
    end: () => session.end(),
  };
}

/** Not what it means for whoever connects. */
function asTheServerSays(error: unknown): never {
  const { cause } = error as Error;
  throw serverReport(cause) === undefined ? error : cause;
}

/** How a plan is tried. */
export interface TrialOptions {
  project: Project;
  findings: readonly Finding[];
  /** What a statement is on the bench, where owner and database have other names. */
  onCopy: (sql: string) => string;
  /** As `performance.now` counts: no more looks then. */
  looksUntil: number;
  /** Leave out what fails, instead of giving up. */
  skips: boolean;
}

/**
 * Deletes the rows of every table: those of the migrations may stand in the way of a constraint that the target's own rows meet.
 */
export async function emptyTables(bench: Bench, { facts }: Catalog): Promise<void> {
  const tables = facts.filter(({ kind }) => kind === "table").map(({ object }) => object);
  if (tables.length === 0) return;
  // No trigger of the application's may object.
  await bench.run("SET session_replication_role = replica");
  await bench.run(`TRUNCATE ${tables.join(", ")} CASCADE`);
  await bench.run("RESET session_replication_role");
}

/** What a plan did on a bench. */
export interface Tried {
  /** The statements that ran. */
  statements: readonly RepairStatement[];
  seen: Trial;
  /** What the bench holds then, with what the project ignores. */
  after: Catalog;
}

/**
 * Runs the statements, and looks at the findings after each, as long as there is time for that.
 *
 * @param before what the bench holds.
 * @throws DbfirstError PLAN_FAILED for a statement that fails and isn't to be left out.
 */
export async function tryPlan(
  bench: Bench,
  before: Catalog,
  statements: readonly RepairStatement[],
  { project, findings, onCopy, looksUntil, skips }: TrialOptions,
  run: Run,
): Promise<Tried> {
  const look = scopeOfLooks(project, findings, run);
  const see = (catalog: Catalog) => seeFindings(within(catalog, look), findings);
  const seen = [see(before)];
  const ran: RepairStatement[] = [];
  for (const statement of statements) {
    const failure = await runOrSkip(bench, onCopy(statement.sql), { skips, run });
    if (failure !== undefined) continue;
    ran.push(statement);
    if (statements.length > mostTrials || performance.now() > looksUntil) continue;
    const isSetting = /^(?:SET|RESET) /.test(statement.sql);
    const isLast = statement === statements.at(-1);
    if (isLast) break;
    seen.push(isSetting ? seen.at(-1)! : see(await bench.read(look)));
  }
  const after = await bench.read(projectScope(project, run));
  const isSeenToTheEnd = seen.length === ran.length;
  return {
    statements: ran,
    seen: ran.length === 0 || !isSeenToTheEnd ? seen : [...seen, see(after)],
    after,
  };
}

/** What is read after a statement, to see whether a finding is settled. */
export function scopeOfLooks(
  project: Project,
  findings: readonly Finding[],
  run: Run,
): ReadCatalogOptions & { kinds: FactKind[]; relations: string[] } {
  const relations = findings.flatMap(({ object, parent }) =>
    parent === null ? [object] : [object, parent],
  );
  return { ...projectScope(project, run), kinds: kindsToSee(findings), relations };
}

/** What a statement that may be left out failed of; undefined where it ran. */
async function runOrSkip(
  bench: Bench,
  sql: string,
  { skips, run }: { skips: boolean; run: Run },
): Promise<Error | undefined> {
  try {
    await (skips ? bench.attempt(sql) : bench.run(sql));
    return undefined;
  } catch (error) {
    run.signal.throwIfAborted();
    const { message } = error as Error;
    if (skips && serverReport(error) !== undefined) return error as Error;
    const whole = `a trial on a copy failed: ${message}, in: ${sql}`;
    throw new DbfirstError("PLAN_FAILED", whole, { cause: error });
  }
}

/** What a look would have read of it. */
function within(
  catalog: Catalog,
  { kinds, relations }: { kinds: readonly FactKind[]; relations: readonly string[] },
): Catalog {
  const [seen, named] = [new Set(kinds), new Set(relations)];
  const facts = catalog.facts.filter(({ kind, object, parent }) => {
    if (!seen.has(kind)) return false;
    if (hasParts.has(kind)) return named.has(object);
    return !standsOnRelations.has(kind) || named.has(parent ?? "");
  });
  return { ...catalog, facts };
}

function kindsToSee(findings: readonly Finding[]): FactKind[] {
  const kinds = new Set(findings.map(({ kind }) => kind));
  if (findings.some(({ attribute, kind }) => attribute === null && hasParts.has(kind)))
    for (const kind of partKinds) kinds.add(kind);
  return [...kinds];
}

const hasParts: ReadonlySet<FactKind> = new Set([
  "table",
  "foreign table",
  "view",
  "materialized view",
  "domain",
  "type",
]);

/** What stands on tables, and goes with them. */
const partKinds = ["column", "constraint", "index", "trigger", "policy"] as const;

const standsOnRelations: ReadonlySet<FactKind> = new Set([...partKinds, "rule", "statistics"]);

import type { Catalog, FactKind } from "../catalog/fact.ts";
import { parseCatalog } from "../catalog/fact-text.ts";
import { readCatalogText, type ReadCatalogOptions } from "../catalog/read.ts";
import { readCatalogWithin, type Execute } from "../catalog/read-within.ts";
import type { Project } from "../config/load.ts";
import { seeFindings, type Trial } from "../drift/assign-fixes.ts";
import type { Finding } from "../drift/finding.ts";
import type { RepairStatement } from "../drift/repair.ts";
import { DbfirstError } from "../errors.ts";
import { connect } from "../postgres/connect.ts";
import { openReadingSession } from "../postgres/reading-session.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { projectScope } from "./project-scope.ts";
import type { Run } from "./run.ts";

/** After more statements than this, a finding has none of its own: each would be followed by a look at the catalog. */
const mostTrials = 60;

/** A throw-away database to try plans on. */
export interface Bench {
  run: (statement: string) => Promise<unknown>;
  read: (scope: ReadCatalogOptions) => Promise<Catalog>;
  end: () => Promise<void>;
}

/** Runs each statement by itself, as psql would. */
export async function openBench(settings: ConnectionSettings, run: Run): Promise<Bench> {
  const session = { applicationName: "dbfirst trial", signal: run.signal };
  const sql = await connect(settings, session);
  const eyes = await openReadingSession(settings, session);
  return {
    run: (statement) => sql.unsafe(statement),
    read: async (scope) => parseCatalog(await readCatalogText(eyes, scope)),
    end: async () => {
      eyes.end();
      await sql.end({ timeout: 1 });
    },
  };
}

/** Runs everything in one transaction, which leaves the database as it was: no copy has to be made for it. */
export async function openPassingBench(settings: ConnectionSettings, run: Run): Promise<Bench> {
  const sql = await connect(settings, { applicationName: "dbfirst trial", signal: run.signal });
  const execute: Execute = async (text) => (await sql.unsafe(text)) as never;
  await execute("BEGIN");
  return {
    run: execute,
    read: (scope) => readCatalogWithin(execute, scope),
    end: () => sql.end({ timeout: 1 }),
  };
}

/** How a plan is tried. */
export interface TrialOptions {
  project: Project;
  findings: readonly Finding[];
  /** What a statement is on the bench, where owner and database have other names. */
  onCopy: (sql: string) => string;
  /** As `performance.now` counts: no more looks then. */
  looksUntil: number;
}

/** What a plan did on a bench. */
export interface Tried {
  seen: Trial;
  /** What the bench holds then, with what the project ignores. */
  after: Catalog;
}

/**
 * Runs the statements, and looks at the findings after each, as long as there is time for that.
 *
 * @param before what the bench holds.
 * @throws DbfirstError PLAN_FAILED for a statement that fails.
 */
export async function tryPlan(
  bench: Bench,
  before: Catalog,
  statements: readonly RepairStatement[],
  { project, findings, onCopy, looksUntil }: TrialOptions,
  run: Run,
): Promise<Tried> {
  const kinds = kindsToSee(findings);
  const relations = findings.flatMap(({ object, parent }) =>
    parent === null ? [object] : [object, parent],
  );
  const whole = projectScope(project, run);
  const see = (catalog: Catalog) => seeFindings(within(catalog, { kinds, relations }), findings);
  const seen = [see(before)];
  for (const [index, { sql }] of statements.entries()) {
    await bench.run(onCopy(sql)).catch((error: unknown) => {
      run.signal.throwIfAborted();
      const message = `a trial on a copy failed: ${(error as Error).message}, in: ${sql}`;
      throw new DbfirstError("PLAN_FAILED", message, { cause: error });
    });
    if (index === statements.length - 1) break;
    if (statements.length > mostTrials || performance.now() > looksUntil) continue;
    seen.push(
      sql.startsWith("SET ") ? seen.at(-1)! : see(await bench.read({ ...whole, kinds, relations })),
    );
  }
  const after = await bench.read(whole);
  return { seen: statements.length === 0 ? seen : [...seen, see(after)], after };
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

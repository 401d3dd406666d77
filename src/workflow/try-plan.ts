import type { FactKind } from "../catalog/fact.ts";
import { parseCatalog } from "../catalog/fact-text.ts";
import { readCatalogText } from "../catalog/read.ts";
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

/** A throw-away copy to try plans on. */
export interface Bench {
  project: Project;
  findings: readonly Finding[];
  copy: ConnectionSettings;
  /** What a statement is on the copy, where owner and database have other names. */
  onCopy: (sql: string) => string;
  /** As `performance.now` counts: no more looks then. */
  looksUntil: number;
}

/**
 * Runs the statements one by one, as psql would, and looks at the findings before the first and after each, as long as there
 * is time for that.
 *
 * @throws DbfirstError PLAN_FAILED for a statement that fails.
 */
export async function tryPlan(
  bench: Bench,
  statements: readonly RepairStatement[],
  run: Run,
): Promise<Trial> {
  const { project, findings, copy, onCopy, looksUntil } = bench;
  const relations = findings.flatMap(({ object, parent }) =>
    parent === null ? [object] : [object, parent],
  );
  const scope = { ...projectScope(project, run), kinds: kindsToSee(findings), relations };
  const session = { applicationName: "dbfirst trial", signal: run.signal };
  const sql = await connect(copy, session);
  const eyes = await openReadingSession(copy, session);
  const seen: Trial[number][] = [];
  const look = async () => {
    if (statements.length > mostTrials || performance.now() > looksUntil) return;
    seen.push(seeFindings(parseCatalog(await readCatalogText(eyes, scope)), findings));
  };
  try {
    await look();
    for (const statement of statements) {
      await sql.unsafe(onCopy(statement.sql)).catch((error: unknown) => {
        run.signal.throwIfAborted();
        const message = `a trial on a copy failed: ${(error as Error).message}, in: ${statement.sql}`;
        throw new DbfirstError("PLAN_FAILED", message, { cause: error });
      });
      await look();
    }
    return seen;
  } finally {
    eyes.end();
    await sql.end({ timeout: 1 });
  }
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

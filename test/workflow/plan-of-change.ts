import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProject, type Project } from "../../src/config/load.ts";
import { differences } from "../../src/drift/compare/compare.ts";
import { reportDrift } from "../../src/drift/report.ts";
import { connect } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { planRepair, type RepairOptions } from "../../src/workflow/repair/repair.ts";
import { readProjectCatalog } from "../../src/workflow/replay.ts";
import type { Run } from "../../src/workflow/run.ts";
import { baseStatements, cleanUp, runStatements, type Change } from "../drift/change-suite.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { silentRun } from "../support/silent-run.ts";
import { runAndWatch } from "./plan-risks.ts";

/** A server with a database that holds the base schema of the changes. */
export interface PlanBench {
  project: Project;
  shadow: Shadow;
  base: ConnectionSettings;
  run: Run;
  dispose: () => Promise<void>;
}

/** The server refuses a change, as it may where another was made before it. */
export class NotMade extends Error {}

/** @param fill what makes the schema. Without it, it is that of the change suite. */
export async function openPlanBench(
  major: number,
  fill: (database: ConnectionSettings) => Promise<void> = (database) =>
    runStatements(database, baseStatements()),
): Promise<PlanBench> {
  const directory = await mkdtemp(join(tmpdir(), "dbfirst-plans-"));
  const projectDir = process.cwd();
  const shadow = await createShadow({ projectDir, major, searchFolders: [majorsFolder] });
  const base = await shadow.createDatabase();
  await fill(base);
  const run = silentRun();
  const dispose = async () => {
    await shadow.dispose();
    await rm(directory, { recursive: true });
  };
  return { project: await loadProject({ directory }), shadow, base, run, dispose };
}

/**
 * Makes a change to a copy of the base schema, as if by hand, plans the SQL both ways, and runs the one that takes it back. What
 * is wrong with it, as text: no plan, something that a plan leaves, a target that isn't as before. Empty: nothing.
 */
export async function whatIsWrongWithPlans(bench: PlanBench, change: Change): Promise<string[]> {
  const { reasons, leaves, wrong } = await tryPlans(bench, change);
  return reasons.length > 0 ? reasons : [...leaves, ...wrong];
}

/** What plans of a change are worth. */
export interface PlanOutcome {
  /** Why there is no plan, by way. */
  reasons: string[];
  /** What the plans say that they leave. */
  leaves: string[];
  /** What the plan that takes the change back did otherwise than it says. Where nothing is left, it was run. */
  wrong: string[];
  /** Data that it says it loses. */
  losses: string[];
}

/** Plans both ways, runs what takes the change back, and drops the copies. */
export async function tryPlans(bench: PlanBench, change: Change): Promise<PlanOutcome> {
  try {
    return await planAndRun(bench, change);
  } finally {
    await dropCopies(bench);
  }
}

/** Makes a change. Throws NotMade where the server refuses it. */
async function make(settings: ConnectionSettings, statements: readonly string[]): Promise<void> {
  await runStatements(settings, statements).catch((error: unknown) => {
    throw new NotMade((error as Error).message, { cause: error });
  });
}

/** A database takes eight megabytes of memory. */
async function dropCopies({ shadow, base }: PlanBench): Promise<void> {
  const sql = await connect(shadow.settings);
  try {
    const copies = await sql<{ name: string }[]>`
      SELECT datname AS name FROM pg_database WHERE datname LIKE 'shadow%' AND datname <> ${base.database}`;
    for (const { name } of copies) {
      await cleanUp({ ...shadow.settings, database: name });
      await sql.unsafe(`DROP DATABASE "${name}" WITH (FORCE)`);
    }
  } finally {
    await sql.end();
  }
}

async function planAndRun(bench: PlanBench, change: Change): Promise<PlanOutcome> {
  const { project, run } = bench;
  const options = await makeChange(bench, change);
  const { applied } = options.witness;
  const { repair } = (await planRepair(project, options, run)).report;
  if (repair === null)
    return { reasons: ["there is nothing to plan"], leaves: [], wrong: [], losses: [] };
  const ways = ["keep", "revert"] as const;
  const reasons = ways.flatMap((way) =>
    repair[way].reason === null ? [] : [`${way}: ${repair[way].reason}`],
  );
  const leaves = ways.flatMap((way) =>
    repair[way].leaves
      .filter(({ attribute }) => !isNoMatter(attribute))
      .map(({ kind, object, attribute }) => `${way} leaves ${attribute} of ${kind} ${object}`),
  );
  const losses = repair.revert.statements
    .filter(({ losesData }) => losesData)
    .map(({ sql }) => sql);
  if (repair.revert.reason !== null) return { reasons, leaves, wrong: [], losses };
  const target = options.target.settings;
  const risks = await runAndWatch(target, repair.revert.statements);
  const after = await readProjectCatalog(project, target, run);
  const told = new Set(repair.revert.leaves.map(({ kind, object }) => `${kind} ${object}`));
  const left = differences(applied, after)
    .filter(({ attribute }) => !isNoMatter(attribute))
    .filter(({ kind, object }) => !told.has(`${kind} ${object}`))
    .map(({ change: what, kind, object, attribute }) =>
      [what, kind, object, attribute].join(" ").trim(),
    );
  return { reasons, leaves, wrong: [...left, ...risks], losses };
}

/**
 * Makes a change to a copy of the base schema, as if by hand, and gathers what a plan is made from.
 *
 * @throws NotMade where the server refuses it.
 */
export async function makeChange(
  { project, shadow, base, run }: PlanBench,
  { preparation, statements }: Change,
): Promise<RepairOptions> {
  const database = await shadow.copyDatabase(base);
  await make(database, preparation);
  const applied = await readProjectCatalog(project, database, run);
  const target = await shadow.copyDatabase(base);
  // A copy has no subscriptions.
  await make(target, [...preparation, ...statements]);
  const actual = await readProjectCatalog(project, target, run);
  const witness = {
    database,
    latest: database,
    order: [],
    roles: [],
    applied,
    migrations: applied,
  };
  const report = reportDrift({
    expected: { side: "committed", catalog: applied },
    actual: { side: "database", catalog: actual },
    migrations: applied,
  });
  return {
    report,
    target: { settings: target, origin: "--url" },
    actual,
    whole: actual,
    shadow,
    witness,
    patience: 300,
  };
}

/** What only a new table restores, and what nobody may read. */
function isNoMatter(attribute: string | null): boolean {
  return /^(?:columnOrder|declaredToo|options\..*)$/s.test(attribute ?? "");
}

interface Unplanned {
  /** Fits the change's SQL, or a finding of it. */
  change: RegExp;
  /** Fits what must be there before. */
  after?: RegExp;
  /** As in docs/coverage.md. */
  why: string;
}

/** What there is no SQL for. */
const unplanned: readonly Unplanned[] = [
  { change: /\| triggers(?:Disabled|Replica|Always)\b/, why: "triggers that enforce a constraint" },
  { change: /^ALTER EXTENSION \S+ (?:ADD|DROP) /m, why: "an extension's members" },
  { change: /\| extension \| \S+ \| version/, why: "an extension's version that has no way back" },
  { change: /\| security label \|/, why: "no provider" },
  {
    change: /\| columnOrder|\| declaredToo/,
    why: "the order of columns; what comes from a parent",
  },
  {
    change: /\| app\.(?:animal|dog)\.\w+ \| notNullConstraint/m,
    why: "the NOT NULL of a parent or its child: what it is called, and more",
  },
  { change: /\| type \| \S+ \| (?:base\.|canonical)/, why: "base types" },
  { change: /^CREATE TYPE app\.rough \(input/m, why: "base types" },
  { change: /\| detachPending$/m, why: "a partition whose DETACH CONCURRENTLY broke off" },
  { change: /\| (?:index|constraint) \| .+ \| invalid/, why: "an index that is invalid" },
  {
    change: /^ALTER TABLE app\.dog NO INHERIT app\.animal;\s*$/m,
    after: /ADD CONSTRAINT four/,
    why: "a constraint that is a child's own from then on",
  },
  { change: /^COMMENT ON (?:TRIGGER|CONSTRAINT)/m, why: "what is said about a parent's parts" },
  { change: /^ALTER TABLE app\.dog VALIDATE/m, why: "what is said about a parent's parts" },
  { change: /^(?:added|removed) \| large object|lo_create/m, why: "large objects" },
  { change: /^SET ROLE .*;\s+GRANT /m, why: "what another role than the owner granted" },
  { change: /\| default privileges \| \w+ \| privileges\.OWNER/, why: "an owner's own defaults" },
  { change: /\| subscription \| /, why: "options of a subscription" },
  { change: /ORDER BY VARIADIC/, why: "a hypothetical aggregate of any arguments" },
  { change: /foreignOptions\.key|options\.(?:api_token|password)/, why: "what may be a secret" },
  {
    change: /^ALTER TYPE app\.status ADD VALUE 'late'/m,
    why: "a label of an enum in another type",
  },
  { change: /\| foreign table \| app\.event_far/, why: "a foreign table that is a partition" },
];

/** Why there is no SQL for a change; undefined where there must be. */
export function whyUnplanned({ expected, preparation, statements }: Change): string | undefined {
  const [text, before] = [[...expected, ...statements], preparation].map((all) => all.join("\n"));
  return unplanned.find(
    ({ change, after }) => change.test(text!) && (after === undefined || after.test(before!)),
  )?.why;
}

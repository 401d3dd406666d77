import { join } from "node:path";
import type { ApplyResult } from "./apply/apply.ts";
import type { PlannedMigration } from "./apply/plan.ts";
import { readStatus } from "./apply/status.ts";
import { bookkeepingTables, type BookkeepingTable } from "./catalog/bookkeeping.ts";
import type { Catalog } from "./catalog/fact.ts";
import { withoutIgnored, withoutIgnoredObjects } from "./catalog/without-ignored.ts";
import type { Project } from "./config/load.ts";
import { compareFacts } from "./drift/compare.ts";
import { DbfirstError } from "./errors.ts";
import type { Target } from "./postgres/settings.ts";
import type { LeftOut } from "./pull/leave-out.ts";
import { findGaps, gapsByOwner, type Gap } from "./pull/render/gaps.ts";
import type { OrmLineName } from "./pull/render/lines/orm-line.ts";
import type { TreeChanges } from "./pull/tree-changes.ts";
import { reachable } from "./pull/reachable.ts";
import { verifyTree } from "./pull/verify.ts";
import { toolVersion } from "./version.ts";
import { readCommitted, snapshotFile } from "./workflow/committed.ts";
import { ignoredGlobs } from "./workflow/hide-ignored.ts";
import { proveOrPostpone, type Proof } from "./workflow/prove.ts";
import { projectBookkeeping } from "./workflow/project-scope.ts";
import { applySources, readProjectCatalog } from "./workflow/replay.ts";
import { readProjectSources } from "./workflow/project-sources.ts";
import { renderProject, type RenderedProject } from "./workflow/render-project.ts";
import { childOptions, type Run } from "./workflow/run.ts";
import { withReserve } from "./workflow/with-reserve.ts";
import {
  checkWritable,
  previewCommitted,
  writeCommitted,
  type IntendedChanges,
  type WrittenChanges,
} from "./workflow/write-committed.ts";

export { checkDrift } from "./workflow/check.ts";
export type { CheckOptions } from "./workflow/check-options.ts";
export type { Run } from "./workflow/run.ts";

export interface SyncResult {
  applied: ApplyResult;
  pulled: PullResult;
  /** Milliseconds. */
  duration: number;
}

export interface PullResult {
  /** Relative to the project. */
  schemaDirectory: string;
  snapshotFile: string;
  /** The drizzle-orm that the files are for; the version is null where none is installed. */
  drizzleOrm: { line: OrmLineName; version: string | null };
  changes: WrittenChanges;
  /** How many objects of each kind the TypeScript holds. */
  objects: { kind: string; count: number }[];
  /** What PostgreSQL holds and Drizzle's TypeScript can't express. */
  gaps: readonly Gap[];
  proof: Proof;
}

/** What a pull would do. */
export interface PullPreview {
  schemaDirectory: string;
  changes: IntendedChanges;
}

/** sources → apply(target) → catalog → pull → render → write files. */
export async function sync(project: Project, target: Target, run: Run): Promise<SyncResult> {
  const started = performance.now();
  const sources = readProjectSources(project);
  const applied = await applySources(project, target.settings, sources, run);
  const pulled = await pull(project, target, run);
  if (applied.applied.length === 0 && pulled.changes.snapshot === "changed") {
    run.warn(
      `No migration was applied, and yet ${pulled.snapshotFile} changed. If somebody changed the database past the SQL files, \`dbfirst check-drift\` names it.`,
    );
  }
  return { applied, pulled, duration: performance.now() - started };
}

/** catalog → drizzle-kit pull → render → prove → write files → verify. All files or none. */
export function pull(project: Project, target: Target, run: Run): Promise<PullResult> {
  return withReserve(run, (own) => pullWith(project, target, own));
}

async function pullWith(project: Project, target: Target, run: Run): Promise<PullResult> {
  const rendered = await renderProject(project, target, run, bookkeepingOf(project));
  const { shown, line, orm } = rendered;
  const { changes, proof } = await writePulled(project, target, rendered, run);
  return {
    schemaDirectory: project.schemaDirectory,
    snapshotFile: snapshotFile(project),
    drizzleOrm: { line: line.name, version: orm?.version ?? null },
    changes,
    objects: pulledKinds.map((kind) => ({ kind, count: countOf(shown, kind) })),
    gaps: findGaps(shown, line),
    proof,
  };
}

/** Proves, writes and verifies what was pulled. */
async function writePulled(
  project: Project,
  target: Target,
  rendered: RenderedProject,
  run: Run,
): Promise<Pick<PullResult, "changes" | "proof">> {
  const { catalog, shown, tree, line, pulled } = rendered;
  const folder = join(project.directory, project.schemaDirectory);
  const intended = await checkWritable(project, tree, run);
  const { added, changed, removed } = intended;
  const written = added.length + changed.length + removed.length === 0;
  if (written && rendered.isUnchanged === true) return nothingWritten(intended, run);
  if (!written) {
    run.step("Checking that the schema files can be imported");
    const some = reachable(tree, [...added, ...changed]);
    await verifyTree(folder, some, { line, ...childOptions(run) });
  }
  const claim = { source: shown, whole: catalog, folder, tree, line, written, pulled };
  const proof = await proveOrPostpone(project, claim, run);
  run.signal.throwIfAborted();
  run.step("Writing the schema files");
  // What Drizzle can't say is told of objects with all their attributes.
  const gaps = gapsByOwner(findGaps(withoutIgnoredObjects(catalog, project.ignore), line));
  const kept = withoutIgnored(catalog, project.ignore);
  const tools = { dbfirst: toolVersion, "drizzle-kit": rendered.drizzleKit };
  const changes = await writeCommitted(project, tree, { catalog: kept, tools, gaps }, run);
  await verify(project, target, run);
  return { changes, proof };
}

/** What is committed is of the very facts that the database has. */
function nothingWritten(intended: TreeChanges, run: Run): Pick<PullResult, "changes" | "proof"> {
  const tables = { added: [], changed: [], removed: [] };
  return {
    changes: { ...intended, snapshot: "unchanged", tables },
    proof: { state: run.prove ? "unchanged" : "skipped" },
  };
}

/** The same up to the proof, which is left out: what a pull would change. Writes nothing. */
export async function previewPull(
  project: Project,
  target: Target,
  run: Run,
): Promise<PullPreview> {
  const { catalog, tree } = await renderProject(project, target, run, bookkeepingOf(project));
  run.step("Comparing with the schema files");
  const changes = await previewCommitted(project, tree, withoutIgnored(catalog, project.ignore));
  return { schemaDirectory: project.schemaDirectory, changes };
}

/** The records of migration systems, which belong to no schema. */
export function bookkeepingOf(project: Project): BookkeepingTable[] {
  return [...bookkeepingTables, ...projectBookkeeping(project)];
}

/** What `drizzle-kit push` must not take for a table to drop: the same, and what the project ignores. */
export function hiddenFromPush(project: Project): LeftOut[] {
  return [...bookkeepingOf(project), ...ignoredGlobs(project.ignore)];
}

/** What is applied, pending, changed, missing. Writes nothing. */
export function status(
  project: Project,
  target: Target,
  signal: AbortSignal,
): Promise<PlannedMigration[]> {
  return readStatus(target.settings, readProjectSources(project), signal);
}

/** Applies what is pending, or the named files of it. */
export function applyPending(
  project: Project,
  target: Target,
  run: Parameters<typeof applySources>[3],
): Promise<ApplyResult> {
  return applySources(project, target.settings, readProjectSources(project), run);
}

/** The objects that a pull puts into TypeScript. */
const pulledKinds = ["table", "view", "materialized view", "enum", "sequence", "policy"];

function countOf(catalog: Catalog, kind: string): number {
  return catalog.facts.filter((fact) => fact.kind === kind).length;
}

/** What was written is read back and compared with what the database holds now. */
async function verify(project: Project, target: Target, run: Run): Promise<void> {
  run.step("Verifying");
  const { catalog, files } = await readCommitted(project);
  const now = await readProjectCatalog(project, target.settings, run);
  const differences = compareFacts(catalog, withoutIgnored(now, project.ignore));
  const [first] = [...differences.map(({ object }) => object), ...files.map(({ path }) => path)];
  if (first === undefined) return;
  throw new DbfirstError(
    "VERIFY_FAILED",
    `The database was changed while it was pulled: ${first}`,
    {
      hint: "Run it again when nobody else changes the schema.",
    },
  );
}

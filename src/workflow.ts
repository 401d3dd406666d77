import { join } from "node:path";
import type { ApplyResult } from "./apply/apply.ts";
import type { PlannedMigration } from "./apply/plan.ts";
import { readStatus } from "./apply/status.ts";
import { bookkeepingTables, type BookkeepingTable } from "./catalog/bookkeeping.ts";
import type { Catalog } from "./catalog/fact.ts";
import { withoutIgnored, withoutIgnoredObjects } from "./catalog/without-ignored.ts";
import { detectImportExtension } from "./config/import-extension.ts";
import { findProjectOrm, pinnedOrm, type InstalledOrm } from "./config/installed-orm.ts";
import type { Project } from "./config/load.ts";
import { compareFacts } from "./drift/compare.ts";
import { ConfigError, DbfirstError } from "./errors.ts";
import { quoteIdentifier } from "./postgres/quote.ts";
import type { Target } from "./postgres/settings.ts";
import { pullSchema } from "./pull/pull-schema.ts";
import { findGaps, gapsByOwner, type Gap } from "./pull/render/gaps.ts";
import { ormLines, pinnedLine } from "./pull/render/lines/choose-line.ts";
import type { OrmLineName } from "./pull/render/lines/orm-line.ts";
import { render } from "./pull/render/render.ts";
import { verifyTree } from "./pull/verify.ts";
import { toolVersion } from "./version.ts";
import { readCommitted, snapshotFile } from "./workflow/committed.ts";
import { prove, type Proof } from "./workflow/prove.ts";
import { drizzleBookkeeping } from "./workflow/project-scope.ts";
import { applySources, readProjectCatalog } from "./workflow/replay.ts";
import { readProjectSources } from "./workflow/project-sources.ts";
import type { Run } from "./workflow/run.ts";
import {
  checkWritable,
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
export async function pull(project: Project, target: Target, run: Run): Promise<PullResult> {
  const orm = findProjectOrm(project);
  const line = orm === undefined ? pinnedLine : ormLines[orm.line];
  if (orm?.tested === false) run.warn(untested(orm));
  run.step("Reading the catalog");
  const catalog = await readProjectCatalog(project, target.settings, run);
  refuseUnknownSchemas(project, catalog);
  run.step(`Running drizzle-kit pull on ${countOf(catalog, "table")} tables`);
  const pulled = await pullSchema({
    settings: target.settings,
    catalog,
    schemas: project.schemas,
    leftOut: bookkeepingOf(project),
    env: run.env,
    signal: run.signal,
  });
  const tree = render(pulled, {
    toolVersion,
    line,
    casing: project.casing,
    index: project.schemaIsIndex,
    layout: project.pullOptions.layout,
    overrides: project.pullOptions.overrides,
    aliases: project.pullOptions.aliases,
    schemaDirectory: project.schemaDirectory,
    importExtension: project.importExtension ?? detectImportExtension(project.directory),
  });
  if (!project.schemaIsIndex) run.warn(withoutIndex(project));
  const folder = join(project.directory, project.schemaDirectory);
  const { added, changed, removed } = await checkWritable(project, tree, run);
  if (added.length + changed.length + removed.length > 0) {
    run.step("Checking that the schema files can be imported");
    await verifyTree(folder, tree, line);
  }
  const written = added.length + changed.length + removed.length === 0;
  const proof = await prove(project, { source: catalog, folder, tree, line, written }, run);
  run.signal.throwIfAborted();
  run.step("Writing the schema files");
  // What Drizzle can't say is told of objects with all their attributes.
  const gaps = gapsByOwner(findGaps(withoutIgnoredObjects(catalog, project.ignore), line));
  const kept = withoutIgnored(catalog, project.ignore);
  const tools = { dbfirst: toolVersion, "drizzle-kit": pulled.drizzleKit };
  const changes = await writeCommitted(project, tree, { catalog: kept, tools, gaps }, run);
  await verify(project, target, run);
  return {
    schemaDirectory: project.schemaDirectory,
    snapshotFile: snapshotFile(project),
    drizzleOrm: { line: line.name, version: orm?.version ?? null },
    changes,
    objects: pulledKinds.map((kind) => ({ kind, count: countOf(catalog, kind) })),
    gaps: findGaps(catalog, line),
    proof,
  };
}

/** The records of migration systems, which belong to no schema. */
export function bookkeepingOf(project: Project): BookkeepingTable[] {
  return [...bookkeepingTables, drizzleBookkeeping(project)];
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
  run: Run & { only?: readonly string[] | undefined },
): Promise<ApplyResult> {
  return applySources(project, target.settings, readProjectSources(project), run);
}

/** drizzle-kit reads every file of a folder, and would find each table a second time in an index.ts. */
function withoutIndex({ schemaDirectory }: Project): string {
  return `drizzle.config.ts names the folder ${schemaDirectory}, so no index.ts is written; with schema: "./${schemaDirectory}/index.ts" there is one.`;
}

/** Of a drizzle-orm that came out later, or before the oldest that the files are written for. */
function untested({ version, line }: InstalledOrm): string {
  return `drizzle-orm ${version} is installed; dbfirst is tested with ${pinnedOrm} and 0.45. The files are written for ${line}.`;
}

/** A mistyped schema would pull nothing, and take every generated file away. */
function refuseUnknownSchemas({ schemas }: Project, catalog: Catalog): void {
  const known = new Set(
    catalog.facts.flatMap(({ kind, object }) => (kind === "schema" ? [object] : [])),
  );
  const unknown = (schemas ?? []).filter(
    (name) => !known.has(name) && !known.has(quoteIdentifier(name)),
  );
  if (unknown.length === 0) return;
  throw new ConfigError(
    "dbfirst.config.ts",
    unknown.map((name) => ({
      at: "schemas",
      message: `there is no schema "${name}" in the database`,
    })),
  );
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

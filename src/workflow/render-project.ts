import { existsSync } from "node:fs";
import { join } from "node:path";
import { bookkeepingTables, type BookkeepingTable } from "../catalog/bookkeeping.ts";
import type { Catalog } from "../catalog/fact.ts";
import { detectImportExtension } from "../config/import-extension.ts";
import { findProjectOrm, pinnedOrm, type InstalledOrm } from "../config/installed-orm.ts";
import type { Project } from "../config/load.ts";
import { ConfigError } from "../errors.ts";
import { quoteIdentifier } from "../postgres/quote.ts";
import type { Target } from "../postgres/settings.ts";
import { chooseEngine } from "../pull/choose-engine.ts";
import { pinnedDrizzleKit, type DrizzleKit } from "../pull/locate.ts";
import { ormLines, pinnedLine } from "../pull/render/lines/choose-line.ts";
import type { OrmLine } from "../pull/render/lines/orm-line.ts";
import type { RenderOptions } from "../pull/render/render.ts";
import { toolVersion } from "../version.ts";
import { snapshotFile } from "./committed.ts";
import { hideIgnored } from "./hide-ignored.ts";
import { refuseMissingModules } from "./override-modules.ts";
import { readProjectCatalog } from "./replay.ts";
import { pullFiles, type PulledFiles } from "./pull-files.ts";
import type { Run } from "./run.ts";

/** The files that a project's database gives. */
export interface RenderedProject extends PulledFiles {
  /** All that the database holds. */
  catalog: Catalog;
  /** As much of it as the files are about: without the tables that the project ignores. */
  shown: Catalog;
  /** The drizzle-orm that the files are for. */
  line: OrmLine;
  /** Undefined: none is installed. */
  orm: InstalledOrm | undefined;
}

/**
 * catalog → drizzle-kit pull → render. Writes nothing.
 *
 * @param bookkeeping the records of migration systems, which belong to no schema.
 * @throws ConfigError when the configuration names what isn't there; PullError, DatabaseError as `pullSchema` does.
 */
export async function renderProject(
  project: Project,
  target: Target,
  run: Run,
  bookkeeping: readonly BookkeepingTable[] = bookkeepingTables,
): Promise<RenderedProject> {
  const orm = findProjectOrm(project);
  const line = orm === undefined ? pinnedLine : ormLines[orm.line];
  if (orm?.tested === false) run.warn(untested(orm));
  refuseMissingModules(project);
  if (pullsEverything(project, run)) run.reserve?.refill();
  run.step("Reading the catalog");
  const catalog = await readProjectCatalog(project, target.settings, run);
  refuseUnknownSchemas(project, catalog);
  const { shown, hidden } = hideIgnored(catalog, project.ignore);
  const options = renderOptionsOf(project, line);
  const leftOut = [...bookkeeping, ...hidden];
  const scope = {
    settings: target.settings,
    catalog: shown,
    schemas: project.schemas,
    leftOut,
    drizzleKit: await findEngine(project, run),
  };
  const files = await pullFiles(project, scope, options, run);
  if (!project.schemaIsIndex) run.warn(withoutIndex(project));
  return { catalog, shown, line, orm, ...files };
}

/** Whether drizzle-kit will be needed whatever the database holds: it loads while that is read. */
function pullsEverything(project: Project, { full }: Run): boolean {
  const snapshot = join(project.directory, snapshotFile(project));
  return project.pullOptions.engine !== "project" && (full === true || !existsSync(snapshot));
}

function renderOptionsOf(project: Project, line: OrmLine): RenderOptions {
  const { layout, overrides, aliases } = project.pullOptions;
  return {
    toolVersion,
    line,
    casing: project.casing,
    index: project.schemaIsIndex,
    layout,
    overrides,
    aliases,
    schemaDirectory: project.schemaDirectory,
    importExtension: project.importExtension ?? detectImportExtension(project.directory),
  };
}

/** The project's own drizzle-kit where the configuration asks for it. */
async function findEngine(project: Project, run: Run): Promise<DrizzleKit | undefined> {
  const kit = await chooseEngine(project.pullOptions.engine, project.directory);
  if (kit !== undefined && kit.version !== pinnedDrizzleKit)
    run.warn(
      `The project's drizzle-kit ${kit.version} reads the database; dbfirst is tested with ${pinnedDrizzleKit}.`,
    );
  return kit;
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

import { bookkeepingTables, type BookkeepingTable } from "../../catalog/bookkeeping.ts";
import { parseCatalog, type CatalogText } from "../../catalog/fact-text.ts";
import type { Catalog } from "../../catalog/fact.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import { detectImportExtension } from "../../config/import-extension.ts";
import { findProjectOrm, type InstalledOrm } from "../../config/installed-orm.ts";
import type { Project } from "../../config/load.ts";
import type { Target } from "../../postgres/settings.ts";
import { chooseEngine, isBeforeOne } from "../../pull/kit/choose-engine.ts";
import { pinnedDrizzleKit, type DrizzleKit } from "../../pull/kit/locate.ts";
import { withPlainNames } from "../../pull/plain-names.ts";
import { findGaps } from "../../pull/render/gaps.ts";
import { ormLines, pinnedLine } from "../../pull/render/lines/choose-line.ts";
import type { OrmLine } from "../../pull/render/lines/orm-line.ts";
import type { RenderOptions } from "../../pull/render/render.ts";
import { toolVersion } from "../../version.ts";
import { hideIgnored } from "./hide-ignored.ts";
import { refuseMissingExports } from "./override-modules.ts";
import { pullFiles, type PulledFiles } from "./pull-files.ts";
import { readProjectText } from "./read-project.ts";
import { refuseProject } from "./refuse-project.ts";
import type { Run } from "../run.ts";
import { openSnapshotOfThese } from "./snapshot-of-these.ts";

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

export interface RenderProjectOptions {
  /** The records of migration systems, which belong to no schema. */
  bookkeeping?: readonly BookkeepingTable[] | undefined;
  /** What the database holds, where that was read already. */
  database?: CatalogText | undefined;
  /** Told the server's major as soon as it is known, before drizzle-kit begins. */
  onServer?: ((major: number) => void) | undefined;
  /** Told when drizzle-kit has looked at the database for the last time; not at all where nothing is asked of it. */
  onPulled?: (() => void) | undefined;
}

/**
 * catalog → drizzle-kit pull → render. Writes nothing.
 *
 * @throws ConfigError when the configuration names what isn't there; PullError, DatabaseError as `pullSchema` does.
 */
export async function renderProject(
  project: Project,
  target: Target,
  run: Run,
  { bookkeeping = bookkeepingTables, database, onServer, onPulled }: RenderProjectOptions = {},
): Promise<RenderedProject> {
  const orm = findProjectOrm(project);
  const line = orm === undefined ? pinnedLine : ormLines[orm.line];
  const drizzleKit = await findEngine(project, run);
  if (drizzleKit === undefined && pullsEverything(project, run)) run.reserve?.refill();
  if (database === undefined) run.step("Reading the catalog");
  const catalog = parseCatalog(database ?? (await readProjectText(project, target.settings, run)));
  refuseProject(project, catalog, run);
  await refuseMissingExports(project);
  onServer?.(catalog.serverMajor);
  const { shown: own, hidden } = hideIgnored(catalog, project.ignore);
  const shown = withPlainNames(own);
  // drizzle-kit is still loading, and they will be asked for.
  findGaps(shown, line);
  const options = renderOptionsOf(project, line);
  const leftOut = [...bookkeeping, ...hidden];
  const scope = {
    settings: target.settings,
    catalog: shown,
    schemas: project.schemas,
    leftOut,
    drizzleKit,
    onPulled,
    hasIgnoredParts: own !== catalog && !isSame(own, withoutIgnored(catalog, project.ignore)),
  };
  const files = await pullFiles(project, scope, options, run);
  return { catalog, shown, line, orm, ...files };
}

/** The very facts, none of them with less in it. */
function isSame(left: Catalog, right: Catalog): boolean {
  return (
    left.facts.length === right.facts.length &&
    left.facts.every((fact, index) => fact === right.facts[index])
  );
}

/** Whether drizzle-kit will be needed whatever the database holds: it loads while that is read. */
function pullsEverything(project: Project, { full }: Run): boolean {
  return full === true || openSnapshotOfThese(project) === undefined;
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
  // Of those before 1.0 only 0.31 is let through.
  if (kit !== undefined && kit.version !== pinnedDrizzleKit && !isBeforeOne(kit))
    run.warn(
      `The project's drizzle-kit ${kit.version} reads the database; dbfirst is tested with ${pinnedDrizzleKit} and 0.31.`,
    );
  return kit;
}

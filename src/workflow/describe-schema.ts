import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Catalog } from "../catalog/fact.ts";
import { readSnapshot } from "../catalog/snapshot-file.ts";
import type { CatalogSnapshot, RecordedGaps } from "../catalog/snapshot.ts";
import { withoutIgnored } from "../catalog/without-ignored.ts";
import type { Project } from "../config/load.ts";
import { ormSetting } from "../config/pull-settings.ts";
import { DbfirstError } from "../errors.ts";
import { findGaps, gapsByOwner } from "../pull/render/gaps.ts";
import { ormLines, pinnedLine } from "../pull/render/lines/choose-line.ts";
import { snapshotFile } from "./committed.ts";
import { replayHistory, type SchemaHistory } from "./explain/replay-history.ts";
import type { Run } from "./run.ts";

/** What the repository says of its schema. */
export interface SchemaDescription {
  /** The project's name. */
  title: string;
  catalog: Catalog;
  /** What Drizzle's TypeScript can't say. */
  gaps: readonly RecordedGaps[];
  history: SchemaHistory;
}

/**
 * Reads the committed snapshot, and finds which migration made what. No database is asked, but a throw-away one.
 *
 * @param patience seconds for the history; undefined: it isn't looked up.
 * @throws DbfirstError SNAPSHOT_MISSING, SNAPSHOT_INVALID, SNAPSHOT_UNREADABLE.
 */
export async function describeSchema(
  project: Project,
  patience: number | undefined,
  run: Run,
): Promise<SchemaDescription> {
  const file = snapshotFile(project);
  const snapshot = readSnapshot(join(project.directory, file), file);
  if (snapshot === undefined)
    throw new DbfirstError("SNAPSHOT_MISSING", `There is no ${file} to report on`, {
      hint: "`dbfirst pull` writes it from a database, `dbfirst pull --from migrations` from the SQL files.",
    });
  const catalog = withoutIgnored(snapshot.catalog, project.ignore);
  const history =
    patience === undefined
      ? { migrations: [], events: [], unknown: "Which migration made what wasn’t looked up." }
      : await replayHistory(project, { major: catalog.serverMajor, patience }, run);
  const gaps = gapsByOwner(findGaps(catalog, lineOf(snapshot)));
  return { title: projectName(project.directory), catalog, gaps, history };
}

/** The drizzle-orm that the committed files are for. */
function lineOf({ settings }: CatalogSnapshot) {
  const line = Object.values(ormLines).find(
    ({ name }) => JSON.stringify(name) === settings?.[ormSetting],
  );
  return line ?? pinnedLine;
}

/** As package.json has it, which is the same in every clone; else the folder's. */
function projectName(directory: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as {
      name?: unknown;
    };
    if (typeof name === "string" && name !== "") return name;
  } catch {
    // A project without a readable package.json has a folder all the same.
  }
  return basename(directory);
}

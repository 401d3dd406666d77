import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { OpenSnapshot } from "../../catalog/parse-snapshot.ts";
import { openSnapshotFile } from "../../catalog/snapshot-file.ts";
import type { Project } from "../../config/load.ts";
import { pullSettings } from "../../config/pull-settings.ts";
import { DbfirstError } from "../../errors.ts";
import { pinnedDrizzleKit } from "../../pull/kit/locate.ts";
import type { Source } from "../../sources/source.ts";
import { toolVersion } from "../../version.ts";
import { snapshotFile } from "../committed.ts";
import { hashOfReplay } from "../replayed-sources.ts";

/**
 * The committed snapshot, where the same programs with the same settings wrote it: the same facts give the same files
 * again. Undefined where there is none, or it can't be used, which vouches for nothing.
 */
export function openSnapshotOfThese(project: Project): OpenSnapshot | undefined {
  if (project.pullOptions.engine === "project") return undefined;
  const snapshot = openUsable(project);
  if (snapshot === undefined) return undefined;
  const { tools, settings } = snapshot.head;
  const isSame =
    isDeepStrictEqual(tools, { dbfirst: toolVersion, "drizzle-kit": pinnedDrizzleKit }) &&
    isDeepStrictEqual(settings, pullSettings(project));
  return isSame ? snapshot : undefined;
}

/** Does the committed snapshot hold what a replay of just these SQL files gives, as this version reads it? Undefined: nobody knows. */
export function isReplayOfThese(project: Project, sources: readonly Source[]): boolean | undefined {
  const hash = hashOfReplay(project, sources);
  const head = openUsable(project)?.head;
  if (hash === undefined || head?.replayed === undefined) return undefined;
  return head.tools["dbfirst"] === toolVersion ? head.replayed === hash : undefined;
}

/** The committed snapshot; one that can't be used is as good as none, and is replaced. */
export function openUsable(project: Project): OpenSnapshot | undefined {
  try {
    return openSnapshotFile(join(project.directory, snapshotFile(project)), snapshotFile(project));
  } catch (error) {
    if (error instanceof DbfirstError && error.code === "SNAPSHOT_INVALID") return undefined;
    throw error;
  }
}

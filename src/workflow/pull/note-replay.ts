import { join } from "node:path";
import type { OpenSnapshot } from "../../catalog/parse-snapshot.ts";
import { draftSnapshot } from "../../catalog/snapshot-file.ts";
import type { Catalog } from "../../catalog/fact.ts";
import { fingerprint } from "../../catalog/fingerprint.ts";
import type { Project } from "../../config/load.ts";
import { snapshotFile } from "../committed.ts";

/**
 * Notes in the committed snapshot that its facts are those of a replay of these SQL files. Nothing where that isn't known, or is
 * noted already.
 */
export function noteReplay(
  project: Project,
  snapshot: OpenSnapshot,
  replayed: string | undefined,
): "changed" | "unchanged" {
  if (replayed === undefined || snapshot.head.replayed === replayed) return "unchanged";
  const file = snapshotFile(project);
  const noted = { ...snapshot.whole(), gaps: snapshot.gaps(), replayed };
  const draft = draftSnapshot(join(project.directory, file), file, noted);
  try {
    draft.commit();
  } finally {
    draft.discard();
  }
  return "changed";
}

/**
 * The hash of the SQL files whose replay gives these facts: the one that is known of them now, or was known of the same facts
 * before, which stays so whatever became of the files.
 */
export function replayOf(
  catalog: Catalog,
  known: string | undefined,
  before: OpenSnapshot | undefined,
): string | undefined {
  if (known !== undefined || before === undefined) return known;
  return before.head.fingerprint === fingerprint(catalog.facts) ? before.head.replayed : undefined;
}

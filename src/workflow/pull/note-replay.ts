import { join } from "node:path";
import type { OpenSnapshot } from "../../catalog/parse-snapshot.ts";
import { draftSnapshot } from "../../catalog/snapshot-file.ts";
import type { Project } from "../../config/load.ts";
import { snapshotFile } from "../committed.ts";
import type { Run } from "../run.ts";
import { rememberReplay, replayOfFacts, type FactsInShort } from "./known-replays.ts";

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
 * The hash of the SQL files whose replay gives these facts: the one that is known of them now, which is kept for later; or was
 * known of the same facts before, which stays so whatever became of the files.
 */
export function replayOf(
  project: Project,
  facts: FactsInShort,
  before: OpenSnapshot | undefined,
  run: Run,
): string | undefined {
  const { replayed } = run;
  if (replayed !== undefined) {
    rememberReplay(project, { hash: replayed, ...facts }, run);
    return replayed;
  }
  const isSame = before?.head.fingerprint === facts.fingerprint;
  return replayOfFacts(project, facts, isSame ? before.head.replayed : undefined);
}

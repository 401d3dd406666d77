import { join } from "node:path";
import type { CatalogText } from "../../catalog/fact-text.ts";
import { fingerprintOfText } from "../../catalog/fingerprint.ts";
import type { OpenSnapshot } from "../../catalog/parse-snapshot.ts";
import type { RecordedGaps } from "../../catalog/snapshot.ts";
import { applyIgnoreRules } from "../../catalog/without-ignored.ts";
import { findProjectOrm } from "../../config/installed-orm.ts";
import type { Project } from "../../config/load.ts";
import type { Target } from "../../postgres/settings.ts";
import { diffHashes } from "../../pull/files/diff-hashes.ts";
import { hasExtensionViews } from "../../pull/extension-views.ts";
import type { Gap } from "../../pull/render/gaps.ts";
import { hashesWithin, snapshotFile } from "../committed.ts";
import { hideIgnored } from "./hide-ignored.ts";
import { countObjects, type PullResult } from "./pull-result.ts";
import { readProjectText } from "./read-project.ts";
import { refuseProject } from "./refuse-project.ts";
import type { Run } from "../run.ts";
import { openSnapshotOfThese } from "./snapshot-of-these.ts";
import { withReserve } from "./with-reserve.ts";

// What a pull needs that finds nothing to do is loaded at once, the rest where there is something.

/**
 * catalog → drizzle-kit pull → render → prove → write files → verify. All files or none. Where the committed files are of the
 * very facts that the database has, that is all there is to find out.
 */
export async function pull(project: Project, target: Target, run: Run): Promise<PullResult> {
  const before = run.full === true ? undefined : openSnapshotOfThese(project);
  if (before === undefined || (run.prove && before.head.unproved === true))
    return startAnew(project, target, run);
  run.step("Reading the catalog");
  const reading = readProjectText(project, target.settings, run);
  reading.catch(() => {});
  const folder = join(project.directory, project.schemaDirectory);
  const files = hashesWithin(before.head, project.schemaDirectory);
  // While the server works.
  const edits = await diffHashes(folder, files);
  const database = await reading;
  const isSame =
    edits.length === 0 &&
    files.size === Object.keys(before.head.files).length &&
    isOfFacts(before, database, project) &&
    !(await hasExtensionViews(database.facts, target.settings, run.signal));
  const gaps = isSame ? before.gaps() : undefined;
  if (gaps !== undefined) {
    const { noteReplay, replayOf } = await import("./note-replay.ts");
    const { fingerprint } = before.head;
    const facts = { fingerprint, serverMajor: database.serverMajor };
    const snapshot = noteReplay(project, before, replayOf(project, facts, before, run));
    return unchanged(project, database, { paths: [...files.keys()], gaps, snapshot }, run);
  }
  return startAnew(project, target, run, database);
}

/** drizzle-kit loads, and the server says what it holds, while this program loads the rest of itself. */
function startAnew(
  project: Project,
  target: Target,
  run: Run,
  database?: CatalogText,
): Promise<PullResult> {
  return withReserve(project, run, async (own) => {
    if (project.pullOptions.engine !== "project") own.reserve?.refill();
    if (database === undefined) run.step("Reading the catalog");
    const [known, { pullAnew }] = await Promise.all([
      database ?? readProjectText(project, target.settings, run),
      import("./pull-anew.ts"),
    ]);
    return pullAnew(project, target, own, known);
  });
}

/** Both the snapshot and the files are of what the database holds, as far as the project's rules leave it. */
function isOfFacts({ head }: OpenSnapshot, database: CatalogText, project: Project): boolean {
  if (head.serverMajor !== database.serverMajor) return false;
  const { ignore } = project;
  const kept = fingerprintOfText(applyIgnoreRules(database, ignore).catalog.facts);
  if (head.fingerprint !== kept) return false;
  const { shown } = hideIgnored(database, ignore);
  return (head.madeOf ?? kept) === (ignore.length === 0 ? kept : fingerprintOfText(shown.facts));
}

/** What is as it was, but for what is known of it. */
interface Unchanged {
  paths: string[];
  gaps: readonly RecordedGaps[];
  snapshot: "changed" | "unchanged";
}

function unchanged(
  project: Project,
  database: CatalogText,
  { paths, gaps, snapshot }: Unchanged,
  run: Run,
): PullResult {
  refuseProject(project, database, run);
  const orm = findProjectOrm(project);
  return {
    schemaDirectory: project.schemaDirectory,
    snapshotFile: snapshotFile(project),
    drizzleOrm: { line: orm?.line ?? "1.0", version: orm?.version ?? null },
    changes: {
      added: [],
      changed: [],
      removed: [],
      unchanged: paths.toSorted(),
      snapshot,
      facts: "unchanged",
      tables: { added: [], changed: [], removed: [] },
    },
    objects: countObjects(hideIgnored(database, project.ignore).shown.facts),
    gaps: gaps.flatMap(listGaps),
    proof: { state: run.prove ? "unchanged" : "skipped" },
  };
}

function listGaps({ of, gaps }: RecordedGaps): Gap[] {
  return Object.entries(gaps).flatMap(([kind, objects]) =>
    objects.map((object) => ({ kind, object, of })),
  );
}

import { join } from "node:path";
import { parseCatalog, type CatalogText } from "../../catalog/fact-text.ts";
import { fingerprint } from "../../catalog/fingerprint.ts";
import type { Catalog } from "../../catalog/fact.ts";
import { withoutIgnored, withoutIgnoredObjects } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { compareFacts } from "../../drift/compare/compare.ts";
import { DbfirstError } from "../../errors.ts";
import type { Target } from "../../postgres/settings.ts";
import type { FileTree } from "../../pull/files/file-tree.ts";
import { withPlainNames } from "../../pull/plain-names.ts";
import { reachable } from "../../pull/files/reachable.ts";
import { findGaps, gapsByOwner, type Gap } from "../../pull/render/gaps.ts";
import { verifyTree } from "../../pull/files/verify.ts";
import { toolVersion } from "../../version.ts";
import { readCommitted, snapshotFile } from "../committed.ts";
import { hideIgnored } from "./hide-ignored.ts";
import { sidesOf } from "../check/look.ts";
import { bookkeepingOf } from "../project-scope.ts";
import { replayOf } from "./note-replay.ts";
import { openProofServer } from "./proof-server.ts";
import { proveOrPostpone, type Claim, type Proof } from "./prove.ts";
import { countObjects, type PullPreview, type PullResult } from "./pull-result.ts";
import { renderProject, type RenderedProject } from "./render-project.ts";
import { childOptions, type Run } from "../run.ts";
import { openSecondLook, type SecondLook } from "./second-look.ts";
import { openUsable } from "./snapshot-of-these.ts";
import { warnOfKitFilters } from "./warn-of-kit-filters.ts";
import { withReserve } from "./with-reserve.ts";
import {
  checkWritable,
  hashFiles,
  isUnproved,
  previewCommitted,
  writeCommitted,
} from "./write-committed.ts";

/**
 * catalog → drizzle-kit pull → render → prove → write files → verify. All files or none.
 *
 * @param database what it holds.
 */
export async function pullAnew(
  project: Project,
  target: Target,
  run: Run,
  database: CatalogText,
): Promise<PullResult> {
  const server = openProofServer(project, run);
  try {
    const bookkeeping = bookkeepingOf(project);
    const look = openSecondLook(project, target, run);
    const options = { bookkeeping, database, onServer: server.start, onPulled: look.begin };
    const rendered = await renderProject(project, target, run, options);
    warnOfKitFilters(project, rendered.shown, run);
    return await finishPull(project, { ...rendered, server, look }, run);
  } finally {
    await server.dispose();
  }
}

type Pulled = RenderedProject & Pick<Claim, "server"> & { look: SecondLook };

async function finishPull(project: Project, rendered: Pulled, run: Run): Promise<PullResult> {
  const { catalog, shown, line, orm } = rendered;
  // What Drizzle can't say is told of objects with all their attributes.
  const gaps = findGaps(withPlainNames(withoutIgnoredObjects(catalog, project.ignore)), line);
  const { changes, proof } = await writePulled(project, { ...rendered, gaps }, run);
  return {
    schemaDirectory: project.schemaDirectory,
    snapshotFile: snapshotFile(project),
    drizzleOrm: { line: line.name, version: orm?.version ?? null },
    changes,
    objects: countObjects(shown.facts),
    gaps,
    proof,
  };
}

/** Proves, writes and verifies what was pulled. */
async function writePulled(
  project: Project,
  rendered: Pulled & { gaps: readonly Gap[] },
  run: Run,
): Promise<Pick<PullResult, "changes" | "proof">> {
  const { catalog, shown, tree, line, pulled, server, gaps } = rendered;
  const folder = join(project.directory, project.schemaDirectory);
  const { added, changed, removed } = await checkWritable(project, tree, run);
  const isWritten = added.length + changed.length + removed.length === 0;
  const wasUnproved = isUnproved(project);
  const whole = withPlainNames(catalog);
  const about = { source: shown, whole, folder, tree, line, written: isWritten, pulled, server };
  // A proof of them all imports them anyway.
  const isImported = isWritten || !importsAll(about, run);
  const claim = { ...(wasUnproved ? fromTheStart(about) : about), isImported };
  const check = async () => {
    const files = reachable(tree, [...added, ...changed]);
    if (!isWritten && isImported) await importFiles(folder, files, { line, run });
    return proveOrPostpone(project, claim, run);
  };
  // While another process imports the files, this one hashes them. The first gives that process its job at once.
  const [proof, hashes] = await Promise.all([check(), hashFiles(project, tree)]);
  run.signal.throwIfAborted();
  const inTheEnd = rendered.look.end();
  inTheEnd.catch(() => {});
  run.reserve?.release();
  run.step("Writing the schema files");
  const kept = withoutIgnored(catalog, project.ignore);
  const changes = await writeCommitted(
    project,
    tree,
    {
      catalog: kept,
      tools: { dbfirst: toolVersion, "drizzle-kit": rendered.drizzleKit },
      madeOf: fingerprintUnlessSame(hideIgnored(catalog, project.ignore).shown, kept),
      replayed: replayOf(project, factsInShort(kept), openUsable(project), run),
      unproved: isOwed(proof, { wasUnproved, isWritten }),
      gaps: gapsByOwner(gaps),
      ...hashes,
    },
    run,
  );
  await verify(project, await inTheEnd, run);
  return { changes, proof };
}

/** Whether the proof comes now, and drizzle-kit loads every file for it. */
function importsAll({ pulled, line }: Claim, run: Run): boolean {
  return run.prove && run.postpone === undefined && pulled === undefined && line.kit === "pinned";
}

function importFiles(
  folder: string,
  tree: FileTree,
  { line, run }: Pick<Claim, "line"> & { run: Run },
): Promise<void> {
  run.step("Checking that the schema files can be imported");
  return verifyTree(folder, tree, { line, ...childOptions(run) });
}

function factsInShort({ facts, serverMajor }: Catalog) {
  return { fingerprint: fingerprint(facts), serverMajor };
}

/** Of what the files are about, where that isn't what the snapshot holds. */
function fingerprintUnlessSame(shown: Catalog, kept: Catalog): string | undefined {
  if (shown === kept) return undefined;
  const own = fingerprint(shown.facts);
  return own === fingerprint(kept.facts) ? undefined : own;
}

/** What is left of a proof that was left out: all of it. */
function fromTheStart(claim: Claim): Claim {
  return { ...claim, written: false, pulled: undefined };
}

/** Whether the next proof has to make up for what this pull left out, or for what one before it did. */
function isOwed(
  { state }: Proof,
  { wasUnproved, isWritten }: { wasUnproved: boolean; isWritten: boolean },
): boolean {
  return state === "skipped" ? wasUnproved || !isWritten : state === "impossible" && wasUnproved;
}

/** The same up to the proof, which is left out: what a pull would change. Writes nothing. */
export function previewPull(project: Project, target: Target, run: Run): Promise<PullPreview> {
  return withReserve(project, run, async (own) => {
    const bookkeeping = bookkeepingOf(project);
    const { catalog, tree } = await renderProject(project, target, own, { bookkeeping });
    run.step("Comparing with the schema files");
    const changes = await previewCommitted(project, tree, withoutIgnored(catalog, project.ignore));
    return { schemaDirectory: project.schemaDirectory, changes };
  });
}

/** What was written is read back and compared with what the database held after drizzle-kit's last look, or the proof. */
async function verify(project: Project, database: CatalogText, run: Run): Promise<void> {
  run.step("Verifying");
  const committed = await readCommitted(project);
  const { same } = sidesOf({ committed, database }, "database", project.ignore);
  const now = () => withoutIgnored(parseCatalog(database), project.ignore);
  const differences = same === undefined ? compareFacts(committed.catalog, now()) : [];
  const [first] = [
    ...differences.map(({ object }) => object),
    ...committed.files.map(({ path }) => path),
  ];
  if (first === undefined) return;
  throw new DbfirstError(
    "VERIFY_FAILED",
    `The database was changed while it was pulled: ${first}`,
    {
      hint: "Run it again when nobody else changes the schema.",
    },
  );
}

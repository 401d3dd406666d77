import { join } from "node:path";
import { parseCatalog } from "../../catalog/fact-text.ts";
import type { Catalog } from "../../catalog/fact.ts";
import { fingerprint } from "../../catalog/fingerprint.ts";
import { readSnapshot } from "../../catalog/snapshot-file.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import type { Project } from "../../config/load.ts";
import { differences } from "../../drift/compare/compare.ts";
import { DatabaseError, DbfirstError, inSentence, PullError } from "../../errors.ts";
import type { FileTree } from "../../pull/files/file-tree.ts";
import { withPlainNames } from "../../pull/plain-names.ts";
import { makeStatements } from "../../pull/prove/make-statements.ts";
import { partOf, withWhatTheyName } from "../../pull/prove/part-of.ts";
import { unexplained } from "../../pull/prove/unexplained.ts";
import { reachable } from "../../pull/files/reachable.ts";
import { expressiblePart } from "../../pull/render/expressible.ts";
import type { OrmLine } from "../../pull/render/lines/orm-line.ts";
import { snapshotFile } from "../committed.ts";
import { hideIgnored } from "./hide-ignored.ts";
import {
  describeDifference,
  refuseDifferences,
  refuseFailures,
  whyIncomplete,
} from "./judge-proof.ts";
import { startProofServer, type ProofServer } from "./proof-server.ts";
import type { PulledPart } from "./pull-files.ts";
import { readProjectText } from "./read-project.ts";
import { childOptions, type Run } from "../run.ts";

/** Whether the TypeScript was proved to make the database that it was pulled from. */
export type Proof =
  /** It was, by as many statements. */
  | { state: "proved"; statements: number }
  /** Nothing has changed since it was. */
  | { state: "unchanged" }
  | { state: "skipped" }
  /** It comes after the files. */
  | { state: "postponed" }
  /** It can't be told. */
  | { state: "impossible"; reason: string };

/** What is to be proved. */
export interface Claim {
  /** The catalog that the files were pulled from: what they are about. */
  source: Catalog;
  /** All that the database holds: what the project ignores may be needed by the rest. */
  whole: Catalog;
  /** The schema folder. */
  folder: string;
  tree: FileTree;
  /** The drizzle-orm that the files are for. */
  line: OrmLine;
  /** Whether the files are what is in the folder already. */
  written: boolean;
  /** The tables and views that were pulled anew, where the rest is as it was when it was proved; undefined: all. */
  pulled?: PulledPart | undefined;
  /** Whether it is known that the files can be imported; by default it is. */
  isImported?: boolean | undefined;
  /** A server of the source's version that was started in advance. */
  server?: ProofServer | undefined;
}

/** @param whole prove everything, and not only what was pulled anew: an earlier proof is missing. */
export type PostponedProof = (run: Run, options: { whole: boolean }) => Promise<Proof>;

/** The proof, or its postponement. */
export function proveOrPostpone(project: Project, claim: Claim, run: Run): Promise<Proof> {
  if (run.postpone === undefined || !run.prove) return prove(project, claim, run);
  if (wasProved(project, claim, run)) return Promise.resolve({ state: "unchanged" });
  // By then they are, whatever they are now.
  const open = { ...claim, written: false };
  run.postpone((later, { whole }) =>
    prove(project, whole ? { ...open, pulled: undefined } : open, later),
  );
  return Promise.resolve({ state: "postponed" });
}

/**
 * Builds a throw-away database from the TypeScript and compares its catalog with the source's, as far as Drizzle can say
 * what is in it. Where that can't be done there is a warning.
 *
 * @throws PullError PROOF_FAILED with the differences; the signal's reason when aborted.
 */
export async function prove(project: Project, claim: Claim, run: Run): Promise<Proof> {
  if (!run.prove) return { state: "skipped" };
  if (wasProved(project, claim, run)) return { state: "unchanged" };
  try {
    return (await provePart(project, claim, run)) ?? (await build(project, claim, run));
  } catch (error) {
    run.signal.throwIfAborted();
    // No server of its own could be had, or it broke down: that says nothing about the files.
    if (error instanceof DatabaseError) return impossible(inSentence(error), run);
    throw error;
  }
}

/**
 * Proves what was pulled anew and what it refers to, without the rest. Where that doesn't succeed, the rest may be what is
 * missing, and nothing is told.
 */
async function provePart(project: Project, claim: Claim, run: Run): Promise<Proof | undefined> {
  if (claim.pulled === undefined) return undefined;
  const { objects, fileOf } = claim.pulled;
  let some = withWhatTheyName(claim.source, objects);
  // Files may hold more than one, and what they import has to be there.
  const own = [...some].flatMap((object) => fileOf.get(object) ?? []);
  const tree = reachable(claim.tree, [...own, ...sharedFiles(claim.tree, fileOf)]);
  const within = [...fileOf].filter(([, file]) => tree.has(file)).map(([object]) => object);
  some = new Set([...some, ...within]);
  const [source, whole] = [partOf(claim.source, some), partOf(claim.whole, some)];
  try {
    const proof = await build(
      project,
      { ...claim, tree, source, whole },
      { ...run, warn: () => {} },
    );
    return proof.state === "proved" ? proof : undefined;
  } catch (error) {
    if (error instanceof PullError && error.code !== "PROOF_TIMEOUT") return undefined;
    throw error;
  }
}

/** Enums, schemas and sequences: they are compared whether a table names them or not. */
function sharedFiles(tree: FileTree, fileOf: ReadonlyMap<string, string>): string[] {
  const others = new Set([...fileOf.values(), "index.ts", "relations.ts", "aliases.ts"]);
  return [...tree.keys()].filter((path) => !others.has(path));
}

async function build(project: Project, claim: Claim, run: Run): Promise<Proof> {
  const { source, whole } = claim;
  run.step("Proving: exporting the TypeScript as SQL");
  const made = await makeStatements(claim, {
    projectDirectory: project.directory,
    importsFor: claim.isImported === false ? claim.line : undefined,
    ...childOptions(run),
  });
  if ("impossible" in made) return impossible(made.impossible, run);
  const { statements } = made;
  const count = statements.length === 1 ? "1 statement" : `${statements.length} statements`;
  run.step(`Proving: ${count} on a throw-away database`);
  const shadow = await (claim.server?.take() ?? startProofServer(project, source.serverMajor, run));
  try {
    const settings = await shadow.createDatabase();
    // The driver that it needs is loaded by then.
    const { buildFromStatements } = await import("../../pull/prove/prove-statements.ts");
    const built = await buildFromStatements(
      settings,
      { statements, source, whole },
      childOptions(run),
    );
    const isOther = shadow.major !== source.serverMajor;
    const otherServer = (difference: string) =>
      impossible(
        `PostgreSQL ${shadow.major} was asked, and the database is on ${source.serverMajor}: ${difference}`,
        run,
      );
    const reason = whyIncomplete(built, project);
    if (reason !== undefined) return impossible(reason, run);
    if (isOther && built.failed[0] !== undefined) return otherServer(built.failed[0].message);
    refuseFailures(built);
    const actual = parseCatalog(await readProjectText(project, settings, run));
    const found = unexplained(
      differences(
        expressiblePart(source),
        expressiblePart(withPlainNames(hideIgnored(actual, project.ignore).shown)),
      ),
      whole,
    );
    if (isOther && found[0] !== undefined) return otherServer(describeDifference(found[0]));
    refuseDifferences(found);
    return { state: "proved", statements: statements.length };
  } finally {
    await shadow.dispose();
  }
}

/** Before they were committed, unless everything is to be proved. */
function wasProved(project: Project, claim: Claim, { full }: Run): boolean {
  return claim.written && full !== true && isCommitted(project, claim.whole);
}

/** The snapshot in the repository is of this very catalog. */
function isCommitted(project: Project, source: Catalog): boolean {
  try {
    const snapshot = readSnapshot(
      join(project.directory, snapshotFile(project)),
      snapshotFile(project),
    );
    const now = withoutIgnored(source, project.ignore);
    if (snapshot === undefined) return false;
    return fingerprint(withPlainNames(snapshot.catalog).facts) === fingerprint(now.facts);
  } catch (error) {
    // One that can't be used vouches for nothing.
    if (error instanceof DbfirstError) return false;
    throw error;
  }
}

function impossible(reason: string, run: Run): Proof {
  run.warn(`The TypeScript isn't proved: ${reason}`);
  return { state: "impossible", reason };
}

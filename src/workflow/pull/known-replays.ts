import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "../../config/load.ts";
import { DbfirstError } from "../../errors.ts";
import { fileReason } from "../../file-reason.ts";
import { projectCache } from "../../postgres/embedded/project-folder.ts";
import { toolVersion } from "../../version.ts";
import { readProjectSources } from "../project-sources.ts";
import { hashOfReplay } from "../replayed-sources.ts";
import type { Run } from "../run.ts";

/** That a replay of certain SQL files gives certain facts: true for good, whatever becomes of files and databases. */
export interface KnownReplay {
  /** Of the files: see `hashOfReplay`. */
  hash: string;
  /** Of the facts, without what the project ignores. */
  fingerprint: string;
  /** Of the server that printed them. */
  serverMajor: number;
}

/** The facts that a database holds, in short. */
export type FactsInShort = Omit<KnownReplay, "hash">;

/** Replays that are kept of a project. */
const mostKept = 100;

/** What this version of dbfirst has found out so far on this machine, the newest first. */
export function knownReplays(project: Project): KnownReplay[] {
  return keptOf(project).flatMap(({ dbfirst, ...replay }) =>
    dbfirst === toolVersion ? [replay] : [],
  );
}

/** Keeps one, in the project's cache. One that can't be kept is found out again by a replay. */
export function rememberReplay(project: Project, replay: KnownReplay, { detail }: Run): void {
  const noted = { ...replay, dbfirst: toolVersion };
  try {
    const file = fileOf(project);
    const others = keptOf(project).filter((one) => !isSame(one, noted));
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    replaceFile(file, JSON.stringify([noted, ...others].slice(0, mostKept)));
  } catch (error) {
    detail(`Which SQL files the database comes of isn't kept: ${fileReason(error)}`);
  }
}

/** On a full disk, half a draft would take what room there is. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * The hash of SQL files whose replay is known to give these facts: of the present ones, if that is known of them; else what
 * the snapshot of the same facts says; else the last ones of which it was found out.
 *
 * @param noted what that snapshot says.
 */
export function replayOfFacts(
  project: Project,
  { fingerprint, serverMajor }: FactsInShort,
  noted: string | undefined,
): string | undefined {
  const hashes = knownReplays(project)
    .filter((one) => one.fingerprint === fingerprint && one.serverMajor === serverMajor)
    .map(({ hash }) => hash);
  if (hashes.every((hash) => hash === noted)) return noted;
  const present = hashOfPresent(project);
  return present !== undefined && hashes.includes(present) ? present : (noted ?? hashes[0]);
}

/** A pull needs no SQL files: those that can't be read are no matter of it. */
function hashOfPresent(project: Project): string | undefined {
  try {
    return hashOfReplay(project, readProjectSources(project));
  } catch (error) {
    if (error instanceof DbfirstError) return undefined;
    throw error;
  }
}

type Kept = KnownReplay & { dbfirst: string };

function isSame(one: Kept, other: Kept): boolean {
  return (
    one.hash === other.hash &&
    one.fingerprint === other.fingerprint &&
    one.serverMajor === other.serverMajor &&
    one.dbfirst === other.dbfirst
  );
}

function fileOf({ directory }: Project): string {
  return join(projectCache(directory), "replays.json");
}

/** None where there is no place for such a file, no such file, or it isn't one of ours. */
function keptOf(project: Project): Kept[] {
  try {
    const kept: unknown = JSON.parse(readFileSync(fileOf(project), "utf8"));
    return Array.isArray(kept) ? (kept as Kept[]).filter(isWhole) : [];
  } catch {
    return [];
  }
}

function isWhole(kept: Partial<Kept> | null): boolean {
  return (
    typeof kept?.hash === "string" &&
    typeof kept.fingerprint === "string" &&
    typeof kept.serverMajor === "number"
  );
}

import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { processState, processToken } from "./embedded/process-token.ts";

/** Hours after which what another container made is taken for abandoned. */
const abandonedAfter = 24;

const swept = new Set<string>();

/**
 * Makes a folder for a while, in the system's place for such, that only we can enter. Whoever makes it removes it; what
 * killed processes left there goes when the next process makes one.
 *
 * @param purpose lower-case letters.
 */
export function scratchFolder(purpose: string): string {
  return ownedFolder(join(tmpdir(), `dbfirst-${purpose}`), /^dbfirst-[a-z]+/);
}

/**
 * Makes a folder whose name begins as `stem` does and says which process it belongs to, so that there is no moment in
 * which it is there and nobody knows whose it is. Those of processes that have ended are removed first.
 *
 * @param alike what else to remove: the beginnings of names; by default those with the same stem.
 */
export function ownedFolder(stem: string, alike: RegExp = literally(basename(stem))): string {
  const parent = dirname(stem);
  sweep(parent, alike);
  const token = processToken(process.pid) ?? "0-0-0";
  const folder = `${stem}-${token}-${randomBytes(3).toString("hex")}`;
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

function literally(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[^\w]/g, String.raw`\$&`)}`);
}

/** Once for a folder and a process: what is left later is for the next one. */
function sweep(parent: string, alike: RegExp): void {
  const key = `${parent}\0${alike.source}`;
  if (swept.has(key)) return;
  swept.add(key);
  const owned = new RegExp(`${alike.source}-([0-9a-z]+-[0-9a-z]+-[0-9a-f]+)-[0-9a-f]{6}$`);
  for (const name of namesIn(parent)) {
    const token = owned.exec(name)?.[1];
    if (token === undefined || !isAbandoned(join(parent, name), token)) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Another sweep is at it, or a file of it is in use: it waits for the next one.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Ours, and of a process that is gone. In a folder for all, others may make what looks like it. */
function isAbandoned(folder: string, token: string): boolean {
  const state = processState(token);
  if (state === "running") return false;
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return false;
  if (process.getuid !== undefined && found.uid !== process.getuid()) return false;
  return state === "ended" || Date.now() - found.mtimeMs > abandonedAfter * 3_600_000;
}

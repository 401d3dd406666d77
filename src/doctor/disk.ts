import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileReason } from "../file-reason.ts";
import { ok, problem, warning, type Finding } from "./diagnosis.ts";

const megabyte = 1024 * 1024;
/** A shadow takes some 50 MB, the embedded server's data as much to begin with. */
const little = 500 * megabyte;
const tooLittle = 100 * megabyte;

/** Room where dbfirst writes. Places on one file system are told once. */
export function judgeDisk(places: readonly { path: string; holds: string }[]): Finding[] {
  const findings: Finding[] = [];
  for (const { path, holds } of places) {
    const { bavail, bsize, ffree, files } = statfsSync(path);
    const free = bavail * bsize;
    const text = `${Math.floor(free / megabyte).toLocaleString("en-US")} MB free for ${holds} (${path})`;
    // Some file systems count no files.
    if (free < tooLittle || (files > 0 && ffree < 1000))
      findings.push(
        problem(
          ffree < 1000 && files > 0 ? `No room for more files in ${path}` : text,
          "Make room there.",
        ),
      );
    else if (free < little)
      findings.push(warning(text, "Make room there, before a big schema needs it."));
    else findings.push(ok(text));
  }
  return findings;
}

/**
 * Folders of a project that can't be written, or be made where they are to be. Checks get along without, and so does a
 * deployment to a database that is named.
 */
export function judgeWriting(project: string, folders: readonly string[]): Finding[] {
  const refused = new Map<string, Set<string>>();
  for (const folder of folders) {
    const there = nearestThere(join(project, folder));
    try {
      accessSync(there, constants.W_OK | constants.X_OK);
    } catch (error) {
      const reason = fileReason(error);
      refused.set(reason, (refused.get(reason) ?? new Set()).add(relative(project, there)));
    }
  }
  return Array.from(refused, ([reason, names]) =>
    warning(
      `Can't be written by this user: ${[...names].map((name) => name || "the project's folder").join(", ")} (${reason})`,
      "Checks don't write there; sync, pull, create and the embedded database do.",
    ),
  );
}

function nearestThere(folder: string): string {
  return existsSync(folder) ? folder : nearestThere(dirname(folder));
}

import {
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { errorCode } from "../file-reason.ts";

/**
 * Writes a whole file or nothing: beside its place first, then into it. Makes the folders that it lies in. A link stays, and
 * what it leads to is written; so is what isn't a file, such as `/dev/stderr` or a pipe, as it is there.
 */
export function writeWholeFile(path: string, text: string): void {
  makeFolder(dirname(path));
  const there = statSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) {
    writeFileSync(path, text);
    return;
  }
  const place = there === undefined ? path : realpathSync(path);
  // The global one: importing the module would take all commands 2 ms.
  const draft = join(dirname(place), `.${basename(place)}.${crypto.randomUUID()}.tmp`);
  try {
    writeFileSync(draft, text, { flag: "wx" });
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** One level at a time: told to make them all, Node tries for ever where the system makes none, as in `/proc`. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  // Of a drive that isn't there, too: nothing is above `Z:\\`.
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been quicker.
    if (errorCode(error) !== "EEXIST" || !existsSync(folder)) throw error;
  }
}

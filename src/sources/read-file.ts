import { constants } from "node:buffer";
import { lstatSync, readFileSync, readlinkSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { SourceError } from "../errors.ts";

/**
 * Reads a file of a source. It is looked at before it is opened: whoever opens a pipe waits for a writer, who may never come.
 *
 * @throws SourceError SOURCE_UNREADABLE for what isn't a file or can't be read.
 */
export function readSourceFile(projectDirectory: string, file: string): Buffer {
  const path = join(projectDirectory, file);
  try {
    const stats = statSync(path);
    if (stats.size > mostBytes) throw tooLarge(file);
    if (stats.isFile()) return readFileSync(path);
    throw new SourceError("SOURCE_UNREADABLE", `${file} can't be read: it is ${kindOf(stats)}`, {
      hint: "Migrations are plain files: take it out of the folder, or give it another name. Nothing was run.",
    });
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    throw new SourceError("SOURCE_UNREADABLE", `${file} can't be read: ${reasonOf(cause, path)}`, {
      hint: "Fix it or take it out of the folder. Nothing was run.",
      cause,
    });
  }
}

/** A text of more can't be held, and never is one written by people. */
const mostBytes = constants.MAX_STRING_LENGTH;

function tooLarge(file: string): SourceError {
  const megabytes = Math.floor(mostBytes / 2 ** 20);
  return new SourceError(
    "SOURCE_UNREADABLE",
    `${file} can't be read: it has more than ${megabytes} MB`,
    {
      hint: "Make several of it, or leave its rows in a file of their own, for \\copy. Nothing was run.",
    },
  );
}

/**
 * Refuses names that no message, log or ledger can show as they are.
 *
 * @throws SourceError SOURCE_UNREADABLE naming the first one.
 */
export function refuseUnprintableNames(names: readonly string[], directory: string): void {
  const broken = names.find((name) => name.includes("\uFFFD"));
  if (broken !== undefined) {
    throw new SourceError(
      "SOURCE_UNREADABLE",
      `${directory}/${broken}: the file's name isn't UTF-8`,
      { hint: "Rename it; U+FFFD stands for the bytes that no character begins with." },
    );
  }
  const control = names.find((name) => /\p{Cc}/u.test(name));
  if (control === undefined) return;
  throw new SourceError(
    "SOURCE_UNREADABLE",
    `${directory}/: the name ${JSON.stringify(control)} holds a line break or another control character`,
    { hint: "Rename the file. Nothing was run." },
  );
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a named pipe (FIFO)";
  if (stats.isSocket()) return "a socket";
  return "a device";
}

function reasonOf(error: unknown, path: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  if (code === "ELOOP") return "it is a link in a circle";
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (code === "ENOENT")
    return isLink ? `it is a link to ${readlinkSync(path)}, which isn't there` : "it isn't there";
  return message;
}

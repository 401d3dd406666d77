import { posix } from "node:path";

import type { Bytes } from "../text/bytes.ts";
import { includedName, includeOf } from "./include.ts";
import { type SeenCommand, type SeenStatement, walkScript } from "./walk.ts";

/** A statement with the file that it stands in. */
export interface FileStatement extends SeenStatement {
  file: Bytes;
}

/** A script with what it includes by literal names, in the order in which it would run. */
export interface ExpandedScript {
  statements: FileStatement[];
  /** Each file that \i and \ir name, as often as they do; undefined: it isn't there (yet). */
  included: { file: Bytes; text: Bytes | undefined }[];
}

/** Files within files; as many as anybody writes. */
const DEEPEST = 50;

/** `read` gives the text of a file, by its name relative to the folder that the script runs in. Pure but for it. */
export function expandScript(
  script: { file: Bytes; text: Bytes },
  read: (file: Bytes) => Bytes | undefined,
): ExpandedScript {
  const expanded: ExpandedScript = { statements: [], included: [] };
  let folder: Bytes = ".";
  const include = (name: Bytes, conditional: boolean, depth: number): void => {
    const file = posix.isAbsolute(name) ? name : posix.join(folder, name);
    const text = read(file);
    expanded.included.push({ file, text });
    if (text !== undefined && depth < DEEPEST) walk({ file: name, text }, conditional, depth + 1);
  };
  const walk = (from: { file: Bytes; text: Bytes }, conditional: boolean, depth: number): void => {
    const follow = (command: SeenCommand): void => {
      const options = includeOf(command.name);
      if (options === undefined && command.name !== "cd") return;
      const name = command.reader.next("normal", { semicolon: true })?.text;
      if (name === undefined || command.seen.variable || command.seen.backquote !== undefined)
        return;
      if (options === undefined) folder = posix.isAbsolute(name) ? name : posix.join(folder, name);
      else
        include(
          includedName(name, { ...options, from: from.file }),
          conditional || command.conditional,
          depth,
        );
    };
    walkScript(from.text, {
      statement: (statement) =>
        void expanded.statements.push({
          ...statement,
          conditional: conditional || statement.conditional,
          file: from.file,
        }),
      command: follow,
    });
  };
  walk(script, false, 0);
  return expanded;
}

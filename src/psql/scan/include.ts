import { posix } from "node:path";

import { canonicalName } from "../file-path.ts";
import type { Bytes } from "../text/bytes.ts";

/** A file as \i and \ir name it: normalized, and for \ir relative to the file that includes it (psql's process_file). */
export function includedName(
  name: Bytes,
  { relative, from }: { relative: boolean; from: Bytes | undefined },
): Bytes {
  if (name === "") return relative && from?.includes("/") === true ? posix.dirname(from) : "";
  const normal = canonicalName(name);
  return relative && from !== undefined && !posix.isAbsolute(normal)
    ? posix.join(posix.dirname(from), normal)
    : normal;
}

/** Whether a backslash command includes a file, and from which folder. */
export function includeOf(command: Bytes): { relative: boolean } | undefined {
  if (command === "i" || command === "include") return { relative: false };
  return command === "ir" || command === "include_relative" ? { relative: true } : undefined;
}

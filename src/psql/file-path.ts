import { resolve } from "node:path";

import { type Bytes, fromBytes } from "./text/bytes.ts";

/** The path of a file that a script names. An empty name stays one, which no file has. */
export function filePath({ cwd }: { cwd: string }, name: Bytes): string {
  return name === "" ? "" : resolve(cwd, fromBytes(name));
}

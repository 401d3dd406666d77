import { relative, resolve } from "node:path";

/** A file that was named on the command line, as the project names it: relative to its folder, with forward slashes. */
export function projectPath(directory: string, file: string): string {
  return relative(directory, resolve(directory, file)).replaceAll("\\", "/");
}

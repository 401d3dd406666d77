import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

/** A file that was named on the command line, as the project names it: relative to its folder, with forward slashes. */
export function projectPath(directory: string, file: string): string {
  const path = resolve(directory, file);
  const found = relative(directory, path);
  // The working folder is a real path, and a shell's `$PWD` may lead there through links. A file may be a link itself.
  const leadsOut = found.startsWith("..") && existsSync(path);
  const real = leadsOut
    ? relative(realpathSync(directory), join(realpathSync(dirname(path)), basename(path)))
    : found;
  return (real.startsWith("..") ? found : real).replaceAll("\\", "/");
}

import { isAbsolute, posix, relative } from "node:path";

/**
 * A folder as the project names it: relative to its own, with forward slashes, in one spelling. A configuration may well say
 * `resolve(import.meta.dirname, "sql")` or `./sql/`. Pure.
 */
export function projectFolder(directory: string, folder: string): string {
  const inside = isAbsolute(folder) ? relative(directory, folder).replaceAll("\\", "/") : folder;
  return posix.normalize(inside).replace(/(?<=.)\/+$/, "");
}

interface Placed {
  directory?: string | undefined;
  workingDirectory?: string | undefined;
}

/** The same for the folders that an entry of the configuration names. */
export function inProject<Entry extends Placed>(directory: string, entry: Entry): Entry {
  const { directory: own, workingDirectory: place } = entry;
  return {
    ...entry,
    ...(own !== undefined && { directory: projectFolder(directory, own) }),
    ...(place !== undefined && { workingDirectory: projectFolder(directory, place) }),
  };
}

import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { SourceError, UsageError } from "../errors.ts";

const names = [
  "auth.ts",
  "auth.tsx",
  "auth.js",
  "auth.jsx",
  "auth.server.js",
  "auth.server.ts",
  "auth/index.ts",
  "auth/index.tsx",
  "auth/index.js",
  "auth/index.jsx",
  "auth/index.server.js",
  "auth/index.server.ts",
];
const folders = ["", "lib/server/", "server/auth/", "server/", "auth/", "lib/", "utils/"];
const roots = ["", "src/", "app/"];

/** Where Better Auth's own command line looks for the file that exports `auth`, in its order. */
export const usualAuthConfigs: readonly string[] = roots.flatMap((root) =>
  folders.flatMap((folder) => names.map((name) => `${root}${folder}${name}`)),
);

/**
 * Finds the file that exports the project's `auth`.
 *
 * @param named from the command line or the configuration, relative to the project; undefined: the first usual one.
 * @returns its absolute path.
 * @throws UsageError when the named file isn't there, SourceError when none of the usual ones is.
 */
export function findAuthConfig(projectDirectory: string, named: string | undefined): string {
  if (named !== undefined) {
    const path = resolve(projectDirectory, named);
    if (isFile(path)) return path;
    throw new UsageError(`There is no file ${named}, which should export Better Auth's \`auth\``, {
      hint: `Looked in ${projectDirectory}.`,
    });
  }
  const found = usualAuthConfigs.find((name) => isFile(join(projectDirectory, name)));
  if (found !== undefined) return join(projectDirectory, found);
  throw new SourceError(
    "AUTH_CONFIG_MISSING",
    `No Better Auth config found in ${projectDirectory}`,
    {
      hint: "Looked for auth.ts, lib/auth.ts, src/lib/auth.ts, src/auth.ts and the like. Name it: --auth-config FILE, or `config` of the source in dbfirst.config.ts.",
    },
  );
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

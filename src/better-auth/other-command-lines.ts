import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** `@better-auth/cli` ends with 1.4 and brings a better-auth of that version; `auth` follows it. */
const commandLines = ["@better-auth/cli", "auth"];

/**
 * What is to be said of Better Auth's own command lines that the project names in its package.json: one of another version than
 * the project's better-auth makes that version's core tables, whatever the library needs.
 *
 * @param version of the project's better-auth.
 */
export function otherCommandLines(projectDirectory: string, version: string): string[] {
  const named = dependenciesOf(join(projectDirectory, "package.json"));
  return commandLines
    .filter((name) => named.has(name))
    .flatMap((name) => {
      const installed = versionOf(projectDirectory, name);
      if (installed === undefined || lineOf(installed) === lineOf(version)) return [];
      return `${name} ${installed} is installed beside better-auth ${version}, and would make the core tables of its own version: don't use its generate and migrate here. dbfirst needs neither; take it out of package.json, or install one of the same version.`;
    });
}

/** `1.7` of `1.7.24`. */
function lineOf(version: string): string {
  return version.split(".", 2).join(".");
}

function dependenciesOf(manifest: string): Set<string> {
  const { dependencies, devDependencies } = readManifest(manifest);
  return new Set(Object.keys({ ...dependencies, ...devDependencies }));
}

function versionOf(projectDirectory: string, name: string): string | undefined {
  const folders = createRequire(join(projectDirectory, "package.json")).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const { version } = readManifest(join(folder, name, "package.json"));
    if (version !== undefined) return version;
  }
  return undefined;
}

interface Manifest {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Empty where there is none that can be read: then nothing is known of it. */
function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch {
    return {};
  }
}

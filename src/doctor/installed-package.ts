import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface InstalledPackage {
  name: string;
  version: string;
  /** The package's folder. */
  folder: string;
  manifest: Readonly<Record<string, unknown>>;
}

/** The package of that name that a file in `folder` would import; undefined where none is installed. */
export function findInstalled(name: string, folder: string): InstalledPackage | undefined {
  const file = resolved(name, folder) ?? inNodeModules(name, folder);
  if (file === undefined) return undefined;
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const { version } = manifest;
  return typeof version === "string"
    ? { name, version, folder: dirname(file), manifest }
    : undefined;
}

function resolved(name: string, folder: string): string | undefined {
  try {
    return createRequire(join(folder, "package.json")).resolve(`${name}/package.json`);
  } catch {
    // Not there, or its "exports" don't list package.json.
    return undefined;
  }
}

function inNodeModules(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, "node_modules", name, "package.json");
    if (existsSync(file)) return file;
    if (at === dirname(at)) return undefined;
  }
}

/** `1.7` of `1.7.24`. */
export function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

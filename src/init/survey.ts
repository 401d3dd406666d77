import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { UsageError } from "../errors.ts";
import { findPackageManager, type PackageManager } from "../postgres/embedded/install-command.ts";
import { asksAboutBuilds, pnpmSettings } from "./allowed-builds.ts";
import { findUnusualAuthConfig, hasAdapter, withBetterAuth } from "./detect-better-auth.ts";
import { detectSources } from "./detect-sources.ts";
import { listFolders, textOf, type Folder } from "./folders.ts";
import { readManifest } from "./manifest.ts";
import type { DrizzleSetup, ExistingWorkflow, Survey } from "./plan.ts";
import type { SourceDraft } from "./source-draft.ts";
import { findWorkspace, refuseWorkspaceRoot, type Workspace } from "./workspace.ts";

export interface SurveyRequest {
  /** Absolute path of the package. */
  directory: string;
  /** `npm_config_user_agent`. */
  userAgent: string | undefined;
  /** What the configuration of Drizzle says; the schema folder is chosen here where that names none that fits. */
  drizzle: DrizzleSetup;
  dbfirstConfig: string | undefined;
  /** The file that exports Better Auth's `auth`, relative to the package, if one is where Better Auth looks. */
  authConfig: string | undefined;
}

/**
 * Looks through a project, without a database.
 *
 * @throws UsageError where there is no package.json, or this is the root of a workspace whose packages have the databases.
 */
export function surveyProject(request: SurveyRequest): Omit<Survey, "major" | "schemas"> {
  const { directory, userAgent, drizzle } = request;
  const manifest = readManifest(directory);
  if (manifest === undefined) {
    throw new UsageError(`There is no package.json in ${directory}`, {
      hint: "Go to the folder of the project, or make one with `npm init`.",
    });
  }
  refuseWorkspaceRoot(directory, manifest);
  const workspace = findWorkspace(directory);
  const manager = findPackageManager(directory, userAgent, workspace.repository);
  const managerName = manifest.packageManager ?? readManifest(workspace.root)?.packageManager;
  const isClassicYarn = manager === "yarn" && isClassic(managerName, directory, workspace);
  const folders = listFolders(directory);
  const found = detectSources(directory, { manifest, folders, drizzleOut: drizzle.outDirectory });
  const unusual =
    request.authConfig === undefined ? findUnusualAuthConfig(directory, folders) : undefined;
  const authConfig = request.authConfig ?? unusual;
  const usesBetterAuth =
    manifest.dependencies.has("better-auth") && !hasAdapter(directory, authConfig);
  const sources = withStart(usesBetterAuth ? withBetterAuth(found, unusual) : found);
  return {
    directory,
    manifest,
    workspace,
    isWorkspaceRoot: manifest.hasWorkspaces || namesPackages(textOf(directory, pnpmSettings)),
    manager,
    isLocked: lockOf(manager).some((file) => existsSync(join(workspace.root, file))),
    isClassicYarn,
    usesPlugNPlay: manager === "yarn" && !isClassicYarn && !namesLinker(directory, workspace),
    hasManagerVersion: managerName !== undefined,
    sources,
    usesBetterAuth,
    drizzle: withFreeFolder(drizzle, folders, directory),
    // It is installed together with drizzle-orm where that isn't there.
    hasDrizzleKit:
      manifest.dependencies.has("drizzle-kit") || !manifest.dependencies.has("drizzle-orm"),
    dbfirstConfig: request.dbfirstConfig,
    workflows: readWorkflows(workspace.repository),
    gitignore: findIgnoreFile(directory, workspace),
    pnpm:
      manager === "pnpm" && asksAboutBuilds(managerName ?? userAgent)
        ? findPnpmSettings(workspace)
        : undefined,
    python: pythonOf(sources, directory, workspace),
    quote: quoteOf(
      drizzle.text ?? (authConfig === undefined ? undefined : textOf(directory, authConfig)),
    ),
  };
}

/** A project without any migrations gets a folder for them. */
function withStart(sources: readonly SourceDraft[]): readonly SourceDraft[] {
  const makesTables = sources.some(
    ({ remarks, system }) => !(system === "Drizzle" && remarks.length > 0),
  );
  if (makesTables) return sources;
  const start: SourceDraft = {
    system: "SQL files",
    migrations: 0,
    settings: { name: "sql", kind: "sql", directory: "sql" },
    remarks: [],
  };
  return [start, ...sources];
}

/** Hand-written files, and those that drizzle-kit pulled, stay; dbfirst gets a folder near them. */
function withFreeFolder(
  drizzle: DrizzleSetup,
  folders: readonly Folder[],
  directory: string,
): DrizzleSetup {
  const { schemaDirectory, schemaPlace } = drizzle;
  if (drizzle.fits && isFree(schemaDirectory, folders, directory)) return drizzle;
  const near = /^(?:\.\/)?((?:[^*?{[,]+\/)?)[^/]*$/.exec(schemaPlace ?? schemaDirectory)?.[1] ?? "";
  const base = near === "" ? "src/database/" : near;
  const choices = ["schemas", "generated", "pulled", "dbfirst"].map((name) => `${base}${name}`);
  const chosen = choices.find((folder) => isFree(folder, folders, directory)) ?? schemaDirectory;
  return { ...drizzle, fits: false, schemaDirectory: chosen };
}

function isFree(folder: string, folders: readonly Folder[], directory: string): boolean {
  const present = folders.filter(({ path }) => path === folder || path.startsWith(`${folder}/`));
  return present.every(({ path, files }) =>
    files.every((file) =>
      (textOf(directory, `${path}/${file}`) ?? "").startsWith("// Generated by dbfirst "),
    ),
  );
}

const locks = {
  npm: ["package-lock.json"],
  pnpm: ["pnpm-lock.yaml"],
  yarn: ["yarn.lock"],
  bun: ["bun.lock", "bun.lockb"],
} as const;

function lockOf(manager: PackageManager): readonly string[] {
  return locks[manager];
}

function isClassic(named: string | undefined, directory: string, { root }: Workspace): boolean {
  if (named !== undefined) return named.startsWith("yarn@1.");
  if (/^__metadata:/m.test(textOf(root, "yarn.lock") ?? "")) return false;
  return ![directory, root].some((folder) => existsSync(join(folder, ".yarnrc.yml")));
}

/** Whether Yarn is told to install into node_modules. */
function namesLinker(directory: string, { root }: Workspace): boolean {
  return [directory, root].some((folder) =>
    /^nodeLinker:\s*["']?(node-modules|pnpm)\b/m.test(textOf(folder, ".yarnrc.yml") ?? ""),
  );
}

function readWorkflows(repository: string): ExistingWorkflow[] {
  const folder = join(repository, ".github", "workflows");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({ name, text: textOf(folder, name) ?? "" }));
}

/** The nearest .gitignore; else one in the package. */
function findIgnoreFile(directory: string, { repository, path }: Workspace): Survey["gitignore"] {
  for (let folder = directory; ; folder = dirname(folder)) {
    const text = textOf(folder, ".gitignore");
    const place = relative(repository, folder).split(sep).join("/");
    if (text !== undefined)
      return {
        path: join(folder, ".gitignore"),
        name: place === "" ? ".gitignore" : `${place}/.gitignore`,
        text,
      };
    if (folder === repository) break;
  }
  const name = path === "" ? ".gitignore" : `${path}/.gitignore`;
  return { path: join(directory, ".gitignore"), name, text: undefined };
}

/** Without `packages`, pnpm-workspace.yaml holds settings of one package alone. */
function namesPackages(settings: string | undefined): boolean {
  return /^packages\s*:/m.test(settings ?? "");
}

function findPnpmSettings({ repository, root }: Workspace): Survey["pnpm"] {
  const path = join(root, pnpmSettings);
  const name = relative(repository, path).split(sep).join("/");
  return { path, name, text: textOf(root, pnpmSettings) };
}

function pythonOf(
  sources: readonly SourceDraft[],
  directory: string,
  { path }: Workspace,
): Survey["python"] {
  const source = sources.find(({ needs }) => needs === "python");
  if (source === undefined) return undefined;
  const { up, workingDirectory } = source.settings;
  const places = [typeof workingDirectory === "string" ? workingDirectory : "", ""];
  const found = places
    .map((place) => (place === "" ? "requirements.txt" : `${place}/requirements.txt`))
    .find((file) => existsSync(join(directory, file)));
  const requirements = found === undefined ? undefined : path === "" ? found : `${path}/${found}`;
  return { requirements, usesUv: typeof up === "string" && up.startsWith("uv ") };
}

/** The quotes that the project writes. */
function quoteOf(text: string | undefined): '"' | "'" {
  return text !== undefined && /from\s+'/.test(text) ? "'" : '"';
}

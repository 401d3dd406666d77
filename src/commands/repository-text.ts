import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import type { Project } from "../config/load.ts";
import type { RepositoryText } from "../report/drift/location.ts";
import { reportsOf, type DriftResult } from "../report/drift/result.ts";
import type { Context } from "./command.ts";

/** Reads what tells where in a repository an object is declared: its catalog snapshot and its generated files. */
export function readRepositoryText(
  { env }: Context,
  project: Project,
  result: DriftResult,
): RepositoryText {
  const { directory, outDirectory, schemaDirectory } = project;
  const snapshot = `${outDirectory}/catalog.json`;
  const folder = join(directory, schemaDirectory);
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => file.endsWith(".ts") && file !== "relations.ts")
    : [];
  return {
    prefix: pathInRepository(directory, env.GITHUB_WORKSPACE),
    snapshot: { path: snapshot, text: readText(join(directory, snapshot)) },
    schemaFiles: new Map(
      files.map((file) => [`${schemaDirectory}/${file}`, readText(join(folder, file))]),
    ),
    migrationFiles: findMigrations(project, result),
  };
}

/** The files of the migrations that a result names. */
function findMigrations({ directory, sources }: Project, result: DriftResult): Map<string, string> {
  const pending = reportsOf(result).flatMap((report) => report.pending);
  const found = pending.flatMap(({ source, migration }): [string, string][] => {
    const config = sources.find(({ name }) => name === source);
    if (config === undefined) return [];
    const path = posix.join(config.directory, migration);
    // A migration is called by its file, or by the file or the folder (Drizzle's from 1.0 on) without an ending.
    const files = [path, posix.join(path, "migration.sql"), `${path}.sql`];
    const file = files.find((one) => isFile(join(directory, one)));
    return file === undefined ? [] : [[`${source}: ${migration}`, file]];
  });
  return new Map(found);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/**
 * The project's folder within its repository: what has a `.git`, which a checkout may have put into a folder of the CI job's
 * workspace; else that workspace.
 */
function pathInRepository(directory: string, workspace: string | undefined): string {
  const isWithin = workspace !== undefined && `${directory}${sep}`.startsWith(`${workspace}${sep}`);
  const root = folderWithGit(directory) ?? (isWithin ? workspace : directory);
  const path = relative(root, directory).replaceAll(sep, "/");
  return path === "" ? "" : `${path}/`;
}

function folderWithGit(directory: string): string | undefined {
  if (existsSync(join(directory, ".git"))) return directory;
  const above = dirname(directory);
  return above === directory ? undefined : folderWithGit(above);
}

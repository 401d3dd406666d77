import { accessSync, constants, statSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import type { CommandLine } from "./command-line.ts";
import type { Environment } from "./environment.ts";
import { type CommandSettings, notStarted } from "./run-command.ts";

export interface FindProgramOptions {
  /** Whose command it is, for messages: `source "api"`. */
  owner: string;
  tool: CommandSettings;
  command: CommandLine;
  projectDirectory: string;
  env: Environment;
}

/**
 * Looks whether a command can be started, without starting it: its folder is there, and its program is in the project's
 * node_modules/.bin, on the PATH, or where its path says. What only starting it tells stays open.
 *
 * @throws SourceError TOOL_MISSING.
 */
export function requireProgram(options: FindProgramOptions): void {
  // Windows has rules of its own for the ends of programs' names.
  if (delimiter === ";") return;
  const { tool, command, projectDirectory, env } = options;
  const [program] = command;
  const folder = join(projectDirectory, tool.workingDirectory);
  const path = (tool.env["PATH"] ?? env["PATH"] ?? "").split(delimiter);
  const local = [...localFolders(projectDirectory), dirname(process.execPath)];
  const places = program.includes("/")
    ? [resolve(folder, program)]
    : [...local, ...path].map((place) => resolve(folder, place, program));
  if (isFolder(folder) && places.some(isProgram)) return;
  throw notStarted(options, { code: "ENOENT" });
}

/** node_modules/.bin of the project and of the folders above it. */
function localFolders(directory: string): string[] {
  const above = dirname(directory);
  const local = join(directory, "node_modules", ".bin");
  return above === directory ? [local] : [local, ...localFolders(above)];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

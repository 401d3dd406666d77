import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { DbfirstError, SourceError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import type { CommandLine } from "./command-line.ts";
import { type Environment, toolEnvironment } from "./environment.ts";
import { settingsForPrograms } from "./program-settings.ts";

/** How the commands of a source are run. */
export interface CommandSettings {
  /** Relative to the project. */
  workingDirectory: string;
  /** Variables for it, with places for the parts of the connection. */
  env: Readonly<Record<string, string>>;
  timeoutSeconds: number | undefined;
}

export interface RunCommandOptions {
  /** Whose command it is, for messages: `source "api"`. */
  owner: string;
  tool: CommandSettings;
  command: CommandLine;
  settings: ConnectionSettings;
  projectDirectory: string;
  env: Environment;
  signal?: AbortSignal | undefined;
  /** Each line that the program prints. */
  onOutput: (line: string) => void;
}

/** Milliseconds that an interrupted program has to end by itself. */
const patience = 5000;
/** How many lines of its output an error repeats. */
const lastLines = 12;

/** How a program ended that wasn't interrupted. */
export interface CommandEnding {
  exitCode: number;
  /** The last lines that it printed. */
  printed: readonly string[];
}

/**
 * Runs a command of a source in the project, on the given database; without a shell. Its exit code is believed.
 *
 * @throws SourceError TOOL_MISSING, TOOL_FAILED, TOOL_TIMEOUT; the signal's reason when aborted.
 */
export async function runCommand(options: RunCommandOptions): Promise<void> {
  const { exitCode, printed } = await endingOf(options);
  if (exitCode !== 0) throw commandFailed(options, `ended with exit code ${exitCode}`, printed);
}

/**
 * The same for a command whose exit code says more than whether it worked.
 *
 * @throws SourceError TOOL_MISSING, TOOL_TIMEOUT, and TOOL_FAILED where it was killed; the signal's reason when aborted.
 */
export async function endingOf(options: RunCommandOptions): Promise<CommandEnding> {
  const { tool, command, settings, projectDirectory, signal, onOutput } = options;
  const [program, ...args] = command;
  const printed: string[] = [];
  const reachable = await settingsForPrograms(settings, signal);
  const { execa } = await import("execa");
  const child = execa(program, args, {
    cwd: join(projectDirectory, tool.workingDirectory),
    extendEnv: false,
    env: toolEnvironment(options.env, reachable, tool.env),
    preferLocal: true,
    localDir: projectDirectory,
    stdin: "ignore",
    all: true,
    buffer: false,
    reject: false,
    ...(signal && { cancelSignal: signal }),
    timeout: (tool.timeoutSeconds ?? 0) * 1000,
    forceKillAfterDelay: patience,
  });
  const read = async () => {
    for await (const coloured of child.iterable({ from: "all" })) {
      // Some print colours wherever they are started; this goes into reports, too.
      const line = stripVTControlCharacters(coloured);
      onOutput(line);
      printed.push(line);
      if (printed.length > lastLines) printed.shift();
    }
  };
  const [result] = await Promise.all([child, read().catch(ignoreBrokenPipe)]);
  signal?.throwIfAborted();
  if (result.timedOut) throw tookTooLong(options, printed);
  if (result.exitCode !== undefined) return { exitCode: result.exitCode, printed };
  if (result.signal === undefined) throw notStarted(options, result.cause);
  throw commandFailed(options, `was ended by ${result.signal}`, printed);
}

/** What a command that failed says of itself. */
export function commandFailed(
  { owner, command }: Pick<RunCommandOptions, "owner" | "command">,
  ending: string,
  printed: readonly string[],
): SourceError {
  return new SourceError(
    "TOOL_FAILED",
    `\`${command.join(" ")}\` (${owner}) ${ending}${indented(printed)}`,
    {
      hint: "It says above what went wrong; dbfirst believes its exit code. Nothing after it was run.",
    },
  );
}

function tookTooLong(
  { owner, command, tool }: RunCommandOptions,
  printed: readonly string[],
): SourceError {
  return new SourceError(
    "TOOL_TIMEOUT",
    `\`${command.join(" ")}\` (${owner}) took longer than ${tool.timeoutSeconds} s, and was ended${indented(printed)}`,
    {
      hint: "`timeout` in dbfirst.config.ts sets the time. See what it has done before running again.",
    },
  );
}

function indented(printed: readonly string[]): string {
  return printed.length === 0 ? "" : `:\n${printed.map((text) => `    ${text}`).join("\n")}`;
}

/** The reading ends with an error of its own where the program is killed; how it ended is told by its result. */
function ignoreBrokenPipe(error: unknown): void {
  if (error instanceof DbfirstError) throw error;
}

/** Why a program doesn't start: `cause` is what the system says, ENOENT and the like. */
export function notStarted(
  { owner, tool, command: [program] }: Pick<RunCommandOptions, "owner" | "tool" | "command">,
  cause: unknown,
): SourceError {
  const { code, message = "it can't be started" } = (cause ?? {}) as NodeJS.ErrnoException;
  const where = tool.workingDirectory === "." ? "" : ` in ${tool.workingDirectory}/`;
  return new SourceError(
    "TOOL_MISSING",
    code === "ENOENT"
      ? `\`${program}\` (${owner}) can't be started${where}: there is no such program, or no such folder`
      : `\`${program}\` (${owner}) can't be started${where}: ${message}`,
    {
      hint: "Install it, or write its whole path; `workingDirectory` is where it runs.",
      cause,
    },
  );
}

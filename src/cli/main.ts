import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { AppliedNow } from "../apply/apply.ts";
import type { AnyCommand, EnvironmentTrouble } from "../commands/command.ts";
import { commandFirst } from "../commands/command-first.ts";
import { renderHelp, renderOverview } from "../commands/help.ts";
import { parseArguments } from "../commands/parse.ts";
import { commands } from "../commands/table.ts";
import type { Console } from "../console.ts";
import { currentEnvironment, loadEnvironment } from "../environment.ts";
import { ExitCode, UsageError } from "../errors.ts";
import { asFileSystemError } from "../file-system-error.ts";
import { asInstallationError } from "../installation-error.ts";
import { nearest } from "../nearest.ts";
import { stoppedAsJson } from "../report/apply.ts";
import { errorAsAnnotation, errorAsJson, renderError } from "../report/error-text.ts";
import { toolVersion } from "../version.ts";
import type { Host } from "./host.ts";
import { plainConsole, warningsOn } from "./plain-console.ts";
import { underSignals } from "./signals.ts";

/** Runs the command that the arguments name. Resolves to the exit code; every error is shown. */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  const [name, ...rest] = commandFirst(argv);
  const terminal = plainConsole(host, { quiet: false, verbose: false, color: true });
  try {
    if (name === undefined || name === "help" || name === "--help" || name === "-h")
      return help(terminal, host, rest[0]);
    if (name === "--version" || name === "-V") {
      terminal.print(toolVersion);
      return ExitCode.ok;
    }
    return await runCommand(findCommand(name), rest, host);
  } catch (error) {
    terminal.error(renderError(error, terminal.palette, { verbose: false }));
    return ExitCode.trouble;
  }
}

function help(terminal: Console, { stdout }: Host, name: string | undefined): number {
  // A terminal that doesn't know its width says 0.
  const columns = stdout.columns ? Math.max(40, stdout.columns) : undefined;
  terminal.print(
    name === undefined ? renderOverview(commands, columns) : renderHelp(findCommand(name), columns),
  );
  return ExitCode.ok;
}

async function runCommand(
  command: AnyCommand,
  argv: readonly string[],
  host: Host,
): Promise<number> {
  if (command.raw) return runRawCommand(command, argv, host);
  const { options, global, arguments: positionals } = parseArguments(command, argv);
  const terminal = plainConsole(host, {
    quiet: global.quiet,
    verbose: global.verbose,
    color: !global["no-color"],
  });
  if (global.help) return help(terminal, host, command.name);
  const directory = resolve(global.cwd ?? ".");
  let applied: readonly AppliedNow[] = [];
  try {
    if (!isFolder(directory)) throw new UsageError(`--cwd: there is no folder ${directory}`);
    const read = () => loadEnvironment(directory, global["env-file"], warningsOn(terminal));
    const { env, troubles } = command.survivesEnvironment
      ? readWithTroubles(directory, global["env-file"])
      : { env: read(), troubles: [] };
    const context = {
      directory,
      configFile: global.config,
      shadowUrl: global["shadow-url"],
      env,
      environmentTroubles: troubles,
      console: terminal,
      streams: host,
      stopped: (soFar: readonly AppliedNow[]) => {
        applied = soFar;
      },
    };
    return await underSignals(
      host,
      terminal,
      (signal) => command.run({ ...context, signal }, { options, arguments: positionals }),
      { keepsCode: command.endsOnSignal?.(options) === true },
    );
  } catch (thrown) {
    const error = asFileSystemError(asInstallationError(thrown));
    terminal.done();
    if (options.format === "json")
      terminal.print(
        JSON.stringify({ error: errorAsJson(error), ...stoppedAsJson(applied) }, undefined, 2),
      );
    if (options.format === "github") terminal.printCommands(errorAsAnnotation(error));
    terminal.error(renderError(error, terminal.palette, { verbose: global.verbose }));
    return ExitCode.trouble;
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** For a command that tells itself what is wrong with the environment, and goes on without the files that can't be read. */
function readWithTroubles(directory: string, files: readonly string[]) {
  const troubles: EnvironmentTrouble[] = [];
  const warn = (message: string) => void troubles.push({ message, isError: false });
  try {
    return { env: loadEnvironment(directory, files, warn), troubles };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const trouble = { message: error.message, isError: true };
    return { env: currentEnvironment(), troubles: [...troubles, trouble] };
  }
}

/** A command with options of its own kind: only `--help`, alone, is ours. */
async function runRawCommand(
  command: AnyCommand,
  argv: readonly string[],
  host: Host,
): Promise<number> {
  const terminal = plainConsole(host, { quiet: true, verbose: false, color: true });
  if (argv.length === 1 && argv[0] === "--help") return help(terminal, host, command.name);
  const directory = host.cwd();
  const env = loadEnvironment(directory, [], warningsOn(terminal));
  const context = {
    directory,
    configFile: undefined,
    env,
    environmentTroubles: [],
    console: terminal,
    streams: host,
  };
  return underSignals(
    host,
    terminal,
    (signal) => command.run({ ...context, signal }, { options: {}, arguments: argv }),
    { keepsCode: true },
  );
}

function findCommand(name: string): AnyCommand {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  if (name.startsWith("-"))
    throw new UsageError(`dbfirst: unknown option ${name}`, {
      hint: "A command's own options stand behind its name. dbfirst --help lists the commands.",
    });
  const names = commands.map((command) => command.name);
  // The package script that runs it, or a part of its name.
  const word = name.replace(/^db:/, "");
  const suggestion = names.find((one) => one.split("-").includes(word)) ?? nearest(word, names);
  throw new UsageError(`dbfirst has no command "${name}"`, {
    hint:
      suggestion === undefined
        ? "dbfirst --help lists the commands."
        : `Did you mean dbfirst ${suggestion}?`,
  });
}

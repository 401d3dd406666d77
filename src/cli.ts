#!/usr/bin/env node
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { AnyCommand } from "./commands/command.ts";
import { renderHelp, renderOverview } from "./commands/help.ts";
import { parseArguments } from "./commands/parse.ts";
import { commands } from "./commands/table.ts";
import { Console } from "./console.ts";
import { currentEnvironment, loadEnvironment } from "./environment.ts";
import { ExitCode, UsageError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { createPalette } from "./report/palette.ts";
import { errorAsAnnotation, errorAsJson, renderError } from "./report/error-text.ts";
import { toolVersion } from "./version.ts";

/** argv → command → exit code. The only place that knows the process. */
async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  const console = plainConsole({ quiet: false, verbose: false, color: true });
  try {
    if (name === undefined || name === "help" || name === "--help" || name === "-h")
      return help(console, rest[0]);
    if (name === "--version" || name === "-V") {
      console.print(toolVersion);
      return ExitCode.ok;
    }
    return await runCommand(findCommand(name), rest);
  } catch (error) {
    console.error(renderError(error, console.palette, { verbose: false }));
    return ExitCode.trouble;
  }
}

function help(console: Console, name: string | undefined): number {
  console.print(name === undefined ? renderOverview(commands) : renderHelp(findCommand(name)));
  return ExitCode.ok;
}

async function runCommand(command: AnyCommand, argv: readonly string[]): Promise<number> {
  if (command.raw) return runRawCommand(command, argv);
  const { options, global, arguments: positionals } = parseArguments(command, argv);
  const console = plainConsole({
    quiet: global.quiet,
    verbose: global.verbose,
    color: !global["no-color"],
  });
  if (global.help) return help(console, command.name);
  const directory = resolve(global.cwd ?? ".");
  try {
    if (!existsSync(directory)) throw new UsageError(`--cwd: there is no folder ${directory}`);
    const env = loadEnvironment(directory, global["env-file"]);
    const context = { directory, configFile: global.config, env, console, streams: process };
    return await underSignals(console, (signal) =>
      command.run({ ...context, signal }, { options, arguments: positionals }),
    );
  } catch (error) {
    console.done();
    if (options.format === "json")
      console.print(JSON.stringify({ error: errorAsJson(error) }, undefined, 2));
    if (options.format === "github") console.print(errorAsAnnotation(error));
    console.error(renderError(error, console.palette, { verbose: global.verbose }));
    return ExitCode.trouble;
  }
}

/** A command with options of its own kind: only `--help`, alone, is ours. */
async function runRawCommand(command: AnyCommand, argv: readonly string[]): Promise<number> {
  const console = plainConsole({ quiet: true, verbose: false, color: true });
  if (argv.length === 1 && argv[0] === "--help") return help(console, command.name);
  const directory = process.cwd();
  const env = loadEnvironment(directory, []);
  const context = { directory, configFile: undefined, env, console, streams: process };
  return underSignals(
    console,
    (signal) => command.run({ ...context, signal }, { options: {}, arguments: argv }),
    { keepsCode: true },
  );
}

/**
 * Runs a command so that Ctrl-C and SIGTERM abort it; a second one ends the process at once. `keepsCode`: the command
 * that comes to an end by itself then says with which code.
 */
async function underSignals(
  console: Console,
  run: (signal: AbortSignal) => Promise<number>,
  { keepsCode = false }: { keepsCode?: boolean } = {},
): Promise<number> {
  const controller = new AbortController();
  const codes = {
    SIGINT: ExitCode.interrupted,
    SIGTERM: ExitCode.terminated,
    SIGHUP: ExitCode.terminated,
  } as const;
  let received: keyof typeof codes | undefined;
  const onSignal = (signal: keyof typeof codes) => {
    if (received !== undefined) process.exit(codes[signal]);
    received = signal;
    console.done();
    console.note("Stopping… (once more to stop at once)");
    controller.abort();
  };
  for (const signal of Object.keys(codes) as (keyof typeof codes)[]) process.on(signal, onSignal);
  try {
    const code = await run(controller.signal);
    return received === undefined || keepsCode ? code : codes[received];
  } catch (error) {
    if (received === undefined) throw error;
    console.error(`Interrupted${console.verbose ? `: ${String(error)}` : "."}`);
    return codes[received];
  } finally {
    console.done();
    for (const signal of Object.keys(codes) as (keyof typeof codes)[])
      process.off(signal, onSignal);
  }
}

function findCommand(name: string): AnyCommand {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const suggestion = nearest(
    name,
    commands.map((command) => command.name),
  );
  throw new UsageError(
    name.startsWith("-") ? `dbfirst: unknown option ${name}` : `dbfirst has no command "${name}"`,
    {
      hint:
        suggestion === undefined
          ? "dbfirst --help lists the commands."
          : `Did you mean dbfirst ${suggestion}?`,
    },
  );
}

function plainConsole(options: { quiet: boolean; verbose: boolean; color: boolean }): Console {
  const { stdout, stderr } = process;
  const env = currentEnvironment();
  const wanted =
    options.color &&
    !env.NO_COLOR &&
    (env.FORCE_COLOR !== undefined || (stdout.isTTY && stderr.isTTY));
  return new Console({
    ...options,
    stdout,
    stderr,
    color: wanted,
    interactive: stderr.isTTY && !env.CI,
  });
}

/** Waits until everything written has left: a pipe takes it piece by piece. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => {
    if (stream.destroyed || stream.errored) done();
    else stream.write("", () => done());
  });
}

// A reader that closes its end early (`dbfirst … | head`) is no error, and doesn't change what the command found out.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // A command that listens itself reports what it couldn't write.
    const ours = stream.listenerCount("error") === 1;
    if (ours && error.code !== "EPIPE") process.exit(ExitCode.trouble);
  });
}

// Node's own code for what nobody caught is 1, which would say "drift".
process.on("uncaughtException", (error) => {
  plainConsole({ quiet: false, verbose: true, color: true }).error(
    renderError(error, createPalette(false), { verbose: true }),
  );
  process.exit(ExitCode.trouble);
});

const code = await main(process.argv.slice(2));
await Promise.all([flush(process.stdout), flush(process.stderr)]);
process.exit(code);

import { ExitCode } from "../errors.ts";
import { createPalette } from "../report/palette.ts";
import { exactArguments } from "./exact-arguments.ts";
import { renderError } from "../report/error-text.ts";
import { guardExit, type Process } from "./guard-exit.ts";
import type { Host } from "./host.ts";
import { plainConsole } from "./plain-console.ts";

/** argv → command → exit code → exit. `run` resolves to the exit code. */
export function start(
  process: Process,
  run: (argv: readonly string[], host: Host) => Promise<number>,
): void {
  const explain = (error: unknown): number => {
    const terminal = plainConsole(process, { quiet: false, verbose: false, color: true });
    terminal.error(renderError(error, terminal.palette, { verbose: false }));
    return ExitCode.trouble;
  };
  const host = guardExit(process, explain);

  // A reader that closes its end early (`dbfirst … | head`) is no error, and doesn't change what the command found out.
  for (const stream of [host.stdout, host.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // A command that listens itself reports what it couldn't write.
      const ours = stream.listenerCount("error") === 1;
      if (ours && error.code !== "EPIPE") host.exit(ExitCode.trouble);
    });
  }

  // Node's own code for what nobody caught is 1, which would say "drift".
  const fail = (error: unknown): never => {
    const terminal = plainConsole(host, { quiet: false, verbose: true, color: true });
    terminal.error(renderError(error, createPalette(false), { verbose: true }));
    return host.exit(ExitCode.trouble);
  };
  host.on("uncaughtException", fail);
  // Only `finish` ends the process. Node's code for a wait that nothing can end is 0, which would say "done".
  host.on("beforeExit", () =>
    fail(new Error("stopped before it was done: nothing is left to wait for")),
  );

  const finish = async (code: number): Promise<never> => {
    await Promise.all([flush(host.stdout), flush(host.stderr)]);
    return host.exit(code);
  };
  void run(exactArguments(host.argv.slice(2)), host)
    .catch(explain)
    .then(finish);
}

/** Waits until everything written has left: a pipe takes it piece by piece. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => {
    if (stream.destroyed || stream.errored) done();
    else stream.write("", () => done());
  });
}

#!/usr/bin/env node
import { plainConsole } from "./cli/plain-console.ts";
import { ExitCode } from "./errors.ts";
import { createPalette } from "./report/palette.ts";
import { renderError } from "./report/error-text.ts";

/** argv → command → exit code. The only place that knows the process. */
async function run(argv: readonly string[]): Promise<number> {
  try {
    if (argv[0] === "psql") {
      const { runPsqlAlone } = await import("./cli/psql-alone.ts");
      const code = await runPsqlAlone(argv.slice(1), process);
      if (code !== undefined) return code;
    }
    const { main } = await import("./cli/main.ts");
    return await main(argv, process);
  } catch (error) {
    const console = plainConsole(process, { quiet: false, verbose: false, color: true });
    console.error(renderError(error, console.palette, { verbose: false }));
    return ExitCode.trouble;
  }
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
  plainConsole(process, { quiet: false, verbose: true, color: true }).error(
    renderError(error, createPalette(false), { verbose: true }),
  );
  process.exit(ExitCode.trouble);
});

// Not awaited at the top, which the bundle of psql, being no module, couldn't do.
void run(process.argv.slice(2)).then(async (code) => {
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(code);
});

import { loadEnvironment } from "../environment.ts";
import { needsOnlyTheEngine } from "../psql/needs-only-engine.ts";
import { runPsql } from "../psql/run-psql.ts";
import type { Host } from "./host.ts";
import { plainConsole } from "./plain-console.ts";
import { underSignals } from "./signals.ts";

/**
 * `dbfirst psql` on a database that its arguments name. Nothing of the project is asked, so nothing else is loaded: that
 * takes as long as running a short script does. Undefined: the arguments ask for more.
 */
export async function runPsqlAlone(
  argv: readonly string[],
  host: Host,
): Promise<number | undefined> {
  const asksForOurHelp = argv.length === 1 && argv[0] === "--help";
  if (asksForOurHelp || !needsOnlyTheEngine(argv)) return undefined;
  const terminal = plainConsole(host, { quiet: true, verbose: false, color: true });
  const cwd = host.cwd();
  const env = loadEnvironment(cwd, []);
  const { stdout, stderr } = host;
  return underSignals(
    host,
    terminal,
    (signal) =>
      runPsql(argv, {
        env,
        cwd,
        signal,
        // The process makes it when it is asked for.
        get stdin() {
          return host.stdin;
        },
        stdout,
        stderr,
      }),
    { keepsCode: true },
  );
}

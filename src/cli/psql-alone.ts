import { loadEnvironment } from "../environment.ts";
import { parseUrl } from "../postgres/url.ts";
import { argumentNeeds } from "../psql/program/argument-needs.ts";
import { runPsql } from "../psql/program/run-psql.ts";
import type { Host } from "./host.ts";
import { plainConsole, warningsOn } from "./plain-console.ts";
import { underSignals } from "./signals.ts";

/**
 * `dbfirst psql` on a database that its arguments or DATABASE_URL name. Nothing of the project is asked, so nothing else
 * is loaded: that takes as long as running a short script does. Undefined: the arguments ask for more.
 */
export async function runPsqlAlone(
  argv: readonly string[],
  host: Host,
): Promise<number | undefined> {
  const needs = argumentNeeds(argv);
  const asksForOurHelp = argv.length === 1 && argv[0] === "--help";
  if (needs === "more" || asksForOurHelp) return undefined;
  const cwd = host.cwd();
  const terminal = plainConsole(host, { quiet: true, verbose: false, color: true });
  const env = loadEnvironment(cwd, [], warningsOn(terminal));
  if (needs === "database" && !env.DATABASE_URL) return undefined;
  const around = { env, warn: (text: string) => terminal.error(text) };
  const defaultSettings =
    needs === "database" ? parseUrl(env.DATABASE_URL ?? "", around) : undefined;
  const { stdout, stderr } = host;
  const run = (signal: AbortSignal): Promise<number> =>
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
      defaultSettings,
      throwsFailedConnection: needs === "database",
    });
  return underSignals(host, terminal, run, { keepsCode: true });
}

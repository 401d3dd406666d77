import { Console } from "../console.ts";
import { currentEnvironment } from "../environment.ts";
import type { Host } from "./host.ts";

/** A console on the process's streams; colour only where both are a terminal, or where the environment asks for it. */
export function plainConsole(
  { stdout, stderr }: Host,
  options: { quiet: boolean; verbose: boolean; color: boolean },
): Console {
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
    obeyed: env.GITHUB_ACTIONS === "true",
  });
}

/** Shows warnings, also when quiet. */
export function warningsOn(terminal: Console): (text: string) => void {
  return (text) => terminal.error(`${terminal.palette.yellow("warning:")} ${text}`);
}

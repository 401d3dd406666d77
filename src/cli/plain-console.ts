import { Console } from "../console.ts";
import { currentEnvironment } from "../environment.ts";
import type { Host } from "./host.ts";

/** A console on the process's streams; colour only where both are a terminal, or as the environment wants it. */
export function plainConsole(
  { stdout, stderr }: Host,
  options: { quiet: boolean; verbose: boolean; color: boolean },
): Console {
  const env = currentEnvironment();
  const { FORCE_COLOR: forced } = env;
  const wanted =
    forced === undefined ? stdout.isTTY && stderr.isTTY : !/^(?:0|false)$/.test(forced);
  return new Console({
    ...options,
    stdout,
    stderr,
    color: options.color && !env.NO_COLOR && wanted === true,
    interactive: stderr.isTTY && !env.CI,
    obeyed: env.GITHUB_ACTIONS === "true",
  });
}

/** Shows warnings, also when quiet. */
export function warningsOn(terminal: Console): (text: string) => void {
  return (text) => terminal.error(`${terminal.palette.yellow("warning:")} ${text}`);
}

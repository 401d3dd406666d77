import type { OptionSpec, OptionSpecs } from "./command.ts";
import { globalOptions } from "./shared-options.ts";

/**
 * Arguments with the command in front: what every command takes may stand before its name, too, as in `dbfirst --cwd app sync`.
 * Where no command follows, as they were.
 */
export function commandFirst(argv: readonly string[]): readonly string[] {
  let at = 0;
  for (let spec = specOf(argv[at]); spec !== undefined; spec = specOf(argv[at]))
    at += spec.type === "boolean" || argv[at]!.includes("=") ? 1 : 2;
  const name = argv[at];
  if (name === undefined || name.startsWith("-")) return argv;
  return [name, ...argv.slice(0, at), ...argv.slice(at + 1)];
}

function specOf(word: string | undefined): OptionSpec | undefined {
  const [, long, short] = /^(?:--([^=]+)|-(.))/.exec(word ?? "") ?? [];
  const specs = Object.entries<OptionSpecs[string]>(globalOptions);
  return specs.find(([name, spec]) => name === long || (short && spec.short === short))?.[1];
}

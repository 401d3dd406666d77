import type { Run } from "../workflow.ts";
import type { Context, OptionValues } from "./command.ts";
import type { pullOptions } from "./shared-options.ts";

/** What a workflow needs to know of the command that runs it: how to show progress, when to stop; and its `pullOptions`. */
export function progressOn(
  { console, env, signal, stopped }: Context,
  options: Partial<OptionValues<typeof pullOptions>> = {},
): Run {
  return {
    env,
    signal,
    force: options.force ?? false,
    full: options.full ?? false,
    prove: options["no-prove"] !== true,
    patience: options["pull-timeout"],
    step: (text) => console.step(text),
    warn: (text) => console.note(`${console.palette.yellow("warning:")} ${text}`),
    stopped,
    output: (line) => console.note(console.palette.dim(`  │ ${line}`)),
    detail: (text) => {
      if (console.verbose) console.note(console.palette.dim(text));
    },
  };
}

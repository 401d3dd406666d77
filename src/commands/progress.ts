import type { Run } from "../workflow.ts";
import type { Context } from "./command.ts";

/** What a workflow needs to know of the command that runs it: how to show progress, when to stop. */
export function progressOn(
  { console, env, signal }: Context,
  options: { force?: boolean; prove?: boolean } = {},
): Run {
  return {
    env,
    signal,
    force: options.force ?? false,
    prove: options.prove ?? true,
    step: (text) => console.step(text),
    warn: (text) => console.note(`${console.palette.yellow("warning:")} ${text}`),
    output: (line) => console.note(console.palette.dim(`  │ ${line}`)),
    detail: (text) => {
      if (console.verbose) console.note(console.palette.dim(text));
    },
  };
}

import { type Command, fileArgument, missingArgument, outcome } from "./command.ts";

const include: Command = {
  async run(context) {
    const file = fileArgument(context, "normal", { semicolon: true });
    if (file === undefined) return missingArgument(context);
    const relative = context.name === "ir" || context.name === "include_relative";
    return outcome((await context.include(file, { relative })) === 0);
  },
};

/** \i, \ir, and \q, \r. */
export const includeCommands: Record<string, Command> = {
  i: include,
  include,
  ir: include,
  include_relative: include,
  q: { skips: "nothing", run: () => "quit" },
  quit: { skips: "nothing", run: () => "quit" },
  r: { skips: "nothing", run: reset },
  reset: { skips: "nothing", run: reset },
};

function reset({ session, buffer, lexer }: Parameters<Command["run"]>[0]): "done" {
  buffer?.clear();
  lexer.reset();
  if (!session.switches.quiet) session.stdout.write("Query buffer reset (cleared).\n");
  return "done";
}

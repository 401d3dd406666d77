import { refuseShell } from "../permissions.ts";
import { type Command, type CommandContext, type Outcome } from "./command.ts";

const describe: Command = { run: notForScripts };

/** Commands that run a shell or an editor, and those that are for people at a terminal. */
export const refusedCommands: Record<string, Command> = {
  "!": {
    skips: "whole-line",
    run: ({ reader }) => refuseShell(`\\! ${reader.next("whole-line")?.text ?? ""}`.trim()),
  },
  e: { run: ({ name }) => refuseShell(`\\${name}`) },
  edit: { run: ({ name }) => refuseShell(`\\${name}`) },
  ef: { skips: "whole-line", run: ({ name }) => refuseShell(`\\${name}`) },
  ev: { skips: "whole-line", run: ({ name }) => refuseShell(`\\${name}`) },
  d: describe,
  l: describe,
  "l+": describe,
  list: describe,
  "list+": describe,
  z: describe,
  sf: { skips: "whole-line", run: notForScripts },
  "sf+": { skips: "whole-line", run: notForScripts },
  sv: { skips: "whole-line", run: notForScripts },
  "sv+": { skips: "whole-line", run: notForScripts },
  h: { skips: "whole-line", run: notForScripts },
  help: { skips: "whole-line", run: notForScripts },
  "?": { run: notForScripts },
  s: { run: notForScripts },
  password: { run: notForScripts },
};

function notForScripts({ session, name }: CommandContext): Outcome {
  session.reporter.error(`\\${name} is for interactive use and isn't part of scripts`);
  return "error";
}

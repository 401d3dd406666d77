import { demandShell, refuseEditor } from "../permissions.ts";
import { fromBytes } from "../text/bytes.ts";
import { type Command, type CommandContext, type Outcome } from "./command.ts";

const describe: Command = { run: notForScripts };
const editor: Command = { run: ({ name }) => refuseEditor(`\\${name}`) };

/** Commands that run a shell, unless that is allowed, or an editor, and those that are for people at a terminal. */
export const refusedCommands: Record<string, Command> = {
  "!": { skips: "whole-line", run: runShell },
  e: editor,
  edit: editor,
  ef: { ...editor, skips: "whole-line" },
  ev: { ...editor, skips: "whole-line" },
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

/** Like psql's, it fails only where the shell itself can't be started. */
function runShell({ session, reader }: CommandContext): Outcome {
  const command = reader.next("whole-line")?.text;
  const shell = demandShell(session.permissions, `\\! ${fromBytes(command ?? "")}`.trim());
  session.stdout.flush();
  session.output.flush();
  if (shell.run(command ?? `exec ${session.env["SHELL"] ?? "/bin/sh"}`, session)) return "done";
  session.reporter.error("\\!: failed");
  return "error";
}

/** The answer to a command that shows something to people. */
export function notForScripts({ session, name }: CommandContext): Outcome {
  session.reporter.error(`\\${name} is for interactive use and isn't part of scripts`);
  return "error";
}

import { demandShell, refuseEditor } from "../permissions.ts";
import { fromBytes } from "../text/bytes.ts";
import { type Command, type CommandContext, type Outcome } from "./command.ts";

const editor: Command = { run: ({ name }) => refuseEditor(`\\${name}`) };

/** Commands that run a shell, unless that is allowed, or an editor. */
export const refusedCommands: Record<string, Command> = {
  "!": { skips: "whole-line", run: runShell },
  e: editor,
  edit: editor,
  ef: { ...editor, skips: "whole-line" },
  ev: { ...editor, skips: "whole-line" },
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

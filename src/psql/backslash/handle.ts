import type { Command, CommandContext, Outcome } from "./command.ts";
import { unknownLargeObjectCommand } from "./large-objects.ts";
import { COMMANDS } from "./table.ts";

/** Runs the backslash command that the lexer has come to (HandleSlashCmds in psql). */
export async function handleBackslash(given: Omit<CommandContext, "name">): Promise<Outcome> {
  const name = given.reader.commandName();
  const context: CommandContext = { ...given, name };
  const { session, reader, conditionals } = context;
  let result: Outcome;
  if (session.restrictKey !== undefined && name !== "unrestrict") {
    session.reporter.error("backslash commands are restricted; only \\unrestrict is allowed");
    result = "error";
  } else result = await execute(context);

  if (result === "unknown") {
    session.reporter.error(`invalid command \\${name}`);
    result = "error";
  }
  if (result === "error") reader.next("whole-line");
  else {
    const wasActive = conditionals.isActive;
    // What is left over isn't evaluated.
    conditionals.push("ignored");
    for (let extra = reader.next(); extra !== undefined; extra = reader.next())
      if (wasActive) session.reporter.warning(`\\${name}: extra argument "${extra.text}" ignored`);
    conditionals.pop();
  }
  reader.end();
  session.output.flush();
  return result;
}

async function execute(context: CommandContext): Promise<Outcome> {
  const { name, conditionals, reader, buffer, previous } = context;
  const command = COMMANDS.get(name) ?? familyOf(name);
  if (command === undefined) return "unknown";
  if (!conditionals.isActive && command.always !== true) {
    if (command.skips === "nothing") return "done";
    if (command.skips !== undefined) reader.next(command.skips);
    else while (reader.next() !== undefined);
    return "done";
  }
  const result = await command.run(context);
  // With nothing collected, the statement before is sent again.
  if (result === "send" && buffer?.length === 0 && previous !== undefined)
    buffer.copyFrom(previous);
  return result;
}

/** psql knows these by their beginning: what it doesn't know of them is skipped like a command in a branch that isn't run. */
function familyOf(name: string): Command | undefined {
  if (name.startsWith("d")) return COMMANDS.get("d");
  return name.startsWith("lo_") ? unknownLargeObjectCommand : undefined;
}

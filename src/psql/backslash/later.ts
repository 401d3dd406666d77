import type { Command, CommandContext, Outcome } from "./command.ts";

/** Commands of psql 18 for pipelines, which this engine, like psql 15, doesn't have. */
const LATER = [
  "endpipeline",
  "flush",
  "flushrequest",
  "getresults",
  "sendpipeline",
  "startpipeline",
  "syncpipeline",
];

/** Says which psql such a command needs, as an unknown command would be no help. */
export const laterCommands: Record<string, Command> = Object.fromEntries(
  LATER.map((name) => [name, { run: needsLaterPsql }]),
);

function needsLaterPsql({ session, name }: CommandContext): Outcome {
  session.reporter.error(`\\${name} needs psql 18 and isn't part of scripts here`);
  return "error";
}

import { type Command, type CommandContext, missingArgument, type Outcome } from "./command.ts";
import { PsqlReporter } from "../messages/reporter.ts";

/** \restrict, \unrestrict, \errverbose. */
export const restrictCommands: Record<string, Command> = {
  restrict: {
    run(context) {
      const key = keyOf(context);
      if (key === undefined || key === "") return missingArgument(context);
      context.session.restrictKey = key;
      return "done";
    },
  },
  unrestrict: {
    run(context) {
      const { session, name } = context;
      const key = keyOf(context);
      if (key === undefined || key === "") return missingArgument(context);
      if (session.restrictKey === undefined)
        session.reporter.error(`\\${name}: not currently in restricted mode`);
      else if (session.restrictKey !== key) session.reporter.error(`\\${name}: wrong key`);
      else {
        session.restrictKey = undefined;
        return "done";
      }
      return "error";
    },
  },
  errverbose: {
    skips: "nothing",
    run({ session }): Outcome {
      const { lastError, reporter } = session;
      if (lastError === undefined) session.stdout.write("There is no previous error.\n");
      else if (reporter instanceof PsqlReporter)
        reporter.error(reporter.formatVerbose(lastError.error, lastError.statement));
      return "done";
    },
  },
};

/**
 * The key, read literally: were variables and backquotes expanded, a hostile dump could run shell commands from within
 * restricted mode (CVE-2026-18408).
 */
function keyOf(context: CommandContext): string | undefined {
  return context.reader.next("normal", { semicolon: true, literal: true })?.text;
}

import type { Session } from "../state.ts";
import { runOwnCommand } from "./own-command.ts";
import { reportServerError, throwIfLost } from "./run-statement.ts";

/** Runs a command of our own that ECHO_HIDDEN shows (PSQLexec in psql). False after an error, and where it isn't to run. */
export async function runHidden(session: Session, command: string): Promise<boolean> {
  const { connection, reporter, stdout, log, switches } = session;
  if (connection === undefined) {
    reporter.error("You are currently not connected to a database.");
    return false;
  }
  if (switches.echoHidden !== "off") {
    const text = `********* QUERY **********\n${command}\n**************************\n\n`;
    stdout.write(text);
    log?.write(text);
  }
  if (switches.echoHidden === "noexec") return false;
  const { error } = await runOwnCommand(session, command);
  if (error === undefined) return true;
  reportServerError(session, error, { text: command, source: undefined });
  throwIfLost(session);
  return false;
}
